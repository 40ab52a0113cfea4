"""What figures of the chase and of the brakes change, and what their arrivals change beside the station.

Such a figure k acts on fly-around and docking only through the state a in which the brakes end: instant, place and
velocity against the station, masses, what was spent. To first order its effect on a quantity q is g · da_k with one
gradient g, and what the pass needs is the sum of the squares,

    Σ_k (g · da_k)² = gᵀ D Dᵀ g = Σ_i (g · e_i)²        D = (da_1, da_2 …),  e_i its singular directions times values

so a docking is flown for each of the few e_i (at most eleven) instead of for each of thirty figures. Only linearity is
assumed, as everywhere in the pass; the attitude of arrival is taken as the nominal one against the station.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF, C_from_quaternion, quaternion_from_C
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.base.types import Matrix, Vector
from kazbek.flight.chase.phasing import Phasing
from kazbek.laws.relative import gcrf_from_rtn
from kazbek.mission.uncertainty.nominal import NominalFlight, Quantities, Work, moved, phases_of
from kazbek.orbit.arc import Track, rv_at
from kazbek.orbit.relative import rtn_about

CHASE = {
    "ship": ("main_engine.", "thrusters.", "size.drag", "mass.launch_kg"),
    "profile": ("contact.sunset.evening", "contact.sunset.late", "contact.after_separation", "burn.", "arrival."),
}
BRAKES = {
    "profile": ("brake.",),
    "approach": ("brakes.", "flyaround.from_m", "flyaround.closing_m_s"),
}
ROW = 11
_FAINT = 1e-2  # of the largest: directions in which nothing arrives otherwise

Arrival = tuple[Quantities, Vector | None]  # what changed on the way, and how the arrival differs from the nominal one


def arrivals(nominal: NominalFlight) -> Iterator[partial[Arrival | None]]:
    """Work that flies the chase or the brakes anew, a figure each. Slots of burns move the chase alone."""
    separation, chased = nominal.leg("ascent").end, nominal.leg("phasing").end
    chase = next(phase for phase in nominal.up.phases() if isinstance(phase, Phasing))
    guess = chase.targeted(separation, nominal.up.scene)
    for prefix, wanted in CHASE.items():
        for path, equipment in moved(nominal.up.actual, prefix, wanted):
            end = "rendezvous" if path.startswith("burn.") else "approach"
            phases = phases_of(replace(nominal.up, actual=equipment), "phasing", end)
            phases = [replace(p, guess=guess) if isinstance(p, Phasing) else p for p in phases]
            yield partial(_arrived, nominal, [nominal.leg("ascent")], partial(nominal.flown, phases, separation))
    for prefix, wanted in BRAKES.items():
        for _, equipment in moved(nominal.up.actual, prefix, wanted):
            phases = phases_of(replace(nominal.up, actual=equipment), "rendezvous", "approach")
            yield partial(_arrived, nominal, nominal.before("rendezvous"), partial(nominal.flown, phases, chased))


def _arrived(nominal: NominalFlight, before: list[Leg], fly: partial[list[Leg]]) -> Arrival | None:
    """One figure's change on the way to the fly-around, and its arrival; None where a chase does not get there."""
    legs = fly()
    if any(leg.name == "phasing" and leg.outcome is not Outcome.REACHED for leg in legs):
        return None
    change, last, track = nominal.change([*before, *legs]), legs[-1], nominal.up.scene.station
    if last.name != "rendezvous" or last.outcome is not Outcome.REACHED:
        return change, None
    return change, _row(last.end, track) - _row(nominal.leg("rendezvous").end, track)


def of_arrival(nominal: NominalFlight, differences: Matrix) -> Iterator[Work]:
    """Work that flies fly-around and docking from the directions in which arrivals (n, 11) differ."""
    start, before = nominal.leg("rendezvous").end, nominal.before("approach")
    phases = phases_of(nominal.up, "approach")
    for direction in directions(differences):
        other = _moved_by(start, direction, nominal.up.scene.station)
        yield partial(_beyond, nominal, before, partial(nominal.flown, phases, other))


def _beyond(nominal: NominalFlight, before: list[Leg], fly: partial[list[Leg]]) -> Quantities:
    return nominal.change([*before, *fly()])


def directions(differences: Matrix) -> Matrix:
    """Few rows (m, 11) whose sum of squares is that of many (n, 11), in every direction."""
    size = np.linalg.norm(differences, axis=0)
    scaled = differences / np.where(size > 0.0, size, 1.0)
    _, values, rows = np.linalg.svd(scaled, full_matrices=False)
    kept = values > _FAINT * values.max(initial=0.0)
    few: Matrix = values[kept, None] * rows[kept] * size
    return few


def _row(state: State, track: Track) -> Vector:
    """A state as (11,) numbers: seconds TAI, place and velocity in RTN, masses, what was spent."""
    r, v = rtn_about(state.rv_GCRF[None], rv_at(track, state.epoch)[None])
    tally = state.tally
    spent = (state.mass_kg, state.propellant_kg, tally.delta_v_m_s, tally.burns_delta_v_m_s)
    return np.concatenate(((state.epoch - Epoch(0),), r[0], v[0], spent))


def _moved_by(state: State, change: Vector, track: Track) -> State:
    """The state with its numbers moved, and the attitude that it had against the station."""
    epoch = state.epoch + float(change[0])
    was, now = rv_at(track, state.epoch), rv_at(track, epoch)
    row = _row(state, track) + change
    turned = C_RTN_GCRF(was[:3], was[3:]).T @ C_RTN_GCRF(now[:3], now[3:])
    rv = gcrf_from_rtn(row[1:7].copy(), now)
    tally = replace(state.tally, delta_v_m_s=float(row[9]), burns_delta_v_m_s=float(row[10]))
    q = quaternion_from_C(C_from_quaternion(state.q_BODY_GCRF) @ turned)
    return State(epoch, rv[:3], rv[3:], float(row[7]), float(row[8]), q, state.w_BODY_rad_s, tally)
