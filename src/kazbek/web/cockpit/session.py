"""One flight in the cockpit: the ship's row moved on tick by tick, what was done written down, a record at the end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.errors import DataError
from kazbek.base.leg import Leg, Outcome
from kazbek.catalogue.panel import Panel
from kazbek.crew.aboard import Answer, CrewedCabin
from kazbek.flight.docking.docking import Docking
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.columns import Occurrence
from kazbek.flight.docking.kernels.near import note, ticks
from kazbek.flight.docking.kernels.programme import fail
from kazbek.flight.docking.near_flight import NearFlight, open_near
from kazbek.mission.manifest import manifest
from kazbek.mission.recorded import record_of
from kazbek.record.record import Record
from kazbek.views.grade.aim import LessonAim
from kazbek.web.cockpit.log import Log, LogEntry
from kazbek.web.cockpit.scenario import Begun, SPAN_s

_MARK_TICKS = 80  # a second: what a kill can lose
_OVER = (Occurrence.BOUNCED, Occurrence.PASSED, Occurrence.WRECKED, Occurrence.DRY, Occurrence.OFF_TRACK)


@dataclass
class Session:
    """A flight that is being flown by hand.

    Attributes
    ----------
    begun : what it started from
    near : the flight's working sheet, whose row is the state
    log : what was done
    over : what ended it, if anything has
    said : sentences for the text log of the page
    panel, aboard : what the keys are, and who reaches them; without them every key answers at once
    asked : what somebody else was asked to do, with the tick at which it is done
    """

    begun: Begun
    near: NearFlight
    log: Log
    over: Occurrence | None = None
    rows: list[NDArray[np.float64]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    called_m: float = 0.0  # distance from the port when gates were last called
    there_since: int | None = None  # tick since which the aim of a lesson is met
    panel: Panel | None = None
    aboard: CrewedCabin | None = None
    asked: list[LogEntry] = field(default_factory=list)

    @classmethod
    def open(cls, begun: Begun, header: dict[str, Any], seed: int | None = None) -> Session:
        """Begin; `seed` draws instruments, station and jets, without it nothing is uncertain."""
        chance = None if seed is None else np.random.default_rng(seed)
        near = open_near(begun.close, begun.start, begun.track, SPAN_s, begun.part, chance)
        near.s[col.BY_HAND] = float(begun.loop)
        near.command[col.LOOP] = float(begun.loop)
        near.say("final_approach" if begun.part is col.Part.FINAL else "flyaround", range_m=near.range_m)
        if begun.loop is not col.Loop.AUTOMATIC:
            near.say("manual_control", port_distance_m=near.port_distance_m)
        return cls(begun, near, Log(header))

    @property
    def tick(self) -> int:
        """Ticks flown."""
        return int(self.near.s[col.TICK])

    def do(self, said: Any) -> None:
        """Take a command of the page, from the next tick on.

        Raises
        ------
        DataError
            a malformed one; nothing is changed.
        """
        entry = LogEntry.checked(self.tick, said)
        now, later = self._reached(entry)
        self.asked = sorted((*self.asked, *later), key=lambda one: one.tick)
        if now.axes is not None or now.keys:
            self._enter(now)

    def _reached(self, entry: LogEntry) -> tuple[LogEntry, list[LogEntry]]:
        """What of an entry is done now, and what when somebody else has been asked."""
        now: dict[str, int] = {}
        later: list[LogEntry] = []
        for key, value in entry.keys:
            control = self.panel.controls.get(key) if self.panel is not None else None
            answer = self.aboard.answer(control) if control and self.aboard is not None else Answer("at once", 0.0)
            if answer.wait_s == 0.0:
                now[key] = value
            elif answer.wait_s is None:
                self.said.append(f"nobody reaches the {control}")
            else:
                self.said.append(f"{key}: {answer.by} is asked, {answer.wait_s:.0f} s")
                later.append(LogEntry(self.tick + round(answer.wait_s / col.TICK_s), keys=((key, value),)))
        return replace(entry, keys=tuple(sorted(now.items()))), later

    def release(self) -> None:
        """Let go of both handles: the page has gone."""
        if self.near.command[:6].any():
            self._enter(LogEntry(self.tick, (0,) * 6))

    def fail(self, row: Sequence[float]) -> None:
        """Set off a failure now, as the instructor asks."""
        self._enter(LogEntry(self.tick, failure=tuple(row)))

    def _enter(self, entry: LogEntry) -> None:
        self.log.add(entry)
        self.obey(entry)

    def obey(self, entry: LogEntry) -> None:
        """Act on an entry."""
        entry.apply(self.near.command)
        keys = dict(entry.keys)
        if "loop" in keys:
            self._change_loop(keys["loop"])
        if keys.get("drift"):
            self._drift()
        for key in ("probe", "antenna", "go"):
            if keys.get(key):
                self._report(key)
        if entry.failure is not None:
            fail(len(self.near.beside.ship.jets.flow_kg_s), np.array(entry.failure), self.near.s)
            self.near.say("fault", port_distance_m=self.near.port_distance_m)

    def call_out(self, panel: Panel) -> None:
        """Say the gates that the ship has come through since it was last asked; nobody calls without communication."""
        away_m = self.near.port_distance_m
        for gate in panel.gate:
            if away_m <= gate.at_m.v < self.called_m and self.near.s[col.COMM_DEAD] == 0.0:
                self.said.append(f"call: {gate.at_m.v:.0f} m, {gate.words}")
        self.called_m = away_m

    def _report(self, key: str) -> None:
        """Tell a look at probe or antennas; the word to dock is given where the probe was told ready."""
        dead = self.near.s[col.PROBE_DEAD] > 0.0
        if key == "go":
            heard = self.near.s[col.COMM_DEAD] == 0.0
            told = any(event.name == "probe_checked" for event in self.near.events)
            if heard and not (told and not dead):
                self.said.append("call: no GO before the probe is ready, and told so")
                return
            name, words = ("go_given", "call: GO for docking") if heard else ("go_unanswered", "nobody answers")
        else:
            name = f"{key}_checked"
            words = {"probe": f"the probe is {'NOT ' if dead else ''}ready", "antenna": "the antennas are in place"}[
                key
            ]
        self.said.append(words)
        self.near.say(name, port_distance_m=self.near.port_distance_m)

    def _drift(self) -> None:
        """The station begins to drift about all its axes, from where it is, within its dead band."""
        near, sway = self.near, self.begun.close.station.sway
        band_rad, rate_rad_s = math.radians(sway.deadband_deg.v), math.radians(sway.rate_deg_s.v)
        berth = near.beside.world.berth
        if berth.band_rad > 0.0:
            return
        senses = np.array((1.0, -1.0, 1.0)) * rate_rad_s
        phase = -senses * near.t_s / band_rad
        drifting = berth._replace(band_rad=band_rad, sway_rad_s=senses, sway_phase=phase)
        near.beside = replace(near.beside, world=near.beside.world._replace(berth=drifting))

    def _change_loop(self, loop: int) -> None:
        s = self.near.s
        if s[col.BY_HAND] == 0.0 and loop > 0:
            self.near.say("manual_control", port_distance_m=self.near.port_distance_m)
            if s[col.STAGE] not in (col.Part.AROUND, col.Part.KEEPING, col.Part.FINAL):
                s[col.STAGE] = s[col.RESUME]
        s[col.BY_HAND] = loop

    def advance(self, count: int) -> None:
        """Fly so many ticks, fewer when the flight is over."""
        near = self.near
        while count > 0 and self.over is None:
            k = self.tick
            while self.asked and self.asked[0].tick <= k:
                self._enter(replace(self.asked.pop(0), tick=k))
            if (
                k % (col.TICKS if near.s[col.BY_HAND] > 0.0 else 2 * col.TICKS) == 0
                and near.s[col.STAGE] < col.Part.LINKED
            ):
                self._note()
            if k % _MARK_TICKS == 0 and k:
                self.log.mark(k, near.s)
            step = min(count, col.TICKS - k % col.TICKS, _MARK_TICKS - k % _MARK_TICKS)
            if self.asked:
                step = min(step, self.asked[0].tick - k)
            happened = Occurrence(ticks(near.beside.world, near.beside.ship, near.command, near.s, step))
            count -= self.tick - k
            near.t_s, near.y = near.beside.time_s(near.s), near.s[:8].copy()
            if happened is not Occurrence.NONE:
                self._happened(happened)
            elif self.begun.aim is not None and self.tick % col.TICKS == 0:
                self._look_at_aim(self.begun.aim)

    def _look_at_aim(self, aim: LessonAim) -> None:
        """End the flight when the aim of a lesson has been met for as long as it wants."""
        beside, s = self.near.beside, self.near.s
        body, _ = beside.axes_PORT(s)
        p, u = beside.place_PORT(s)
        if not aim.met(p + beside.ship.guide.tip_m * body[0], u, body):
            self.there_since = None
        elif self.there_since is None:
            self.there_since = self.tick
        elif (self.tick - self.there_since) * col.TICK_s >= aim.lasts_s.v:
            self.over = Occurrence.KEPT

    def _happened(self, happened: Occurrence) -> None:
        self._note()
        self._keep()
        if happened in (Occurrence.CONTACT, Occurrence.BOUNCED, Occurrence.PASSED):
            Docking(self.begun.close).tell_contact(self.near)
        self.near.tell(happened)
        if happened in _OVER or happened is Occurrence.HOOKED:
            self.over = happened

    def _note(self) -> None:
        rows = np.empty((1, col.ROW))
        note(self.near.beside.world, self.near.command, self.near.s, rows, 0)
        if self.rows and rows[0, 0] <= self.rows[-1][0, 0]:
            self.rows.pop()
        self.rows.append(rows)

    def _keep(self) -> None:
        if self.rows:
            self.near.keep(np.concatenate(self.rows), self.near.craft.ship.jets.isp_s.v)
            self.rows.clear()

    def branched(self, at_tick: int) -> Session:
        """The same flight at an earlier tick, to be flown on from there; this one ends, its log kept.

        Raises
        ------
        DataError
            a tick that has not been flown.
        """
        if not 0 <= at_tick <= self.tick:
            raise DataError(f"a rewind to tick {at_tick}", allowed=f"0 to {self.tick}")
        entries = [entry for entry in self.log.entries if entry.tick <= at_tick]
        seed = self.log.header.get("seed")
        other = Session.open(self.begun, {}, seed if isinstance(seed, int) else None)
        replay(other, entries, at_tick)
        other.log = self.log.branch(self.tick, self.near.s, at_tick)
        for entry in entries:
            other.log.add(entry)
        other.panel, other.aboard, other.said = self.panel, self.aboard, self.said
        return other

    def leg(self) -> Leg:
        """The leg as flown so far; the same as an automatic one leaves."""
        self._note()
        self._keep()
        docking = Docking(self.begun.close)
        if self.over is Occurrence.HOOKED:
            return self.near.leg("docking", Outcome.DOCKED)
        if self.over in (Occurrence.BOUNCED, Occurrence.PASSED):
            return docking.not_caught(self.near, self.over)
        if self.over is Occurrence.KEPT:
            return self.near.leg("docking", Outcome.REACHED)
        if self.over is not None:
            return self.near.given_up("docking", self.over)
        return self.near.leg(
            "docking", Outcome.MISSED, f"left in flight, {self.near.port_distance_m:.1f} m from the port"
        )

    def record(self) -> Record:
        """The record of the flight: what was flown before, and this leg."""
        leg = self.leg()
        flown = self.begun.flown
        before = flown.legs[:-1] if flown.legs and flown.legs[-1].name == "docking" else flown.legs
        flight = replace(
            flown, legs=(*before, leg), outcome=leg.outcome, reason=leg.reason, shortfall=dict(leg.shortfall)
        )
        about = manifest(self.begun.ready)
        if self.begun.aim is not None:
            about["aim"] = self.begun.aim.model_dump(mode="json")
        about["reports"] = ["probe_checked", "antenna_checked", "go_given"]  # what whoever flew could tell
        return record_of(self.begun.ready, (flight,), about)


def replay(session: Session, entries: Sequence[LogEntry], until_tick: int) -> None:
    """Fly a session by what was done in another."""
    for entry in entries:
        if entry.tick > session.tick:
            session.advance(entry.tick - session.tick)
        session.obey(entry)
    session.advance(max(0, until_tick - session.tick))
