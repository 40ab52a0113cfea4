"""The Cupola from within, while a film is shot in it; x ahead, y to the left, z away from the Earth, metres.

Published sizes: 2.95 m wide, 1.5 m high, six windows like trapezoids round one of 0.8 m (ESA, NASA). Frames, linings
and who floats where are by eye.
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.aboard.body import Worn
from kazbek.pictures.models.aboard.floating import FILMING, REACHING, floating
from kazbek.pictures.models.mesh import Mesh, Model, bars, box, gathered, lathe, quads, sheet, tube

_RIM_m, _TOP_m, _FLAT_m, _DEPTH_m = 1.40, 0.76, 0.40, 1.05  # radii at the rim, round the top, of its window; depth
_ROOM_m = 1.9  # of the wall behind the rim


def on_the_set() -> Model:
    """The Cupola with one figure before the camera and one behind it."""
    doctor, shirt = Worn("jacket_blue", "trousers_khaki", girth=1.06), Worn("shirt_olive", "jacket_blue", girth=1.06)
    actor = floating(REACHING, doctor, (0.30, 0.62, -0.28), (0.50, -0.25, -0.95), (0.2, -1.0, -0.3), "hair_brown")
    operator = floating(FILMING, shirt, (0.09, -0.80, -0.08), (0.45, 0.20, -0.95), (0.45, 1.0, 0.1))
    return gathered((*_dome(), *_room(), *actor, *operator, *_camera()))


def _dome() -> Model:
    """Frames and reveals of the seven windows; the openings are open."""
    parts: list[Mesh] = []
    rim, top = _hexagon(0.0, _RIM_m), _hexagon(-_DEPTH_m, _TOP_m)
    for k in range(6):
        outer = np.array((rim[k], rim[(k + 1) % 6], top[(k + 1) % 6], top[k]))
        middle = outer.mean(axis=0)
        inner = middle + (outer - middle) * 0.80
        out = np.cross(outer[1] - outer[0], outer[3] - outer[0])
        out = 0.11 * out / np.linalg.norm(out)
        out = out if out @ middle > 0.0 else -out
        parts += [_frame(outer, inner, "panel_white"), _frame(inner, inner + out, "rocket_dark")]
        parts.append(bars(inner, np.roll(inner, -1, 0), 0.035, "metal"))
        parts.append(bars(outer[[0]], outer[[3]], 0.07, "panel_grey"))
    turn = np.linspace(0.0, 2.0 * np.pi, 49)
    edge = _on_hexagon(turn)
    hole = np.column_stack((_FLAT_m * np.cos(turn), _FLAT_m * np.sin(turn), np.full_like(turn, -_DEPTH_m)))
    parts += [sheet(np.stack((edge, hole)), "panel_white"), sheet(np.stack((hole, hole - (0, 0, 0.11))), "rocket_dark")]
    parts.append(bars(hole[:-1], hole[1:], 0.04, "metal"))
    return tuple(parts)


def _room() -> list[Mesh]:
    """The wall between rim and node with its panels and handrails; closed behind the camera."""
    low, high = _hexagon(0.0, _RIM_m), _hexagon(_ROOM_m, _RIM_m + 0.15)
    parts = []
    for k in range(6):  # in pieces: a face that reaches behind the camera is not seen by the filter
        corners = (low[k], low[(k + 1) % 6], high[k], high[(k + 1) % 6])
        parts.append(sheet(_between(*corners), "panel_white" if k % 2 else "panel_grey"))
    parts.append(quads(high[None, :4], "panel_grey"))
    parts.append(quads(high[None, [0, 3, 4, 5]], "panel_grey"))
    for k in range(6):
        a, b = 0.96 * low[k] + (0.0, 0.0, 0.22), 0.96 * low[(k + 1) % 6] + (0.0, 0.0, 0.22)
        near, far = a + 0.2 * (b - a), a + 0.8 * (b - a)
        parts.append(tube(near, far, 0.018, "handrail", 8))
    return parts


def _between(a: Floats, b: Floats, c: Floats, d: Floats, count: int = 13) -> Floats:
    """(count, count, 3) grid over the corners a, b and, above them, c, d."""
    u, v = np.meshgrid(np.linspace(0.0, 1.0, count), np.linspace(0.0, 1.0, count), indexing="ij")
    u, v = u[..., None], v[..., None]
    grid: Floats = (1.0 - u) * ((1.0 - v) * a + v * c) + u * ((1.0 - v) * b + v * d)
    return grid


def _camera() -> list[Mesh]:
    """A cinema camera in the operator's hands, its lens towards the other figure; and a lamp on an arm."""
    at, aim = np.array((0.15, -0.41, 0.12)), np.array((0.30, 0.62, -0.28))
    along = (aim - at) / np.linalg.norm(aim - at)
    body = [
        tube(at - 0.13 * along, at + 0.06 * along, 0.085, "dark", 20),
        tube(at + 0.06 * along, at + 0.21 * along, 0.055, "rocket_dark", 20),
        tube(at + 0.205 * along, at + 0.212 * along, 0.047, "glass", 20),
    ]
    lamp = lathe(((0.0, 0.0), (0.0, 0.15), (0.05, 0.15), (0.05, 0.0)), "lamp_glass", 24)
    return [*body, box(at + (0.0, 0.0, 0.12), (0.12, 0.10, 0.07), "dark"), lamp.placed(np.eye(3), (-1.1, 0.55, 0.45))]


def _frame(outer: Floats, inner: Floats, material: str) -> Mesh:
    """The band between two outlines of four corners."""
    nxt = np.roll(np.arange(4), -1)
    return quads(np.stack((outer, outer[nxt], inner[nxt], inner), axis=1), material)


def _hexagon(z: float, radius: float) -> Floats:
    """(6, 3) corners."""
    turn = np.arange(6) * np.pi / 3.0 + np.pi / 6.0
    return np.column_stack((radius * np.cos(turn), radius * np.sin(turn), np.full(6, z)))


def _on_hexagon(turn: Floats) -> Floats:
    """Points of the top's outline in these directions."""
    within = turn % (np.pi / 3.0)
    reach = _TOP_m * np.cos(np.pi / 6.0) / np.cos(within - np.where(within > np.pi / 6.0, np.pi / 3.0, 0.0))
    return np.column_stack((reach * np.cos(turn), reach * np.sin(turn), np.full_like(turn, -_DEPTH_m)))
