"""What the page is told of the flight: once at the start in words, then forty times a second in numbers."""

from __future__ import annotations

import datetime as dt
import functools
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.frames import quaternion_from_C
from kazbek.base.types import Matrix, Vector
from kazbek.catalogue.panel import Panel
from kazbek.flight.docking.failures import SYSTEMS
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.sensors import kurs_alive
from kazbek.flight.docking.kernels.station import pose
from kazbek.flight.docking.near_flight import NearFlight
from kazbek.pictures.models.station.drums import TARGET_ASIDE_m
from kazbek.web.cockpit.log import KEYS
from kazbek.web.cockpit.session import Session
from kazbek.world.earth import C_ITRF_GCRF
from kazbek.world.sun_moon import sun_GCRF_m

FIELDS = [
    "tick",
    "t",
    "p.x",
    "p.y",
    "p.z",
    "u.x",
    "u.y",
    "u.z",
    "tip.x",
    "tip.y",
    "tip.z",
    "q.w",
    "q.x",
    "q.y",
    "q.z",
    "w.x",
    "w.y",
    "w.z",
    "range",
    "rate",
    "sight.y",
    "sight.z",
    "age",
    "propellant",
    "part",
    "loop",
    "set",
    "kurs",
    "kurs_on",
    "jets",
    "shut.1",
    "shut.2",
    "error",
    "over",
    "sun.x",
    "sun.y",
    "sun.z",
    "lit",
    "earth.x",
    "earth.y",
    "earth.z",
    "earth_m",
    "i.w",
    "i.x",
    "i.y",
    "i.z",
    "g.w",
    "g.x",
    "g.y",
    "g.z",
    "a.0",
    "a.1",
    "a.2",
    "a.3",
    "a.4",
    "a.5",
    "paused",
    "speed",
    "unix",
]
_EARTH_m = 6_371_000.0


def setup(session: Session, panel: Panel, *, lockstep: bool) -> dict[str, Any]:
    """Everything that does not change: fields of the snapshots, geometry, labels, keys, goal."""
    near, begun = session.near, session.begun
    tip_m = near.beside.ship.guide.tip_m
    sight, curves = panel.periscope, panel.curves
    return {
        "fields": FIELDS,
        "title": begun.title,
        "goal": begun.goal,
        "hints": list(begun.hints),
        "lockstep": lockstep,
        "tick_s": col.TICK_s,
        "field_deg": sight.field_deg.v,
        "grid_deg": sight.grid_deg.v,
        "eye_m": [tip_m - sight.eye_behind_tip_m.v, 0.0, TARGET_ASIDE_m],
        "tip_m": tip_m,
        "station": station_in_port(near, begun.close.port),
        "rods": near.beside.world.berth.rods.tolist(),
        "curves": [getattr(curves, f"{name}_m_s2").v for name in ("upper", "middle", "lower")],
        "stop_m": curves.stop_m.v,
        "gates": [{"at_m": gate.at_m.v, "words": gate.words} for gate in panel.gate],
        "labels": panel.labels,
        "keys": sorted(KEYS),
        "systems": {name: words for name, (_, words) in SYSTEMS.items()},
        "limits": {name: datum.v for name, datum in begun.close.ship.capture},
        "parts": [part.name.lower() for part in col.Part],
        "log": [event_words(event.name) for event in near.events],
    }


def event_words(name: str) -> str:
    """An event for the page's text log."""
    from kazbek.base.events import meaning

    return meaning(name)


def station_in_port(near: NearFlight, port: str) -> list[float]:
    """(16) column by column: from STN into PORT."""
    C: Matrix = near.scene.station.port(port).C_PORT_STN
    place: Vector = near.scene.station.port(port).r_STN_m
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = C, -C @ place
    return [float(x) for x in matrix.T.ravel()]


def snapshot(session: Session, *, paused: bool, speed: float, light_s: float = 0.0) -> NDArray[np.float64]:
    """One row of FIELDS; `light_s` shows the light of so much later or earlier, and changes nothing that flies."""
    near, s = session.near, session.near.s
    beside, t_s = near.beside, near.beside.time_s(s)
    at = pose(beside.world, t_s)
    C_PORT_GCRF = np.array(at[1]) @ np.array(at[3])
    p, u = beside.place_PORT(s)
    body, w = beside.axes_PORT(s)
    sun_GCRF, C_GCRF_ITRF, unix_s = _sky(near.craft.start.tai_ns // 10**9 + int(t_s))
    if light_s:
        sun_GCRF = _turned_about(near, t_s, sun_GCRF, light_s)
    sun = C_PORT_GCRF @ sun_GCRF
    station_r = near.craft.station_rv(t_s)[:3]
    down, away_m = -C_PORT_GCRF @ station_r / np.linalg.norm(station_r), float(np.linalg.norm(station_r))
    nav, speed_nav = s[col.NAV_X : col.NAV_X + 3], s[col.NAV_V : col.NAV_V + 3]
    far = float(np.linalg.norm(nav))
    turn = np.degrees(np.cross(nav, speed_nav) / far**2)
    values = (
        *(session.tick, t_s, *p, *u, *(p + beside.ship.guide.tip_m * body[0])),
        *(*quaternion_from_C(body), *np.degrees(body @ w)),
        *(far - beside.ship.guide.tip_m, float(nav @ speed_nav) / far, turn[1], turn[2], s[col.NAV_AGE]),
        *(near.propellant_kg, s[col.STAGE], s[col.BY_HAND], near.command[col.SETS], s[col.KURS_SET], kurs_alive(s)),
        *(_axes_firing(near), s[col.VALVE_SHUT], s[col.VALVE_SHUT + 1], math.degrees(s[col.ERROR])),
        *(-1 if session.over is None else int(session.over), *sun, _lit(sun, down, away_m), *down, away_m),
        *quaternion_from_C(C_PORT_GCRF @ C_GCRF_ITRF),
        *quaternion_from_C(C_PORT_GCRF),
        *near.command[:6],
        *(paused, speed, unix_s),
    )
    return np.array(values, dtype=np.float64)


def _turned_about(near: NearFlight, t_s: float, sun_GCRF: Vector, light_s: float) -> Vector:
    """The Sun as it would stand to the station that much later in its orbit: turned back about the orbit's normal."""
    rv = near.craft.station_rv(t_s)
    h = np.cross(rv[:3], rv[3:])
    angle, n = -float(np.linalg.norm(h) / (rv[:3] @ rv[:3])) * light_s, h / np.linalg.norm(h)
    across: Vector = sun_GCRF * math.cos(angle) + np.cross(n, sun_GCRF) * math.sin(angle)
    return across + n * (n @ sun_GCRF) * (1.0 - math.cos(angle))


@functools.lru_cache(maxsize=4)
def _sky(tai_s: int) -> tuple[Vector, Matrix, float]:
    """Direction of the Sun (GCRF), ITRF into GCRF, seconds of UTC since 1970, of a whole second: near enough."""
    epoch = Epoch(tai_s * 10**9)
    sun = sun_GCRF_m(epoch)
    utc = dt.datetime.fromisoformat(epoch.utc)
    return sun / np.linalg.norm(sun), C_ITRF_GCRF(epoch).T, utc.timestamp()


def _axes_firing(near: NearFlight) -> float:
    """A bit for each of +x −x +y −y +z −z along which some open jet pushes by more than half its force."""
    jets, s = near.beside.ship.jets, near.s
    n = len(jets.flow_kg_s)
    open_now = s[col.JETS + n : col.JETS + 2 * n] > 0.0
    along = jets.force[open_now] / np.linalg.norm(jets.force, axis=1)[open_now, None]
    bits = [bool((sign * along[:, axis] > 0.5).any()) for axis in range(3) for sign in (1.0, -1.0)]
    return float(sum(1 << k for k, on in enumerate(bits) if on))


def _lit(sun: Vector, down: Vector, away_m: float) -> float:
    """How much of the Sun is seen past the Earth's limb: 1 by day, 0 in its shadow, with a short dusk."""
    angle = math.acos(max(-1.0, min(1.0, float(sun @ down))))
    limb = math.asin(_EARTH_m / away_m)
    return min(1.0, max(0.0, (angle - limb + 0.01) / 0.02))
