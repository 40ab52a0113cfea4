"""EGM2008, cut at a degree and order and laid out for the gravity kernel."""

from __future__ import annotations

import functools

import numpy as np

from kazbek.base.data import bundled
from kazbek.base.errors import OutOfRange
from kazbek.base.types import Matrix
from kazbek.laws.gravity import CD, MAX_DEGREE, ROW, SD, A, B, C, Gravity, S


@functools.lru_cache(maxsize=1)
def _egm2008() -> tuple[float, float, Matrix, Matrix]:
    with bundled("earth", "egm2008_to_120.npz").open("rb") as file, np.load(file) as stored:
        square = np.zeros((2, MAX_DEGREE + 1, MAX_DEGREE + 1))
        square[:, *np.tril_indices(MAX_DEGREE + 1)] = stored["C"], stored["S"]
        return float(stored["GM_m3_s2"]), float(stored["radius_m"]), square[0], square[1]


@functools.lru_cache(maxsize=16)
def egm2008(degree: int, order: int | None = None, *, j2: bool = True) -> Gravity:
    """EGM2008 to `degree` and `order` (the degree when not given).

    Degree 0 is a point mass; degree 2 with order 0 is J2 alone; ``j2=False`` leaves J2 out of any field (what-ifs).

    Raises
    ------
    OutOfRange
        for a degree above 120 or an order above the degree.
    """
    order = degree if order is None else order
    if not 0 <= degree <= MAX_DEGREE:
        raise OutOfRange(f"gravity degree {degree}", allowed=f"0 to {MAX_DEGREE}")
    if not 0 <= order <= degree:
        raise OutOfRange(f"gravity order {order}", allowed=f"0 to the degree, {degree}")
    GM_m3_s2, radius_m, c, s = _egm2008()
    c, s = c.copy(), s.copy()
    if not j2:
        c[2, 0] = 0.0
    return packed(GM_m3_s2, radius_m, c[: degree + 1, : order + 1], s[: degree + 1, : order + 1])


def packed(GM_m3_s2: float, radius_m: float, c: Matrix, s: Matrix) -> Gravity:
    """A field for the kernel from fully normalised coefficients ``c[n, m]``, ``s[n, m]`` of degree n < len(c).

    Degrees 0 and 1 are not read: all of GM sits at the origin.
    """
    degree = len(c) - 1
    n = np.arange(degree + 3 - degree % 2, dtype=np.float64)[:, None]  # rows come in pairs
    m = np.arange(ROW, dtype=np.float64)[None, :]
    table = np.zeros((len(n), 6, ROW))
    inside, first = m < n, m == n
    with np.errstate(divide="ignore", invalid="ignore"):
        table[:, A] = np.where(inside, np.sqrt((2 * n + 1) * (2 * n - 1) / ((n - m) * (n + m))), 0.0)
        b = np.sqrt((2 * n + 1) * (n + m - 1) * (n - m - 1) / ((2 * n - 3) * (n - m) * (n + m)))
        table[:, B] = np.where(first, -1.0, np.where(m < n - 1, b, 0.0))
        derivative = np.where(inside, np.sqrt(np.where(m == 0, 0.5, 1.0) * (n - m) * (n + m + 1)), 0.0)
    for values, plane, plane_d in ((c, C, CD), (s, S, SD)):
        table[2 : degree + 1, plane, : values.shape[1]] = values[2:]
        table[:, plane_d, 1:] = (table[:, plane] * derivative)[:, :-1]
    diagonal = np.sqrt((2 * m[0] + 1) / np.where(m[0] == 0, 1.0, 2 * m[0]) * np.where(m[0] == 1, 2.0, 1.0))
    return Gravity(GM_m3_s2, radius_m, degree, table, np.cumprod(diagonal))
