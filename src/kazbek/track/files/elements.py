"""An element set for SGP4, from whatever file: every field that reaches the theory is looked at here.

Sources: Hoots and Roehrich, Spacetrack Report No. 3, 1980; Vallado et al., AIAA 2006-6753; CCSDS 502.0-B-3 chapter 4.
The mathematics are those of the package ``sgp4``; the true-equator frame of the result is turned into GCRF here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sgp4.api import SGP4_ERRORS, WGS72, Satrec

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import MJD0_JD, DAY_ns, Epoch
from kazbek.base.errors import DataError, OutOfRange
from kazbek.base.types import Array, Nanoseconds
from kazbek.track.files.ccsds import number, required
from kazbek.track.files.frames import read_epoch, rotated, teme_rotations

_MJD_SGP4 = 33_281.0  # SGP4 counts days from 1949-12-31
_DAY_min = 1440.0
_REV_DAY_TO_rad_min = 2.0 * np.pi / _DAY_min
_GM_km3_s2 = 398_600.8  # of WGS72, which SGP4 is built on
MEAN_ELEMENTS = {  # unit, least and greatest that an orbit about the Earth can have
    "MEAN_MOTION": ("rev/day", 0.0, 18.0),
    "ECCENTRICITY": ("", 0.0, 1.0),
    "INCLINATION": ("deg", 0.0, 180.0),
    "RA_OF_ASC_NODE": ("deg", -180.0, 360.0),
    "ARG_OF_PERICENTER": ("deg", -180.0, 360.0),
    "MEAN_ANOMALY": ("deg", -180.0, 360.0),
    "BSTAR": ("1/ER", -0.5, 0.5),
}
_BESIDE = {"MEAN_MOTION_DOT": ("rev/day**2", -1.0, 1.0), "MEAN_MOTION_DDOT": ("rev/day**3", -1.0, 1.0)}
_SIZES = {"SEMI_MAJOR_AXIS": "km", "SEMIMAJOR_AXIS": "km", "PERIOD": "min"}
UNITS = {key: unit for key, (unit, _, _) in (MEAN_ELEMENTS | _BESIDE).items()} | _SIZES
_SAME_SIZE = 0.01  # catalogues derive axis and period from the mean motion
_THEORIES = ("SGP4", "SGP/SGP4")
_TYPES = ("", "0", "2")  # Space-Track: 0 is "SGP4" by default, 2 is SGP4
_OTHER_TYPES = {"1": "SGP", "3": "SDP4", "4": "SGP4-XP", "5": "SDP8", "6": "special perturbations"}


@dataclass(frozen=True)
class ElementSet:
    """Mean elements of one object at one epoch.

    Attributes
    ----------
    object_name : as its source says, may be empty
    epoch : of the elements
    satrec : the initialised SGP4 record
    notes : sentences on what its source could not vouch for
    """

    object_name: str
    epoch: Epoch
    satrec: Any = field(repr=False, compare=False)
    notes: tuple[str, ...] = ()

    @property
    def catalogue_number(self) -> str:
        """Of the object, five digits."""
        return f"{self.satrec.satnum:05d}"

    def rv_GCRF(self, tai_ns: Nanoseconds) -> Array:
        """Position (m) and velocity (m/s) by SGP4, shape (n, 6). Raises as :meth:`rv_TEME`."""
        return rotated(teme_rotations(tai_ns), self.rv_TEME(tai_ns))

    def rv_TEME(self, tai_ns: Nanoseconds) -> Array:
        """The same in SGP4's own frame.

        Raises
        ------
        OutOfRange
            where SGP4 itself gives up (a decayed orbit), or gives no number.
        """
        days = (tai_ns - self.epoch.tai_ns) / DAY_ns  # of SI seconds: a leap second is no jump
        error, r_km, v_km_s = self.satrec.sgp4_array(
            np.full(len(days), self.satrec.jdsatepoch), self.satrec.jdsatepochF + days
        )
        rv_TEME = np.hstack((r_km, v_km_s)) * 1000.0
        bad = np.flatnonzero((error != 0) | ~np.isfinite(rv_TEME).all(axis=1))
        if len(bad):
            k = int(bad[0])
            raise OutOfRange(
                f"SGP4 has no state for {Epoch(int(tai_ns[k]))}: {SGP4_ERRORS.get(int(error[k]), 'not a number')}",
                cure="use an element set nearer to that instant",
            )
        return rv_TEME


def element_set(fields: dict[str, str], where: str) -> ElementSet:
    """Elements from the fields of an OMM.

    Raises
    ------
    DataError
        for a missing field, a bad number or epoch, a value that no orbit has, figures that contradict one another, or a
        centre, frame, scale or theory other than SGP4's own.
    """
    _check_theory(fields, where)
    epoch = read_epoch(required(fields, "EPOCH", where), "UTC", where)
    n, e, i, node, perigee, anomaly, bstar = (_within(fields, key, where) for key in MEAN_ELEMENTS)
    for key, (_, low, high) in _BESIDE.items():
        if fields.get(key):
            _check_range(key, number(fields[key], key, where), low, high, where)
    _check_size(fields, n, where)
    mjd, seconds = epoch.utc_mjd
    satrec = Satrec()
    satrec.sgp4init(
        WGS72,
        "i",
        0,
        mjd - _MJD_SGP4 + seconds / SECONDS_PER_DAY_s,
        bstar,
        0.0,
        0.0,
        e,
        np.radians(perigee),
        np.radians(i),
        np.radians(anomaly),
        n * _REV_DAY_TO_rad_min,
        np.radians(node),
    )
    satrec.jdsatepoch, satrec.jdsatepochF = mjd + MJD0_JD, seconds / SECONDS_PER_DAY_s  # whole nanoseconds of the epoch
    return checked_orbit(ElementSet(fields.get("OBJECT_NAME", ""), epoch, satrec), where)


def checked_orbit(elements: ElementSet, where: str) -> ElementSet:
    """The same set, if SGP4 finds a low orbit in it.

    Raises
    ------
    DataError
        for elements that are no orbit, no finite one, or one that no station flies in.
    OutOfRange
        for an epoch at which the Earth's orientation is not known.
    """
    if elements.satrec.error:
        raise DataError(f"{where}: not an orbit: {SGP4_ERRORS[int(elements.satrec.error)]}")
    if elements.satrec.method == "d":
        raise DataError(
            f"{where}: an orbit of {2 * np.pi / elements.satrec.no_kozai:.0f} min",
            allowed="under 225 min",
            cure="kazbek flies to stations in low orbits",
        )
    try:
        elements.rv_TEME(np.array([elements.epoch.tai_ns]))
    except OutOfRange as fault:
        raise DataError(f"{where}: not an orbit: {fault.what}") from None
    teme_rotations(np.array([elements.epoch.tai_ns]))
    return elements


def check_type(kind: str, where: str) -> None:
    """The ephemeris type says for which theory the numbers were made.

    Raises
    ------
    DataError
        for any but SGP4: another theory's elements mean another orbit by the same columns.
    """
    if kind.strip() not in _TYPES:
        name = _OTHER_TYPES.get(kind.strip(), "another theory")
        raise DataError(
            f"{where}: the elements are of ephemeris type {kind.strip()[:20]} ({name})",
            allowed="0 or 2, SGP4",
            cure="ask for the set made for SGP4",
        )


def check_size(mean_motion_rev_day: float, a_km: float, what: str, where: str) -> None:
    """Whether a semi-major axis goes with a mean motion, by Kepler's third law.

    Raises
    ------
    DataError
        when the two part by more than a hundredth.
    """
    own_km = float(np.cbrt(_GM_km3_s2 / (mean_motion_rev_day * 2.0 * np.pi / SECONDS_PER_DAY_s) ** 2))
    if not abs(a_km / own_km - 1.0) <= _SAME_SIZE:
        raise DataError(
            f"{where}: MEAN_MOTION {mean_motion_rev_day:g} rev/day and {what} contradict each other",
            allowed=f"a semi-major axis within 1 % of {own_km:.0f} km",
        )


def _check_theory(fields: dict[str, str], where: str) -> None:
    for key, allowed in (
        ("CENTER_NAME", ("EARTH",)),
        ("REF_FRAME", ("TEME",)),
        ("TIME_SYSTEM", ("UTC",)),
        ("MEAN_ELEMENT_THEORY", _THEORIES),
    ):
        value = fields.get(key) or allowed[0]  # the JSON of catalogues leaves them out
        if value.upper() not in allowed:
            raise DataError(f'unknown {key} "{value[:40]}" in {where}', allowed=", ".join(allowed))
    if fields.get("REF_FRAME_EPOCH"):
        raise DataError(f"{where}: REF_FRAME is TEME of one epoch", allowed="TEME of date, without REF_FRAME_EPOCH")
    check_type(fields.get("EPHEMERIS_TYPE", "").removesuffix(".0"), where)


def _within(fields: dict[str, str], key: str, where: str) -> float:
    value = number(required(fields, key, where), key, where)
    _check_range(key, value, *MEAN_ELEMENTS[key][1:], where)
    return value


def _check_range(key: str, value: float, low: float, high: float, where: str) -> None:
    if not low <= value <= high:
        raise DataError(f"{where}: {key} = {value:g} is not an orbit", allowed=f"{low:g} to {high:g}")


def _check_size(fields: dict[str, str], n_rev_day: float, where: str) -> None:
    if n_rev_day <= 0.0:
        raise DataError(f"{where}: MEAN_MOTION = {n_rev_day:g} is not an orbit", allowed="more than 0, at most 18")
    for key in ("SEMI_MAJOR_AXIS", "SEMIMAJOR_AXIS"):
        if fields.get(key):
            a_km = number(fields[key], key, where)
            check_size(n_rev_day, a_km, f"{key} {a_km:g} km", where)
    if fields.get("PERIOD"):
        period_min = number(fields["PERIOD"], "PERIOD", where)
        a_km = float(np.cbrt(_GM_km3_s2 * (period_min * 60.0 / (2.0 * np.pi)) ** 2))
        check_size(n_rev_day, a_km, f"PERIOD {period_min:g} min", where)
