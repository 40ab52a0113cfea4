"""How far the states of an ephemeris are from falling freely, one interval at a time.

Axes    GCRF; time is seconds of TAI from the reference instant of the field.
Law     residual k = state k+1 − (state k carried to t k+1 by gravity alone): thrust between the two, plus model error.
Source  dop853.py for the path, forces.py for what acts.
Range   rows of any spacing; a row whose path cannot be integrated gives NaN.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.laws.dop853 import carry
from kazbek.laws.pieces import STATE


@kernel
def free_fall_residuals(t_s, rv, field, push, tolerance, out):
    """Write (n − 1, 6) residuals of rows (n, 6) at times (n) to `out`, m and m/s."""
    y = np.ones(STATE)
    for k in range(t_s.shape[0] - 1):
        for j in range(6):
            y[j] = rv[k, j]
        end, status = carry(t_s[k], t_s[k + 1], y, field, push, tolerance)
        for j in range(6):
            out[k, j] = rv[k + 1, j] - end[j] if status == 0 else math.nan
