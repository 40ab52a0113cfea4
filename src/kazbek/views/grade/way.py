"""What the way to the port costs: speeds, corridor, stops, braking towards the port, propellant, hands."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from kazbek.catalogue.panel import Panel
from kazbek.views.grade.course import Course
from kazbek.views.grade.item import Item, outside, steps
from kazbek.views.grade.scheme import HoldPlace, Scheme


def allowed_m_s(x_m: np.ndarray, scheme: Scheme, panel: Panel | None) -> np.ndarray:
    """(n,) the greatest closing speed by hand: the panel's upper curve, never less than between the holds."""
    between = np.full(len(x_m), scheme.speed.between_holds_m_s.v)
    if panel is None:
        return between
    beyond_m = np.maximum(x_m - panel.curves.stop_m.v, 0.0)
    allowed: np.ndarray = np.maximum(between, np.sqrt(2.0 * panel.curves.upper_m_s2.v * beyond_m))
    return allowed


def too_fast(course: Course, scheme: Scheme, panel: Panel | None) -> Iterator[Item]:
    """Time above the upper curve, and the speed that endangers near the port."""
    closing, x = -course.range_rate_m_s, np.linalg.norm(course.tip_PORT_m, axis=1)
    speed = scheme.speed
    most_m_s = np.where(course.by_hand, allowed_m_s(x, scheme, panel), speed.automatic_m_s.v)
    fast = (closing > most_m_s) & ~course.held
    over_s = course.time(fast)
    points = steps(over_s, speed.step_s.v, speed.points_count.v)
    words = "time above the permitted speed"
    yield Item("speed", words, over_s, "s", 0.0, points, course.first(fast), speed.between_holds_m_s.src)
    danger = scheme.danger
    near = (x < danger.within_m.v) & ~course.held
    most = float(closing[near].max()) if near.any() else 0.0
    wrong = near & (closing > danger.most_m_s.v)
    points = danger.points_count.v if wrong.any() else 0.0
    words = f"greatest speed inside {danger.within_m.v:.0f} m"
    yield Item("danger", words, most, "m/s", danger.most_m_s.v, points, course.first(wrong), danger.most_m_s.src)


def off_corridor(course: Course, scheme: Scheme) -> Iterator[Item]:
    """Time outside the corridor after it was first entered."""
    x = course.tip_PORT_m[:, 0]
    inside = (x > 0.0) & (course.off_axis_m <= scheme.corridor.width_m(np.maximum(x, 0.0)))
    entered = np.cumsum(inside) > 0
    out = entered & ~inside & ~course.held & (x > 0.0)
    corridor, out_s = scheme.corridor, course.time(out)
    points = steps(out_s, corridor.step_s.v, corridor.points_count.v)
    yield Item(
        "corridor", "time outside the corridor", out_s, "s", 0.0, points, course.first(out), corridor.far_deg.src
    )


def stops(course: Course, scheme: Scheme) -> Iterator[Item]:
    """The stops that a hand on the way past them is to make."""
    x, stop = course.tip_PORT_m[:, 0], scheme.stop
    slow = (np.linalg.norm(course.tip_PORT_m_s, axis=1) < stop.slower_m_s.v) & ~course.held
    by_hand = np.flatnonzero(course.by_hand & ~course.held)
    for hold in scheme.hold:
        if len(by_hand) and x[by_hand[0]] > hold.to_m.v:
            yield _stop(course, scheme, hold, slow & (x >= hold.from_m.v) & (x <= hold.to_m.v))


def _stop(course: Course, scheme: Scheme, hold: HoldPlace, slow: np.ndarray) -> Item:
    longest_s = max((seconds for _, seconds in course.runs(slow)), default=0.0)
    short = longest_s < scheme.stop.lasts_s.v
    passed = course.first(course.tip_PORT_m[:, 0] < hold.from_m.v) if short else course.first(slow)
    points = scheme.stop.points_count.v if short else 0.0
    return Item("hold", hold.words, longest_s, "s", scheme.stop.lasts_s.v, points, passed, hold.from_m.src)


def looks(course: Course, scheme: Scheme, told: Collection[str]) -> Iterator[Item]:
    """What a hand is to look at or ask for before a distance, where it could tell it; value: where it did."""
    x = np.linalg.norm(course.tip_PORT_m, axis=1)
    by_hand = np.flatnonzero(course.by_hand & ~course.held)
    for look in scheme.look:
        if not len(by_hand) or x[by_hand[0]] <= look.before_m.v or not set(look.events) & set(told):
            continue
        done = course.happened(*look.events)[:1]
        from_m = float(np.interp(done[0].epoch.tai_ns, course.tai_ns, x)) if done else 0.0
        points = 0.0 if from_m >= look.before_m.v else look.points_count.v
        at = done[0].epoch if done else course.first(x < look.before_m.v)
        yield Item("look", look.words, from_m, "m", look.before_m.v, points, at, look.before_m.src)


def blown_at(course: Course, scheme: Scheme) -> Iterator[Item]:
    """Braking jets of a hand near the port: none in the last metres, none for long before."""
    away_m, braking = np.linalg.norm(course.tip_PORT_m, axis=1), (course.push[:, 0] < -0.5) & ~course.held
    blast, blow = scheme.blast, scheme.blow
    last = braking & (away_m < blast.none_within_m.v)
    points = blast.points_count.v if last.any() else 0.0
    words = f"braking inside {blast.none_within_m.v:.0f} m"
    yield Item("blast", words, course.time(last), "s", 0.0, points, course.first(last), blast.none_within_m.src)
    runs = list(course.runs(braking & (away_m < blow.within_m.v)))
    long = np.zeros(len(away_m), dtype=bool)
    long[[begin for begin, seconds in runs if seconds > blow.lasts_s.v]] = True
    most_s = max((seconds for _, seconds in runs), default=0.0)
    words = f"longest braking inside {blow.within_m.v:.0f} m"
    points = blow.points_count.v * int(long.sum())
    yield Item("blow", words, most_s, "s", blow.lasts_s.v, points, course.first(long), blow.lasts_s.src)


def spent(course: Course, scheme: Scheme) -> Iterator[Item]:
    """Propellant against what is usual from where the flight began; from port to port from its farthest, twice."""
    flown = np.flatnonzero(~course.held)
    used_kg = float(course.propellant_kg[0] - course.propellant_kg[flown[-1]])
    usual, away_m = scheme.propellant, np.linalg.norm(course.tip_PORT_m, axis=1)
    by_hand_m = float(away_m[course.by_hand][0]) if course.by_hand.any() else 0.0
    kg = usual.usual(float(away_m[0]), by_hand_m, len(course.happened("approach_breakoff")))
    if course.happened("relocation"):
        farthest_m = float(away_m.max())
        kg = 2.0 * usual.usual(farthest_m, farthest_m, 0)
    free_kg = kg * (1.0 + usual.free_frac.v)
    points = steps(used_kg - free_kg, kg * usual.step_frac.v, usual.points_count.v)
    over = course.first(course.propellant_kg[0] - course.propellant_kg > free_kg)
    yield Item("propellant", "propellant", used_kg, "kg", free_kg, points, over, usual.free_frac.src)


def answered(course: Course, scheme: Scheme) -> Iterator[Item]:
    """How long after the order to fly by hand a handle was first moved."""
    moved = np.any(np.abs(np.hstack((course.push, course.turn))) > 0.0, axis=1)
    lost = course.happened("kurs_lost", "fault")
    for order in course.happened("manual_control")[:1]:
        if not lost or lost[0].epoch > order.epoch:
            return  # nothing had failed: it was to be flown by hand
        after = np.flatnonzero(moved & (course.tai_ns >= order.epoch.tai_ns))
        wait_s = float(course.tai_ns[after[0]] - order.epoch.tai_ns) / 1e9 if len(after) else float(course.seconds[-1])
        band = scheme.answer
        points, limit = outside(wait_s, band.most_s, band.step_s, band.points_count)
        yield Item(
            "answer", "from the order to the first deflection", wait_s, "s", limit.v, points, order.epoch, limit.src
        )


def hands(course: Course, scheme: Scheme) -> Iterator[Item]:
    """Hands on the handles between contact and linkage."""
    linked = course.happened("linkage")
    if not linked or not course.by_hand.any():
        return
    still = course.held & (course.tai_ns <= linked[0].epoch.tai_ns)
    held_on = still & np.any(np.abs(np.hstack((course.push, course.turn))) > 0.0, axis=1)
    points = scheme.hands_off.points_count
    on_s = float(course.each_s[held_on].sum())
    cost = points.v if held_on.any() else 0.0
    yield Item(
        "hands_off", "hands on between contact and linkage", on_s, "s", 0.0, cost, course.first(held_on), points.src
    )
