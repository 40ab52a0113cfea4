"""Ship and station at one instant of a record, posed together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats
from kazbek.gallery.camera_work import FORWARD
from kazbek.gallery.cast import ShipLook
from kazbek.gallery.complex import Complex
from kazbek.gallery.framing import UP, Size
from kazbek.gallery.moment import Moment
from kazbek.gallery.take import Take
from kazbek.pictures.directions import unit
from kazbek.pictures.fire.glow import Plume
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.models.mesh import Model, placed

DOCKED_m = -0.45  # gap between probe tip and port of a ship whose hooks are closed
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
    ship, station : the models
    size : of the picture
    """

    now: Moment
    here: Floats
    C: Floats
    own: Model
    port: Floats
    out: Floats
    berth: tuple[str, str]
    ship: ShipLook
    station: Complex
    size: Size

    @property
    def surroundings(self) -> Model:
        """The station of the day with all who stand at it but this ship."""
        return self.station.whole(*self.berth)

    @property
    def neighbours(self) -> Model:
        """The other ships of its kind at the station."""
        return self.station.neighbours(*self.berth)

    @property
    def nose(self) -> Floats:
        """(3,) unit direction of the ship's nose."""
        nose: Floats = self.C[:, 0]
        return nose

    def braking(self) -> tuple[Plume, ...]:
        """The jets of the thrusters that push it back."""
        return self.ship.braking_jets(self.C, self.here)

    def lamps(self, eye: Floats) -> tuple[Lamp, ...]:
        """On the night side, the ship's headlight, and a work light of the station beside the port, towards `eye`."""
        if self.now.in_sunlight:
            return ()
        away = eye - self.port
        beside = self.port - 1.5 * self.out + 3.0 * unit(away - (away @ self.out) * self.out)
        return (
            Lamp(self.here + self.C @ self.ship.headlight_m, self.nose, np.radians(34.0), _HEADLIGHT),
            Lamp(beside, self.here - beside, np.radians(48.0), _WORK_LIGHT),
        )


def meeting(take: Take, gap_m: float | None = None) -> Meeting:
    """Ship and station of a take, and who is docked on its day.

    With `gap_m` the probe tip stands that far out of the port, else where the record has it.
    """
    now, name, ship, complex_ = take.now, take.port, take.cast.ship, take.cast.station
    place, out = complex_.port(name)
    station, recorded = now.station_TNR_m, now.C_TNR_BODY
    if gap_m is not None or station is None:
        here, C = place + out * (ship.probe_m + (gap_m or 0.0)), _nose_first(-out)
    else:
        here = -station
        C = _nose_first(unit(place - here)) if recorded is None else recorded
    berth = (name, take.day)
    return Meeting(now, here, C, placed(ship.whole(), C, here), place, out, berth, ship, complex_, take.size)


def _nose_first(nose: Floats) -> Floats:
    """(3, 3) a ship with its nose along `nose`, the crew's feet astern."""
    feet = unit(nose[0] * nose - FORWARD) if abs(nose[0]) < 0.9 else -UP
    return np.column_stack((nose, np.cross(feet, nose), feet))
