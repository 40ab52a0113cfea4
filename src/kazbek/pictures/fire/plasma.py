"""The plasma of entry over a picture: shock layer, wake, sparks of ablator, and the hot shield itself.

The light along each ray is summed by ``plasma_rays.py``. How bright it is follows the heat flux and
the speed of the record; its overall scale and its colours — pink of the air, orange of the ablator — are by eye from
photographs and window films. A shield in balance with the flux radiates as a black body: q = ε σ T⁴.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.pictures.air.haze import Haze
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.camera.depth import spread_depth
from kazbek.pictures.fire.plasma_rays import SHIELD_m, march
from kazbek.pictures.fire.sparks import Spark, add_sparks
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.light.light import Light
from kazbek.pictures.models.capsule.capsule import FOOT_X_m
from kazbek.pictures.models.painted import streaks

TRIM_rad = 0.36  # the shield rides some 20° off the wind
SHIELD_FIRST = np.array(
    ((-np.cos(TRIM_rad), 0.0, np.sin(TRIM_rad)), (0.0, -1.0, 0.0), (np.sin(TRIM_rad), 0.0, np.cos(TRIM_rad)))
)  # the capsule's axes in WIND
_GAIN = 60.0  # radiance per metre of the brightest gas, on the pictures' scale
_EMBER_GAIN = 75.0  # of a black body of 2200 K in red
_EMISSIVITY, _STEFAN_BOLTZMANN = 0.85, 5.670374e-8
_GLARE_frac, _GLARE_MOST = 0.10, 30.0  # share of the light a lens scatters; brighter than this counts no more
_LUMINOUS_m_s = 7000.0  # speed from which on the shocked air shines fully
_WAVELENGTHS_um, _C2_um_K = np.array((0.610, 0.550, 0.465)), 14387.77


@dataclass(frozen=True, slots=True, kw_only=True)
class Plasma(Haze):
    """What glows around an entering capsule.

    Attributes
    ----------
    C_LOCAL_WIND : (3, 3) columns: the way it flies, and across
    air, vapour : strengths of the shocked air's light and of the ablator's, 0–1
    smoke_per_m : extinction of the trail's smoke
    ember_K : temperature of the shield
    sparks : in LOCAL
    """

    C_LOCAL_WIND: Floats
    air: float
    vapour: float
    smoke_per_m: float = 0.0
    ember_K: float = 300.0
    sparks: tuple[Spark, ...] = field(default=())

    def over(
        self, craft: Floats, behind: Floats, cover: Floats, depth_m: tuple[Floats, Floats], camera: Camera, light: Light
    ) -> Floats:
        """The picture with the plasma in it; see :meth:`Haze.over`."""
        near = np.where(cover > 0.02, spread_depth(depth_m[0]), np.inf)
        solid = np.isfinite(near)
        clear = ~solid | (cover < 0.98)
        shone, passes = np.zeros_like(craft), np.ones(cover.shape)
        shone[clear], passes[clear] = self._along(clear, depth_m[1], camera, light)
        before, left = self._along(solid, near, camera, light)
        share = cover[solid][:, None]
        hot = self._ember(solid, near, camera)
        shone[solid] = (1.0 - share) * shone[solid] + share * (before + hot * left[:, None])
        add_sparks(shone, self.sparks, np.minimum(near, depth_m[1]), camera)
        picture = shone + _glare(shone) + behind * ((1.0 - cover) * passes)[..., None] + craft
        picture[solid] -= craft[solid] * (1.0 - left[:, None])
        return picture

    def _along(self, seen: NDArray[np.bool_], until_m: Floats, camera: Camera, light: Light) -> tuple[Floats, Floats]:
        """Radiance added and share of the light behind, for the pixels `seen`, up to a depth."""
        rays = camera.rays()[seen]
        until = until_m[seen] / (rays @ camera.axes[2])
        C = self.C_LOCAL_WIND
        middle = SHIELD_FIRST @ np.array((FOOT_X_m + SHIELD_m, 0.0, 0.0))
        sphere = np.concatenate((middle, -SHIELD_FIRST[:, 0]))
        strength = np.array((_GAIN * self.air, _GAIN * self.vapour, self.smoke_per_m))
        up = np.array((0.0, 0.0, 1.0))
        smoke = 0.17 * (light.sun * 0.6 / np.pi + light.ambient(np.array((up, -up))).mean(axis=0))
        added, through = np.zeros((len(rays), 3)), np.ones(len(rays))
        march(C.T @ camera.at_m, rays @ C, until, sphere, strength, smoke, added, through)
        return added, through

    def _ember(self, solid: NDArray[np.bool_], depth_m: Floats, camera: Camera) -> Floats:
        """Radiance of the shield and the hot edge of the wall, (n, 3), for the pixels of the craft."""
        rays = camera.rays()[solid]
        places = camera.at_m + rays * (depth_m[solid] / (rays @ camera.axes[2]))[:, None]
        body = places @ (self.C_LOCAL_WIND @ SHIELD_FIRST)
        over_foot = body[:, 0] - FOOT_X_m
        turn = np.arctan2(body[:, 2], body[:, 1]) / (2.0 * np.pi)
        lively = streaks(np.clip(over_foot / 2.2, 0.0, 1.0), turn, (1, 40), 21, 3)
        cooling = np.clip((over_foot - 0.30) / (1.1 + 0.8 * lively), 0.0, 1.0)
        out = np.clip(np.hypot(body[:, 1], body[:, 2]) / 1.1, 0.0, 1.0)
        mottled = 1.0 + 0.05 * np.clip(3.0 * out, 0.0, 1.0) * streaks(out, turn, (4, 14), 22, 3)
        return _EMBER_GAIN * black_body(self.ember_K * (1.0 - 0.45 * cooling) * mottled)

    def lamps(self) -> tuple[Lamp, ...]:
        """What the shock layer and the wake throw on the capsule's sides."""
        turns = np.linspace(0.0, 2.0 * np.pi, 5, endpoint=False) + 0.3
        ring = [
            (np.array((0.5, 2.0 * np.cos(a), 2.0 * np.sin(a))), np.array((-0.7, -np.cos(a), -np.sin(a)))) for a in turns
        ]
        power = 0.20 * _GAIN * self.air
        colour = (power, 0.55 * power, 0.50 * power)
        glow = 0.10 * _GAIN * self.vapour
        aft = Lamp(
            self.C_LOCAL_WIND @ np.array((-4.5, 0.0, 0.0)),
            self.C_LOCAL_WIND[:, 0],
            1.2,
            (4.0 * glow, 1.8 * glow, 1.2 * glow),
        )
        return (*(Lamp(self.C_LOCAL_WIND @ at, self.C_LOCAL_WIND @ along, 1.4, colour) for at, along in ring), aft)


def plasma_at(channels: Mapping[str, float], peak_W_m2: float, C_LOCAL_WIND: Floats) -> Plasma:
    """The plasma of one instant of an entry.

    Parameters
    ----------
    channels : of the entry leg at the instant: heat flux, speed, density
    peak_W_m2 : largest heat flux of the leg
    """
    hot = channels.get("heat_flux_W_m2", 0.0) / max(peak_W_m2, 1.0)
    speed = channels.get("speed_ITRF_m_s", 0.0)
    luminous = min(1.0, speed / _LUMINOUS_m_s) ** 6
    air = hot**0.5 * luminous
    vapour = 0.7 * hot**0.5 * (0.06 + 0.94 * luminous)
    smoke = 1.6 * min(1.0, channels.get("density_kg_m3", 0.0) / 0.01)
    ember_K = (channels.get("heat_flux_W_m2", 0.0) / (_EMISSIVITY * _STEFAN_BOLTZMANN)) ** 0.25
    return Plasma(C_LOCAL_WIND=C_LOCAL_WIND, air=air, vapour=vapour, smoke_per_m=smoke, ember_K=ember_K)


def black_body(temperature_K: Floats) -> Floats:
    """(n, 3) radiance in red, green, blue against the red of 2200 K (Wien's law)."""
    x = _WAVELENGTHS_um
    red = np.exp(-_C2_um_K / x[0] / 2200.0) / x[0] ** 5
    shone: Floats = np.exp(-_C2_um_K / (x * np.maximum(temperature_K, 300.0)[:, None])) / x**5 / red
    return shone


def _glare(shone: Floats) -> Floats:
    """What a lens scatters around bright things: a little of their light, spread over a fortieth of the picture."""
    rows, columns = shone.shape[:2]
    cell = max(1, rows // 90)
    tall, wide = -(-rows // cell), -(-columns // cell)
    padded = np.pad(shone, ((0, tall * cell - rows), (0, wide * cell - columns), (0, 0)), mode="edge")
    small = np.minimum(padded, _GLARE_MOST).reshape(tall, cell, wide, cell, 3).mean(axis=(1, 3))
    k = np.arange(-10, 11)
    bell = 0.6 * np.exp(-((k / 1.8) ** 2)) / 1.8 + 0.4 * np.exp(-((k / 5.0) ** 2)) / 5.0
    bell = bell / bell.sum()
    for axis in (0, 1):
        edged = np.pad(small, [(10, 10) if a == axis else (0, 0) for a in range(3)], mode="edge")
        small = np.asarray(
            sum(w * np.take(edged, np.arange(small.shape[axis]) + n, axis=axis) for n, w in enumerate(bell))
        )
    for axis, count in ((0, rows), (1, columns)):
        at = np.clip((np.arange(count) + 0.5) / cell - 0.5, 0.0, small.shape[axis] - 1.001)
        low, part = at.astype(int), (at % 1.0).reshape([-1 if a == axis else 1 for a in range(3)])
        small = np.take(small, low, axis=axis) * (1.0 - part) + np.take(small, low + 1, axis=axis) * part
    spread: Floats = _GLARE_frac * small
    return spread
