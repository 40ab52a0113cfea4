"""The plan of an approach as data: from the first brake to the port."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from pydantic import Field, model_validator

from kazbek.base.data import DataFile, Datum, Frozen, load

RADIO = "kurs"  # what the approach radio is called where the code has to name it


class SightTurn(Frozen):
    """So long after the first brake, how far the line of sight is to have turned since then."""

    after_s: Datum
    turn_deg: Datum


class Brakes(Frozen):
    """Where brakes aim, and when a brake is given up as hopeless."""

    turn: tuple[SightTurn, ...]
    delta_v_limit_m_s: Datum
    slew_deg_s: Datum

    def turn_at_deg(self, after_s: float) -> float:
        """Turn of the line of sight so long after the first brake, linear between the entries."""
        table = sorted((entry.after_s.v, entry.turn_deg.v) for entry in self.turn)
        return float(np.interp(after_s, [t for t, _ in table], [angle for _, angle in table]))


class Flyaround(Frozen):
    """Where it begins and how fast the arc is flown."""

    from_m: Datum
    closing_m_s: Datum
    speed_m_s: Datum
    deceleration_m_s2: Datum
    deadband_m_s: Datum


class StationKeeping(Frozen):
    """Where on the port's axis, how exactly, how long."""

    at_m: Datum
    tolerance_m: Datum
    hold_s: Datum
    settle_s: Datum


class Halt(Frozen):
    """A halt on the port's axis after station-keeping: probe tip to port, and for how long."""

    at_m: Datum
    hold_s: Datum


class Slope(Frozen):
    """Closing speed by distance of the probe's tip from the port, and how fast an offset is to be taken out."""

    at_m: tuple[float, ...]
    closing_m_s: tuple[Datum, ...]
    settle_s: Datum
    lateral_m_s: Datum

    @model_validator(mode="after")
    def _a_table(self) -> Slope:
        if len(self.at_m) != len(self.closing_m_s) or list(self.at_m) != sorted(set(self.at_m)):
            raise ValueError("at_m must rise and have one closing_m_s each")
        return self


class FinalSlope(Slope):
    """The final approach of the autopilot."""

    deadband_m_s: Datum


class Breakoff(Frozen):
    """What happens when Kurs is lost: back off, hold, change to the second set, or wait to be told to fly by hand."""

    back_m: Datum
    speed_m_s: Datum
    deceleration_m_s2: Datum
    second_set_s: Datum
    order_s: Datum
    manual_from_m: Datum


class Radio(Frozen):
    """The approach radio: its name in failures, its title in sentences, and how many sets are aboard, one or two."""

    name: str = "radio"
    title: str = "the approach radio"
    sets: int = Field(default=2, ge=1, le=2)

    def own(self, systems: Iterable[str]) -> tuple[str, ...]:
        """The names of systems as a flight of this radio says them."""
        return tuple(f"{self.name}{name.removeprefix(RADIO)}" if name.startswith(RADIO) else name for name in systems)

    def system(self, said: str) -> str:
        """The system meant by a name that a flight says."""
        return f"{RADIO}{said.removeprefix(self.name)}" if said in (self.name, f"{self.name}-station") else said


class Corrections(Frozen):
    """The length of a correction above which the autopilot takes both sets of jets."""

    pulse_s: Datum


class KursErrors(Frozen):
    """Errors of the approach radio near the port, and the time constant of the computer's filter."""

    range_sigma_m: Datum
    range_sigma_frac: Datum
    rate_sigma_m_s: Datum
    bearing_sigma_deg: Datum
    bearing_bias_deg: Datum
    filter_s: Datum


class Retreat(Frozen):
    """The way back when nobody can dock."""

    speed_m_s: Datum


class Relocation(Frozen):
    """A flight by hand from one port to another: how far away, how fast, how long it is checked before going on."""

    back_m: Datum
    speed_m_s: Datum
    deceleration_m_s2: Datum
    settle_s: Datum
    tolerance_m: Datum
    check_s: Datum


class AfterContact(Frozen):
    """From contact to hooks closed, and to the hatch."""

    hooks_s: Datum
    hatch_s: Datum


class ApproachPlan(DataFile):
    """A way from the first brake to the port, read from ``data/approaches`` or from a user's own file.

    `stop`: any number of halts in the final approach, from far to near.
    """

    brakes: Brakes
    flyaround: Flyaround
    stationkeeping: StationKeeping
    final: FinalSlope
    stop: tuple[Halt, ...] = ()
    breakoff: Breakoff
    radio: Radio = Radio()
    control: Corrections
    kurs: KursErrors
    retreat: Retreat
    after_contact: AfterContact
    relocation: Relocation | None = None

    @model_validator(mode="after")
    def _stops_in_order(self) -> ApproachPlan:
        at_m = [self.stationkeeping.at_m.v, *(stop.at_m.v for stop in self.stop)]
        if at_m != sorted(set(at_m), reverse=True):
            raise ValueError("stops must come nearer to the port one after the other, from stationkeeping.at_m on")
        return self

    @classmethod
    def named(cls, name: str) -> ApproachPlan:
        """The bundled plan of that name, or the one in a ``.toml`` file."""
        return load("approaches", name, cls)
