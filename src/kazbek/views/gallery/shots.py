"""From a beat to a picture: what is in it, where the camera stands. Poses and light come from the record."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kazbek.craft.station import Station
from kazbek.mission.load import RecordedFlight
from kazbek.views.gallery.moment import Moment, moment
from kazbek.views.scene import landing, launcher, pad, ship
from kazbek.views.scene.camera import Camera
from kazbek.views.scene.glow import Plume, kerosene_plume, shock_layer, thruster_plume
from kazbek.views.scene.mesh import Model, aimed, moved, placed
from kazbek.views.scene.shot import Shot
from kazbek.views.scene.station import docked_soyuz, station
from kazbek.views.story.beats import Beat

Floats = NDArray[np.float64]
Size = tuple[int, int]  # columns, rows

_STEPPE = (0.30, 0.25, 0.17)
_UP = np.array((0.0, 0.0, 1.0))
_LEVEL = np.diag((1.0, -1.0, -1.0))  # BODY or STN (x forward, z down) in TNR axes (forward, left, up)


def shot_of(beat: Beat, flight: RecordedFlight, size: Size) -> Shot | None:
    """The picture of a beat; None where the record holds no pose for it."""
    now = moment(flight, beat.utc)
    compose = _COMPOSERS.get(beat.key)
    return compose(now, beat, flight, size) if now is not None and compose is not None else None


def _frame(
    now: Moment,
    C_ITRF_LOCAL: Floats,
    camera: Camera,
    model: Model,
    plumes: tuple[Plume, ...] = (),
    ground: tuple[float, float, float] | None = None,
    exposure: float = 0.16,
) -> Shot:
    """A shot whose LOCAL frame has the given axes and its origin at the ship."""
    return Shot(
        camera,
        model,
        C_ITRF_LOCAL,
        now.origin_km,
        C_ITRF_LOCAL.T @ now.to_sun_ITRF,
        C_ITRF_LOCAL.T @ now.C_ITRF_GCRF,
        plumes,
        ground,
        exposure,
    )


def _camera(
    at: tuple[float, float, float] | Floats, look_at: tuple[float, float, float] | Floats, fov_deg: float, size: Size
) -> Camera:
    return Camera(np.asarray(at, dtype=float), np.asarray(look_at, dtype=float), _UP, fov_deg, *size)


# --- the launcher ----------------------------------------------------------------------------------------------------


def _upright(model: Model, foot_z_m: float = 0.0) -> Model:
    """A model built along x, stood on its foot; its own z turns to north."""
    return placed(model, np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))), (0.0, 0.0, foot_z_m))


def _on_the_pad(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    model = _upright(launcher.soyuz_2_1a()) + pad.launch_pad()
    sunward = _horizontal(now.C_ITRF_ENU.T @ now.to_sun_ITRF)
    at = 92.0 * (0.75 * sunward + 0.66 * np.cross(_UP, sunward))
    return _frame(
        now,
        now.C_ITRF_ENU,
        _camera((at[0], at[1], 4.0), (0.0, 0.0, 25.0), 38.0, size),
        model,
        ground=_STEPPE,
        exposure=0.24,
    )


def _liftoff(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    foot = 55.0
    model = _upright(launcher.soyuz_2_1a(), foot) + pad.launch_pad(arms_open_rad=0.62)
    sunward = _horizontal(now.C_ITRF_ENU.T @ now.to_sun_ITRF)
    at = 230.0 * (0.6 * sunward - 0.8 * np.cross(_UP, sunward))
    plume = kerosene_plume(np.array((0.0, 0.0, foot - 1.0)), -_UP, 1.0, 1.7)
    return _frame(
        now, now.C_ITRF_ENU, _camera((at[0], at[1], 3.0), (0.0, 0.0, 62.0), 34.0, size), model, (plume,), _STEPPE, 0.24
    )


def _horizontal(v: Floats) -> Floats:
    flat = np.array((v[0], v[1], 0.0))
    return flat / max(float(np.linalg.norm(flat)), 1e-9)


def _climbing(
    now: Moment,
    model: Model,
    plumes: tuple[Plume, ...],
    camera_NOSE: Floats,
    aim_x_m: float,
    fov_deg: float,
    size: Size,
    exposure: float = 0.16,
) -> Shot:
    """The vehicle under way; `camera_NOSE` stands (forward, left, up) of the vehicle's own axes."""
    C_ENU_NOSE = _nose_axes(now)
    at, look = C_ENU_NOSE @ camera_NOSE, C_ENU_NOSE @ np.array((aim_x_m, 0.0, 0.0))
    turned = tuple(
        Plume(C_ENU_NOSE @ p.at_m, C_ENU_NOSE @ p.along, p.radius_m, p.length_m, p.spread, p.colour) for p in plumes
    )
    return _frame(
        now,
        now.C_ITRF_ENU,
        _camera(at, look, fov_deg, size),
        placed(model, C_ENU_NOSE, (0.0, 0.0, 0.0)),
        turned,
        exposure=exposure,
    )


def _nose_axes(now: Moment) -> Floats:
    """(3, 3) columns forward, left, up of the climbing vehicle in ENU, from its pitch and heading."""
    pitch = now.channels.get("pitch_rad", now.channels.get("flight_path_angle_rad", float(np.pi / 2)))
    heading = now.channels.get("heading_rad", float(np.radians(62.0)))
    forward = np.array((np.sin(heading) * np.cos(pitch), np.cos(heading) * np.cos(pitch), np.sin(pitch)))
    left = np.cross(_UP, forward)
    left = left / max(float(np.linalg.norm(left)), 1e-9)
    return np.column_stack((forward, left, np.cross(forward, left)))


def _pressure_frac(now: Moment) -> float:
    return float(np.exp(-now.height_km / 7.2))


def _jet(x_m: float, pressure_frac: float, size_m: float) -> Plume:
    return kerosene_plume(np.array((x_m, 0.0, 0.0)), np.array((-1.0, 0.0, 0.0)), pressure_frac, size_m)


def _max_q(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    return _climbing(
        now,
        launcher.soyuz_2_1a(),
        (_jet(-1.0, _pressure_frac(now), 1.6),),
        np.array((-22.0, 95.0, 26.0)),
        10.0,
        46.0,
        size,
    )


def _korolev_cross(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    fallen = [launcher.strapon_in_place(k, opened_rad=0.42, moved_out_m=7.0, down_m=26.0) for k in range(4)]
    model = launcher.soyuz_2_1a(strapons=False, tower=False) + tuple(mesh for block in fallen for mesh in block)
    jet = _jet(-1.0, max(_pressure_frac(now), 2e-3), 0.8)
    return _climbing(now, model, (jet,), np.array((-62.0, 24.0, 34.0)), 2.0, 50.0, size)


def _fairing_opens(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    bare = launcher.soyuz_2_1a(strapons=False, nose=False) + _ship_on_top()
    halves = tuple(mesh for side in (1.0, -1.0) for mesh in _half_shell(side))
    return _climbing(now, bare + halves, (_jet(-1.0, 1e-3, 0.8),), np.array((58.0, 30.0, 12.0)), 30.0, 44.0, size)


def _half_shell(side: float) -> Model:
    """One half of the fairing, swung out and drifting back."""
    half = tuple(_kept_half(mesh, side) for mesh in launcher.fairing()[:1])
    c, s = np.cos(0.35), np.sin(0.35) * side
    return placed(
        moved(half, x=-launcher.NOSE_FOOT_m),
        np.array(((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0))),
        (launcher.NOSE_FOOT_m - 4.0, side * 5.5, 0.0),
    )


def _kept_half(mesh, side: float):  # type: ignore[no-untyped-def]
    from kazbek.views.scene.mesh import Mesh

    centre = mesh.vertices_m[mesh.faces].mean(axis=1)
    return Mesh(mesh.vertices_m, mesh.normals, mesh.faces[centre[:, 1] * side > 0.0], mesh.material)


def _ship_on_top() -> Model:
    return moved(ship.soyuz(arrays_deployed=False), x=launcher.NOSE_FOOT_m + 0.4)


def _core_spent(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    top = launcher.third_stage() + _ship_on_top()
    core = moved(launcher.core_stage(), x=-14.0, y=0.6)
    jet = _jet(launcher.THIRD_STAGE_FOOT_m, 1e-5, 0.35)
    return _climbing(now, top + core, (jet,), np.array((8.0, 44.0, 17.0)), 17.0, 50.0, size)


# --- in orbit --------------------------------------------------------------------------------------------------------


def _in_orbit(
    now: Moment,
    model: Model,
    at_TNR: tuple[float, float, float],
    size: Size,
    *,
    look: tuple[float, float, float] = (0.3, 0.0, 0.0),
    fov_deg: float = 42.0,
    plumes: tuple[Plume, ...] = (),
) -> Shot:
    side = 1.0 if (now.C_ITRF_TNR.T @ now.to_sun_ITRF)[1] > 0.0 else -1.0  # stand on the sunny side
    at = (at_TNR[0], side * at_TNR[1], at_TNR[2])
    return _frame(now, now.C_ITRF_TNR, _camera(at, look, fov_deg, size), model, plumes)


def _ship(forward: tuple[float, float, float] = (1.0, 0.0, 0.0), *, arrays_deployed: bool = True) -> Model:
    """The ship about its centre of mass in TNR axes, nose along `forward` (±x) with feet down."""
    model = placed(ship.about_centre_of_mass(ship.soyuz(arrays_deployed=arrays_deployed)), _LEVEL, (0.0, 0.0, 0.0))
    return model if forward[0] > 0.0 else placed(model, np.diag((-1.0, -1.0, 1.0)), (0.0, 0.0, 0.0))


def _separation(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    stage = placed(moved(launcher.third_stage(skirt=False), x=-launcher.NOSE_FOOT_m - 12.0), _LEVEL, (0.0, 0.0, 0.0))
    return _in_orbit(
        now, _ship(arrays_deployed=False) + stage, (13.0, 11.0, 5.0), size, look=(-3.5, 0.0, 0.0), fov_deg=46.0
    )


def _wings(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    return _in_orbit(now, _ship(), (8.0, 9.0, 5.0), size)


def _burning(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    main = thruster_plume(np.array((-3.4, 0.0, 0.0)), np.array((-1.0, 0.0, 0.0)), 1.0)
    spot = ((-9.0, 8.0, 3.5), (-7.0, 10.0, -1.5), (-10.0, 6.0, 6.0))[sum(map(ord, beat.title)) % 3]
    return _in_orbit(now, _ship(), spot, size, look=(-0.8, 0.0, 0.0), plumes=(main,))


def _deorbit(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    jet = thruster_plume(np.array((3.4, 0.0, 0.0)), np.array((1.0, 0.0, 0.0)), 1.0)
    return _in_orbit(now, _ship((-1.0, 0.0, 0.0)), (9.5, 8.0, 4.0), size, plumes=(jet,))


def _module_separation(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    parts = (
        moved(ship.orbital_module(), x=-ship.CENTRE_OF_MASS_X_m + 3.2)
        + moved(landing.capsule(), x=0.4)
        + moved(ship.service_module(), x=-ship.CENTRE_OF_MASS_X_m - 3.4)
    )
    tilted = placed(parts, _LEVEL @ np.array(((0.87, 0.5, 0.0), (-0.5, 0.87, 0.0), (0.0, 0.0, 1.0))), (0.0, 0.0, 0.0))
    return _in_orbit(now, tilted, (2.0, 15.0, 6.0), size, fov_deg=46.0)


# --- near the station ------------------------------------------------------------------------------------------------


@functools.cache
def _iss() -> Station:
    return Station.named("iss")


def _station_model(without: str = "") -> Model:
    """The station about its centre of mass in TNR axes, with a second Soyuz at Nauka unless the shot is there."""
    built = station() + (docked_soyuz((-26.1, 0.0, 13.7), (0.0, 0.0, 1.0)) if without != "nauka-nadir" else ())
    return placed(moved(built, *(-_iss().centre_of_mass_STN.r_STN_m)), _LEVEL, (0.0, 0.0, 0.0))


def _TNR(r_RTN_m: Floats) -> Floats:
    return np.array((r_RTN_m[1], r_RTN_m[2], r_RTN_m[0]))


def _beside_station(
    now: Moment,
    flight: RecordedFlight,
    size: Size,
    compose: Callable[[Floats, Floats, Floats], tuple[Floats, Floats, float]],
    *,
    plume: bool = False,
    gap_m: float | None = None,
) -> Shot:
    """Ship and station together; LOCAL is TNR at the station. `compose(ship, port, out)` places the camera."""
    port_name = flight_port(flight)
    station_iss = _iss()
    port = _TNR(station_iss.r_RTN_m(port_name))
    out = _TNR(station_iss.C_PORT_RTN(port_name)[0])
    tip = ship.PROBE_TIP_X_m - ship.CENTRE_OF_MASS_X_m
    here = _TNR(now.r_RTN_m) if now.r_RTN_m is not None and gap_m is None else port + out * (tip + (gap_m or 0.0))
    facing = port - here if np.linalg.norm(port - here) > 30.0 else -out
    model = _station_model(port_name) + aimed(ship.about_centre_of_mass(ship.soyuz()), tuple(facing), tuple(here))
    at, look, fov = compose(here, port, out)
    unit = facing / np.linalg.norm(facing)
    plumes = (thruster_plume(here + 3.6 * unit, unit, 0.4),) if plume else ()
    return _frame(now, now.C_ITRF_TNR, _camera(at, look, fov, size), model, plumes)


def flight_port(flight: RecordedFlight) -> str:
    """The port of a flight's docking or undocking, as its events say."""
    for event in flight.events:
        if "port" in event["values"]:
            return str(event["values"]["port"])
    return "rassvet-nadir"


def _over_the_shoulder(
    distance_m: float, fov_deg: float
) -> Callable[[Floats, Floats, Floats], tuple[Floats, Floats, float]]:
    """Behind and beside the ship, looking past it to the station."""

    def compose(here: Floats, port: Floats, out: Floats) -> tuple[Floats, Floats, float]:
        back = here - port
        back = back / np.linalg.norm(back)
        side = np.cross(back, _UP) if abs(back[2]) < 0.9 else np.array((0.0, 1.0, 0.0))
        side = side / np.linalg.norm(side)
        return (
            here + distance_m * (0.86 * back + 0.42 * side + 0.22 * np.cross(side, back)),
            here + 0.35 * (port - here),
            fov_deg,
        )

    return compose


def _side_on(
    distance_m: float, fov_deg: float, share: float = 0.5
) -> Callable[[Floats, Floats, Floats], tuple[Floats, Floats, float]]:
    """Square to the line between ship and port, both in the picture."""

    def compose(here: Floats, port: Floats, out: Floats) -> tuple[Floats, Floats, float]:
        middle = here + share * (port - here)
        side = np.cross(out, (1.0, 0.0, 0.0))
        side = side / max(float(np.linalg.norm(side)), 1e-9)
        return middle + distance_m * (0.8 * side + np.array((0.55, 0.0, -0.12))), middle, fov_deg

    return compose


def _station_beat(
    compose: Callable[[Floats, Floats, Floats], tuple[Floats, Floats, float]],
    *,
    plume: bool = False,
    gap_m: float | None = None,
) -> Callable[[Moment, Beat, RecordedFlight, Size], Shot]:
    def composer(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
        return _beside_station(now, flight, size, compose, plume=plume, gap_m=gap_m)

    return composer


def _far_ahead(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    """The ship in front, the station as a point of light where the record has it."""
    shot = _in_orbit(now, _ship(), (-11.0, 5.0, 2.6), size, look=(4.0, 0.0, 0.4))
    if now.r_RTN_m is None:
        return shot
    towards = -_TNR(now.r_RTN_m)
    spark = Plume(
        towards / np.linalg.norm(towards) * 900.0, np.array((0.0, 0.0, 1.0)), 1.3, 1e-3, 0.0, (40.0, 38.0, 34.0)
    )
    return _frame(now, now.C_ITRF_TNR, shot.camera, shot.model, (spark,))


# --- coming home -----------------------------------------------------------------------------------------------------


def _falling(now: Moment) -> Floats:
    """(3, 3) columns forward, left, up along the air-relative fall, in ENU."""
    angle = now.channels.get("flight_path_angle_rad", -0.03)
    heading = now.channels.get("heading_rad", np.pi / 4)
    forward = np.array((np.sin(heading) * np.cos(angle), np.cos(heading) * np.cos(angle), np.sin(angle)))
    left = np.cross(_UP, forward)
    left = left / max(float(np.linalg.norm(left)), 1e-9)
    return np.column_stack((forward, left, np.cross(forward, left)))


def _shield_first(now: Moment) -> tuple[Floats, Model]:
    """The capsule with its shield into the wind, trimmed some 20° nose-up."""
    C = _falling(now)
    c, s = np.cos(0.36), np.sin(0.36)
    backwards = np.array(((-c, 0.0, s), (0.0, -1.0, 0.0), (s, 0.0, c)))
    return C, placed(landing.capsule(), C @ backwards, (0.0, 0.0, 0.0))


def _entry(strength: float, at_FLU: tuple[float, float, float]) -> Callable[[Moment, Beat, RecordedFlight, Size], Shot]:
    def composer(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
        C, model = _shield_first(now)
        glow = tuple(
            Plume(C @ p.at_m, C @ p.along, p.radius_m, p.length_m, p.spread, p.colour) for p in shock_layer(strength)
        )
        return _frame(
            now, now.C_ITRF_ENU, _camera(C @ np.array(at_FLU), C @ np.array((-1.5, 0.0, 0.0)), 42.0, size), model, glow
        )

    return composer


def _canopy(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    model = _upright(landing.under_canopy(inflation_frac=1.0))
    return _frame(
        now,
        now.C_ITRF_ENU,
        _camera((38.0, -46.0, -6.0), (0.0, 0.0, 18.0), 50.0, size),
        model,
        ground=_STEPPE,
        exposure=0.22,
    )


def _soft_landing(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    model = _upright(landing.under_canopy(shield=False), 2.0)
    burst = Plume(np.array((0.0, 0.0, 1.0)), -_UP, 1.1, 1.6, 0.7, (50.0, 26.0, 10.0))
    return _frame(
        now, now.C_ITRF_ENU, _camera((34.0, -30.0, 2.2), (0.0, 0.0, 15.5), 54.0, size), model, (burst,), _STEPPE, 0.22
    )


def _landed(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    lying = placed(
        landing.capsule(shield=False),
        np.array(((0.96, 0.0, 0.28), (0.0, 1.0, 0.0), (-0.28, 0.0, 0.96))),
        (0.0, 0.0, 0.85),
    )
    cloth = landing.canopy_on_ground()
    return _frame(
        now,
        now.C_ITRF_ENU,
        _camera((5.5, -7.5, 2.0), (-0.5, 1.5, 0.7), 48.0, size),
        lying + cloth,
        ground=_STEPPE,
        exposure=0.22,
    )


_COMPOSERS: dict[str, Callable[[Moment, Beat, RecordedFlight, Size], Shot]] = {
    "on_the_pad": _on_the_pad,
    "liftoff": _liftoff,
    "max_q": _max_q,
    "strapon_separation": _korolev_cross,
    "fairing_jettison": _fairing_opens,
    "core_separation": _core_spent,
    "spacecraft_separation": _separation,
    "arrays_deployed": _wings,
    "burn": _burning,
    "kurs_acquisition": _far_ahead,
    "flyaround": _station_beat(_over_the_shoulder(14.0, 36.0)),
    "stationkeeping": _station_beat(_over_the_shoulder(17.0, 44.0)),
    "final_approach": _station_beat(_over_the_shoulder(13.0, 40.0)),
    "kurs_lost": _station_beat(_side_on(62.0, 50.0), plume=True),
    "manual_control": _station_beat(_over_the_shoulder(9.0, 46.0)),
    "docking_contact": _station_beat(_side_on(15.0, 44.0, 0.75), gap_m=0.15),
    "hatch_open": _station_beat(_side_on(30.0, 46.0, 1.0), gap_m=-0.4),
    "seats_swapped": _station_beat(_side_on(70.0, 48.0, 1.0), gap_m=-0.4),
    "undocking": _station_beat(_side_on(40.0, 46.0, 0.6), gap_m=6.0),
    "deorbit_burn_start": _deorbit,
    "module_separation": _module_separation,
    "plasma_start": _entry(0.8, (3.5, 8.0, 1.5)),
    "peak_load": _entry(0.30, (-7.0, 6.0, 2.5)),
    "main_opening": _canopy,
    "soft_landing_engines": _soft_landing,
    "touchdown": _landed,
}
