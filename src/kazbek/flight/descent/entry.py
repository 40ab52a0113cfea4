"""Through the air: from the separation of the modules to the command of the parachutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from kazbek.base.chance import PhaseChance
from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.state import State
from kazbek.base.types import Rows
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent import steering
from kazbek.flight.descent.couch import entry_parts_m_s2
from kazbek.flight.descent.fall import Falling, LONGEST_ENTRY_s
from kazbek.flight.descent.injury import dynamic_response
from kazbek.flight.descent.inputs import entry_figures
from kazbek.flight.descent.kernels.coast import tangent_distance_m
from kazbek.flight.descent.kernels.steering import Steering
from kazbek.flight.descent.kernels.types import (
    PLACE,
    STATE,
    VELOCITY,
    BANK_rad,
    DENSITY_kg_m3,
    HEAT_FLUX_W_m2,
    HEAT_LOAD_J_m2,
    LOAD_m_s2,
    T_s,
)
from kazbek.flight.phase import Scene
from kazbek.world.air import Air, StandardAir
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.ground_track import ground_columns, instants, state_from_itrf
from kazbek.world.wind import CALM

_ABOUT_THE_PEAK_s = 5.0


@dataclass(frozen=True)
class Entry:
    """One descent through the air.

    Drawn: density of the air; size, aerodynamics and roll of the capsule, which its guidance does not know; height of
    the parachutes' command. Its mass is that of the state.

    Attributes
    ----------
    zone : where to
    ballistic : spin from the start, no steering
    spin_below_m : height at which a fault of the control turns a guided descent into a ballistic one; 0: never
    aimed : the zone as the guidance aims at it, where a known wind moves that upwind
    held_bank_rad : one bank all the way down, aimed at nothing: 0 lift up, π lift down; None: steered to the aim
    """

    name: ClassVar[str] = "entry"

    capsule: Capsule
    zone: Zone
    ballistic: bool = False
    spin_below_m: float = 0.0
    aimed: Zone | None = None
    held_bank_rad: float | None = None

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """Fly down to the height of the parachutes' command, in the air of the scene or else of the day.

        Returns
        -------
        Leg
            LOST when the capsule skips out or never comes down within the time of a descent.
        """
        epoch = start.epoch
        air, wind = scene.air or Air.of(epoch, epoch + LONGEST_ENTRY_s), scene.wind or CALM
        ratio, body = StandardAir.figures().drawn_ratio(chance), entry_figures(self.capsule, chance)
        falling = Falling(
            StandardAir.figures().of_a_day(air, chance).grid(epoch),
            wind.kernel,
            body._replace(mass_kg=start.mass_kg),
            entry_figures(self.capsule),
            self.steering,
            self.capsule.parachutes.command_height_m.drawn(chance, "capsule.parachutes.command_height_m"),
            ratio,
        )
        rows, met = falling.fly(0.0, np.concatenate(itrf_from_gcrf(epoch, start.r_GCRF_m, start.v_GCRF_m_s)))
        end = state_from_itrf(epoch + float(rows[-1, T_s]), rows[-1, STATE], start.mass_kg).replace(tally=start.tally)
        columns = scene.columns(start, end, lambda: self._columns(epoch, rows, start.mass_kg))
        height_m = geodetic_from_itrf(rows[:, PLACE])[:, 2]
        events = self._events(epoch, rows, height_m)
        if met:
            opened = self._opening(end, rows[-1], float(height_m[-1]))
            return Leg(self.name, start, end, Outcome.REACHED, columns, (*events, opened))
        last_m = float(height_m[-1])
        reason = f"the capsule is still {last_m / 1e3:.0f} km high after {LONGEST_ENTRY_s:.0f} s"
        return Leg(self.name, start, end, Outcome.LOST, columns, events, reason, {"height_m": last_m})

    def _columns(self, epoch: Epoch, rows: Rows, mass_kg: float) -> dict[str, Column]:
        return entry_columns(epoch, rows, mass_kg) | entry_parts_m_s2(self.capsule, rows[:, LOAD_m_s2])

    @property
    def steering(self) -> Steering:
        """The law flown."""
        aim_ITRF_m = (self.aimed or self.zone).aim_ITRF_m
        if self.ballistic:
            return steering.ballistic(self.capsule, aim_ITRF_m)
        if self.held_bank_rad is not None:
            return steering.held(self.capsule, self.held_bank_rad, aim_ITRF_m)
        return steering.guided(self.capsule, aim_ITRF_m, spin_below_m=self.spin_below_m)

    def _events(self, epoch: Epoch, rows: Rows, height_m: NDArray[np.floating[Any]]) -> tuple[Event, ...]:
        """What happens on the way, in order of time."""
        t_s, top = rows[:, T_s], int(np.argmax(height_m))
        found = [self._peak(epoch, rows, height_m)]
        if top > 0:
            found.append(Event("apogee", epoch + float(t_s[top]), {"height_m": float(height_m[top])}))
        interface_m = self.capsule.entry.interface_height_m.v
        for at_s in _crossings(t_s, height_m - interface_m)[:1].tolist():
            found.append(Event("entry_interface", epoch + at_s, {"height_m": interface_m}))
        for name, at_s in self._plasma_s(rows).items():
            found.append(Event(name, epoch + at_s, {"height_m": float(np.interp(at_s, t_s, height_m))}))
        return tuple(sorted(found, key=lambda event: event.epoch))

    def _plasma_s(self, rows: Rows) -> dict[str, float]:
        """When radio is lost and when it is back, seconds from the start; empty where it is never lost."""
        entry, t_s, flux_W_m2 = self.capsule.entry, rows[:, T_s], rows[:, HEAT_FLUX_W_m2]
        lost_s = _crossings(t_s, flux_W_m2 - entry.plasma_start_heat_flux_W_m2.v)[:1].tolist()
        back_s = _crossings(t_s, flux_W_m2 - entry.plasma_end_heat_flux_W_m2.v)[-1:].tolist()
        return {"plasma_start": lost_s[0], "plasma_end": back_s[0]} if lost_s and back_s else {}

    def _peak(self, epoch: Epoch, rows: Rows, height_m: NDArray[np.floating[Any]]) -> Event:
        """The greatest load, with the greatest heat and what the crew feels of it."""
        k = int(np.argmax(rows[:, LOAD_m_s2]))
        values: dict[str, Value] = {
            "peak_load_g": float(rows[k, LOAD_m_s2]) / G0_m_s2,
            "height_m": float(height_m[k]),
            "peak_heat_flux_W_m2": float(rows[:, HEAT_FLUX_W_m2].max()),
            "heat_load_J_m2": float(rows[-1, HEAT_LOAD_J_m2]),
            "dynamic_response": self._response(rows),
        }
        return Event("peak_load", epoch + float(rows[k, T_s]), values)

    def _opening(self, end: State, last: Rows, height_m: float) -> Event:
        """The command of the parachutes."""
        speed_m_s = float(np.linalg.norm(last[VELOCITY]))
        values: dict[str, Value] = {"height_m": height_m, "speed_m_s": speed_m_s, "miss_m": self._miss_m(last[PLACE])}
        return Event("parachute_opening", end.epoch, values)

    def _response(self, rows: Rows) -> float:
        """Dynamic response from chest to back over the ten seconds about the greatest load."""
        near = np.abs(rows[:, T_s] - rows[int(np.argmax(rows[:, LOAD_m_s2])), 0]) < _ABOUT_THE_PEAK_s
        chest = entry_parts_m_s2(self.capsule, rows[near, LOAD_m_s2])["load_SEAT_x_m_s2"]
        return dynamic_response(rows[near, T_s], chest)

    def _miss_m(self, r_ITRF_m: Rows) -> float:
        """Distance over the ground from the aim."""
        aim = self.zone.aim_ITRF_m
        return abs(float(tangent_distance_m(r_ITRF_m, aim, aim)[0]))


def entry_columns(epoch: Epoch, rows: Rows, mass_kg: float) -> dict[str, Column]:
    """Telemetry of the rows of :func:`kazbek.flight.descent.kernels.entry.enter`."""
    columns = ground_columns(instants(epoch, rows[:, T_s]), rows[:, STATE])
    speed_m_s = np.linalg.norm(rows[:, VELOCITY], axis=1)
    columns |= {
        "mass_kg": np.full(len(rows), mass_kg),
        "bank_rad": rows[:, BANK_rad].copy(),
        "load_m_s2": rows[:, LOAD_m_s2].copy(),
        "density_kg_m3": rows[:, DENSITY_kg_m3].copy(),
        "dynamic_pressure_Pa": 0.5 * rows[:, DENSITY_kg_m3] * speed_m_s**2,
        "heat_flux_W_m2": rows[:, HEAT_FLUX_W_m2].copy(),
        "heat_load_J_m2": rows[:, HEAT_LOAD_J_m2].copy(),
    }
    return columns


def _crossings(t_s: Rows, values: NDArray[np.floating[Any]]) -> Rows:
    """Where `values` change sign, linear between rows."""
    k = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0.0)
    crossed: Rows = t_s[k] + values[k] / (values[k] - values[k + 1]) * (t_s[k + 1] - t_s[k])
    return crossed
