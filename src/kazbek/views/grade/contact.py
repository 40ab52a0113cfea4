"""What the contact itself costs: speeds, miss and angles as the event has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kazbek.views.grade.course import Course
from kazbek.views.grade.item import Item, outside
from kazbek.views.grade.scheme import Scheme

_WORDS = {
    "closing": ("closing_speed_m_s", "closing speed at contact", "m/s"),
    "lateral": ("lateral_speed_m_s", "sideways speed at contact", "m/s"),
    "miss": ("miss_m", "miss of the port's axis", "m"),
    "tilt": ("tilt_deg", "nose off the axis", "deg"),
    "roll": ("roll_deg", "roll at contact", "deg"),
    "rate": ("rate_deg_s", "rate of turn at contact", "deg/s"),
}


def at_contact(course: Course, scheme: Scheme) -> Iterator[Item]:
    """One item for each figure of the contact; none without one."""
    for contact in course.happened("docking_contact")[:1]:
        for name, (value_of, words, unit) in _WORDS.items():
            if value_of in contact.values:
                band: Any = getattr(scheme, name)
                suffix = unit.replace("/", "_")
                most, step = getattr(band, f"most_{suffix}"), getattr(band, f"step_{suffix}")
                value = abs(float(contact.values[value_of]))
                points, limit = outside(value, most, step, band.points_count, getattr(band, "least_m_s", None))
                yield Item(value_of, words, value, unit, limit.v, points, contact.epoch, limit.src)
