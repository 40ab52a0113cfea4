"""A ship moved from one port to another by hand: away along the axis, around the station, and in.

The springs push the ship off with the rod of its probe drawn in. From there on the probe's tip counts, as in any
approach: between the two lie the few seconds in which nothing is flown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.frames import C_from_quaternion, quaternion_from_C
from kazbek.base.leg import Leg
from kazbek.base.state import State, Tally
from kazbek.catalogue.approach import ApproachPlan, Relocation
from kazbek.catalogue.station import Station
from kazbek.flight.docking.docking import Docking
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.columns import Loop, Occurrence, Part
from kazbek.flight.docking.kernels.contact import DOCKED
from kazbek.flight.docking.kernels.station import pose
from kazbek.flight.docking.near_flight import NearFlight, begun_near
from kazbek.flight.docking.session import CloseScene
from kazbek.flight.phase import Scene
from kazbek.orbit.arc import Track, rv_at

_FENCE_s = 5400.0
_OPPOSITE = -0.5  # cosine between the axes of two ports beyond which they are on opposite sides
ABEAM = "abeam"
_MET = (Occurrence.CONTACT, Occurrence.BOUNCED, Occurrence.PASSED)


@dataclass(frozen=True)
class PortToPort:
    """From one port to another one, flown by the pilot model through the handles.

    Drawn: the speed that the springs give, and what is drawn of every phase beside the station.

    Attributes
    ----------
    close : ship, station, the port to reach, plan, pilot and failures, whose ranges count from that port
    from_port : the port to leave
    wait_s : how much longer than for its checks the ship waits where it has backed off to, for photographs
    """

    name: ClassVar[str] = "relocation"

    close: CloseScene
    from_port: str
    wait_s: float = 0.0

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From the push of the springs to the opening of the hatch (DOCKED), or to what became of it.

        Parameters
        ----------
        start : the ship still on its port, as :func:`docked` gives it or as a docking ends
        """
        spring_m_s = self.close.ship.undocking.spring_m_s.drawn(chance, "ship.undocking.spring_m_s")
        nose_GCRF = C_from_quaternion(start.q_BODY_GCRF)[0]  # it looks at the port
        pushed = start.replace(v_GCRF_m_s=start.v_GCRF_m_s - spring_m_s * nose_GCRF)
        return replace(self._flown(pushed, scene, chance), name=self.name, start=start)

    def _flown(self, start: State, scene: Scene, chance: PhaseChance | None) -> Leg:
        flight = self._opened(self.from_port, start, scene, chance)
        flight.s[col.STAGE], flight.s[col.GOAL] = Part.BACK, self.moving.back_m.v
        flight.say("undocking", port=self.from_port)
        flight.say("relocation", from_port=self.from_port, to_port=self.close.port)
        flight.say("manual_control", port_distance_m=max(0.0, flight.port_distance_m))  # the rod is drawn in
        end = flight.until((Occurrence.RESUMED,), _FENCE_s + self.wait_s)  # backed off, and checked there
        for port in (*self._on_the_way(), self.close.port):
            if end not in (Occurrence.RESUMED, Occurrence.KEPT):
                return flight.given_up(self.name, end)
            flight = self._taken_up(flight, self._opened(port, start, scene, chance))
            end = flight.until((Occurrence.KEPT,), _FENCE_s)
        return self._down_the_axis(flight, end)

    def _down_the_axis(self, flight: NearFlight, end: Occurrence) -> Leg:
        if end is Occurrence.KEPT:
            end = flight.until(_MET, _FENCE_s)
        if end not in _MET:
            return flight.given_up(self.name, end)
        docking = Docking(self.close)
        docking.tell_contact(flight)
        if end is not Occurrence.CONTACT:
            return docking.not_caught(flight, end)
        return docking.docked(flight)

    @property
    def moving(self) -> Relocation:
        """How a ship is moved from port to port.

        Raises
        ------
        DataError
            a plan that does not say.
        """
        if self.close.plan.relocation is None:
            raise DataError(f"approach plan {self.close.plan.name} has no [relocation]", allowed="a plan with one")
        return self.close.plan.relocation

    def _on_the_way(self) -> tuple[str, ...]:
        """Between ports on opposite sides a stop abeam of the modules, where the ship need not turn over."""
        left, goal = (self.close.station.port(port) for port in (self.from_port, self.close.port))
        return (ABEAM,) if np.dot(left.out_STN, goal.out_STN) < _OPPOSITE else ()

    def _opened(self, port: str, start: State, scene: Scene, chance: PhaseChance | None) -> NearFlight:
        """By hand around to a port, in the axes of that port."""
        station = self.close.station
        if port == ABEAM:
            station = with_abeam(station, self.from_port, self.close.port)
        failures = self.close.failures if port == self.close.port else ()
        plan = slow(self.close.plan, self.moving, self.wait_s)
        there = replace(self.close, port=port, station=station, failures=failures, plan=plan)
        span_s = _FENCE_s + self.wait_s + self.close.plan.after_contact.hatch_s.v
        flight = begun_near(there, start, scene, span_s, Part.AROUND, chance)
        flight.s[col.BY_HAND] = Loop.DIGITAL
        assert flight.pilot is not None
        gently = flight.guide._replace(final_at_m=flight.pilot.guide.final_at_m, final_m_s=flight.pilot.guide.final_m_s)
        flight.pilot = flight.pilot._replace(guide=gently)
        return flight

    def _taken_up(self, before: NearFlight, flight: NearFlight) -> NearFlight:
        """The same flight in the axes of another port."""
        flight.s = flight.beside.open(before.beside.state(before.s), Part.AROUND, loop=Loop.DIGITAL)
        flight.t_s, flight.y, flight.memory = before.t_s, flight.s[:8].copy(), before.memory
        flight.blocks, flight.spent, flight.events = before.blocks, before.spent, before.events
        flight.tally, flight.delta_v_m_s = before.tally, before.delta_v_m_s
        return flight


def docked(
    close: CloseScene, track: Track, epoch: Epoch, mass_kg: float, propellant_kg: float, tally: Tally | None = None
) -> State:
    """The ship on the port of `close`, its rod drawn in, turning with the station.

    Parameters
    ----------
    track : of the station
    mass_kg, propellant_kg : of the ship; the propellant with the reserve for the way home
    tally : what it brings along
    """
    rv = rv_at(track, epoch)
    rough = State(epoch, rv[:3] + 1.0, rv[3:], mass_kg, propellant_kg, tally=tally or Tally())
    at = close.beside(rough, track, 60.0, close.draws(None))
    place, axes, turning, rtn, _ = (np.array(part) for part in pose(at.world, 0.0))
    ahead_m = at.ship.guide.tip_m - close.ship.mechanism.stroke_m.v
    x_RTN = place + ahead_m * axes[0]
    body = np.array(DOCKED) @ axes @ rtn
    return rough.replace(
        r_GCRF_m=rv[:3] + x_RTN @ rtn,
        v_GCRF_m_s=rv[3:] + np.cross(turning, x_RTN) @ rtn,
        q_BODY_GCRF=quaternion_from_C(body),
        w_BODY_rad_s=body @ (turning @ rtn),
    )


def with_abeam(station: Station, one: str, other: str) -> Station:
    """The station with a place to stop at its side, midway between two ports."""
    ports = [station.port(name) for name in (one, other)]
    middle = {f"{axis}_m": _midway(*(getattr(port, f"{axis}_m") for port in ports)) for axis in "xyz"}
    up = ports[1].up_STN
    side = tuple(float(x) for x in np.cross(ports[1].out_STN, up))
    abeam = ports[1].model_copy(update={**middle, "out_STN": side, "up_STN": up, "title": "abeam"})
    return station.model_copy(update={"ports": {**station.ports, ABEAM: abeam}})


def _midway(a: Datum, b: Datum) -> Datum:
    return a.model_copy(update={"v": 0.5 * (a.v + b.v)})


def slow(plan: ApproachPlan, moving: Relocation, wait_s: float = 0.0) -> ApproachPlan:
    """The plan of an approach as a ship is moved from port to port: nearer, slower, with a wait at the first stop."""
    around = {"speed_m_s": moving.speed_m_s, "deceleration_m_s2": moving.deceleration_m_s2}
    keeping = {
        "at_m": moving.back_m,
        "hold_s": moving.check_s,
        "settle_s": moving.settle_s,
        "tolerance_m": moving.tolerance_m,
    }
    check_s = moving.check_s.model_copy(update={"v": moving.check_s.v + wait_s})
    back = {**around, "second_set_s": check_s}
    return plan.model_copy(
        update={
            "flyaround": plan.flyaround.model_copy(update=around),
            "stationkeeping": plan.stationkeeping.model_copy(update=keeping),
            "breakoff": plan.breakoff.model_copy(update=back),
        }
    )
