"""Flying a campaign: from its question to a folder of rows, resumed and extended without flying anything twice."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from kazbek.base.errors import DataError, OutOfRange
from kazbek.campaign.chunk import FlownPart, Span, fly_chunk, missing
from kazbek.campaign.flights import Flights
from kazbek.campaign.pool import Pool
from kazbek.campaign.probe import probe
from kazbek.campaign.question import Question, differences
from kazbek.campaign.rows import number_names
from kazbek.campaign.sensitivity.blocks import check_patterns
from kazbek.campaign.stop import EndRule
from kazbek.campaign.store import Store
from kazbek.campaign.undispersed import undispersed
from kazbek.mission.file import Mission

Told = Callable[[int, int], None]  # runs done, of how many
_SCHEDULER = re.compile(r"(?:tcp|tls|ws|wss|ucx)://\S+:\d+")


@dataclass(frozen=True, slots=True)
class Ways:
    """How a campaign is flown, which decides no row.

    Attributes
    ----------
    workers : processes of this machine
    cluster : address of a Dask scheduler instead; ``local:2`` starts one here
    progress : told the runs done, and how many there are
    working : told what is being done
    """

    workers: int = 1
    cluster: str = ""
    progress: Told = lambda done, of: None
    working: Callable[[str], None] = lambda what: None

    def checked(self) -> Ways:
        """Itself.

        Raises
        ------
        OutOfRange
            for a number of workers that cannot be.
        DataError
            for a scheduler that cannot be, or workers beside one.
        """
        most = 4 * (os.cpu_count() or 1) + 4
        if not 1 <= self.workers <= most:
            raise OutOfRange(f"`workers` {self.workers}", allowed=f"1 to {most}")
        if self.cluster and self.workers > 1:
            raise DataError("`workers` with `dask`", allowed="one of them: the scheduler has workers of its own")
        local = self.cluster.partition("local:")[2]
        known = local.isdigit() and 1 <= int(local) <= most if local else _SCHEDULER.fullmatch(self.cluster)
        if self.cluster and not known:
            raise DataError(
                f"`dask` {self.cluster}", allowed=f"tcp://HOST:PORT of a scheduler, or local:1 to local:{most}"
            )
        return self


def begin(folder: Path, asked: Question, mission: Mission, ways: Ways) -> Store:
    """Plan a campaign and write down what was asked; nothing is flown but the planning flight.

    Parameters
    ----------
    folder : new or empty
    asked : with the mission's text
    """
    asked, ways = asked.checked(), ways.checked()
    Store.check_new(folder)
    own = None if mission.folder is None else os.path.relpath(mission.folder.resolve(), folder.resolve())
    asked = replace(asked, folder=own, wind=_relative(asked.wind, folder))
    rule = EndRule.read(asked.until) if asked.until else None
    ways.working("planning the flights")
    question = planned(asked, folder)
    if rule is not None:
        rule.condition.check(number_names(question.nominal), "`until`")
    return Store.create(folder, question)


def planned(asked: Question, folder: Path) -> Question:
    """The question with what planning finds: keys, the nominal row, digests, versions."""
    flights = Flights(asked, folder)
    keys, nominal = flights.median
    check_patterns(asked.sobol, keys)
    left_out = undispersed(flights.ready, keys, asked.draw)
    return replace(
        asked, keys=keys, nominal=nominal, files=flights.files(), versions=probe(flights), undispersed=left_out
    )


def fly_on(store: Store, ways: Ways, *, drift: bool = False) -> bool:
    """Fly what is missing of a campaign.

    Parameters
    ----------
    drift : go on although data files or versions are not what they were

    Returns
    -------
    bool
        whether anything was flown.

    Raises
    ------
    DataError
        another process flies it; data or versions changed; the disk is full. Finished parts are kept.
    """
    ways = ways.checked()
    store.take()
    try:
        store.drop_damaged()
        _end_early(store)  # it was killed before it could
        question, parts = store.question, store.parts()
        wanted = missing(question.runs, question.chunk, [(part.first, part.end) for part in parts])
        if not wanted:
            return False
        ways.working("planning the flights")
        today = _checked(question, store.folder, drift)
        question = replace(question, versions=today.versions, files=today.files)
        _fly(store, question, wanted, sum(part.end - part.first for part in parts), ways)
        return True
    finally:
        store.let_go()


def extend(store: Store, runs: int) -> None:
    """Ask for more runs of the same campaign.

    Raises
    ------
    DataError, OutOfRange
        a Latin hypercube, whose numbers depend on how many runs there are; fewer runs than there are; an early end.
    """
    question = store.question
    if question.sample == "lhs":
        raise DataError(
            "a campaign with `sample` lhs cannot be extended: its numbers depend on how many runs there are",
            allowed="`sample` random or sobol",
        )
    if runs <= question.runs:
        raise OutOfRange(f"`runs` {runs}", allowed=f"more than the {question.runs} that were asked for")
    store.take()
    try:
        store.write(replace(question, runs=runs, until=""))
    finally:
        store.let_go()


def _fly(store: Store, question: Question, wanted: Sequence[Span], done: int, ways: Ways) -> None:
    with _flown(store, question, wanted, ways) as flown:
        ways.working("")
        ways.progress(done, question.runs)
        for part in flown:
            store.add(part.receipt, part.runs, part.draws)
            done += part.receipt.end - part.receipt.first
            ways.progress(done, question.runs)
            if _end_early(store):
                return


@contextmanager
def _flown(store: Store, question: Question, wanted: Sequence[Span], ways: Ways) -> Iterator[Iterable[FlownPart]]:
    """The parts as they are flown, by whoever flies them, who is let go at the end."""
    if ways.cluster:
        from kazbek.campaign.cluster import Cluster

        ways.working(f"waiting for a worker to join {ways.cluster}")
        with Cluster(question, store.folder, ways.cluster) as cluster:
            cluster.wait()
            yield cluster.fly(wanted)
    elif ways.workers == 1:
        flights = Flights(question, store.folder)
        yield (fly_chunk(flights, span) for span in wanted)
    else:
        pool = Pool(question, store.folder, ways.workers)
        try:
            yield pool.fly(wanted)
        finally:
            pool.close()


def _end_early(store: Store) -> bool:
    """Where its rule is met a campaign has so many runs, and later ones go, so that it is the same whoever flew it."""
    question = store.question
    runs = EndRule.read(question.until).met(store) if question.until else None
    if runs is None:
        return False
    if runs < question.runs:
        store.write(question.with_runs(runs))
    for part in store.parts():
        if part.first >= runs:
            store.remove(part)
    return True


def _checked(question: Question, folder: Path, drift: bool) -> Question:
    """The question as it is planned today, which workers must agree with."""
    today = planned(question, folder)
    changed = differences(question, today)
    if changed and not drift:
        raise DataError(
            f"the campaign in {folder} was flown otherwise: {'; '.join(changed)}",
            cure="fly a new campaign, or go on with `drift` and mix both",
        )
    return today


def _relative(wind: str | None, folder: Path) -> str | None:
    return None if wind is None else os.path.relpath(Path(wind).resolve(), folder.resolve())
