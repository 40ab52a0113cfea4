"""Pictures of the ship alone in orbit, in forward, left, up of its own path."""

from __future__ import annotations

import numpy as np

from kazbek.base.frames import C_from_quaternion
from kazbek.mission.load import RecordedFlight
from kazbek.views.gallery.framing import ORIGIN, Composer, Floats, Size, camera, framed, turned
from kazbek.views.gallery.moment import Moment
from kazbek.views.scene import landing, launcher, ship
from kazbek.views.scene.glow import Plume, thruster_plume
from kazbek.views.scene.mesh import Model, moved, placed
from kazbek.views.scene.shot import Shot
from kazbek.views.story.beats import Beat

LEVEL = np.diag((1.0, -1.0, -1.0))  # BODY (x forward, z to the crew's feet) in TNR, nose ahead and feet down
BACKWARDS = np.diag((-1.0, 1.0, -1.0))  # the same, main engine ahead
_JET_AFT = (-3.4, 0.0, 0.0)


def C_TNR_BODY(now: Moment, otherwise: Floats) -> Floats:
    """Attitude of the ship from the record, or `otherwise` where the leg keeps none."""
    q = [now.channels.get(f"q_BODY_GCRF_{c}") for c in "wxyz"]
    if any(component is None for component in q):
        return otherwise
    C_BODY_GCRF = C_from_quaternion(np.array(q, dtype=float))
    turn: Floats = now.C_ITRF_TNR.T @ now.C_ITRF_GCRF @ C_BODY_GCRF.T
    return turn


def _alone(now: Moment, model: Model, C: Floats, stand: tuple[float, float, float], size: Size, *,
           look: tuple[float, float, float] = (0.3, 0.0, 0.0), view_deg: float = 40.0,
           plumes: tuple[Plume, ...] = ()) -> Shot:
    """The ship turned by `C`, seen from (along the nose, aside on the sunny side, up) in metres."""
    nose = C @ np.array((1.0, 0.0, 0.0))
    up = np.array((0.0, 0.0, 1.0)) - nose[2] * nose if abs(nose[2]) < 0.9 else np.array((1.0, 0.0, 0.0))
    up = up / np.linalg.norm(up)
    aside = np.cross(up, nose)
    aside = aside if aside @ (now.C_ITRF_TNR.T @ now.to_sun_ITRF) > 0.0 else -aside
    seat = np.column_stack((nose, aside, up))
    return framed(now, now.C_ITRF_TNR, camera(seat @ np.array(stand), seat @ np.array(look), view_deg, size),
                  placed(model, C, ORIGIN), turned(plumes, C))


def _whole(*, arrays_deployed: bool = True) -> Model:
    return ship.about_centre_of_mass(ship.soyuz(arrays_deployed=arrays_deployed))


def _separation(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    stage = moved(launcher.third_stage(skirt=False), x=-launcher.NOSE_FOOT_m - 9.0)
    return _alone(now, _whole(arrays_deployed=False) + stage, LEVEL, (11.0, 9.0, 3.6), size, look=(-3.5, 0.0, 0.0),
                  view_deg=46.0)


def _wings(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    return _alone(now, _whole(), LEVEL, (8.0, 8.5, 4.6), size)


_STANDS = ((-9.0, 8.0, 3.5), (-6.0, 10.0, -1.6), (-10.5, 5.5, 5.5), (-3.0, 11.5, 3.0))


def _burning(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    """Burns take turns among four places to stand, so that no two in a row look alike."""
    number = int("".join(c for c in beat.title if c.isdigit()) or 1)
    main = "main" in "".join(beat.sentences)
    jets = (thruster_plume(np.array(_JET_AFT), np.array((-1.0, 0.0, 0.0)), 1.0),) if main else tuple(
        thruster_plume(np.array((-3.1, 1.22 * np.cos(a), 1.22 * np.sin(a))), np.array((-1.0, 0.0, 0.0)), 0.35)
        for a in (0.985, 2.556, 4.127, 5.698))
    return _alone(now, _whole(), C_TNR_BODY(now, LEVEL), _STANDS[number % 4], size, look=(-0.8, 0.0, 0.0), plumes=jets)


def _deorbit(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    jet = thruster_plume(np.array(_JET_AFT), np.array((-1.0, 0.0, 0.0)), 1.0)
    return _alone(now, _whole(), C_TNR_BODY(now, BACKWARDS), (-9.0, 8.0, 4.0), size, plumes=(jet,))


def _first_sight(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    """The ship in front; the station is a point of light where the record has it."""
    ahead = -np.array((now.r_RTN_m[1], now.r_RTN_m[2], now.r_RTN_m[0])) if now.r_RTN_m is not None else np.eye(3)[0]
    ahead = ahead / np.linalg.norm(ahead)
    spark = Plume(ahead * 900.0, np.array((0.0, 0.0, 1.0)), 3.6, 1e-3, 0.0, (60.0, 57.0, 51.0))
    sunward = now.C_ITRF_TNR.T @ now.to_sun_ITRF
    aside = np.array((0.0, 1.0 if sunward[1] > 0.0 else -1.0, 0.0))
    stand = -12.0 * ahead + 5.5 * aside + np.array((0.0, 0.0, 2.6))
    return framed(now, now.C_ITRF_TNR, camera(stand, 5.0 * ahead + 1.4 * aside + np.array((0.0, 0.0, 0.9)), 50.0, size),
                  placed(_whole(), LEVEL, ORIGIN), (spark,))


def _parting(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    foot = -ship.CENTRE_OF_MASS_X_m
    parts = (moved(ship.orbital_module(), x=foot + 3.0) + moved(landing.capsule(), x=0.4)
             + moved(ship.service_module(), x=foot - 3.2))
    askew = LEVEL @ np.array(((0.87, 0.5, 0.0), (-0.5, 0.87, 0.0), (0.0, 0.0, 1.0)))
    return _alone(now, parts, askew, (2.0, 13.5, 5.0), size, view_deg=46.0)


COMPOSERS: dict[str, Composer] = {
    "spacecraft_separation": _separation, "arrays_deployed": _wings, "burn": _burning,
    "kurs_acquisition": _first_sight, "deorbit_burn_start": _deorbit, "module_separation": _parting,
}
