"""Escape systems of other vehicles, from files of their own, flown from the state in which they were tested."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.data import bundled, parse
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_PAD_ITRF, quaternions
from kazbek.base.leg import Leg
from kazbek.base.state import State
from kazbek.base.toml_file import read_toml
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.escape import EscapePlan

_EPOCH = Epoch.from_utc("2021-10-05T08:55:02Z")  # any: the air is the standard one
_LATITUDE_rad, _LONGITUDE_rad = math.radians(32.5), math.radians(-106.6)  # White Sands; the place hardly matters
_TRUSTED_s = 3.0  # after the command: where a speed is published


@dataclass(frozen=True)
class EscapeTest:
    """One flown test of an escape system.

    Attributes
    ----------
    start : height, speed, climb and heading at the command, some with ``_sigma`` where the file guesses
    """

    plan: EscapePlan
    capsule: Capsule
    start: Mapping[str, float]

    @classmethod
    def named(cls, name: str) -> EscapeTest:
        """From ``data/escape_tests``."""
        raw = read_toml(bundled("escape_tests", f"{name}.toml"))
        start, body = raw.pop("start"), raw.pop("capsule")
        return cls(parse(raw, EscapePlan, where=name), _capsule(body), start)

    def state(self, chance: PhaseChance | None = None) -> State:
        """At the command: the long axis along the motion, the crew's feet ahead; drawn where the file guesses."""
        climb, heading = math.radians(self._figure("climb_deg", chance)), math.radians(self.start["heading_deg"])
        height_m, speed_m_s = self._figure("height_m", chance), self._figure("speed_m_s", chance)
        from kazbek.world.earth import gcrf_from_itrf
        from kazbek.world.geodesy import itrf_from_geodetic

        C = C_PAD_ITRF(_LATITUDE_rad, _LONGITUDE_rad)
        ahead = math.sin(heading) * C[0] + math.cos(heading) * C[1]
        nose = math.cos(climb) * ahead + math.sin(climb) * C[2]
        feet = math.sin(climb) * ahead - math.cos(climb) * C[2]
        r = np.array(itrf_from_geodetic(_LATITUDE_rad, _LONGITUDE_rad, height_m))
        r_GCRF, v_GCRF = gcrf_from_itrf(_EPOCH, r, speed_m_s * nose)
        nose_GCRF, feet_GCRF = (gcrf_from_itrf(_EPOCH, axis, np.zeros(3))[0] for axis in (nose, feet))
        return State(_EPOCH, r_GCRF, v_GCRF, 1e5, q_BODY_GCRF=quaternions(nose_GCRF[None], feet_GCRF[None])[0])

    def legs(self, chance: PhaseChance | None = None) -> tuple[Leg, Leg]:
        """Until the capsule is let go, then falling without lift to its parachutes, in the standard air."""
        from kazbek.base.data import names_in
        from kazbek.catalogue.zone import Zone
        from kazbek.flight.descent.entry import Entry
        from kazbek.flight.escape.escape import Escape
        from kazbek.flight.phase import Scene
        from kazbek.world.air import Air

        still = Scene(air=Air.standard())
        escape = Escape(self.plan, self.plan.mode[0], self.capsule).fly(self.state(chance), still, chance)
        return escape, Entry(self.capsule, Zone.named(names_in("zones")[-1]), True).fly(escape.end, still)

    def figures(self, chance: PhaseChance | None = None) -> dict[str, float]:
        """Top of the arc above a pad or above the sea, greatest speed, speed at 3 s, load, and the way over ground."""
        escape, entry = self.legs(chance)
        released = escape.first("module_separation")
        assert released is not None
        height_m = max(float(leg.telemetry["height_m"].max()) for leg in (escape, entry))
        above_m = self.start["height_m"] if self.start["speed_m_s"] == 0.0 else 0.0
        t_s = (escape.telemetry["tai_ns"] - escape.telemetry["tai_ns"][0]) / 1e9
        speed_m_s = escape.telemetry["speed_ITRF_m_s"]
        return {
            "apogee_km": (height_m - above_m) / 1e3,
            "greatest_speed_m_s": float(speed_m_s.max()),
            "speed_3_s_m_s": float(np.interp(_TRUSTED_s, t_s, speed_m_s)),
            "escape_load_g": float(released.values["peak_load_g"]),
            "range_km": _over_ground_m(escape, entry) / 1e3,
        }

    def _figure(self, name: str, chance: PhaseChance | None) -> float:
        z = 0.0 if chance is None else float(chance.standard_normal())
        return self.start[name] + z * self.start.get(f"{name}_sigma", 0.0)


def _capsule(body: Mapping[str, Any]) -> Capsule:
    """The capsule that the file is like, with its mass, area and one drag coefficient."""
    known = Capsule.named(body["like"])
    entry = known.entry
    cd = entry.mass_kg.model_copy(update={"v": body["cd"], "sigma": 0.0})
    own = {
        "mass_kg": entry.mass_kg.model_copy(update={"v": body["mass_kg"]}),
        "area_m2": entry.mass_kg.model_copy(update={"v": body["area_m2"]}),
        "aerodynamics": tuple(row.model_copy(update={"cd": cd}) for row in entry.aerodynamics),
    }
    return known.model_copy(update={"entry": entry.model_copy(update=own)})


def _over_ground_m(first: Leg, last: Leg) -> float:
    """From where one leg starts to where another ends."""
    from kazbek.mission.aborts.rescue import over_ground_m

    ends = ((first, 0), (last, -1))
    angles = [float(leg.telemetry[f"{name}_rad"][k]) for leg, k in ends for name in ("latitude", "longitude")]
    return over_ground_m(*angles)
