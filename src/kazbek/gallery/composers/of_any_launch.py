"""Pictures of a launcher without a model of its own: what is attached, burning and let go, as its file says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.events import is_event
from kazbek.catalogue.launcher import Happening, Launcher
from kazbek.gallery.camera_work import corners, fitted
from kazbek.gallery.composers.of_launch import pressure_frac
from kazbek.gallery.framing import PLAIN_GROUND, along, camera, framed, level, upright
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.air.haze import Haze
from kazbek.pictures.fire.jet import Jet
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.models.mesh import moved, placed
from kazbek.pictures.models.plain.pad import DECK_m, plain_pad
from kazbek.pictures.render.shot import Shot
from kazbek.record.flight import RecordedFlight

_DAYLIGHT = 0.30
_RISEN = 0.55  # of its height that the launcher has climbed in the picture of lift-off
_UP_AXES = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))  # the long axis, in axes with z up
_FIRELIGHT = (3600.0, 1700.0, 420.0)


@dataclass(frozen=True, slots=True)
class Attached:
    """A launcher at an instant.

    Attributes
    ----------
    gone : stages and elements dropped so far
    let_go : those that are dropped at this very instant
    burning : stages at work just before it
    """

    gone: frozenset[str]
    let_go: frozenset[str]
    burning: frozenset[str]


def attached(launcher: Launcher, flight: RecordedFlight, epoch: Epoch) -> Attached:
    """What the launcher's sequence and the flight's events say of an instant."""
    before = {event.name for event in flight.events if event.epoch < epoch}
    now = {event.name for event in flight.events if event.epoch == epoch}
    burning = set(launcher.burning_at_liftoff)
    for row in _past(launcher, before):
        burning |= {row.ignite} if row.ignite else set()
        burning -= {row.cutoff, row.drop}
    dropped = {row.drop for row in _past(launcher, before) if row.drop}
    let_go = {row.drop for row in launcher.sequence if row.event in now and row.drop}
    return Attached(frozenset(dropped | let_go), frozenset(let_go), frozenset(name for name in burning if name))


def _past(launcher: Launcher, names: set[str]) -> Iterator[Happening]:
    """Rows of the sequence that have happened; a row without an event of the record has, once one after it has."""
    rows = launcher.sequence
    for k, row in enumerate(rows):
        later = any(other.event in names for other in rows[k + 1 :] if other.after == row.event)
        if row.event in names or (later and not is_event(row.event)):
            yield row


def _on_the_pad(take: Take) -> Shot:
    """From the sunny side, as far off as it is high."""
    launcher, now = take.cast.launcher, take.now
    h = launcher.height_m
    stand = 2.2 * h * _sunny(take) + np.array((0.0, 0.0, 0.15 * h))
    model = upright(launcher.stack(), DECK_m + 0.4) + plain_pad(h)
    seen_by = camera(stand, (0.0, 0.0, 0.48 * h), 36.0, take.size)
    return framed(now, now.C_ITRF_ENU, seen_by, model, ground=PLAIN_GROUND, exposure=_DAYLIGHT)


def _liftoff(take: Take) -> Shot:
    """A little above the pad, on its flames."""
    launcher, now = take.cast.launcher, take.now
    h = launcher.height_m
    foot_m = DECK_m + _RISEN * h
    stand = 6.5 * h * _sunny(take) + np.array((0.0, 0.0, 0.1 * h))
    model = upright(launcher.stack(), foot_m) + plain_pad(h)
    jets = launcher.jets(frozenset(launcher.launcher.burning_at_liftoff), 1.0)
    standing = tuple(
        replace(jet, at_m=_UP_AXES @ jet.at_m + (0.0, 0.0, foot_m), along=_UP_AXES @ jet.along) for jet in jets
    )
    seen_by = camera(stand, (0.0, 0.0, 0.75 * h), 18.0, take.size)
    shot = framed(now, now.C_ITRF_ENU, seen_by, model, ground=PLAIN_GROUND, exposure=_DAYLIGHT)
    fire = Lamp(np.array((0.0, 0.0, foot_m - 0.1 * h)), np.array((0.0, 0.0, -1.0)), 1.5, _FIRELIGHT)
    return replace(shot, haze=Haze(standing), lamps=(fire,))


def _sunny(take: Take) -> np.ndarray:
    """(3,) a level direction somewhat aside of the Sun's."""
    sunward = level(take.now.C_ITRF_ENU.T @ take.now.to_sun_ITRF)
    turned: np.ndarray = 0.82 * sunward + 0.57 * np.cross((0.0, 0.0, 1.0), sunward)
    return turned


def _under_way(take: Take) -> Shot:
    """Beside the climbing vehicle: all that is attached, and what has just been let go."""
    launcher, now = take.cast.launcher, take.now
    state = attached(launcher.launcher, take.flight, take.beat.epoch)
    ship = take.cast.ship.whole(arrays_deployed=False)
    foot_m = min(float(mesh.vertices_m[:, 0].min()) for mesh in ship)
    ship = moved(ship, x=launcher.nose_foot_m - foot_m)
    C = along(now.channels["heading_rad"], now.channels["pitch_rad"])
    body = placed(launcher.stack(state.gone, ship=ship) + launcher.parting(state.let_go), C, (0.0, 0.0, 0.0))
    towards = C @ np.array((0.25, -1.0, 0.3))
    seen_by = fitted(corners(body), towards, 40.0, take.size, width=0.62, height=0.62)
    jets = launcher.jets(state.burning - state.gone, pressure_frac(now))
    shot = framed(now, now.C_ITRF_ENU, seen_by, body, exposure=0.20)
    return replace(shot, haze=Haze(tuple(_turned(jet, C) for jet in jets)))


def _turned(jet: Jet, C: np.ndarray) -> Jet:
    return jet.turned(C)


COMPOSERS: dict[str, Composer] = {
    "erection": _on_the_pad,
    "on_the_pad": _on_the_pad,
    "liftoff": _liftoff,
    "max_q": _under_way,
    "strapon_separation": _under_way,
    "fairing_jettison": _under_way,
    "core_separation": _under_way,
    "stage_separation": _under_way,
}
