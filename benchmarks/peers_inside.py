"""What a run costs in other programs: started by ``peers.py`` with the Python of a virtual environment that holds them.

    PEERS/bin/python benchmarks/peers_inside.py rocketpy|basilisk RUNS

RocketPy: a flight of a sounding rocket in six degrees of freedom from its rail to the ground without a canopy, its
rocket, motor and environment kept from run to run, the angle of its rail drawn. Basilisk: its own Monte Carlo
(``Controller``, one thread) over a rigid spacecraft about a point-mass Earth that turns from a drawn attitude and rate
to an inertial one, 10 minutes at 0.1 s through five modules, a state logged every 10 s. One JSON line: milliseconds of
processor a run, and steps.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from typing import Any


def rocketpy(runs: int) -> dict[str, float]:
    """Flights with the rail's angle drawn."""
    import numpy as np
    from rocketpy import Environment, Flight, GenericMotor, Rocket

    motor = GenericMotor(
        thrust_source=2000.0, burn_time=3.9, chamber_radius=0.033, chamber_height=0.5, chamber_position=0.3,
        propellant_initial_mass=2.9, nozzle_radius=0.033, dry_mass=1.8, center_of_dry_mass_position=0.3,
        dry_inertia=(0.125, 0.125, 0.002),
    )  # fmt: skip
    rocket = Rocket(
        radius=0.0635, mass=14.4, inertia=(6.321, 6.321, 0.034), power_off_drag=0.5, power_on_drag=0.5,
        center_of_mass_without_motor=0.0, coordinate_system_orientation="tail_to_nose",
    )  # fmt: skip
    rocket.add_motor(motor, position=-1.255)
    rocket.add_nose(length=0.558, kind="vonKarman", position=1.278)
    rocket.add_trapezoidal_fins(n=4, root_chord=0.12, tip_chord=0.06, span=0.11, position=-1.049)
    where = Environment(latitude=32.99, longitude=-106.97, elevation=1400.0)
    angles_deg = np.random.default_rng(1).normal(85.0, 0.5, runs + 1)
    spent_ms, steps = [], 0
    for angle_deg in angles_deg:
        begin = time.process_time()
        flown = Flight(rocket=rocket, environment=where, rail_length=5.2, inclination=float(angle_deg), heading=0.0)
        spent_ms.append(1e3 * (time.process_time() - begin))
        steps = len(flown.solution)
    return {"ms": float(np.median(spent_ms[1:])), "steps": steps}


def _spacecraft() -> Any:
    """One simulation of Basilisk, its modules kept alive with it."""
    from Basilisk.architecture import messaging
    from Basilisk.fswAlgorithms import attTrackingError, inertial3D, mrpFeedback
    from Basilisk.simulation import extForceTorque, simpleNav, spacecraft
    from Basilisk.utilities import SimulationBaseClass, macros, orbitalMotion, simIncludeGravBody

    sim = SimulationBaseClass.SimBaseClass()
    sim.CreateNewProcess("all").addTask(sim.CreateNewTask("step", macros.sec2nano(0.1)))
    ship, torque, nav = spacecraft.Spacecraft(), extForceTorque.ExtForceTorque(), simpleNav.SimpleNav()
    wanted, error, control = inertial3D.inertial3D(), attTrackingError.attTrackingError(), mrpFeedback.mrpFeedback()
    inertia = [900.0, 0.0, 0.0, 0.0, 800.0, 0.0, 0.0, 0.0, 600.0]
    ship.hub.mHub, ship.hub.r_BcB_B = 750.0, [[0.0], [0.0], [0.0]]
    ship.hub.IHubPntBc_B = [inertia[:3], inertia[3:6], inertia[6:]]
    bodies = simIncludeGravBody.gravBodyFactory()
    earth = bodies.createEarth()
    earth.isCentralBody = True
    bodies.addBodiesTo(ship)
    orbit = orbitalMotion.ClassicElements()
    orbit.a, orbit.e, orbit.i, orbit.Omega, orbit.omega, orbit.f = 6.8e6, 1e-4, 0.9, 0.8, 6.0, 1.5
    ship.hub.r_CN_NInit, ship.hub.v_CN_NInit = orbitalMotion.elem2rv(earth.mu, orbit)
    ship.addDynamicEffector(torque)
    wanted.sigma_R0N = [0.0, 0.0, 0.0]
    control.K, control.Ki, control.P, control.integralLimit = 3.5, -1.0, 30.0, 0.0
    body = messaging.VehicleConfigMsg().write(messaging.VehicleConfigMsgPayload(ISCPntB_B=inertia))
    nav.scStateInMsg.subscribeTo(ship.scStateOutMsg)
    error.attNavInMsg.subscribeTo(nav.attOutMsg)
    error.attRefInMsg.subscribeTo(wanted.attRefOutMsg)
    control.guidInMsg.subscribeTo(error.attGuidOutMsg)
    control.vehConfigInMsg.subscribeTo(body)
    torque.cmdTorqueInMsg.subscribeTo(control.cmdTorqueOutMsg)
    log = ship.scStateOutMsg.recorder(macros.sec2nano(10.0))
    for module in (ship, torque, nav, wanted, error, control, log):
        sim.AddModelToTask("step", module)
    sim.ship, sim.msgRecList, sim.kept = ship, {"state": log}, (bodies, body, torque, nav, wanted, error, control)
    return sim


def _ten_minutes(sim: Any) -> None:
    from Basilisk.utilities import macros

    sim.InitializeSimulation()
    sim.ConfigureStopTime(macros.min2nano(10.0))
    sim.ExecuteSimulation()


def basilisk(runs: int) -> dict[str, float]:
    """Its own Monte Carlo in this process."""
    from Basilisk.utilities.MonteCarlo.Controller import Controller, RetentionPolicy
    from Basilisk.utilities.MonteCarlo.Dispersions import NormalVectorCartDispersion, UniformEulerAngleMRPDispersion

    many, kept = Controller(), RetentionPolicy()
    many.setSimulationFunction(_spacecraft)
    many.setExecutionFunction(_ten_minutes)
    many.setExecutionCount(runs)
    many.setShouldDisperseSeeds(True)
    many.setThreadCount(1)
    many.setVerbose(False)
    many.addDispersion(UniformEulerAngleMRPDispersion("ship.hub.sigma_BNInit"))
    many.addDispersion(NormalVectorCartDispersion("ship.hub.omega_BN_BInit", 0.0, 0.01))
    kept.addMessageLog("state", ["r_BN_N", "sigma_BN"])
    many.addRetentionPolicy(kept)
    with tempfile.TemporaryDirectory() as folder:
        many.setArchiveDir(f"{folder}/")
        begin = time.process_time()
        failed = many.executeSimulations()
        spent_ms = 1e3 * (time.process_time() - begin)
    return {"ms": spent_ms / runs, "steps": 6000, "failed": len(failed)}


if __name__ == "__main__":
    print("\n" + json.dumps({"rocketpy": rocketpy, "basilisk": basilisk}[sys.argv[1]](int(sys.argv[2]))))
