"""A commander's panel as data: periscope, format of the approach, speed curves, gates."""

from __future__ import annotations

from pydantic import Field

from kazbek.base.data import DataFile, Datum, Frozen, load


class Sight(Frozen):
    """The periscope: field of view, grid, and the eye behind the probe's tip.

    `ring_deg` is how far from the middle of the field, turned to the Earth, its ring sees the horizon.
    """

    field_deg: Datum
    ring_deg: Datum | None = None
    grid_deg: Datum
    eye_behind_tip_m: Datum


class Curves(Frozen):
    """Allowed speed against range, three parabolas that end at a stop."""

    stop_m: Datum
    upper_m_s2: Datum
    middle_m_s2: Datum
    lower_m_s2: Datum


class ApproachGate(Frozen):
    """A range at which something is to be done."""

    at_m: Datum
    words: str


class Panel(DataFile):
    """One cabin's panel, read from ``data/panels`` or from a user's own file; labels in English and Russian.

    `controls` says which control of the cabin each key is; a key that is not named is within reach.
    """

    cabin: str
    periscope: Sight
    curves: Curves
    gate: tuple[ApproachGate, ...]
    controls: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, tuple[str, str]]

    @classmethod
    def named(cls, name: str) -> Panel:
        """The bundled panel of that name, or the one in a ``.toml`` file."""
        return load("panels", name, cls)
