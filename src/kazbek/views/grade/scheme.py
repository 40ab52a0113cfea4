"""The table of penalty points as data: ``data/grades``."""

from __future__ import annotations

import numpy as np

from kazbek.base.data import DataFile, Datum, Frozen, load


class Marks(Frozen):
    """The most points of the marks 5, 4 and 3; beyond them it is a 2."""

    excellent_count: Datum
    good_count: Datum
    fair_count: Datum

    def of(self, points: float) -> int:
        """The mark for so many points."""
        limits = (self.excellent_count.v, self.good_count.v, self.fair_count.v)
        return 5 - sum(points > limit for limit in limits)


class SpeedBand(Frozen):
    """Speeds that cost nothing, and what each step beyond costs."""

    least_m_s: Datum | None = None
    most_m_s: Datum
    step_m_s: Datum
    points_count: Datum


class LengthBand(Frozen):
    """A length that costs nothing, and what each step beyond costs."""

    most_m: Datum
    step_m: Datum
    points_count: Datum


class AngleBand(Frozen):
    """An angle that costs nothing, and what each step beyond costs."""

    most_deg: Datum
    step_deg: Datum
    points_count: Datum


class RateBand(Frozen):
    """A rate of turn that costs nothing, and what each step beyond costs."""

    most_deg_s: Datum
    step_deg_s: Datum
    points_count: Datum


class TimeBand(Frozen):
    """A time that costs nothing, and what each step beyond costs."""

    most_s: Datum
    step_s: Datum
    points_count: Datum


class Speed(Frozen):
    """The greatest speed of the autopilot, the one never too much between holds, what a step of time above costs."""

    automatic_m_s: Datum
    between_holds_m_s: Datum
    step_s: Datum
    points_count: Datum


class Danger(Frozen):
    """A speed near the port that endangers both ships."""

    within_m: Datum
    most_m_s: Datum
    points_count: Datum


class Corridor(Frozen):
    """How far from the axis a ship may be: cones far out, tubes near the port."""

    far_deg: Datum
    near_from_m: Datum
    near_deg: Datum
    tube_from_m: Datum
    tube_m: Datum
    last_from_m: Datum
    last_m: Datum
    step_s: Datum
    points_count: Datum

    def width_m(self, x_m: np.ndarray) -> np.ndarray:
        """(n,) allowed distance from the axis at distances along it."""
        cone = np.radians(np.where(x_m > self.near_from_m.v, self.far_deg.v, self.near_deg.v))
        tube = np.where(x_m > self.last_from_m.v, self.tube_m.v, self.last_m.v)
        width: np.ndarray = np.where(x_m > self.tube_from_m.v, x_m * np.tan(cone), tube)
        return width


class StopRule(Frozen):
    """What counts as a stop, and what it costs to leave one out."""

    slower_m_s: Datum
    lasts_s: Datum
    points_count: Datum


class HoldPlace(Frozen):
    """Where one is to be made."""

    words: str
    to_m: Datum
    from_m: Datum


class LookRule(Frozen):
    """Something to be looked at, or asked for, before a distance; any of the events shows that it was."""

    words: str
    events: tuple[str, ...]
    before_m: Datum
    points_count: Datum


class Blast(Frozen):
    """Braking this near to the port."""

    none_within_m: Datum
    points_count: Datum


class Blow(Frozen):
    """One long firing of the braking jets near the port."""

    within_m: Datum
    lasts_s: Datum
    points_count: Datum


class Propellant(Frozen):
    """What is usual from a distance, and what each step beyond costs."""

    at_m: tuple[float, ...]
    by_hand_kg: tuple[Datum, ...]
    automatic_kg: tuple[Datum, ...]
    broken_off_kg: Datum
    free_frac: Datum
    step_frac: Datum
    points_count: Datum

    def usual(self, from_m: float, hands_from_m: float, broken_off: int) -> float:
        """Kilograms from a distance, by hand from another one on (0: never), approaches broken off on the way."""
        hand, alone = ([kg.v for kg in table] for table in (self.by_hand_kg, self.automatic_kg))
        by_hand = np.interp(hands_from_m, self.at_m, hand) if hands_from_m else 0.0
        until = np.interp(hands_from_m, self.at_m, alone) if hands_from_m else 0.0
        return float(np.interp(from_m, self.at_m, alone) - until + by_hand) + broken_off * self.broken_off_kg.v


class FaultCost(Frozen):
    """What one fault costs."""

    points_count: Datum


class Scheme(DataFile):
    """One table of penalty points, read from ``data/grades`` or from a user's own file."""

    marks: Marks
    closing: SpeedBand
    lateral: SpeedBand
    miss: LengthBand
    tilt: AngleBand
    roll: AngleBand
    rate: RateBand
    speed: Speed
    danger: Danger
    corridor: Corridor
    stop: StopRule
    hold: tuple[HoldPlace, ...]
    look: tuple[LookRule, ...] = ()
    blast: Blast
    blow: Blow
    propellant: Propellant
    answer: TimeBand
    hands_off: FaultCost

    @classmethod
    def named(cls, name: str) -> Scheme:
        """The bundled table of that name, or the one in a ``.toml`` file."""
        return load("grades", name, cls)
