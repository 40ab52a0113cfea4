"""From linear light to a print: glare round what is too bright, a filmic curve, sRGB bytes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats

# A sample at 440 nm looks violet; on a screen part of it belongs to green. Rows sum to one: white stays white.
_FILM = np.array(((0.96, 0.04, 0.0), (0.02, 0.92, 0.06), (0.0, 0.05, 0.95)))
_BRIGHT = 1.1  # exposed light above this spills over
_MOST = 24.0  # … but no more than this per pixel
_GLARE = ((0.0022, 0.10), (0.011, 0.035))  # width as a share of the picture's, and share of the light that spills


def printed(linear: Floats, exposure: float) -> NDArray[np.uint8]:
    """The finished print of (rows, columns, 3) linear RGB, its last bit strewn so that smooth skies show no bands."""
    return (encoded(glare(linear * exposure), 1.0) + _strewn(*linear.shape[:2])).astype(np.uint8)


def _strewn(rows: int, columns: int) -> Floats:
    """(rows, columns, 1) thresholds 0–1, unlike their neighbours': interleaved gradient noise (Jimenez, 2014)."""
    i, j = np.arange(rows)[:, None], np.arange(columns)[None, :]
    strewn: Floats = (52.9829189 * ((0.06711056 * j + 0.00583715 * i) % 1.0)) % 1.0
    return 0.01 + 0.98 * strewn[..., None]  # black stays black, white stays white


def encoded(linear: Floats, exposure: float) -> Floats:
    """Linear light to sRGB 0–255 with a filmic shoulder (Narkowicz's fit of the ACES curve, 2015)."""
    x = np.maximum(linear @ _FILM.T * exposure, 0.0)
    curve = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0)
    gamma = np.where(curve <= 0.0031308, 12.92 * curve, 1.055 * curve ** (1.0 / 2.4) - 0.055)
    bytes_: Floats = gamma * 255.0
    return bytes_


def glare(exposed: Floats) -> Floats:
    """Light (rows, columns, 3) with what is too bright spilled over its surroundings, as lens and eye do."""
    excess = np.clip(exposed - _BRIGHT, 0.0, _MOST)
    if not excess.any():
        return exposed
    spilled = exposed
    for width, share in _GLARE:
        spilled = spilled + share * blurred(excess, width * exposed.shape[1])
    return spilled


def blurred(picture: Floats, sigma_px: float) -> Floats:
    """(rows, columns, n) under a Gaussian, as three running means; light at the border stays within."""
    width = max(1, round(float(np.sqrt(4.0 * sigma_px**2 + 1.0)) / 2.0 - 0.5))  # half of each mean
    for axis in (0, 1):
        for _ in range(3):
            picture = _running_mean(picture, width, axis)
    return picture


def _running_mean(picture: Floats, half: int, axis: int) -> Floats:
    moved = np.moveaxis(picture, axis, 0)
    wide = np.concatenate((np.repeat(moved[:1], half + 1, axis=0), moved, np.repeat(moved[-1:], half, axis=0)))
    sums = np.cumsum(wide, axis=0)
    return np.moveaxis((sums[2 * half + 1 :] - sums[: -2 * half - 1]) / (2 * half + 1), 0, axis)
