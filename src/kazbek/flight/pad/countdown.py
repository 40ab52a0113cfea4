"""The count: from the crew's waking to contact of lift-off, or to what stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.countdown import CountdownPlan
from kazbek.catalogue.launcher import Launcher
from kazbek.flight.ignition import BuildUp, build_up
from kazbek.flight.pad.loading import Filling, columns, fillings
from kazbek.flight.phase import Scene
from kazbek.world.earth import itrf_from_gcrf, rv_GCRF
from kazbek.world.wind import Wind


@dataclass(frozen=True, slots=True)
class CountStop:
    """A fault in the count: which system, when (seconds from lift-off, negative), and after how long it is cleared."""

    system: str
    at_s: float
    clears_after_s: float | None = None


@dataclass(frozen=True)
class Countdown:
    """A launcher on its pad until it leaves it.

    Its times are counted back from the predicted lift-off, which it never moves: a window beside a station is an
    instant, so a hold must fit into the reserve of the count, and whatever does not is a scrub.

    Attributes
    ----------
    count : the day as data
    liftoff : the predicted contact of lift-off
    standing : the launcher fully loaded on its pad at an instant, as the ascent starts
    stop : what fails
    rendezvous : whether the flight goes to a station, so that its next window is two days away
    """

    name: ClassVar[str] = "countdown"

    count: CountdownPlan
    launcher: Launcher
    liftoff: Epoch
    standing: Callable[[Epoch], State]
    stop: CountStop | None = None
    rendezvous: bool = True

    def start(self) -> State:
        """Before anybody has woken, the launcher empty."""
        return self._at(self.count.begins_s)

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """Count down from `start`; the wind of the scene is held against the limits.

        Nothing is drawn: lift-off is kept to its second, and when in the day each step falls moves nothing.

        Returns
        -------
        Leg
            REACHED at contact of lift-off, or SCRUBBED where the count stopped, with the reason in a sentence.
        """
        scrub = self._weather(scene.wind) or self._scrub()
        end_s = 0.0 if scrub is None else scrub[0]
        events = sorted(self._events(end_s), key=lambda event: event.epoch)
        end = self.lifting_off if scrub is None else self._at(end_s)
        telemetry = scene.columns(start, end, lambda: self._telemetry(end_s))
        if scrub is None:
            return Leg(self.name, start, end, Outcome.REACHED, telemetry, tuple(events))
        _, reason, values = scrub
        scrubbed = Event("scrub", self.liftoff + end_s, values)
        return Leg(self.name, start, end, Outcome.SCRUBBED, telemetry, (*events, scrubbed), reason)

    @cached_property
    def build_up(self) -> BuildUp:
        """How the engines come up."""
        assert self.launcher.ignition is not None
        return build_up(self.launcher.ignition, self.launcher, self.lifting_off.mass_kg)

    @cached_property
    def lifting_off(self) -> State:
        """At the predicted contact of lift-off."""
        return self.standing(self.liftoff)

    @cached_property
    def tanks(self) -> tuple[Filling, ...]:
        """What is loaded."""
        return fillings(self.count.loading, self.launcher)

    def _scrub(self) -> tuple[float, str, dict[str, Value]] | None:
        """When and why the count stops for good; None where it does not, or where a hold takes up the fault."""
        stop = self.stop
        fault = None if stop is None else self.count.stopping(stop.system)
        if stop is None or fault is None or self._held_s > 0.0:
            return None
        days = self.count.recycle.days(rendezvous=self.rendezvous)
        when = f"beside a station is {days} days later" if self.rendezvous else f"is {24 * days} h later"
        reason = (
            f"{stop.system} failed {-stop.at_s:g} s before lift-off and {fault.said_by} stopped the count; "
            f"the next try {when}"
        )
        return (
            stop.at_s,
            reason,
            {"system": stop.system, "said_by": fault.said_by, "crew_out_s": self.count.recycle.crew_out_s.v},
        )

    @property
    def _held_s(self) -> float:
        """How long the count waits within its reserve; 0 where a fault does not fit into it, or there is none."""
        stop, reserve = self.stop, self.count.reserve
        if stop is None or stop.clears_after_s is None:
            return 0.0
        fits = stop.at_s <= -reserve.until_before_s.v and stop.clears_after_s <= reserve.length_s.v
        return stop.clears_after_s if fits else 0.0

    def _weather(self, wind: Wind | None) -> tuple[float, str, dict[str, Value]] | None:
        """Why the wind forbids the launch."""
        limits = self.count.weather
        if wind is None:
            return None
        rows = np.array(wind.profile)
        speed_m_s = np.hypot(rows[:, 1], rows[:, 2])
        heights_m = rows[:, 0]
        layers = (
            (-np.inf, limits.ground_top_m.v, limits.ground_wind_m_s.v),
            (limits.ground_top_m.v, limits.aloft_top_m.v, limits.aloft_wind_m_s.v),
        )
        for low_m, high_m, most_m_s in layers:
            here = (heights_m >= low_m) & (heights_m <= high_m)
            if here.any() and speed_m_s[here].max() > most_m_s:
                reason = (
                    f"wind of {speed_m_s[here].max():.0f} m/s below {high_m / 1e3:g} km forbids the launch, which is "
                    f"allowed up to {most_m_s:g} m/s"
                )
                return (
                    -limits.decided_before_s.v,
                    reason,
                    {"system": "weather.wind", "crew_out_s": self.count.recycle.crew_out_s.v},
                )
        return None

    def _events(self, end_s: float) -> Iterator[Event]:
        """The steps that have a name in the record, the beginning of loading, and a hold."""
        for step in self.count.step:
            if step.event and -step.before_s.v <= end_s:
                yield Event(step.event, self.liftoff - step.before_s.v, {"before_liftoff_s": step.before_s.v})
        first_s = -max(tank.from_before_s.v for tank in self.count.loading.tank)
        if first_s <= end_s:
            yield Event("loading_start", self.liftoff + first_s, {"propellant_kg": self._propellant_kg(0.0)})
        if self._held_s > 0.0 and self.stop is not None:
            yield Event("hold", self.liftoff + self.stop.at_s, {"system": self.stop.system, "hold_s": self._held_s})

    def _propellant_kg(self, t_s: float) -> float:
        return float(sum(filling.aboard_kg(np.array(t_s)) for filling in self.tanks))

    def _at(self, t_s: float) -> State:
        """The launcher at an instant of the count, with what is loaded by then."""
        mass_kg = float(self._mass_kg(np.array([t_s]))[0])
        return replace(self.standing(self.liftoff + t_s), mass_kg=mass_kg)

    def _mass_kg(self, t_s: Vector) -> Vector:
        """Of the launcher: at lift-off as the ascent has it, before it by what is not yet aboard or not yet burnt."""
        t_s = np.append(t_s, 0.0)
        aboard_kg = np.sum([filling.aboard_kg(t_s) for filling in self.tanks], axis=0) - self.build_up.burnt_kg(t_s)
        return np.asarray(self.lifting_off.mass_kg + aboard_kg[:-1] - aboard_kg[-1])

    def _telemetry(self, end_s: float) -> dict[str, Column]:
        t_s = _grid(self.count.begins_s, end_s)
        tai_ns = self.liftoff.tai_ns + np.round(t_s * 1e9).astype(np.int64)
        at = self.lifting_off
        place = np.concatenate(itrf_from_gcrf(at.epoch, at.r_GCRF_m, at.v_GCRF_m_s))
        rv = rv_GCRF(tai_ns, np.tile(place, (len(t_s), 1)))
        loads = columns(self.tanks, t_s)
        found: dict[str, Column] = {"tai_ns": tai_ns, "met_s": t_s.copy()}
        for k, axis in enumerate("xyz"):
            found[f"r_GCRF_{axis}_m"], found[f"v_GCRF_{axis}_m_s"] = rv[:, k].copy(), rv[:, 3 + k].copy()
        return {
            **found,
            "mass_kg": self._mass_kg(t_s),
            "thrust_N": self.build_up.thrust_N(t_s),
            "throttle_frac": self.build_up.level_frac(t_s),
            **loads,
        }


def _grid(begin_s: float, end_s: float) -> Vector:
    """A row a minute, a row a second in the last minute, ten a second while engines come up; the end exactly."""
    rows = np.concatenate((np.arange(begin_s, -60.0, 60.0), np.arange(-60.0, -20.0, 1.0), np.arange(-200, 0) / 10.0))
    return np.append(rows[rows < end_s], end_s)
