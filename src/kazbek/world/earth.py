"""How the Earth stands among the stars: GCRF, ITRF, EME2000 and TEME, by IAU 2006/2000A and the IERS table.

One table serves every use: ``finals2000A.all`` of the package ``astropy-iers-data`` (measured values, then about a year
of the IERS's own predictions). Past its last row the pole is held and UT1 keeps its mean rate of the last year; a year
after that, instants are refused. :func:`notes_over` says which of this an answer rests on.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import astropy_iers_data
import erfa
import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import MJD0_JD, ORIGIN_MJD, DAY_ns, Epoch
from kazbek.base.errors import OutOfRange
from kazbek.base.frames import cross
from kazbek.base.types import Matrix, Vector
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s, EarthRotation, rows_to_gcrf, rows_to_itrf

_ARCSEC_rad = np.pi / 648_000.0
_ORIGIN_JD = MJD0_JD + ORIGIN_MJD
_NODES_PER_DAY = 8
_GRACE_days = 365.0

C_EME2000_GCRF: Matrix = np.asarray(erfa.bp06(2_451_545.0, 0.0)[0])
"""Frame bias: the mean equator and equinox of J2000.0 against GCRF (IAU 2006), constant."""
C_EME2000_GCRF.flags.writeable = False
C_GCRF_EME2000: Matrix = C_EME2000_GCRF.T


@dataclass(frozen=True, slots=True)
class _Orientation:
    """The IERS table by day: columns xp_rad, yp_rad, UT1 − TAI (s), dX_rad, dY_rad at 0 h UTC of `mjd`."""

    mjd: Vector
    columns: Matrix
    last_measured_mjd: float
    rate_s_day: float  # of UT1 − TAI over the last year

    def at(self, utc_mjd: Vector) -> Matrix:
        """Interpolated columns (n, 5) at UTC instants, by Lagrange's cubic over four days; held past the end."""
        i = np.clip(np.floor(utc_mjd - self.mjd[0]).astype(int), 1, len(self.mjd) - 3)
        x = (np.minimum(utc_mjd, self.mjd[-1]) - self.mjd[i])[:, None]
        f = self.columns
        value: Matrix = (
            -x * (x - 1) * (x - 2) / 6 * f[i - 1]
            + (x + 1) * (x - 1) * (x - 2) / 2 * f[i]
            - (x + 1) * x * (x - 2) / 2 * f[i + 1]
            + (x + 1) * x * (x - 1) / 6 * f[i + 2]
        )
        value[:, 2] += self.rate_s_day * np.maximum(0.0, utc_mjd - self.mjd[-1])
        return value


def _field(lines: NDArray[np.bytes_], first: int, last: int) -> Vector:
    """Columns `first` to `last` (from 1, inclusive) of every line as numbers, NaN where blank."""
    text = np.char.strip(np.ascontiguousarray(lines[:, first - 1 : last]).view(f"S{last - first + 1}").ravel())
    return np.where(text == b"", b"nan", text).astype(np.float64)


@functools.lru_cache(maxsize=1)
def _table() -> _Orientation:
    with open(astropy_iers_data.IERS_A_FILE, "rb") as file:
        raw = file.read()
    lines = np.array(raw.splitlines(), dtype="S188").view("S1").reshape(-1, 188)
    mjd, ut1_utc_s = _field(lines, 8, 15), _field(lines, 59, 68)
    known = np.isfinite(ut1_utc_s)  # dates run on past the last prediction
    lines, mjd, ut1_utc_s = lines[known], mjd[known], ut1_utc_s[known]
    pole_rad = np.column_stack([_field(lines, 19, 27), _field(lines, 38, 46)]) * _ARCSEC_rad
    celestial_rad = np.column_stack([_field(lines, 98, 106), _field(lines, 117, 125)]) * _ARCSEC_rad / 1000.0
    told = np.isfinite(celestial_rad).all(axis=1)
    celestial_rad[~told] = celestial_rad[told][-1]  # offsets of the celestial pole are predicted for fewer days
    years, months, days, _ = erfa.jd2cal(MJD0_JD, mjd)
    ut1_tai_s = ut1_utc_s - erfa.dat(years, months, days, 0.0)
    measured = mjd[lines[:, 57] == b"I"]
    return _Orientation(
        mjd,
        np.column_stack([pole_rad, ut1_tai_s, celestial_rad]),
        float(measured[-1]),
        float(ut1_tai_s[-1] - ut1_tai_s[-366]) / 365.0,
    )


def _checked_utc_mjd(epoch: Epoch) -> float:
    day, seconds = epoch.utc_mjd
    table = _table()
    if not table.mjd[0] + 1 <= day < table.mjd[-1] + _GRACE_days:
        raise OutOfRange(
            f"Earth orientation at {epoch.utc}",
            allowed=f"{_date(table.mjd[0] + 1)} to {_date(table.mjd[-1] + _GRACE_days)}",
            cure="for later dates update the package astropy-iers-data",
        )
    return day + seconds / SECONDS_PER_DAY_s


def _date(mjd: float) -> str:
    return Epoch((int(mjd) - ORIGIN_MJD) * DAY_ns + 43_200_000_000_000).utc[:10]


def notes_over(start: Epoch, end: Epoch) -> list[str]:
    """Sentences on the Earth orientation an answer from `start` to `end` rests on; empty when it was all measured."""
    table = _table()
    _checked_utc_mjd(start)
    last = _checked_utc_mjd(end)
    if last <= table.last_measured_mjd:
        return []
    if last <= table.mjd[-1]:
        return [f"Earth orientation after {_date(table.last_measured_mjd)} is the IERS's prediction."]
    return [f"Earth orientation after {_date(table.mjd[-1])} is extrapolated past the end of the IERS's predictions."]


def _nodes_at(tai_ns: NDArray[np.int64]) -> Matrix:
    """Rows X, Y, s' − s, xp, yp (rad), UT1 − TAI (s) at instants of TAI."""
    utc_mjd = np.array([_checked_utc_mjd(Epoch(int(t))) for t in tai_ns])
    xp, yp, ut1_tai_s, dX, dY = _table().at(utc_mjd).T
    tt_jd2 = tai_ns / DAY_ns + 32.184 / SECONDS_PER_DAY_s
    X, Y, s = erfa.xys06a(_ORIGIN_JD, tt_jd2)
    return np.column_stack([X + dX, Y + dY, erfa.sp00(_ORIGIN_JD, tt_jd2) - s, xp, yp, ut1_tai_s])


@functools.lru_cache(maxsize=512)
def _nodes_of_day(day: int) -> Matrix:
    step_ns = DAY_ns // _NODES_PER_DAY
    return _nodes_at(day * DAY_ns + step_ns * np.arange(_NODES_PER_DAY, dtype=np.int64))


def midnight_before(epoch: Epoch) -> Epoch:
    """0 h TAI of the day of `epoch`: the reference instant of kernels, so that equal spans give equal numbers."""
    return Epoch(epoch.tai_ns // DAY_ns * DAY_ns)


def earth_rotation_over(start: Epoch, end: Epoch) -> EarthRotation:
    """Nodes for kernels that cover [start, end]; kernel time counts from :func:`midnight_before` ``(start)``.

    Raises
    ------
    OutOfRange
        before 1973, or more than a year past the end of the table.
    """
    reference = midnight_before(start)
    first, last = reference.tai_ns // DAY_ns, end.tai_ns // DAY_ns
    days = [_nodes_of_day(day) for day in range(first, last + 1)]
    before, after = _nodes_of_day(first - 1)[-2:], _nodes_of_day(last + 1)[:3]
    theta0_rad = float(erfa.era00(_ORIGIN_JD, float(first)))
    return EarthRotation(
        -2.0 * SECONDS_PER_DAY_s / _NODES_PER_DAY,
        SECONDS_PER_DAY_s / _NODES_PER_DAY,
        theta0_rad,
        np.concatenate([before, *days, after]),
    )


def C_ITRF_GCRF(epoch: Epoch) -> Matrix:
    """Rotation (3, 3) from GCRF to ITRF: the full series at that instant, no nodes between.

    Raises
    ------
    OutOfRange
        before 1973, or more than a year past the end of the table.
    """
    C_ITRF_TIRS, C_TIRS_GCRF = _through_TIRS(epoch)
    C: Matrix = C_ITRF_TIRS @ C_TIRS_GCRF
    return C


def C_GCRF_TEME(epoch: Epoch) -> Matrix:
    """Rotation (3, 3) from the true equator and mean equinox of date of element sets (SGP4) to GCRF.

    TEME meets TIRS through the Greenwich mean sidereal time of 1982 (Vallado et al., AIAA 2006-6753, appendix C).
    """
    _, C_TIRS_GCRF = _through_TIRS(epoch)
    gmst_rad = float(erfa.gmst82(*_ut1_jd(epoch, float(_orientation_at(epoch)[2]))))
    C: Matrix = C_TIRS_GCRF.T @ _R3(gmst_rad)
    return C


def itrf_from_gcrf(epoch: Epoch, r_GCRF_m: Vector, v_GCRF_m_s: Vector) -> tuple[Vector, Vector]:
    """Position (3,) and velocity over the rotating Earth (3,) in ITRF."""
    C_ITRF_TIRS, C_TIRS_GCRF = _through_TIRS(epoch)
    C = C_ITRF_TIRS @ C_TIRS_GCRF
    r_ITRF_m = C @ r_GCRF_m
    return r_ITRF_m, C @ v_GCRF_m_s - EARTH_SPIN_rad_s * cross(C_ITRF_TIRS[:, 2], r_ITRF_m)


def gcrf_from_itrf(epoch: Epoch, r_ITRF_m: Vector, v_ITRF_m_s: Vector) -> tuple[Vector, Vector]:
    """Inverse of :func:`itrf_from_gcrf`: position (3,) and inertial velocity (3,) in GCRF."""
    C_ITRF_TIRS, C_TIRS_GCRF = _through_TIRS(epoch)
    C = C_ITRF_TIRS @ C_TIRS_GCRF
    return C.T @ r_ITRF_m, C.T @ (v_ITRF_m_s + EARTH_SPIN_rad_s * cross(C_ITRF_TIRS[:, 2], r_ITRF_m))


def rv_ITRF(tai_ns: NDArray[np.int64], rv_GCRF: Matrix) -> Matrix:
    """Many states at once: rows (n, 6) at instants (n,), turned as :func:`itrf_from_gcrf` does, through the nodes."""
    return _rows(rows_to_itrf, tai_ns, rv_GCRF)


def rv_GCRF(tai_ns: NDArray[np.int64], rv_ITRF: Matrix) -> Matrix:
    """Inverse of :func:`rv_ITRF`."""
    return _rows(rows_to_gcrf, tai_ns, rv_ITRF)


def _rows(law: Callable[..., None], tai_ns: NDArray[np.int64], rows: Matrix) -> Matrix:
    tai_ns = np.asarray(tai_ns, dtype=np.int64)
    rows = np.array(rows, dtype=np.float64, order="C")
    if len(tai_ns) == 0:
        return rows
    start = Epoch(int(tai_ns.min()))
    earth = earth_rotation_over(start, Epoch(int(tai_ns.max())))
    out = np.empty_like(rows)
    law((tai_ns - midnight_before(start).tai_ns) / 1e9, rows, earth, out)
    return out


def _orientation_at(epoch: Epoch) -> Vector:
    """xp, yp (rad), UT1 − TAI (s), dX, dY (rad)."""
    columns: Vector = _table().at(np.array([_checked_utc_mjd(epoch)]))[0]
    return columns


@functools.lru_cache(maxsize=64)
def _through_TIRS(epoch: Epoch) -> tuple[Matrix, Matrix]:
    """C_ITRF_TIRS (the pole's motion) and C_TIRS_GCRF (celestial pole and spin); kept, for one leg ends where another
    starts."""
    xp, yp, ut1_tai_s, dX, dY = _orientation_at(epoch)
    X, Y, s = erfa.xys06a(*epoch.tt_jd)
    era_rad = float(erfa.era00(*_ut1_jd(epoch, ut1_tai_s)))
    C_ITRF_TIRS, C_TIRS_GCRF = (
        erfa.pom00(xp, yp, erfa.sp00(*epoch.tt_jd)),
        _R3(era_rad) @ erfa.c2ixys(X + dX, Y + dY, s),
    )
    C_ITRF_TIRS.flags.writeable = C_TIRS_GCRF.flags.writeable = False
    return C_ITRF_TIRS, C_TIRS_GCRF


def _ut1_jd(epoch: Epoch, ut1_tai_s: float) -> tuple[float, float]:
    day, ns = divmod(epoch.tai_ns, DAY_ns)
    return _ORIGIN_JD + day, (ns / 1e9 + ut1_tai_s) / SECONDS_PER_DAY_s


def _R3(angle_rad: float) -> Matrix:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array(((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0)))
