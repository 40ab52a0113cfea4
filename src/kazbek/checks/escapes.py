"""Escapes in the validation table: launchers that failed with a crew, and tests of other vehicles' escape systems."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kazbek.base.chance import chances
from kazbek.base.epoch import Epoch
from kazbek.checks.case import Case
from kazbek.checks.escape_tests import EscapeTest
from kazbek.checks.published import Published, published

if TYPE_CHECKING:
    from kazbek.base.leg import Leg
    from kazbek.flight.phase import Chances
    from kazbek.mission.aborts.failed import FailedFlight

_DRAWS = 40
Figures = Callable[[int | None], Mapping[str, float]]  # of a run; None is the flight with nothing drawn


def escape_cases(*, sigma: bool = False) -> Iterator[Case]:
    """Loads, heights, places and times.

    `sigma`: with the standard deviation of each figure over forty escapes with everything drawn from their command on;
    how far the launcher came until then is not drawn.
    """
    for known in published("escapes").values():
        figures = _tested(known) if "test" in known.given else _failed(known)
        names = known.given["figures"]
        drawn = [[figures(run)[name] for name in names] for run in range(_DRAWS)] if sigma else []
        sigmas = np.std(drawn, axis=0).tolist() if sigma else None
        flown = figures(None)
        yield from known.against(*(flown[name] for name in names), sigmas=sigmas)


def _tested(known: Published) -> Figures:
    """A test of another vehicle."""
    test = EscapeTest.named(known.given["test"])

    def figures(run: int | None) -> Mapping[str, float]:
        return test.figures(None if run is None else chances(1, run, known.given["test"])("escape"))

    return figures


def _failed(known: Published) -> Figures:
    """A launcher that failed with a crew, flown on the launcher of a bundled mission."""
    escape = FailedLauncher.of(known.given)

    def figures(run: int | None) -> Mapping[str, float]:
        return escape.figures(None if run is None else chances(1, run, known.name))

    return figures


@dataclass(frozen=True)
class FailedLauncher:
    """An escape from a launcher that fails.

    Attributes
    ----------
    escape : the leg off the launcher, with nothing drawn; it tells the state at the command and the mode
    bank_rad : of the lift held all the way down; None without lift
    place_rad : latitude and longitude that the distance is counted from
    """

    failed: FailedFlight
    escape: Leg
    bank_rad: float | None
    place_rad: tuple[float, float]

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> FailedLauncher:
        """From the inputs of a published case."""
        from kazbek.mission.plan import Failure
        from kazbek.mission.prepare import prepare

        ready, liftoff = prepare(given["mission"]), Epoch.from_utc(given["liftoff_utc"])
        up = ready.up(next(flight for flight in ready.mission.flights if flight.goes_up))
        failure = Failure(system=given["system"], at_s=given["at_s"])
        failed = replace(up, flight=up.flight.model_copy(update={"failure": (failure,)})).failed(liftoff)
        assert failed is not None  # the launcher of the case has an escape that knows the failure
        if "family" in given:
            failed = replace(failed, plan=failed.plan.in_family(given["family"]))
        escape = next(leg for leg in failed.legs(liftoff) if leg.name == "escape")
        bank_rad = math.radians(given["bank_deg"]) if "bank_deg" in given else None
        latitude_rad, longitude_rad = (math.radians(a) for a in given.get("place_deg", (0.0, 0.0)))
        return cls(failed, escape, bank_rad, (latitude_rad, longitude_rad))

    def figures(self, drawn: Chances | None = None) -> dict[str, float]:
        """From the command to the ground."""
        from kazbek.flight.phase import fly_phases
        from kazbek.mission.aborts.rescue import over_ground_m
        from kazbek.mission.aborts.result import result_of
        from kazbek.mission.aborts.ways import WayDown

        failed, pad = self.failed, self.failed.ascent.pad
        told = self.escape.events[0].values["mode"]
        mode = next(mode for mode in failed.plan.mode if mode.name == told)
        way = WayDown(failed.plan, mode, failed.capsule, pad, self.bank_rad)
        scene = replace(failed.scene, telemetry=True)
        found = result_of(list(fly_phases(way.phases(), self.escape.start, scene, drawn)), failed.plan, pad)
        return {
            "escape_load_g": found.escape_load_g,
            "entry_load_g": found.entry_load_g,
            "apogee_km": found.apogee_m / 1e3,
            "apogee_above_pad_km": (found.apogee_m - pad.height_m.v) / 1e3,
            "range_km": found.range_m / 1e3,
            "touchdown_s": found.touchdown_s,
            "off_km": over_ground_m(found.latitude_rad, found.longitude_rad, *self.place_rad) / 1e3,
        }
