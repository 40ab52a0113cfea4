"""The main canopy: 1000 m² of orange and white, in the air and on the steppe.

Area and colours are public (Rostec: "main parachute with an area of 1000 m²"); 64 lines are what can be counted in
photographs, and so is the chequered ring pattern. The form is a flattened round canopy with its vent drawn down.
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, aimed, lathe, tube
from kazbek.pictures.models.painted import streaks

AREA_m2 = 1000.0
GORES, _GORES_PER_COLOUR = 64, 4
_RINGS = (0.0, 0.10, 0.50, 1.0)  # where colours change places, as shares of the way from skirt to vent
_FLATNESS, _SKIRT_rad, _VENT_frac = 0.66, float(np.radians(-20.0)), 0.05
_LINES_frac, RISER_m = 1.95, 9.0  # lines from skirt to confluence against the radius; from there to the capsule
_ROWS, _PER_GORE = 22, 5  # corners from skirt to vent, and across each gore


def main_canopy(inflation_frac: float = 1.0, line_radii_m: tuple[float, float] = (0.006, 0.006)) -> Model:
    """The canopy and its lines; x up, the lines' lower end at the origin.

    Parameters
    ----------
    inflation_frac : radius against that of the full canopy; a canopy that still fills is narrower and longer
    line_radii_m : at their lower end and at the skirt; wider than in life where they would fall between the pixels
    """
    radius, foot = _size_m(inflation_frac)
    grid = _dome(radius, inflation_frac)
    grid[..., 0] += foot
    inside = _shrunk(grid, radius)
    sheet = _sheet(grid, ("canopy_orange", "canopy_white"), 1.0)
    return sheet + _sheet(inside, ("canopy_orange_inside", "canopy_white_inside"), -1.0) + _lines(grid, line_radii_m)


def height_m(inflation_frac: float = 1.0) -> float:
    """From the lines' lower end to the skirt."""
    return _size_m(inflation_frac)[1]


def _size_m(inflation_frac: float) -> tuple[float, float]:
    """Radius, and height of the skirt over the lines' lower end."""
    full = float(np.sqrt(AREA_m2 / area_m2(_dome(1.0, 1.0))))
    radius = full * inflation_frac
    slant = _LINES_frac * full
    return radius, RISER_m + float(np.sqrt(slant**2 - (0.96 * radius) ** 2))


def _dome(radius_m: float, inflation_frac: float) -> Floats:
    """(rows, columns, 3) corners from skirt to vent; the skirt near x = 0."""
    flatness = _FLATNESS / inflation_frac**0.8
    elevation = np.linspace(_SKIRT_rad, np.arccos(_VENT_frac), _ROWS)[:, None]
    turn = np.linspace(0.0, 1.0, GORES * (_PER_GORE - 1) + 1)[None, :]
    billow = np.sin(np.pi * (turn * GORES % 1.0)) ** 0.7
    out = radius_m * np.cos(elevation) * (1.0 + 0.022 * billow)
    x = radius_m * flatness * (np.sin(elevation) - np.sin(_SKIRT_rad)) * (1.0 + 0.012 * billow)
    x = x - 0.20 * radius_m * np.exp(-((out / (0.30 * radius_m)) ** 2))  # the vent, held down by its own lines
    at_skirt = np.clip(1.0 - np.arange(_ROWS)[:, None] / 3.0, 0.0, 1.0)
    x = x + 0.030 * radius_m * billow * at_skirt  # scallops
    angle = 2.0 * np.pi * turn
    return np.stack((np.broadcast_to(x, out.shape), out * np.cos(angle), out * np.sin(angle)), axis=-1)


def _shrunk(grid: Floats, radius_m: float) -> Floats:
    """A lining just inside the canopy."""
    lining = grid.copy()
    lining[..., 1:] *= 1.0 - 0.03 / radius_m
    lining[..., 0] -= 0.03
    return lining


def area_m2(grid: Floats) -> float:
    """Of a grid of corners."""
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
    return float(sum(np.linalg.norm(np.cross(q - p, r - p), axis=-1).sum() for p, q, r in ((a, b, c), (a, c, d))) / 2.0)


def _sheet(grid: Floats, colours: tuple[str, str], outward: float) -> Model:
    """Cloth in chequered rings; each gore is smooth, the seams between gores are sharp."""
    step = _PER_GORE - 1
    rows, columns = grid.shape[0], GORES * _PER_GORE
    pieces = np.stack([grid[:, k * step : k * step + _PER_GORE] for k in range(GORES)], axis=1)  # rows, gores, across
    normal = np.cross(np.gradient(pieces, axis=2), np.gradient(pieces, axis=0)) * outward
    normal = normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
    index = np.arange(rows * columns).reshape(rows, GORES, _PER_GORE)
    a, b, c, d = index[:-1, :, :-1], index[:-1, :, 1:], index[1:, :, 1:], index[1:, :, :-1]
    ring = np.searchsorted(_RINGS, (np.arange(rows - 1) + 0.5) / (rows - 1)) - 1
    odd = (ring[:, None] + np.arange(GORES)[None, :] // _GORES_PER_COLOUR) % 2 == 1
    vertices, normals = pieces.reshape(-1, 3), normal.reshape(-1, 3)
    model = []
    for colour, mine in zip(colours, (odd, ~odd)):
        order = ((a, b, c), (a, c, d)) if outward > 0.0 else ((a, c, b), (a, d, c))
        faces = np.concatenate([np.stack(t, axis=-1)[mine].reshape(-1, 3) for t in order])
        model.append(Mesh(vertices, normals, faces, colour))
    return tuple(model)


def _lines(grid: Floats, radii_m: tuple[float, float]) -> Model:
    step = _PER_GORE - 1
    low = np.array((RISER_m, 0.0, 0.0))
    skirt = [_line(low, grid[0, k * step], radii_m) for k in range(GORES)]
    vent = [_line(low, grid[-1, k * step], radii_m) for k in range(0, GORES, 16)]
    return (*skirt, *vent, tube((0.0, 0.0, 0.0), low, max(0.022, 1.7 * radii_m[0]), "line", 6))


def _line(start_m: Floats, end_m: Floats, radii_m: tuple[float, float]) -> Mesh:
    """A line from `start_m` to `end_m` that changes its width on the way."""
    length = float(np.linalg.norm(end_m - start_m))
    (line,) = aimed((lathe(((0.0, radii_m[0]), (length, radii_m[1])), "line", 4),), end_m - start_m, start_m)
    return line


def canopy_on_ground(line_radius_m: float = 0.01) -> Model:
    """The spent canopy, drawn out by the wind towards +x, its lines coming from the origin; z up."""
    grid = _collapsed()
    sheet = _sheet(grid, ("canopy_orange", "canopy_white"), -1.0)
    rim = grid[0, :: 4 * (_PER_GORE - 1)]
    slack = np.array((8.0, 0.6, 0.03))
    lines = [tube(slack, (*p[:2], max(0.03, p[2] - 0.05)), line_radius_m, "line", 4) for p in rim]
    return (*sheet, *lines, tube((0.8, 0.0, 0.9), slack, 1.6 * line_radius_m, "line", 5))


def _collapsed() -> Floats:
    """(rows, columns, 3): the skirt towards the capsule and around, folds running to the vent at the far end."""
    share = np.linspace(0.0, 1.0, _ROWS)[:, None]
    turn = np.linspace(0.0, 1.0, GORES * (_PER_GORE - 1) + 1)[None, :]
    angle = 2.0 * np.pi * turn
    wander = streaks(share, turn, (3, 7), 5, 3)
    reach = (1.0 - share) ** 0.8 * (1.0 + 0.30 * wander)
    x = 20.0 + 5.0 * share - 9.0 * reach * np.cos(angle) + 1.2 * wander
    y = 5.6 * reach * np.sin(angle) * (1.0 + 0.25 * np.sin(3.0 * x / 7.0)) + 1.6 * np.sin(x / 5.0)
    folds = np.abs(streaks(share, turn, (2, 40), 6, 2)) ** 0.8
    hump = np.exp(-(((x - 24.0) / 5.0) ** 2) - (y / 3.2) ** 2)  # where the wind still holds it up
    hump = hump + 0.5 * np.exp(-(((x - 15.0) / 3.0) ** 2) - ((y - 1.0) / 2.2) ** 2)
    z = 0.03 + (0.55 * folds + 0.25 * np.abs(wander)) * (0.35 + share * (1.0 - share) * 2.0) + 1.5 * hump * share**0.5
    return np.stack((x, y, np.maximum(z, 0.02)), axis=-1)
