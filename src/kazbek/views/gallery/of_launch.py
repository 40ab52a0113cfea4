"""Pictures of the launcher: on the pad and on its way up, in east, north, up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kazbek.mission.load import RecordedFlight
from kazbek.views.gallery.framing import (
    ORIGIN,
    STEPPE,
    Composer,
    Size,
    along,
    camera,
    framed,
    turned,
    upright,
)
from kazbek.views.gallery.moment import Moment
from kazbek.views.scene import blast, fairing, launcher, pad, ship, steppe
from kazbek.views.scene.glow import Plume, kerosene_plume
from kazbek.views.scene.haze import Haze
from kazbek.views.scene.mesh import Mesh, Model, moved, placed
from kazbek.views.scene.shot import Shot
from kazbek.views.story.beats import Beat

Floats = NDArray[np.float64]

_TRENCH_AZIMUTH_rad = np.radians(200.0)  # where the flame trench points; by eye
_DAYLIGHT = 0.24  # exposure under a whole sky; above the air the contrast needs less


def _on_the_pad(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    model = _stack(pad.FOOT_m) + pad.launch_pad() + steppe.surroundings()
    return framed(now, _pad_axes(now), camera(_stand(150.0, 96.0, 6.5), (0.0, 0.0, 22.5), 40.0, size), model,
                  ground=STEPPE, exposure=_DAYLIGHT)


def _liftoff(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    """Some three seconds after the launcher let go."""
    foot_m = 24.0
    stand = _stand(115.0, 430.0, 5.0)
    model = (_stack(foot_m) + pad.launch_pad(arms_open_rad=0.62, trench=False)
             + steppe.surroundings(pit=False, eye_m=(stand[0], stand[1])))
    haze = Haze(blast.flames(foot_m), blast.smoke(foot_m, 2.0 if size[1] < 600 else 1.25))
    seen_by = camera(stand, (0.0, 0.0, 40.5), 12.6, size)
    return replace(framed(now, _pad_axes(now), seen_by, model, ground=STEPPE, exposure=_DAYLIGHT), haze=haze)


def _pad_axes(now: Moment) -> Floats:
    """(3, 3) columns of the pad's axes in ITRF: along the trench, to its left, up."""
    east, north, up = now.C_ITRF_ENU.T
    out = np.sin(_TRENCH_AZIMUTH_rad) * east + np.cos(_TRENCH_AZIMUTH_rad) * north
    return np.column_stack((out, np.cross(up, out), up))


def _stand(azimuth_deg: float, distance_m: float, height_m: float) -> Floats:
    """A place seen from the pad in a compass direction, in the pad's axes."""
    turn = _TRENCH_AZIMUTH_rad - np.radians(azimuth_deg)
    return np.array((distance_m * np.cos(turn), distance_m * np.sin(turn), height_m))


def _stack(foot_z_m: float) -> Model:
    """The launcher upright on the pad's axes: its strap-ons between the four arms."""
    c = s = np.sqrt(0.5)
    roll = np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)))
    return placed(upright(launcher.soyuz_2_1a(), foot_z_m), roll, ORIGIN)


def _climbing(now: Moment, model: Model, jet: Plume, stand: tuple[float, float, float], aim_x_m: float,
              view_deg: float, size: Size) -> Shot:
    """The vehicle under way; `stand` is (forward, left, up) of its own axes, in metres from its foot."""
    C = along(now.channels["heading_rad"], now.channels["pitch_rad"])
    seen_by = camera(C @ np.array(stand), C @ np.array((aim_x_m, 0.0, 0.0)), view_deg, size)
    return framed(now, now.C_ITRF_ENU, seen_by, placed(model, C, ORIGIN), turned((jet,), C))


def _jet(now: Moment, x_m: float, size_m: float, least_frac: float = 1e-6) -> Plume:
    """The main jet in the air of the moment (scale height 7.2 km); `least_frac` keeps a thin plume in the picture."""
    pressure_frac = max(float(np.exp(-now.height_km / 7.2)), least_frac)
    return kerosene_plume(np.array((x_m, 0.0, 0.0)), np.array((-1.0, 0.0, 0.0)), pressure_frac, size_m)


def _max_q(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    return _climbing(now, launcher.soyuz_2_1a(), _jet(now, -1.0, 1.6), (-22.0, 78.0, 22.0), 14.0, 46.0, size)


def _korolev_cross(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    blocks = [launcher.strapon_in_place(k, opened_rad=0.42, moved_out_m=7.0, down_m=26.0) for k in range(4)]
    model = launcher.soyuz_2_1a(strapons=False, tower=False) + tuple(mesh for block in blocks for mesh in block)
    return _climbing(now, model, _jet(now, -1.0, 0.8, 2e-3), (-78.0, 14.0, 19.0), -16.0, 40.0, size)


def _fairing_opens(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    model = launcher.soyuz_2_1a(strapons=False, nose=False) + _ship_on_top()
    halves = tuple(mesh for side in (1.0, -1.0) for mesh in _half_fairing(side))
    return _climbing(now, model + halves, _jet(now, -1.0, 0.8, 1e-3), (60.0, 9.0, 30.0), 32.0, 30.0, size)


def _half_fairing(side: float) -> Model:
    """One half of the shell, swung out and falling back."""
    whole = fairing.shell(0.0)
    centres = whole.vertices_m[whole.faces].mean(axis=1)
    half = Mesh(whole.vertices_m, whole.normals, whole.faces[centres[:, 1] * side > 0.0], whole.material)
    c, s = np.cos(0.35), np.sin(0.35) * side
    swing = np.array(((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0)))
    return placed((half,), swing, (launcher.NOSE_FOOT_m - 4.0, side * 5.5, 0.0))


def _ship_on_top() -> Model:
    return moved(ship.soyuz(arrays_deployed=False), x=launcher.NOSE_FOOT_m + 0.4)


def _core_spent(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    model = launcher.third_stage() + _ship_on_top() + moved(launcher.core_stage(), x=-9.0, y=0.5)
    return _climbing(now, model, _jet(now, launcher.THIRD_STAGE_FOOT_m, 0.3), (26.0, 33.0, 12.0), 21.0, 50.0, size)


COMPOSERS: dict[str, Composer] = {
    "on_the_pad": _on_the_pad, "liftoff": _liftoff, "max_q": _max_q, "strapon_separation": _korolev_cross,
    "fairing_jettison": _fairing_opens, "core_separation": _core_spent,
}
