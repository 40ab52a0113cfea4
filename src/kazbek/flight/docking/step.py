"""A ship beside a station: its place against the station's track, as the kernels count it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.state import State, frozen_vector
from kazbek.base.types import Vector
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.docking.inputs import engines_of
from kazbek.flight.docking.kernels.step import WIDTH, Engines, Nodes, Plant, station_at
from kazbek.orbit.arc import Track

NODE_INTERVAL_s = 4.0


@dataclass(frozen=True)
class Proximity:
    """A ship near a station whose track is known from `start` on.

    Attributes
    ----------
    ship : as built
    start : instant of the first node
    nodes : the station's track for the kernels
    """

    ship: Spacecraft
    start: Epoch
    nodes: Nodes
    engines: Engines = field(repr=False)

    @classmethod
    def of(cls, ship: Spacecraft, track: Track, start: Epoch, span_s: float) -> Proximity:
        """Nodes every four seconds from `start` over `span_s`."""
        count = int(np.ceil(span_s / NODE_INTERVAL_s)) + 2
        steps_ns = np.arange(count, dtype=np.int64) * int(NODE_INTERVAL_s * 1e9)
        rv = np.ascontiguousarray(track.rv(start.tai_ns + steps_ns), dtype=np.float64)
        return cls(ship, start, Nodes(rv, NODE_INTERVAL_s), engines_of(ship))

    @property
    def plant(self) -> Plant:
        """What the kernels of the brakes fly."""
        return Plant(self.nodes, self.engines)

    @property
    def span_s(self) -> float:
        """How long the nodes last."""
        return float((len(self.nodes.rv) - 1) * self.nodes.interval_s)

    def seconds(self, epoch: Epoch) -> float:
        """Time of the kernels at an instant."""
        return epoch - self.start

    def station_rv(self, t_s: float) -> Vector:
        """(6,) the station in GCRF."""
        r, v = station_at(self.nodes, t_s)
        return np.array((*r, *v))

    def relative(self, state: State) -> Vector:
        """The kernels' state (8,) of a ship: place and velocity against the station, mass, propellant."""
        y = np.empty(WIDTH)
        y[:6] = state.rv_GCRF - self.station_rv(self.seconds(state.epoch))
        y[6:] = state.mass_kg, state.propellant_kg
        return y

    def state(self, t_s: float, y: Vector, q_BODY_GCRF: Vector) -> State:
        """The state of a ship from the kernels' one."""
        rv = self.station_rv(t_s) + y[:6]
        return State(self.start + t_s, rv[:3], rv[3:], float(y[6]), float(y[7]), frozen_vector(q_BODY_GCRF, 4))
