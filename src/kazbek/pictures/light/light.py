"""What lights a shot, as every surface and every cloud in it sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kazbek.base.types import Floats
from kazbek.pictures.light.lamp import Lamp


@dataclass(frozen=True, slots=True)
class Light:
    """Sun, surroundings and lamps.

    Attributes
    ----------
    to_sun : (3,) unit direction
    sun : (3,) linear RGB irradiance after the air has taken its part; zeros in shadow of the Earth
    ambient : direction field (n, 3) -> (n, 3): radiance arriving from there — sky, or Earthshine from below
    added : direction field like `ambient`: the part of it that no sky or Earth sends (camera's light, plumes)
    lamps : what the craft carry to see by
    """

    to_sun: Floats
    sun: Floats
    ambient: Callable[[Floats], Floats]
    added: Callable[[Floats], Floats]
    lamps: tuple[Lamp, ...] = ()
