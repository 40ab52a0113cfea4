"""Ship and station at one instant of a record, posed together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.gallery.camera_work import FORWARD
from kazbek.gallery.complex import port
from kazbek.gallery.framing import UP, Floats, Size
from kazbek.gallery.moment import Moment
from kazbek.pictures.directions import unit
from kazbek.pictures.fire.glow import Plume, thruster_plume
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.models import ship
from kazbek.pictures.models.mesh import Model, placed
from kazbek.record.flight import RecordedFlight

DOCKED_m = -0.45  # gap between probe tip and port of a ship whose hooks are closed
_PROBE_m = ship.PROBE_TIP_X_m - ship.CENTRE_OF_MASS_X_m
_HEADLIGHT_m = np.array((3.2, 0.0, 1.2))  # BODY about the centre of mass: beside the docking collar
_HEADLIGHT = (420.0, 408.0, 372.0)  # by eye: a tenth of sunlight on a module fifteen metres off
_WORK_LIGHT = (260.0, 250.0, 230.0)  # by eye


@dataclass(frozen=True, slots=True)
class Meeting:
    """Ship and station at one instant, in forward, left, up about the station's centre of mass.

    Attributes
    ----------
    now : the instant
    here : (3,) the ship's centre of mass
    C : (3, 3) the ship's attitude, BODY to TNR
    own : the ship, posed
    port, out : (3,) the port, and the unit direction out of it
    berth : name of the port, and the day on which the picture tells who else is docked
    size : of the picture
    """

    now: Moment
    here: Floats
    C: Floats
    own: Model
    port: Floats
    out: Floats
    berth: tuple[str, str]
    size: Size

    @property
    def nose(self) -> Floats:
        """(3,) unit direction of the ship's nose."""
        nose: Floats = self.C[:, 0]
        return nose

    def braking(self) -> tuple[Plume, ...]:
        """The forward thrusters around the transfer compartment, firing past the bow."""
        around = [unit(a * self.C[:, 1] + b * self.C[:, 2]) for a in (1.0, -1.0) for b in (1.0, -1.0)]
        return tuple(
            thruster_plume(self.here - 0.8 * self.nose + 1.2 * c, unit(self.nose + 0.35 * c), 0.3) for c in around
        )

    def lamps(self, eye: Floats) -> tuple[Lamp, ...]:
        """On the night side, the ship's headlight, and a work light of the station beside the port, towards `eye`."""
        if self.now.in_sunlight:
            return ()
        away = eye - self.port
        beside = self.port - 1.5 * self.out + 3.0 * unit(away - (away @ self.out) * self.out)
        return (
            Lamp(self.here + self.C @ _HEADLIGHT_m, self.nose, np.radians(34.0), _HEADLIGHT),
            Lamp(beside, self.here - beside, np.radians(48.0), _WORK_LIGHT),
        )


def meeting(now: Moment, flight: RecordedFlight, day: str, size: Size, gap_m: float | None = None) -> Meeting:
    """Ship and station, and who is docked on `day` (``2021-10-05``).

    With `gap_m` the probe tip stands that far out of the port, else where the record has it.
    """
    name = _port_of(flight)
    place, out = port(name)
    station, recorded = now.station_TNR_m, now.C_TNR_BODY
    if gap_m is not None or station is None:
        here, C = place + out * (_PROBE_m + (gap_m or 0.0)), _nose_first(-out)
    else:
        here = -station
        C = _nose_first(unit(place - here)) if recorded is None else recorded
    return Meeting(
        now, here, C, placed(ship.about_centre_of_mass(ship.soyuz()), C, here), place, out, (name, day), size
    )


def _port_of(flight: RecordedFlight) -> str:
    """The port a flight docks to or leaves, as its events say."""
    named = [str(event.values["port"]) for event in flight.events if "port" in event.values]
    return named[0] if named else "rassvet-nadir"


def _nose_first(nose: Floats) -> Floats:
    """(3, 3) a ship with its nose along `nose`, the crew's feet astern."""
    feet = unit(nose[0] * nose - FORWARD) if abs(nose[0]) < 0.9 else -UP
    return np.column_stack((nose, np.cross(feet, nose), feet))
