"""Pictures of the days before a launch: the rocket on its way, raised, at dusk, filled; the crew at its foot.

In the pad's axes (:func:`kazbek.gallery.composers.of_launch.pad_axes`), at its place, in the light of the instant.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.gallery.composers.of_launch import DAYLIGHT, pad_axes, stack
from kazbek.gallery.composers.of_launch import standpoint as _stand
from kazbek.gallery.framing import STEPPE, camera, framed, level
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.air.haze import Haze
from kazbek.pictures.directions import about_z
from kazbek.pictures.fire import liftoff_fire
from kazbek.pictures.fire.glow import Plume
from kazbek.pictures.ground import steppe
from kazbek.pictures.ground.railway import along_the_line
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.models.built import whole_launcher
from kazbek.pictures.models.launch.columns import lamps_m
from kazbek.pictures.models.launch.crew import to_the_rocket
from kazbek.pictures.models.launch.pad import DECK_m, FLOODLIGHT_TOP_m, FLOODLIGHTS_m, FOOT_m, launch_pad
from kazbek.pictures.models.launch.train import on_the_deck, raised, train, wagon
from kazbek.pictures.models.mesh import Mesh, Model, moved, placed
from kazbek.pictures.models.recovery.people import person
from kazbek.pictures.render.shot import Shot

_LOW_SUN = 0.5  # exposure while the Sun is low
_DUSK = 5.0
_FLOOD = (1300.0, 1130.0, 830.0)  # by eye
_PLATFORM = (3.0, 2.3, 1.3)
_UPWARDS = (130.0, 112.0, 80.0)
_GLOW = (1.6, 1.36, 0.92)


def _rollout(take: Take) -> Shot:
    """From beside the line, on the Sun's side, ahead of the engines."""
    now = take.now
    to_sun = pad_axes(now).T @ now.to_sun_ITRF
    side = 1.0 if to_sun[1] >= 0.0 else -1.0
    stand = np.array((23.0, side * 25.0, 1.75))
    walkers = [(13.0, side * 5.6, 0.15), (6.0, side * 6.2, -0.1), (-16.0, side * 5.4, 0.05)]
    model = train(whole_launcher(frost_frac=0.0)) + _walking(walkers) + along_the_line()
    seen_by = camera(stand, (-14.5, 0.0, 5.6), 34.0, take.size)
    return framed(now, pad_axes(now), seen_by, model, ground=STEPPE, exposure=_LOW_SUN)


def _walking(places: list[tuple[float, float, float]]) -> Model:
    """Guards who walk with the train; (x, y, turn)."""
    about: list[Mesh] = []
    for k, (x, y, turn) in enumerate(places):
        figure = person("walking", "suit_camouflage", "suit_camouflage", height_m=(1.76, 1.80, 1.73, 1.82)[k % 4])
        about += placed(figure, about_z(turn), (x, y, 0.02))
    return tuple(about)


def _raising(take: Take) -> Shot:
    """The boom on its way up, from beside the pit; at the instant of the caption the launcher stands."""
    now, stand = take.now, _stand(48.0, 78.0, 3.0)
    parts = (
        *launch_pad(arms_open_rad=0.62),
        *steppe.surroundings(eye_m=(stand[0], stand[1])),
        *on_the_deck((*wagon(), *raised(whole_launcher(frost_frac=0.0), np.radians(58.0))), DECK_m),
    )
    seen_by = camera(stand, (-5.0, 0.0, 24.0), 47.0, take.size)
    return framed(now, pad_axes(now), seen_by, parts, ground=STEPPE, exposure=_LOW_SUN)


def _at_dusk(take: Take) -> Shot:
    """From the side of the pit, against what is left of the light in the west where that can be."""
    now, stand = take.now, _stand(128.0, 96.0, 7.0)
    parts = (
        *stack(FOOT_m, frost_frac=0.0),
        *launch_pad(columns_closed=True),
        *steppe.surroundings(eye_m=(stand[0], stand[1])),
    )
    seen_by = camera(stand, (0.0, 0.0, 21.0), 37.0, take.size)
    shot = framed(now, pad_axes(now), seen_by, parts, ground=STEPPE, exposure=_DUSK)
    return replace(shot, lamps=_floodlights(), plumes=_lit_lamps(), fill=0.0)


def _floodlights() -> tuple[Lamp, ...]:
    """What the masts at the corners throw on the launcher, and the lamps of the platforms down on the deck."""
    masts = [np.array((x, y, FLOODLIGHT_TOP_m - 0.8)) for x, y in FLOODLIGHTS_m]
    aim = np.array((0.0, 0.0, 26.0))
    down = np.array((0.0, 0.0, -1.0))
    return (
        *(Lamp(at, aim - at, np.radians(58.0), _FLOOD) for at in masts),
        *(Lamp(np.array((x, 0.0, z)), down, np.radians(75.0), _PLATFORM) for x, z in ((6.9, 12.8), (-6.9, 12.8))),
        *(Lamp(np.array((x, 0.0, z)), down, np.radians(75.0), _PLATFORM) for x, z in ((4.6, 33.6), (-4.6, 33.6))),
        *(Lamp(at, -down + 0.35 * (aim - at) / 26.0, np.radians(75.0), _UPWARDS) for at in _round_the_waist()),
    )


def _round_the_waist() -> list[Floats]:
    """Lamps on the middle platforms that light the upper ones, the head of the launcher among them."""
    return [np.array((x, y, 26.0)) for x in (8.0, -8.0) for y in (8.0, -8.0)]


def _lit_lamps() -> tuple[Plume, ...]:
    """The lamps themselves, as bright spots."""
    up = np.array((0.0, 0.0, 1.0))
    heads = [np.array((x, y, FLOODLIGHT_TOP_m)) for x, y in FLOODLIGHTS_m]
    return tuple(
        Plume(np.asarray(at), up, radius, 0.3, 0.0, _GLOW)
        for at, radius in [*((at, 0.5) for at in heads), *((at, 0.16) for at in lamps_m())]
    )


def _filled(take: Take) -> Shot:
    """Up along the filled tanks from the edge of the pit, the columns still closed: frost by the oxygen aboard."""
    now = take.now
    stand = _stand(178.0, 66.0, 8.0)
    parts = (*stack(FOOT_m, frost_frac=_frost_frac(take)), *launch_pad(columns_closed=True), *steppe.surroundings())
    seen_by = camera(stand, (0.0, 0.0, 19.5), 38.0, take.size)
    shot = framed(now, pad_axes(now), seen_by, parts, ground=STEPPE, exposure=DAYLIGHT)
    return replace(shot, haze=Haze(liftoff_fire.vapour(FOOT_m, level(_stand(40.0, 1.0, 0.0)), strength=4.0)))


def _frost_frac(take: Take) -> float:
    """The oxygen aboard against the most of the count."""
    return float(np.clip(take.now.channels["oxygen_kg"] / take.flight["countdown"]["oxygen_kg"].max(), 0.0, 1.0))


def _boarding(take: Take) -> Shot:
    """On the deck, from eye height: the crew with their cases on the way to the stairs, who accompanies them."""
    now, stand = take.now, np.array((6.9, 20.9, DECK_m + 1.65))
    parts = (
        *stack(FOOT_m),
        *launch_pad(columns_closed=True),
        *steppe.surroundings(),
        *moved(to_the_rocket(len(take.flight.crew)), z=DECK_m),
    )
    seen_by = camera(stand, (1.1, 3.2, 6.2), 54.0, take.size)
    shot = framed(now, pad_axes(now), seen_by, parts, ground=STEPPE, exposure=DAYLIGHT)
    return replace(shot, haze=Haze(liftoff_fire.vapour(FOOT_m, level(_stand(40.0, 1.0, 0.0)))))


COMPOSERS: dict[str, Composer] = {
    "rollout": _rollout,
    "erection": _raising,
    "pad_at_dusk": _at_dusk,
    "tanks_full": _filled,
    "crew_boarding": _boarding,
}
