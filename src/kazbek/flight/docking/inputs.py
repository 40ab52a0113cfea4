"""Ship, approach plan and pilot as the figures that the kernels beside the station read."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import G0_m_s2
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.flight.docking.kernels.guidance import Guide
from kazbek.flight.docking.kernels.pilot import Pilot
from kazbek.flight.docking.kernels.step import Engines

LOOKS = 4096  # rows of chance: more than an hour of looking


def engines_of(ship: Spacecraft) -> Engines:
    """The ship's engines as the kernels take them."""
    thrusters = ship.thrusters
    return Engines(
        main_N=ship.main_engine.thrust_vac_N.v,
        main_flow_kg_s=ship.main_engine.flow_kg_s,
        jets_kg_N_s=1.0 / (thrusters.isp_s.v * G0_m_s2),
        axial_N=np.array([level.force_N.v for level in thrusters.axial]),
        lateral_N=np.array([level.force_N.v for level in thrusters.lateral]),
        minimum_on_s=thrusters.minimum_on_s.v,
    )


def guide_of(plan: ApproachPlan, ship: Spacecraft, station: Station, port: str) -> Guide:
    """The numbers of the autopilot for one port."""
    fly, keep, final, back = plan.flyaround, plan.stationkeeping, plan.final, plan.breakoff
    return Guide(
        r_port=station.r_RTN_m(port),
        C_PORT_RTN=np.ascontiguousarray(station.C_PORT_RTN(port)),
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
    )


def pilot_figures(model: PilotModel) -> Pilot:
    """A pilot as the kernels take it."""
    p = model.pilot
    return Pilot(
        decide_s=p.decide_s.v,
        react_s=p.react_s.v,
        pulse_s=p.pulse_s.v,
        see_rad=math.radians(p.see_deg.v),
        eye_m=p.eye_m.v,
        see_m_s=p.see_m_s.v,
        deadband_m_s=p.deadband_m_s.v,
        closing_deadband_m_s=p.closing_deadband_m_s.v,
        range_sigma_frac=p.range_sigma_frac.v,
        rate_sigma_m_s=p.rate_sigma_m_s.v,
    )


def guide_by_hand(model: PilotModel, guide: Guide) -> Guide:
    """The autopilot's guide with the final approach as a pilot is taught to fly it."""
    slope = model.approach
    return guide._replace(
        final_at_m=np.array(slope.at_m),
        final_m_s=np.array([speed.v for speed in slope.closing_m_s]),
        final_settle_s=slope.settle_s.v,
        lateral_m_s=slope.lateral_m_s.v,
    )


def looks(chance: np.random.Generator | None) -> NDArray[np.float64]:
    """(n, 4) standard normal numbers, a row a look; zeros for the nominal pilot."""
    return np.zeros((1, 4)) if chance is None else chance.standard_normal((LOOKS, 4))
