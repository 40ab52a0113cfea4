"""Escapes of other vehicles from files of their own, flown from the state that each file gives."""

import functools
import math
from pathlib import Path

import numpy as np

from kazbek.base.data import parse
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_PAD_ITRF, quaternions
from kazbek.base.state import State
from kazbek.base.toml_file import read_toml
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.escape import EscapePlan
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.entry import Entry
from kazbek.flight.escape.escape import Escape
from kazbek.flight.phase import Scene
from kazbek.world.air import Air
from kazbek.world.earth import gcrf_from_itrf, itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf, itrf_from_geodetic

FOLDER = Path(__file__).parents[1] / "data" / "escapes"
EPOCH = Epoch.from_utc("2021-10-05T08:55:02Z")
LATITUDE, LONGITUDE = math.radians(32.5), math.radians(-106.6)


@functools.cache
def still_air() -> Scene:
    return Scene(air=Air.standard())


class Case:
    """One published flight of an escape system."""

    def __init__(self, name):
        raw = read_toml(FOLDER / f"{name}.toml")
        self.start, self.flown, self.body = raw.pop("start"), raw.pop("flown"), raw.pop("capsule")
        self.plan = parse(raw, EscapePlan, where=name)
        self.capsule = self._capsule()

    def _capsule(self):
        known = Capsule.named("soyuz-ms")
        figure = known.entry.mass_kg
        rows = tuple(
            row.model_copy(update={"cd": figure.model_copy(update={"v": self.body["cd"], "sigma": 0.0})})
            for row in known.entry.aerodynamics
        )
        entry = known.entry.model_copy(
            update={
                "mass_kg": figure.model_copy(update={"v": self.body["mass_kg"]}),
                "area_m2": figure.model_copy(update={"v": self.body["area_m2"]}),
                "aerodynamics": rows,
            }
        )
        return known.model_copy(update={"entry": entry})

    def state(self, chance=None):
        """At the command: the long axis along the motion, the crew's feet ahead; drawn where the file guesses."""

        def figure(name):
            z = 0.0 if chance is None else float(chance.standard_normal())
            return self.start[name] + z * self.start.get(f"{name}_sigma", 0.0)

        climb, heading = math.radians(figure("climb_deg")), math.radians(self.start["heading_deg"])
        C = C_PAD_ITRF(LATITUDE, LONGITUDE)
        ahead = math.sin(heading) * C[0] + math.cos(heading) * C[1]
        nose = math.cos(climb) * ahead + math.sin(climb) * C[2]
        feet = math.sin(climb) * ahead - math.cos(climb) * C[2]
        r = np.array(itrf_from_geodetic(LATITUDE, LONGITUDE, figure("height_m")))
        r_GCRF, v_GCRF = gcrf_from_itrf(EPOCH, r, figure("speed_m_s") * nose)
        nose_GCRF, feet_GCRF = (gcrf_from_itrf(EPOCH, axis, np.zeros(3))[0] for axis in (nose, feet))
        q = quaternions(nose_GCRF[None], feet_GCRF[None])[0]
        return State(EPOCH, r_GCRF, v_GCRF, 1e5, q_BODY_GCRF=q)

    def fly(self, chance=None):
        """Until the capsule is let go, then falling without lift to its parachutes."""
        start = self.state(chance)
        escape = Escape(self.plan, self.plan.mode[0], self.capsule).fly(start, still_air(), chance)
        return escape, Entry(self.capsule, Zone.named("zhezkazgan"), True).fly(escape.end, still_air())

    def figures(self, chance=None):
        """Top of the arc above the start of a pad abort or above the sea, greatest speed, speed at 3 s, load."""
        escape, entry = self.fly(chance)
        height_m = max(float(leg.telemetry["height_m"].max()) for leg in (escape, entry))
        above_m = self.start["height_m"] if self.start["speed_m_s"] == 0.0 else 0.0
        t_s = (escape.telemetry["tai_ns"] - escape.telemetry["tai_ns"][0]) / 1e9
        speed_m_s = escape.telemetry["speed_ITRF_m_s"]
        return {
            "apogee_m": height_m - above_m,
            "greatest_speed_m_s": float(speed_m_s.max()),
            "speed_3_s_m_s": float(np.interp(3.0, t_s, speed_m_s)),
            "peak_load_g": float(escape.first("module_separation").values["peak_load_g"]),
            "range_m": great_circle_m(escape.start, entry.end),
        }


def great_circle_m(a, b):
    """Between two states over the ground."""
    one, other = (geodetic_from_itrf(itrf_from_gcrf(s.epoch, s.r_GCRF_m, s.v_GCRF_m_s)[0]) for s in (a, b))
    turn = np.array([np.cos(p[0]) * np.array((np.cos(p[1]), np.sin(p[1]), np.tan(p[0]))) for p in (one, other)])
    return 6_371_000.0 * math.acos(min(1.0, float(turn[0] @ turn[1])))
