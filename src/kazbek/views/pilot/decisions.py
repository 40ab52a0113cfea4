"""Looks and decisions of a person, read from the handles in a record.

A person looks, decides, and acts a reaction later for a moment (``docs/equations/pilot.md``). What shows in a record is
when a handle leaves its rest, on which axes, and for how long; between two pushes the looks are taken to go on at the
same interval. What is looked at is the ship's centre of mass, as the pilot model has it, not the swaying tip that the
record tells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.errors import DataError
from kazbek.base.frames import C_RTN_GCRF, C_from_quaternion
from kazbek.base.types import Floats
from kazbek.mission.equipment import equipment_of
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.views.grade.course import Course, courses

CYCLE_s = 0.2  # of the ship's computer, and of the rows of a flight by hand
_FARTHEST_m = 200.0
_FEWEST = 4  # pushes that say something


@dataclass(frozen=True)
class Looks:
    """Looks of a pilot and what each led to.

    Attributes
    ----------
    distance_m : (m,) of the probe's tip along the axis of the port
    offset_m, sideways_m_s : (m, 2) of the centre of mass across that axis, PORT y and z
    speed_m_s : (m,) along it
    act : (m, 3) -1, 0, 1: the sense of the push along PORT
    """

    distance_m: Floats
    offset_m: Floats
    sideways_m_s: Floats
    speed_m_s: Floats
    act: Floats

    @classmethod
    def all_of(cls, flown: list[Pushes], every: int, before: int) -> Looks:
        """Of all flights, those with pushes and those without.

        Parameters
        ----------
        every : rows from look to look
        before : rows from a look to the push it leads to
        """
        rows = [one.rows_and_acts(every, before) for one in flown]
        place = np.concatenate([one.place_m[at] for one, (at, _) in zip(flown, rows, strict=True)])
        speed = np.concatenate([one.speed_m_s[at] for one, (at, _) in zip(flown, rows, strict=True)])
        distance = np.concatenate([one.distance_m[at] for one, (at, _) in zip(flown, rows, strict=True)])
        return cls(distance, place[:, 1:], speed[:, 1:], speed[:, 0], np.concatenate([acts for _, acts in rows]))


@dataclass(frozen=True)
class Pushes:
    """What the translation handle did down the axis of a port, a row a cycle.

    Attributes
    ----------
    seconds : (n,)
    distance_m : (n,) of the probe's tip along the axis
    place_m, speed_m_s : (n, 3) the ship's centre of mass in PORT
    act : (n, 3) -1, 0, 1: the sense of the push along PORT
    onsets : rows at which the handle leaves its rest
    lengths_s : how long it was out each time
    react_s : from the order to fly by hand to the first push; None where there was no such order
    """

    seconds: Floats
    distance_m: Floats
    place_m: Floats
    speed_m_s: Floats
    act: Floats
    onsets: np.ndarray
    lengths_s: Floats
    react_s: float | None

    @classmethod
    def of(cls, record: Record) -> Pushes:
        """From a flight by hand: the record's first that came beside a station.

        Raises
        ------
        DataError
            a flight in which nobody pushed a handle often enough, or whose station cannot be read any more.
        """
        flight = courses(record)[0]
        course = Course.of(flight)
        used = course.by_hand & ~course.held & (course.tip_PORT_m[:, 0] < _FARTHEST_m)
        act: Floats = np.sign(np.round(course.push[used])) * np.array((-1.0, -1.0, 1.0))  # BODY x, y, z against PORT
        act = np.vstack((act[1:], act[-1:]))  # a row has the handles of the cycle before it
        out = np.any(act != 0.0, axis=1).astype(np.int8)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], out, [0]))))
        onsets, ends = edges[::2], edges[1::2]
        if len(onsets) < _FEWEST:
            raise DataError(
                f'flight "{flight.name}": {len(onsets)} pushes of the translation handle', allowed=f"{_FEWEST} or more"
            )
        seconds: Floats = course.seconds[used]
        lengths_s: Floats = np.asarray((ends - onsets) * CYCLE_s, dtype=np.float64)
        tip_PORT_m = course.tip_PORT_m[used]
        ahead_m = _tip_ahead(record, flight, used)
        return cls(
            seconds,
            tip_PORT_m[:, 0],
            tip_PORT_m - ahead_m,
            course.tip_PORT_m_s[used] - np.gradient(ahead_m, seconds, axis=0),
            act,
            onsets,
            lengths_s,
            _reaction_s(course, seconds[onsets[0]]),
        )

    @property
    def gaps_s(self) -> Floats:
        """Between two onsets."""
        gaps: Floats = np.diff(self.seconds[self.onsets])
        return gaps

    def rows_and_acts(self, every: int, before: int) -> tuple[np.ndarray, Floats]:
        """(m,) rows of the looks and (m, 3) what each led to."""
        rows, acts = [], []
        for onset, following in zip(self.onsets, [*self.onsets[1:], len(self.seconds)], strict=True):
            first = max(0, int(onset) - before)
            rows.append(first)
            acts.append(self.act[onset])
            for quiet in range(first + every, int(following) - before - every // 2, every):
                rows.append(quiet)
                acts.append(np.zeros(3))
        return np.array(rows), np.array(acts)


def _reaction_s(course: Course, first_push_s: float) -> float | None:
    """From the order to fly by hand, after something had failed, to the first push."""
    orders = course.happened("manual_control")
    lost = course.happened("kurs_lost", "fault")
    if not orders or not lost or lost[0].epoch > orders[0].epoch:
        return None
    return first_push_s - (orders[0].epoch.tai_ns - int(course.tai_ns[0])) / 1e9


def _tip_ahead(record: Record, flight: RecordedFlight, used: np.ndarray) -> Floats:
    """(n, 3) from the ship's centre of mass to the probe's tip, in PORT as the station sways."""
    from scipy.spatial.transform import Rotation  # type: ignore[import-untyped]  # heavy

    fitted = equipment_of(record, flight.name)
    port = str(record.decided(flight.name).get("port", ""))
    if fitted is None or port not in fitted.station.ports:
        raise DataError(f'flight "{flight.name}": its ship and port cannot be read from the mission file')
    columns = Course.columns(flight)

    def rows(stem: str, axes: str) -> Floats:
        return np.column_stack([columns[stem.replace("@", axis)][used] for axis in axes])

    attitude, r, v = rows("q_BODY_GCRF_@", "wxyz"), rows("r_GCRF_@_m", "xyz"), rows("v_GCRF_@_m_s", "xyz")
    nose_RTN = [C_RTN_GCRF(*at) @ C_from_quaternion(q)[0] for *at, q in zip(r, v, attitude, strict=True)]
    unturned = Rotation.from_rotvec(-rows("station_turn_@_rad", "RTN")).apply(np.array(nose_RTN))
    ahead: Floats = fitted.ship.size.probe_tip_ahead_m.v * unturned @ fitted.station.C_PORT_RTN(port).T
    return ahead
