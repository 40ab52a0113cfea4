"""What a lesson is to reach besides a docking: a place on the way to the port, held for a while; and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kazbek.base.data import Datum, Frozen
from kazbek.base.types import Matrix, Vector
from kazbek.views.grade.course import Course
from kazbek.views.grade.item import Item, steps
from kazbek.views.grade.scheme import Scheme


class LessonAim(Frozen):
    """Where the probe's tip is to be, how still and how upright the ship, and for how long.

    Attributes
    ----------
    least_m, most_m : along the port's axis; off_axis_m : from it
    slower_m_s : of the ship against the port
    tilt_deg, roll_deg : nose off the axis, roll off upright
    lasts_s : without a break
    usual_kg : propellant that a trained pilot takes
    """

    least_m: Datum
    most_m: Datum
    off_axis_m: Datum
    slower_m_s: Datum
    tilt_deg: Datum
    roll_deg: Datum
    lasts_s: Datum
    usual_kg: Datum

    def met(self, tip_PORT_m: Vector, v_PORT_m_s: Vector, C_BODY_PORT: Matrix) -> bool:
        """Whether a ship is where it should be, as it should be."""
        tilt = np.degrees(np.arccos(np.clip(-C_BODY_PORT[0, 0], -1.0, 1.0)))
        roll = np.degrees(np.arctan2(C_BODY_PORT[1, 2], C_BODY_PORT[2, 2]))
        return bool(
            self.least_m.v <= tip_PORT_m[0] <= self.most_m.v
            and np.hypot(tip_PORT_m[1], tip_PORT_m[2]) <= self.off_axis_m.v
            and np.linalg.norm(v_PORT_m_s) <= self.slower_m_s.v
            and tilt <= self.tilt_deg.v
            and abs(roll) <= self.roll_deg.v
        )

    def cost(self, course: Course, scheme: Scheme) -> Iterator[Item]:
        """Time outside the place after it was first reached, and propellant."""
        x = course.tip_PORT_m[:, 0]
        there = (x >= self.least_m.v) & (x <= self.most_m.v) & (course.off_axis_m <= self.off_axis_m.v)
        out = (np.cumsum(there) > 0) & ~there
        out_s, corridor = course.time(out), scheme.corridor
        points = steps(out_s, corridor.step_s.v, corridor.points_count.v)
        words = "time outside the place after it was reached"
        yield Item("place", words, out_s, "s", 0.0, points, course.first(out), self.off_axis_m.src)
        used_kg, table = float(course.propellant_kg[0] - course.propellant_kg[-1]), scheme.propellant
        free_kg = self.usual_kg.v * (1.0 + table.free_frac.v)
        points = steps(used_kg - free_kg, self.usual_kg.v * table.step_frac.v, table.points_count.v)
        over = course.first(course.propellant_kg[0] - course.propellant_kg > free_kg)
        yield Item("propellant", "propellant", used_kg, "kg", free_kg, points, over, self.usual_kg.src)
