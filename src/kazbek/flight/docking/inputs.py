"""Ship, station, approach plan and pilot as the figures that the kernels beside the station read."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.frames import cross
from kazbek.base.types import Floats
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.flight.docking.choice import ahead_of, choice_of, wrenches
from kazbek.flight.docking.kernels.attitude import AttitudeLoop
from kazbek.flight.docking.kernels.body import RigidShip
from kazbek.flight.docking.kernels.columns import TICK_s
from kazbek.flight.docking.kernels.computer import Ship
from kazbek.flight.docking.kernels.contact import CaptureLimits
from kazbek.flight.docking.kernels.guidance import Guide
from kazbek.flight.docking.kernels.jets import Jets
from kazbek.flight.docking.kernels.pilot import Pilot
from kazbek.flight.docking.kernels.programme import FAILURE, Programme
from kazbek.flight.docking.kernels.sensors import Sensors
from kazbek.flight.docking.kernels.station import PortGeometry
from kazbek.flight.docking.kernels.step import Engines

LOOKS = 4096  # rows of chance: more than an hour of looking
CYCLES = 2048  # rows of chance of the instruments: 7 minutes, then again; the estimate forgets them in seconds
NOISES = 10


@dataclass(frozen=True, slots=True)
class Draws:
    """What chance does to one flight beside the station, in standard normal numbers; zeros for a nominal flight.

    Attributes
    ----------
    sway : (6,) rates and phases of the station about R, T, N; None: it stands still in its flown attitude
    biases : (5,) two bearings of Kurs, three axes of attitude
    jets : (2, n, 3) places and directions; noise : (cycles, 10) instruments; looks : (looks, 4) the pilot
    """

    sway: Floats | None
    biases: Floats
    jets: Floats
    noise: Floats
    looks: Floats

    @classmethod
    def of(cls, chance: np.random.Generator | None, jets: int) -> Draws:
        """Drawn in a fixed order, or all zeros without chance."""
        if chance is None:
            return cls(None, np.zeros(5), np.zeros((2, jets, 3)), np.zeros((1, NOISES)), np.zeros((1, 4)))
        return cls(
            chance.standard_normal(6),
            chance.standard_normal(5),
            chance.standard_normal((2, jets, 3)),
            chance.standard_normal((CYCLES, NOISES)),
            chance.standard_normal((LOOKS, 4)),
        )

    def later(self, looks: Floats) -> Draws:
        """The same flight with other looks."""
        return replace(self, looks=looks)


def engines_of(ship: Spacecraft) -> Engines:
    """The ship's engines as the kernels of the brakes take them."""
    thrusters = ship.thrusters
    return Engines(
        main_N=ship.main_engine.push_N,
        main_flow_kg_s=ship.main_engine.flow_kg_s,
        jets_kg_N_s=1.0 / (thrusters.isp_s.v * G0_m_s2),
        axial_N=np.array([level.force_N.v for level in thrusters.axial]),
        lateral_N=np.array([level.force_N.v for level in thrusters.lateral]),
        minimum_on_s=thrusters.minimum_on_s.v,
    )


def body_of(ship: Spacecraft) -> RigidShip:
    """Mass properties."""
    j, centre = ship.inertia, ship.centre_of_mass
    inertia = np.diag((j.roll_kg_m2.v, j.pitch_kg_m2.v, j.yaw_kg_m2.v))
    return RigidShip(
        inertia, np.linalg.inv(inertia), centre.at_mass_kg.v, centre.ahead_per_kg_m.v, ship.size.probe_tip_ahead_m.v
    )


def jets_of(ship: Spacecraft, draws: Draws) -> Jets:
    """The jets of all manifolds: as drawn for the motion, as designed for the computer's choice."""
    system, sets = ship.jets, int(ship.jets.manifolds_count.v)
    built = np.array([jet.push for jet in system.layout])
    places = np.array([jet.at_m for jet in system.layout]) + system.place_sigma_m.v * draws.jets[0]
    pushes = built + math.radians(system.direction_sigma_deg.v) * draws.jets[1]
    force = system.force_N.v * pushes / np.linalg.norm(pushes, axis=1)[:, None]
    n = len(built)
    choice, ahead = choice_of(ship), ahead_of(ship)
    busiest = choice.max(axis=2)
    flow = system.force_N.v / (system.isp_s.v * G0_m_s2)
    return Jets(
        force=np.tile(force, (sets, 1)),
        torque=np.tile(cross(places, force), (sets, 1)),
        flow_kg_s=np.full(n * sets, flow),
        manifold=np.repeat(np.arange(sets), n),
        choice=choice,
        strength=1.0 / busiest,
        least=max(1, round(system.minimum_on_s.v / TICK_s)),
        delay=min(15, max(0, round(system.delay_s.v / TICK_s))),
        main_N=ship.main_engine.push_N,
        main_flow_kg_s=ship.main_engine.flow_kg_s,
        ahead=ahead,
        ahead_N=1.0 / ahead.max(axis=1),
    )


def control_of(ship: Spacecraft) -> AttitudeLoop:
    """The computer's attitude loop."""
    c = ship.control
    return AttitudeLoop(
        band_rad=math.radians(c.attitude_deadband_deg.v),
        rate_band_rad_s=math.radians(c.rate_deadband_deg_s.v),
        slew_rad_s=math.radians(c.slew_deg_s.v),
        settle_s=c.aim_settle_s.v,
        stick_rad_s=math.radians(c.stick_deg_s.v),
        stick_dead_frac=c.stick_dead_frac.v,
    )


def sensors_of(ship: Spacecraft, plan: ApproachPlan, draws: Draws, *, noisy: bool) -> Sensors:
    """Errors of Kurs, gyros and attitude in one flight."""
    kurs, control, on = plan.kurs, ship.control, 1.0 if noisy else 0.0
    return Sensors(
        range_sigma_m=kurs.range_sigma_m.v * on,
        range_sigma_frac=kurs.range_sigma_frac.v * on,
        rate_sigma_m_s=kurs.rate_sigma_m_s.v * on,
        bearing_sigma_rad=math.radians(kurs.bearing_sigma_deg.v) * on,
        bearing_bias_rad=math.radians(kurs.bearing_bias_deg.v) * draws.biases[:2],
        attitude_bias_rad=math.radians(control.attitude_bias_deg.v) * draws.biases[2:],
        attitude_sigma_rad=math.radians(control.attitude_sigma_deg.v) * on,
        gyro_sigma_rad_s=math.radians(control.gyro_sigma_deg_s.v) * on,
        filter_s=kurs.filter_s.v,
    )


def guide_of(plan: ApproachPlan, ship: Spacecraft, station: Station, port: str) -> Guide:
    """The numbers of the autopilot for one port."""
    fly, keep, final, back = plan.flyaround, plan.stationkeeping, plan.final, plan.breakoff
    C = station.C_PORT_RTN(port)
    return Guide(
        centre=np.ascontiguousarray(C @ -station.r_RTN_m(port)),
        tip_m=ship.size.probe_tip_ahead_m.v,
        standoff_m=keep.at_m.v,
        around_m_s=fly.speed_m_s.v,
        around_m_s2=fly.deceleration_m_s2.v,
        point_m_s=back.speed_m_s.v,
        point_m_s2=back.deceleration_m_s2.v,
        settle_s=keep.settle_s.v,
        final_settle_s=final.settle_s.v,
        lateral_m_s=final.lateral_m_s.v,
        final_at_m=np.array(final.at_m),
        final_m_s=np.array([speed.v for speed in final.closing_m_s]),
        deadband_m_s=fly.deadband_m_s.v,
        final_deadband_m_s=final.deadband_m_s.v,
        pulse_s=plan.control.pulse_s.v,
        retreat_m_s=plan.retreat.speed_m_s.v,
        stops_m=np.array([stop.at_m.v for stop in plan.stop]),
        stops_s=np.array([stop.hold_s.v for stop in plan.stop]),
    )


def limits_of(ship: Spacecraft, plan: ApproachPlan) -> CaptureLimits:
    """What the mechanism accepts, and its times."""
    c, m = ship.capture, ship.mechanism
    ahead = wrenches(ship)[0]
    push_N = float(2.0 * ahead.max())
    return CaptureLimits(
        closing_min_m_s=c.closing_min_m_s.v,
        closing_max_m_s=c.closing_max_m_s.v,
        lateral_max_m_s=c.lateral_max_m_s.v,
        miss_max_m=c.miss_max_m.v,
        tilt_max_rad=math.radians(c.tilt_max_deg.v),
        roll_max_rad=math.radians(c.roll_max_deg.v),
        rate_max_rad_s=math.radians(c.rate_max_deg_s.v),
        depth_m=m.cone_depth_m.v,
        stroke_m=m.stroke_m.v,
        push_N=push_N,
        push_kg_s=2.0 * ship.jets.force_N.v / (ship.jets.isp_s.v * G0_m_s2),
        settle_s=m.settle_s.v,
        drawn_s=m.drawn_after_s.v,
        hooks_s=plan.after_contact.hooks_s.v,
    )


def plan_of(plan: ApproachPlan, ship: Spacecraft, failures: Floats | None = None, *, hands: bool = True) -> Programme:
    """Waits, distances and failures of the programme."""
    keep, back = plan.stationkeeping, plan.breakoff
    return Programme(
        hold_s=keep.hold_s.v,
        tolerance_m=keep.tolerance_m.v,
        back_m=back.back_m.v,
        second_set_s=back.second_set_s.v,
        order_s=back.order_s.v,
        lost_rad=math.radians(ship.control.lost_deg.v),
        hands=hands,
        failures=np.zeros((0, FAILURE)) if failures is None else failures,
    )


def ship_of(ship: Spacecraft, plan: ApproachPlan, guide: Guide, draws: Draws, failures: Floats | None = None) -> Ship:
    """All of the ship that the kernels fly."""
    return Ship(
        body_of(ship),
        jets_of(ship, draws),
        control_of(ship),
        sensors_of(ship, plan, draws, noisy=draws.sway is not None),
        guide,
        limits_of(ship, plan),
        plan_of(plan, ship, failures),
    )


def berth_of(ship: Spacecraft, station: Station, port: str, draws: Draws) -> PortGeometry:
    """The port and what stands about it; without chance the station does not drift."""
    r_RTN, C_PORT_RTN = station.r_RTN_m(port), station.C_PORT_RTN(port)
    C_PORT_STN, r_STN = station.port(port).C_PORT_STN, station.port(port).r_STN_m
    rods = [
        (*(C_PORT_STN @ (np.array(rod.from_m) - r_STN)), *(C_PORT_STN @ (np.array(rod.to_m) - r_STN)), rod.radius_m.v)
        for rod in station.hull
    ]
    still = draws.sway is None
    z = np.zeros(6) if draws.sway is None else draws.sway
    rate = math.radians(station.sway.rate_deg_s.v)
    return PortGeometry(
        r_RTN=r_RTN,
        C_PORT_RTN=np.ascontiguousarray(C_PORT_RTN),
        sway_rad_s=rate * np.tanh(z[:3]),
        sway_phase=4.0 * z[3:],
        band_rad=0.0 if still else math.radians(station.sway.deadband_deg.v),
        mass_kg=station.mass.total_kg.v,
        rods=np.array(rods),
        spheres=np.array([(*ball.at_m, ball.radius_m.v) for ball in ship.hull]),
        reach_m=max(float(np.linalg.norm(ball.at_m)) + ball.radius_m.v for ball in ship.hull),
    )


def pilot_of(model: PilotModel, guide: Guide, draws: Draws, *, aboard: bool = True) -> Pilot:
    """A pilot as the kernels take it."""
    p = model.pilot
    return Pilot(
        aboard=aboard,
        decide_s=p.decide_s.v,
        react_s=p.react_s.v,
        pulse_s=p.pulse_s.v,
        see_rad=math.radians(p.see_deg.v),
        eye_m=p.eye_m.v,
        see_m_s=p.see_m_s.v,
        deadband_m_s=p.deadband_m_s.v,
        closing_deadband_m_s=p.closing_deadband_m_s.v,
        tilt_rad=math.radians(p.tilt_deadband_deg.v),
        range_sigma_frac=p.range_sigma_frac.v,
        rate_sigma_m_s=p.rate_sigma_m_s.v,
        looks=draws.looks,
        guide=taught(model, guide),
    )


def taught(model: PilotModel, guide: Guide) -> Guide:
    """The autopilot's guide with fly-around and final approach as a pilot is taught to fly them."""
    slope, around = model.approach, model.around
    return guide._replace(
        around_m_s=around.speed_m_s.v,
        around_m_s2=around.deceleration_m_s2.v,
        final_at_m=np.array(slope.at_m),
        final_m_s=np.array([speed.v for speed in slope.closing_m_s]),
        final_settle_s=slope.settle_s.v,
        lateral_m_s=slope.lateral_m_s.v,
    )
