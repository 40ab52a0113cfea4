"""Pictures from the cabin of a ship whose cabin file names a model: the crew at work, and seats that change ship.

In the axes of :mod:`kazbek.pictures.models.aboard.cabin`; sunlight, Earth and stars are the record's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.base.data import names_in
from kazbek.catalogue.panel import Panel
from kazbek.crew.cabin import Cabin
from kazbek.gallery.cabin_screens import screens
from kazbek.gallery.camera_work import FORWARD
from kazbek.gallery.composers.of_orbit import LEVEL
from kazbek.gallery.framing import UP, framed
from kazbek.gallery.swap import ships_of_swap
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.air import sky
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.directions import fibonacci_sphere, unit
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.models.aboard.cabin import WINDOW_RADIUS_m, WINDOWS_m, cabin, window_axis
from kazbek.pictures.models.aboard.swap import APART_m, cut_open
from kazbek.pictures.render.shot import Shot
from kazbek.views.story.cabins import drawn_cabin, seats_of
from kazbek.views.story.chosen import chosen_for

C_BODY_CABIN = np.diag((1.0, -1.0, -1.0))  # x ahead in both; the crew's feet are down in BODY
_EYE_m, _AIM_m, _VIEW_deg = np.array((0.10, 0.18, 1.36)), np.array((0.64, 0.0, 0.03)), 62.0
_EXPOSURE, _LAMP = 0.21, 3.5  # by eye: lamps and Earth in one print


def _at_work(take: Take) -> Shot:
    """Over the heads of the crew to the panel and the windows."""
    now, body, inside = take.now, take.now.C_TNR_BODY, _cabin(take)
    C_ITRF_CABIN = now.C_ITRF_TNR @ (LEVEL if body is None else body) @ C_BODY_CABIN
    portable = "portable_console" in chosen_for(take.record, take.beat.ship)
    taken = {seat: seat == inside.command_seat for seat in seats_of(take.record, take.beat.flight)}
    seen_by = Camera(_EYE_m, _AIM_m, FORWARD, _VIEW_deg, *take.size)
    shot = framed(now, C_ITRF_CABIN, seen_by, cabin(taken, portable), exposure=_EXPOSURE)
    return replace(
        shot,
        lamps=(*_lamps(), *_windows(shot)),
        fill=0.0,
        indoors=True,
        care=2,
        screens=screens(now, C_ITRF_CABIN, _panel(inside), portable),
    )


def _cabin(take: Take) -> Cabin:
    found = drawn_cabin(take.beat.ship)
    assert found is not None  # else there is no such picture
    return found


def _panel(inside: Cabin) -> Panel:
    """The panel that is made for the cabin."""
    return next(panel for panel in map(Panel.named, names_in("panels")) if panel.cabin == inside.name)


def _swapped(take: Take) -> Shot:
    """Into the ships from their hatches, side by side: every liner with the name of its owner."""
    ships = [ship.seats for ship in ships_of_swap(take)]
    eye = np.array((1.60 + 1.55 * max(len(ships), 2), 0.0, 0.30))
    seen_by = Camera(eye, np.array((0.0, 0.0, -0.06)), UP, 34.0, *take.size)
    shot = framed(take.now, take.now.C_ITRF_TNR, seen_by, cut_open(ships), exposure=_EXPOSURE)
    return replace(shot, lamps=_before(len(ships)), fill=0.0, indoors=True)


def _before(count: int) -> tuple[Lamp, ...]:
    """A lamp before each ship, high at one side, and a weaker one at the other."""
    return tuple(
        _lamp((2.2, y + side, 1.3), (0.0, y, 0.0), power)
        for y in (APART_m * (k - (count - 1) / 2.0) for k in range(count))
        for side, power in ((0.9, 28.0), (-1.1, 13.0))
    )


def _lamp(at: tuple[float, float, float], towards: tuple[float, float, float], power: float) -> Lamp:
    colour = (power, 0.95 * power, 0.84 * power)
    return Lamp(np.array(at), np.array(towards) - np.array(at), np.radians(85.0), colour)


def _lamps() -> tuple[Lamp, ...]:
    """The two lamps beside the panel, what the camera brings, and the light of the hatch."""
    return (
        *(_lamp((0.84, 0.66 * s, 0.40), (0.15, 0.1 * s, 0.2), _LAMP) for s in (1.0, -1.0)),
        *(_lamp((-0.10, 0.60 * s, 1.10), (0.6, 0.0, -0.1), 1.2 * _LAMP) for s in (1.0, -1.0)),
        _lamp((1.50, 0.0, 0.22), (0.5, 0.0, -0.1), 0.6 * _LAMP),
    )


def _windows(shot: Shot) -> tuple[Lamp, ...]:
    """What Earth and sky send in through each window: its mean radiance about the window's axis, times the opening."""
    area_m2, found = np.pi * WINDOW_RADIUS_m**2, []
    for at in WINDOWS_m:
        out = window_axis(at)
        rays = unit(out + 0.9 * fibonacci_sphere(64))
        seen = sky.radiance(shot.origin_km, rays @ shot.C_ITRF_LOCAL.T, shot.C_ITRF_LOCAL @ shot.to_sun_LOCAL)
        colour = tuple(float(x) for x in area_m2 * seen.mean(axis=0))
        found.append(Lamp(np.array(at) - 0.02 * out, -out, np.radians(89.0), (colour[0], colour[1], colour[2])))
    return tuple(found)


COMPOSERS: dict[str, Composer] = {"in_the_cabin": _at_work, "seats_swapped": _swapped}
