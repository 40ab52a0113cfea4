"""Pictures of the launcher: on the pad and on its way up, in east, north, up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.types import Floats
from kazbek.gallery.cast import Cast
from kazbek.gallery.framing import ORIGIN, PLAIN_GROUND, STEPPE, along, camera, framed, level, upright
from kazbek.gallery.moment import Moment
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.air.haze import Haze
from kazbek.pictures.air.sky import EARTH_RADIUS_km
from kazbek.pictures.fire import liftoff_fire
from kazbek.pictures.fire.jet import Jet
from kazbek.pictures.ground import steppe
from kazbek.pictures.models.built import whole_launcher
from kazbek.pictures.models.launch import fairing, launcher, pad
from kazbek.pictures.models.mesh import Model, moved, placed
from kazbek.pictures.models.plain.pad import plain_pad
from kazbek.pictures.render.shot import Shot
from kazbek.record.flight import RecordedFlight
from kazbek.views.story.beats import AT_ONCE_s
from kazbek.world.earth import C_ITRF_GCRF

_TRENCH_AZIMUTH_rad = np.radians(200.0)  # where the flame trench points; by eye
_HEIGHT_m = 51.0  # of the launcher
_FARTHEST_m = 90_000.0  # that the path tracer's camera sees
_FOOT_BEHIND_m = 3.0  # from the ship's centre of mass to its foot
FOULED = {"opened_rad": 0.32, "moved_out_m": 0.6, "down_m": 11.0}  # a strap-on that has not got clear of the core
_TELESCOPE = 0.30  # exposure through all the air to a far vehicle
DAYLIGHT = 0.30  # exposure under a whole sky; above the air the contrast needs less


def _erected(take: Take) -> Shot:
    """On a pad without a model of its own, empty."""
    now = take.now
    model = stack(pad.FOOT_m, frost_frac=0.0) + plain_pad(_HEIGHT_m)
    seen_by = camera(standpoint(150.0, 92.0, 7.0), (0.0, 0.0, 22.0), 39.0, take.size)
    return framed(now, pad_axes(now), seen_by, model, ground=PLAIN_GROUND, exposure=DAYLIGHT)


def _on_the_pad(take: Take) -> Shot:
    now, stand = take.now, standpoint(150.0, 92.0, 7.0)
    model = stack(pad.FOOT_m)
    if take.cast.model("pad"):
        model = model + pad.launch_pad() + steppe.surroundings(eye_m=(stand[0], stand[1]))
    else:
        model = model + plain_pad(_HEIGHT_m)
    seen_by = camera(stand, (0.0, 0.0, 22.0), 39.0, take.size)
    shot = framed(now, pad_axes(now), seen_by, model, ground=ground_of(take.cast), exposure=DAYLIGHT)
    return replace(shot, haze=Haze(liftoff_fire.vapour(pad.FOOT_m, level(standpoint(80.0, 1.0, 0.0)))))


def _liftoff(take: Take) -> Shot:
    """Some three seconds after the launcher let go."""
    foot_m, now, size = 30.0, take.now, take.size
    stand = standpoint(115.0, 430.0, 5.0)
    model = stack(foot_m)
    if take.cast.model("pad"):
        around = steppe.surroundings(pit=False, eye_m=(stand[0], stand[1]))
        model = model + pad.launch_pad(arms_open_rad=0.62, trench=False) + around
    else:
        model = model + plain_pad(_HEIGHT_m)
    haze = Haze(liftoff_fire.flames(foot_m), liftoff_fire.smoke(foot_m, 2.0 if size[1] < 600 else 1.25))
    seen_by = camera(stand, (0.0, 0.0, 43.5), 13.4, size)
    shot = framed(now, pad_axes(now), seen_by, model, ground=ground_of(take.cast), exposure=DAYLIGHT)
    return replace(shot, haze=haze, lamps=liftoff_fire.firelight(foot_m))


def ground_of(cast: Cast) -> tuple[float, float, float]:
    """The colour of the ground about the pad."""
    return STEPPE if cast.model("pad") else PLAIN_GROUND


def pad_axes(now: Moment) -> Floats:
    """(3, 3) columns of the pad's axes in ITRF: along the trench, to its left, up."""
    east, north, up = now.C_ITRF_ENU.T
    out = np.sin(_TRENCH_AZIMUTH_rad) * east + np.cos(_TRENCH_AZIMUTH_rad) * north
    return np.column_stack((out, np.cross(up, out), up))


def standpoint(azimuth_deg: float, distance_m: float, height_m: float) -> Floats:
    """A place seen from the pad in a compass direction, in the pad's axes."""
    turn = _TRENCH_AZIMUTH_rad - np.radians(azimuth_deg)
    return np.array((distance_m * np.cos(turn), distance_m * np.sin(turn), height_m))


def stack(foot_z_m: float, frost_frac: float = 1.0) -> Model:
    """The launcher upright on the pad's axes: its strap-ons between the four arms."""
    c = s = np.sqrt(0.5)
    roll = np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)))
    return placed(upright(whole_launcher(frost_frac=frost_frac), foot_z_m), roll, ORIGIN)


def climbing(
    take: Take,
    model: Model,
    jets: Sequence[Jet],
    stand: tuple[float, float, float],
    aim: tuple[float, float, float],
    view_deg: float,
) -> Shot:
    """The vehicle under way; `stand` and `aim` are (forward, left, up) of its own axes, in metres from its foot."""
    now, size = take.now, take.size
    C = along(now.channels["heading_rad"], now.channels["pitch_rad"])
    seen_by = camera(C @ np.array(stand), C @ np.array(aim), view_deg, size)
    shot = framed(now, now.C_ITRF_ENU, seen_by, placed(model, C, ORIGIN))
    return replace(shot, haze=Haze(tuple(jet.turned(C) for jet in jets)))


def _max_q(take: Take) -> Shot:
    shot = climbing(
        take,
        whole_launcher(),
        liftoff_fire.five_jets(pressure_frac(take.now)),
        (-30.0, -85.0, 35.0),
        (11.0, 0.0, 0.0),
        34.0,
    )
    return replace(shot, exposure=0.20)  # between a whole sky and none


def pressure_frac(now: Moment) -> float:
    """Of the air at sea level; scale height 7.2 km."""
    return float(np.exp(-now.height_km / 7.2))


def _korolev_cross(take: Take) -> Shot:
    """From the ground by the pad, through a telescope: the cross is seen from behind, before the sky of that place."""
    now, size = take.now, take.size
    away = {"opened_rad": 0.75, "moved_out_m": 7.0, "down_m": 22.0}
    fouled = _gone_wrong(take)
    ways = [FOULED if fouled and k == 0 else away for k in range(4)]
    blocks = [mesh for k, opened in enumerate(ways) for mesh in launcher.strapon_in_place(k, **opened)]
    model = whole_launcher(strapons=False, tower=False) + tuple(blocks)
    jets = (
        *liftoff_fire.high_jets(pressure_frac(take.now)),
        *(jet for k, opened in enumerate(ways) for jet in liftoff_fire.falling_away(k, **opened)),
    )
    to_pad_ENU_m = now.C_ITRF_ENU.T @ _to_pad_m(now, take.flight)
    C = along(now.channels["heading_rad"], now.channels["pitch_rad"])
    seen_by = camera(to_pad_ENU_m, C @ np.array((2.0, 0.0, 0.0)), np.degrees(60.0 / np.linalg.norm(to_pad_ENU_m)), size)
    seen_by = replace(seen_by, up=C[:, 0])  # the telescope turned so that the nose is on top
    shot = framed(now, now.C_ITRF_ENU, seen_by, placed(model, C, ORIGIN), exposure=_TELESCOPE)
    return replace(shot, haze=Haze(tuple(jet.turned(C) for jet in jets)))


def _gone_wrong(take: Take) -> bool:
    """Whether the flight is broken off within seconds of this."""
    return any(
        event.name == "abort" and 0.0 <= event.epoch - take.beat.epoch < AT_ONCE_s for event in take.flight.events
    )


def _to_pad_m(now: Moment, flight: RecordedFlight) -> Floats:
    """(3,) from the ship to an eye beside the pad, ITRF axes, on the pictures' spherical Earth."""
    start = flight["ascent"]
    pad_GCRF = np.array([start[f"r_GCRF_{axis}_m"][0] for axis in "xyz"])
    pad_ITRF = C_ITRF_GCRF(Epoch(int(start["tai_ns"][0]))) @ pad_GCRF
    on_sphere = pad_ITRF / np.linalg.norm(pad_ITRF) * (EARTH_RADIUS_km + 0.1) * 1000.0
    way: Floats = on_sphere - now.origin_km * 1000.0
    return way * min(1.0, _FARTHEST_m / float(np.linalg.norm(way)))


def _fairing_opens(take: Take) -> Shot:
    model = whole_launcher(strapons=False, nose=False) + ship_on_top(take.cast)
    halves = tuple(mesh for side in (1.0, -1.0) for mesh in _half_fairing(side))
    return climbing(
        take,
        model + halves,
        liftoff_fire.high_jets(pressure_frac(take.now)),
        (54.0, -21.0, 3.0),
        (34.0, 0.0, 0.0),
        38.0,
    )


def _half_fairing(side: float) -> Model:
    """One half of the shell, swung out and falling back."""
    halves = []
    for whole in (*fairing.fairing(0.0), fairing.lining(0.0)):
        centres = whole.vertices_m[whole.faces].mean(axis=1)
        halves.append(replace(whole, faces=whole.faces[centres[:, 2] * side > 0.0]))
    c, s = np.cos(0.35), np.sin(0.35) * side
    swing = np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))
    return placed(halves, swing, (launcher.NOSE_FOOT_m - 4.0, 0.0, side * 5.5))


def ship_on_top(cast: Cast) -> Model:
    ship = cast.ship.whole(arrays_deployed=False)
    return moved(ship, x=launcher.NOSE_FOOT_m + 0.4 + _FOOT_BEHIND_m)


def _core_spent(take: Take) -> Shot:
    model = launcher.third_stage() + ship_on_top(take.cast) + moved(launcher.core_stage(), x=-9.0, y=0.5)
    return climbing(take, model, liftoff_fire.third_stage_jets(), (32.0, -26.0, 9.0), (25.5, 0.0, 0.0), 52.0)


COMPOSERS: dict[str, Composer] = {
    "erection": _erected,
    "on_the_pad": _on_the_pad,
    "liftoff": _liftoff,
    "max_q": _max_q,
    "strapon_separation": _korolev_cross,
    "fairing_jettison": _fairing_opens,
    "core_separation": _core_spent,
}
