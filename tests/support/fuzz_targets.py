"""What fuzzing asks of a reader: an answer that can be used, or one sentence; and the limits on time and memory."""

from __future__ import annotations

import atexit
import json
import random
import shutil
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from mutants import mutant

from kazbek.base.data import load, parse
from kazbek.base.epoch import Epoch
from kazbek.base.errors import KazbekError
from kazbek.base.toml_file import read_toml
from kazbek.campaign.store import Store, _labelled
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.countdown import CountdownPlan
from kazbek.catalogue.escape import EscapePlan
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.station import Station
from kazbek.crew.ask import ask as ask_crew
from kazbek.crew.film import screenplay
from kazbek.crew.film.script import Film
from kazbek.crew.timetable.jobs import SingleJobs
from kazbek.crew.timetable.shape import StationDay
from kazbek.gallery.photographs.beside import said_of, said_of_all
from kazbek.gallery.photographs.embedded import embedded
from kazbek.gallery.photographs.instant import MissionSpan, instant_of, zone_of
from kazbek.gallery.photographs.read import opened
from kazbek.ground.site_file import GroundSite
from kazbek.mission.checks import check
from kazbek.mission.equipment import equipment
from kazbek.mission.file import read_mission
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.which import station_from
from kazbek.track.station import StationTrack, sources_of
from kazbek.world.wind import Wind

LONGEST_s = 5.0  # of processor time: a machine may be busy with other work
_STUCK_s = 120.0  # of time on the wall: something waits
_FOLDER = Path(tempfile.mkdtemp(prefix="kazbek-fuzz-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
_ORBITS = 0.02  # of accepted element sets are fitted as well, which takes long


def station(data: bytes) -> None:
    """Read; an ephemeris is asked for states all over its span, a set for the orbit it stands for."""
    found = station_from(data, "mutant")
    if isinstance(found, ElementSet):
        rv = found.rv_GCRF(np.array([found.epoch.tai_ns]))
        if random.Random(data).random() < _ORBITS:
            StationTrack(tuple(sources_of(found, "mutant"))).at(found.epoch + 3600.0)
    else:
        track = StationTrack(tuple(sources_of(found, "mutant")))
        start, end = track.covers
        rv = track.rv(np.linspace(start.tai_ns, end.tai_ns, 20).astype(np.int64))
        track.account(start, end)
    assert np.isfinite(rv).all()
    assert (np.linalg.norm(rv[:, :3], axis=1) > 6.3e6).all()


def _on_disk(read: Callable[[Path], None], suffix: str) -> Callable[[bytes], None]:
    def asked(data: bytes) -> None:
        path = _FOLDER / f"mutant{suffix}"
        path.write_bytes(data)
        read(path)

    return asked


def _mission(path: Path) -> None:
    check(read_mission(str(path)))


def _launcher(path: Path) -> None:
    load("launchers", str(path), Launcher)
    parse(read_toml(path), Launcher, where="mutant")


def _people(path: Path) -> None:
    """What `crew` says of a mission: its timeline held against the rules, and each flight's equipment."""
    mission = read_mission(str(path))
    check(mission)
    ask_crew(str(path))
    for flight in mission.flights:
        equipment(mission, flight)


def _crew_plan(path: Path) -> None:
    ask_crew("soyuz-ms-19", crew_plan=str(path))


def _named(model: Any) -> Callable[[bytes], None]:
    return _on_disk(lambda path: model.named(str(path), Path()) and None, ".toml")


def _loaded(folder: str, model: Any) -> Callable[[bytes], None]:
    return _on_disk(lambda path: load(folder, str(path), model) and None, ".toml")


def _campaign(data: bytes) -> None:
    """``campaign.json`` as another program might write it, with its digest."""
    document = json.loads(json.dumps(tomllib.loads(data.decode()), default=str))
    (_FOLDER / "campaign.json").write_bytes(_labelled(document))
    question = Store.at(_FOLDER).question.checked()
    question.loaded(_FOLDER)
    question.sampling(0)


_SPAN = MissionSpan(Epoch.from_utc("2021-10-05T08:55:02Z"), Epoch.from_utc("2021-10-17T04:35:00Z"))


def _photograph(data: bytes) -> None:
    """Every sound picture has words; those that are no instant are told so."""
    said = embedded(opened(data), data)
    instant_of(said.taken, zone_of("+05:00"), _SPAN)


def _photograph_words(path: Path) -> None:
    said = said_of(path.with_suffix(".jpg"))
    instant_of(said.taken, zone_of("+05:00"), _SPAN)


def _all_words(data: bytes) -> None:
    (_FOLDER / "photographs.toml").write_bytes(data)
    zone_of(said_of_all(_FOLDER).zone)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "oem": station,
    "oem xml": station,
    "tle": station,
    "omm": station,
    "mission": _on_disk(_mission, ".toml"),
    "launcher": _on_disk(_launcher, ".toml"),
    "film": _on_disk(lambda path: screenplay.read(path) and None, ".fountain"),
    "film xml": _on_disk(lambda path: screenplay.read(path) and None, ".fdx"),
    "mission tables": _on_disk(_people, ".toml"),
    "launcher tables": _on_disk(_launcher, ".toml"),
    "ground": _named(GroundSite),
    "jobs": _named(SingleJobs),
    "days": _named(StationDay),
    "films": _named(Film),
    "crew plan": _on_disk(_crew_plan, ".toml"),
    "profile": _loaded("profiles", Profile),
    "capsule": _loaded("capsules", Capsule),
    "station": _loaded("stations", Station),
    "countdown": _loaded("countdowns", CountdownPlan),
    "escape": _loaded("escapes", EscapePlan),
    "campaign": _campaign,
    "photograph": _photograph,
    "photograph's words": _on_disk(_photograph_words, ".toml"),
    "photographs' words": _all_words,
    "wind": _on_disk(lambda path: Wind.from_file(path) and None, ".csv"),
}


def tried(target: str, seed: int, number: int) -> tuple[str, float]:
    """Whether a mutant was read or refused, and the seconds of processor time it took.

    Raises
    ------
    AssertionError
        for any other exception, a sentence that is none, or a mutant that takes too long; with the input.
    """
    data = mutant(target, seed, number)
    begin_s, at_s = time.process_time(), time.monotonic()
    try:
        TARGETS[target](data)
        end = "read"
    except KazbekError as fault:
        end, sentence = "refused", str(fault)
        assert sentence.strip(), f"{target} {seed} {number}: an empty sentence for {data!r}"
        assert "\n" not in sentence, f"{target} {seed} {number}: {sentence!r} for {data!r}"
    except Exception as fault:
        raise AssertionError(f"{target} {seed} {number}: {type(fault).__name__}: {fault}; input {data!r}") from fault
    took_s, waited_s = time.process_time() - begin_s, time.monotonic() - at_s
    assert waited_s < _STUCK_s, f"{target} {seed} {number}: {waited_s:.0f} s on the wall for {data[:2000]!r}"
    assert took_s < LONGEST_s, f"{target} {seed} {number}: {took_s:.1f} s for {data[:2000]!r}"
    return end, took_s
