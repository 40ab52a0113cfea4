"""What the kernels answer to fixed questions, as plain numbers: asked compiled and as plain Python by the test beside.

A kernel file adds itself by a function that returns floats and an entry in SAMPLES. Run as a program it prints JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import numpy as np
from descent_samples import DESCENT_SAMPLES

from kazbek.base.epoch import Epoch
from kazbek.base.state import State

EPOCH = Epoch.from_utc("2021-10-05T09:03:51Z")
RV = np.array((4.2e6, -3.1e6, 3.9e6, 4.9e3, 5.7e3, -0.8e3))


def gravity_field() -> list[float]:
    from kazbek.laws.gravity import WORK, gravity
    from kazbek.world.gravity import egm2008

    return list(gravity(RV[0], RV[1], RV[2], egm2008(20), np.empty(WORK)))


def earth_rotation() -> list[float]:
    from kazbek.world.earth import rv_GCRF, rv_ITRF

    tai_ns = np.array((EPOCH.tai_ns,))
    return [*rv_ITRF(tai_ns, RV[None])[0], *rv_GCRF(tai_ns, RV[None])[0]]


def geodesy() -> list[float]:
    from kazbek.world.geodesy import geodetic_from_itrf, itrf_from_geodetic

    return [*geodetic_from_itrf(RV[:3]), *itrf_from_geodetic(0.9, 1.1, 4e5)]


def arcs() -> list[float]:
    from kazbek.orbit.propagate import StopAt, Switch, ThrustFrame, burn, coast, coast_smooth, forces_over
    from kazbek.world.air import Air

    state = State(EPOCH, RV[:3], RV[3:], 7000.0)
    forces = forces_over(EPOCH, EPOCH + 900.0, degree=8, air=Air.standard())
    fallen = coast(state, EPOCH + 600.0, forces, cd_area_m2=20.0, stop=StopAt(Switch.Z_ITRF, 3.5e6))
    pushed = burn(
        state, forces, force_N=2950.0, isp_s=302.0, aim=ThrustFrame.RTN, direction=(0.0, 1.0, 0.0), delta_v_m_s=20.0
    )
    smooth = coast_smooth(state, EPOCH + 300.0, forces, step_s=20.0)
    long = forces_over(EPOCH, EPOCH + 9_000.0, degree=0, sun_moon=False)
    faster = state.replace(v_GCRF_m_s=1.06 * state.v_GCRF_m_s)
    round_and_round = coast(faster, EPOCH + 9_000.0, long, tolerance=1e-13)
    heights = round_and_round.crossings(StopAt(Switch.HEIGHT, 600e3), long)
    return [
        fallen.end.epoch - EPOCH,
        *fallen.end.rv_GCRF,
        *pushed.end.rv_GCRF,
        pushed.end.mass_kg,
        *smooth.end.rv_GCRF,
        *(epoch - EPOCH for epoch in heights),
    ]


def ephemeris() -> list[float]:
    from kazbek.laws.ephemeris import free_fall_residuals
    from kazbek.laws.forces import Thrust, ThrustFrame
    from kazbek.orbit.propagate import forces_over

    forces = forces_over(EPOCH, EPOCH + 900.0, degree=8)
    times_s, out = (EPOCH - forces.reference) + np.array((0.0, 240.0, 300.0)), np.empty((2, 6))
    rows = np.stack((RV, RV, 1.01 * RV))  # far from free fall, so that the answers are no differences of equals
    free_fall_residuals(
        times_s, rows, forces.field, Thrust(0.0, int(ThrustFrame.OFF), 0.0, 0.0, 0.0, 0.0, 0.0), 1e-10, out
    )
    return list(out.ravel())


def two_body() -> list[float]:
    from kazbek.laws.two_body.kepler import eccentric_anomaly, elements, fall, from_elements
    from kazbek.laws.two_body.lambert import lambert

    GM = 3.986004415e14
    r, v = fall(RV[:3], RV[3:], 4000.0, GM)
    v1, v2, status = lambert(RV[:3], r, 4000.0, GM, 0, 0, 1)
    again, _, _ = lambert(RV[:3], r, 20_000.0, GM, 2, 1, 1)
    r3, v3 = from_elements(*elements(r, v, GM), GM)
    return [*r, *v, *v1, *v2, float(status), *again, *r3, *v3, eccentric_anomaly(2.0, 0.7), eccentric_anomaly(2.0, 1.7)]


def near_the_station() -> list[float]:
    from kazbek.laws.quaternion import about, advanced, angle_between, composed, turned
    from kazbek.laws.relative import closest_m, gcrf_from_rtn, rtn_from_gcrf, transition, two_impulses

    d = np.array((10.0, -200.0, 30.0, 0.1, 0.2, -0.1))
    ship = gcrf_from_rtn(d, RV)
    q = composed(about(np.array((0.6, 0.0, 0.8)), 0.3), advanced(about(np.array((1.0, 0.0, 0.0)), 2.0), d[:3], 0.01))
    impulses = two_impulses(d[:3], d[3:], 1.1e-3, 900.0)
    return [
        *ship,
        *rtn_from_gcrf(ship, RV),
        *(transition(1.1e-3, 900.0) @ d),
        closest_m(1.1e-3, np.column_stack((d, 2.0 * d)), np.array((0.0, 900.0))),
        *impulses[0],
        *impulses[1],
        *q,
        *turned(q, d[:3]),
        angle_between(q, about(np.array((0.0, 1.0, 0.0)), 0.1)),
    ]


def beside_the_port() -> list[float]:
    from kazbek.catalogue.approach import ApproachPlan
    from kazbek.catalogue.spacecraft import Spacecraft
    from kazbek.catalogue.station import Station
    from kazbek.flight.docking.beside import facing, no_command
    from kazbek.flight.docking.brakes import burn_for, place_after
    from kazbek.flight.docking.failures import CloseFailure
    from kazbek.flight.docking.kernels import columns as col
    from kazbek.flight.docking.near_flight import open_near
    from kazbek.flight.docking.session import CloseScene

    class Track:
        def rv(self, tai_ns: np.ndarray) -> np.ndarray:
            angle = 1.126e-3 * (tai_ns - EPOCH.tai_ns)[:, None] / 1e9
            x, y = np.eye(6)[:1], np.eye(6)[1:2]
            u, w = np.roll(x, 3), np.roll(y, 3)
            return 6.8e6 * (np.cos(angle) * x + np.sin(angle) * y + 1.126e-3 * (np.cos(angle) * w - np.sin(angle) * u))

    failures = (CloseFailure("kurs", 6.0, 1), CloseFailure("jet", 100.0, which="aft left", stuck=True))
    ship, answers = Spacecraft.named("soyuz-ms"), []
    close = CloseScene(ship, Station.named("iss"), "rassvet-nadir", ApproachPlan.named("kurs"), failures=failures)
    still = State(
        EPOCH, np.array((6.8e6 - 60.0, 0.0, 0.0)), np.array((0.0, 1.126e-3 * (6.8e6 - 60.0), 0.0)), 6800.0, 540.0
    )
    berth = close.beside(still, Track(), 900.0, close.draws(None)).world.berth
    for stage, hand, ahead_m in ((col.Part.FINAL, 0, 4.5), (col.Part.FINAL, 1, 4.31), (col.Part.AROUND, 0, 90.0)):
        x = berth.r_RTN + ahead_m * berth.C_PORT_RTN[0] + np.array((0.0, 0.1, -0.1))
        v = np.array((0.12, 1.126e-3 * (6.8e6 + x[0]), 0.0))
        begun = State(EPOCH, np.array((6.8e6, 0.0, 0.0)) + x, v, 6800.0, 540.0)
        flight = open_near(close, begun, Track(), 900.0, stage, np.random.default_rng(5))
        begun = facing(flight.beside, begun, x)
        flight.s = flight.beside.open(begun, stage, loop=col.Loop(hand))
        flight.until((col.Occurrence.BOUNCED,), 1.5)
        answers += [*np.round(flight.s[: col.BODY_STATE], 6), flight.s[col.STAGE], flight.t_s]
        answers += [*np.round(flight.beside.step(flight.s, no_command(), 0.05)[: col.BODY_STATE], 6)]
    y, craft = np.round(flight.y, 6), flight.craft  # two places 6.8e6 m out differ by no less than a nanometre
    burn = burn_for(craft, 6800.0, np.array((0.1, -0.2, 0.05)), 2)
    return [*answers, burn.on_s, *place_after(craft, 10.0, y, burn, 20.0)]


def ascent() -> list[float]:
    from kazbek.catalogue.launcher import Launcher
    from kazbek.catalogue.site import Site
    from kazbek.flight.ascent.inputs import ground_of, rocket_of
    from kazbek.flight.ascent.insertion import Cutoff
    from kazbek.flight.ascent.kernels.orbit_reached import FIGURES, OrbitPoint, figures_at
    from kazbek.flight.ascent.kernels.programme import Targets, programme_miss
    from kazbek.flight.ascent.kernels.types import COLUMNS, AttitudeLaw, Run, Sheet
    from kazbek.flight.ascent.kernels.upfg import MEMORY

    rocket, ground = rocket_of(Launcher.named("soyuz-2.1a"), 7152.0), ground_of(Site.named("baikonur-31"))
    law = AttitudeLaw(1.06, 5.0, 25.0, 45.0, 0.142, 5e-5, -0.33, 10.0, np.zeros((1, 3)), 1.0)
    events, memory, left, out = np.empty((11, COLUMNS)), np.zeros(MEMORY), np.empty(3), np.empty(5)
    aim = Cutoff(6.5666e6, 7800.8, 5e-5, 0.9011).aim(0.17)
    targets = Targets(np.array((4, 7)), np.array((79e3, 157e3)), 0.0, False)
    sheet = Sheet(np.empty((8, COLUMNS)), events, memory, left)
    programme_miss(rocket, ground, law, aim, targets, Run(4.0, 8.0, 8, False), sheet, out)
    figures = np.empty(FIGURES)
    figures_at(OrbitPoint(6.5666e6, 7800.8, 5e-5, 0.9011, 0.17, 1.43), 5318.0, 20.0, figures)
    # a metre of height is a difference of radii
    return [*(out[:2] / 1e5), *out[2:4], *memory, *figures, *left, *np.nan_to_num(events[:9]).ravel()]


def chase() -> list[float]:
    from kazbek.flight.chase.kernels.burns import Burns, FreeArcs, arrival, burn_time_s, fly_from
    from kazbek.orbit.propagate import forces_over

    field = forces_over(EPOCH, EPOCH + 900.0, degree=4, sun_moon=False).field
    t0 = (EPOCH.tai_ns // 10**9) % 86_400 + 60.0
    burns = Burns(
        t0 + np.array((0.0, 150.0)),
        np.array((2950.0, 280.0)),
        np.array((1.0, 0.1)),
        np.array((3.0, 0.0)),
        np.array((True, False)),
    )
    delta_v, station = np.array(((1.0, 20.0, -1.0), (0.5, -0.3, 0.2))), RV * 1.01
    states, reached = np.zeros((2, 7)), np.empty(6)
    y, status = fly_from(0, np.append(RV, 7000.0), delta_v, burns, t0 + 400.0, FreeArcs(field, 20.0, 1e-11), states)
    arrival(y, station, reached)
    return [*y, float(status), *states.ravel(), *(reached / 1e3), burn_time_s(7000.0, 20.0, 2950.0, 1.0)]


def raster() -> list[float]:
    from kazbek.pictures.render.raster import rasterise

    x, y = np.array((1.0, 14.0, 3.0, 2.0, 15.0, 9.0)), np.array((1.0, 4.0, 11.0, 9.0, 1.0, 12.0))
    inverse_depth, faces = np.array((0.10, 0.20, 0.40, 0.30, 0.15, 0.25)), np.array(((0, 1, 2), (3, 4, 5)))
    depth, face_at, weights = np.full((12, 16), np.inf), np.full((12, 16), -1, dtype=np.int32), np.zeros((12, 16, 2))
    rasterise(x, y, inverse_depth, faces, depth, face_at, weights)
    return [*np.where(face_at >= 0, depth, 0.0).ravel(), *face_at.ravel().astype(float), *weights.ravel()]


def escape() -> list[float]:
    from kazbek.checks.escape_tests import EscapeTest

    legs = [leg for name in ("apollo-pa-2", "dragon-in-flight") for leg in EscapeTest.named(name).legs()]
    return [x for leg in legs for x in (*leg.end.rv_GCRF, leg.end.epoch - leg.start.epoch)]


def to_orbit() -> list[float]:
    from kazbek.flight.escape.kernels.to_orbit import Engine, burnt, cheapest_burn

    r, v, engine = (6.57e6, 0.0, 2.0e5), (20.0, 7.62e3, 1.5e3), Engine(2950.0, 2961.6, 7152.0, 800.0)
    pitch_rad, burn_s = cheapest_burn(r, v, 60.0, engine, 150e3)
    rb, vb, lowest_m = burnt(r, v, engine, 0.3, 100.0)
    return [pitch_rad, burn_s, *rb, *vb, lowest_m]


SAMPLES: dict[str, Callable[[], list[float]]] = {
    law.__name__: law
    for law in (
        gravity_field,
        earth_rotation,
        geodesy,
        arcs,
        ephemeris,
        two_body,
        near_the_station,
        beside_the_port,
        ascent,
        chase,
        raster,
        escape,
        to_orbit,
    )
}
SAMPLES |= DESCENT_SAMPLES

if __name__ == "__main__":
    json.dump({name: [float(x) for x in law()] for name, law in SAMPLES.items()}, sys.stdout)
