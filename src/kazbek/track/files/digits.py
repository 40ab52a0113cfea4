"""How finely numbers are written: one unit in the last digit, which is what a state can be known to from its file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_SAMPLE = 60  # rows looked at, spread over the file


def rounding(rows: Sequence[Sequence[str]]) -> tuple[float, float]:
    """One unit in the last digit of positions and of velocities, m and m/s, of rows written in km and km/s.

    Producers that drop zeros at the end, or keep a number of significant digits, write numbers of different lengths:
    the middle one counts. Numbers that are exact in single precision were rounded to that.
    """
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    r_km, v_km_s = ([text for row in sample for text in row[part]] for part in (slice(0, 3), slice(3, 6)))
    return 1000.0 * _unit(r_km), 1000.0 * _unit(v_km_s)


def _unit(texts: list[str]) -> float:
    unit = 10.0 ** float(np.median([_last_place(text) for text in texts]))
    values = np.array([float(text) for text in texts])
    single = values.astype(np.float32)
    if (np.abs(single.astype(np.float64) - values) <= 0.51 * unit).all():
        unit = max(unit, float(np.spacing(np.abs(single).max())))
    return float(unit)


def _last_place(text: str) -> int:
    """Exponent of ten of the last digit written: −3 for ``1.250``, 0 for ``1.250e3``."""
    mantissa, _, exponent = text.lower().partition("e")
    return int(exponent or 0) - len(mantissa.partition(".")[2])
