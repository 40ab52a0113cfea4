"""Element sets for SGP4: two-line form (TLE) and CCSDS Orbit Mean-Elements Messages (OMM) in KVN, XML and JSON.

Sources: Hoots and Roehrich, Spacetrack Report No. 3, 1980; Vallado et al., AIAA 2006-6753; CCSDS 502.0-B-3 chapter 4.
The mathematics are those of the package ``sgp4``; the true-equator frame of the result is turned into GCRF here.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sgp4.api import SGP4_ERRORS, WGS72, Satrec

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, OutOfRange, unknown
from kazbek.track.files.ccsds import (
    checked_units,
    key_value,
    number,
    parse_xml,
    read_epoch,
    required,
    rotated,
    teme_rotations,
)

Array = NDArray[np.float64]
Nanoseconds = NDArray[np.int64]

_LINE_1, _LINE_2 = re.compile(r"^1 [ \dA-Z]\d{4}"), re.compile(r"^2 [ \dA-Z]\d{4}")
_MJD0_JD, _MJD_SGP4 = 2_400_000.5, 33_281.0  # SGP4 counts days from 1949-12-31
_DAY_min, _DAY_ns = 1440.0, 86_400_000_000_000
_REV_DAY_TO_rad_min = 2.0 * np.pi / _DAY_min
_OMM_FIELDS = (
    ("MEAN_MOTION", "rev/day"),
    ("ECCENTRICITY", ""),
    ("INCLINATION", "deg"),
    ("RA_OF_ASC_NODE", "deg"),
    ("ARG_OF_PERICENTER", "deg"),
    ("MEAN_ANOMALY", "deg"),
    ("BSTAR", "1/ER"),
)
_THEORIES = ("SGP4", "SGP/SGP4")


@dataclass(frozen=True)
class ElementSet:
    """Mean elements of one object at one epoch.

    Attributes
    ----------
    object_name : as its source says, may be empty
    epoch : of the elements
    satrec : the initialised SGP4 record
    """

    object_name: str
    epoch: Epoch
    satrec: Any = field(repr=False, compare=False)

    def rv_GCRF(self, tai_ns: Nanoseconds) -> Array:
        """Position (m) and velocity (m/s) by SGP4, shape (n, 6).

        Raises
        ------
        OutOfRange
            where SGP4 itself gives up (a decayed orbit).
        """
        days = (tai_ns - self.epoch.tai_ns) / _DAY_ns  # of SI seconds: a leap second is no jump
        error, r_km, v_km_s = self.satrec.sgp4_array(
            np.full(len(days), self.satrec.jdsatepoch), self.satrec.jdsatepochF + days
        )
        bad = np.flatnonzero(error)
        if len(bad):
            k = int(bad[0])
            raise OutOfRange(
                f"SGP4 has no state for {Epoch(int(tai_ns[k]))}: {SGP4_ERRORS[int(error[k])]}",
                cure="use an element set nearer to that instant",
            )
        rv_TEME = np.hstack((r_km, v_km_s)) * 1000.0
        return rotated(teme_rotations(tai_ns), rv_TEME)


def looks_like_tle(text: str) -> bool:
    """Whether a line of `text` starts as the first line of a two-line set does."""
    return any(_LINE_1.match(line) for line in text.splitlines())


def read_tle(text: str, where: str) -> ElementSet:
    """Read one two-line element set, with or without a name above it.

    Raises
    ------
    DataError
        for a set that is cut short, of two objects, with a bad checksum or a bad number, or for several sets.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    firsts = [k for k, line in enumerate(lines) if _LINE_1.match(line)]
    if len(firsts) != 1:
        raise DataError(
            f"{where} holds {len(firsts)} element sets",
            allowed="one",
            cure="keep the last one before the date of the flight",
        )
    k = firsts[0]
    if k + 1 >= len(lines) or not _LINE_2.match(lines[k + 1]):
        raise DataError(f"{where}: line 2 of the element set is missing: truncated", cure="fetch it again")
    for line in lines[k : k + 2]:
        _check_line(line, where)
    if lines[k][2:7] != lines[k + 1][2:7]:
        raise DataError(f"{where}: line 1 is of object {lines[k][2:7]}, line 2 of object {lines[k + 1][2:7]}")
    name = lines[k - 1].removeprefix("0 ").strip() if k else ""
    return _tle_set(name, lines[k], lines[k + 1], where)


def _check_line(line: str, where: str) -> None:
    if len(line) != 69:
        raise DataError(
            f"{where}: line {line[0]} of the element set has {len(line)} characters: truncated or damaged", allowed="69"
        )
    computed = sum(int(c) if c.isdigit() else c == "-" for c in line[:68]) % 10
    if line[68] != str(computed):
        raise DataError(
            f"{where}: line {line[0]} of the element set ends in checksum {line[68]}",
            allowed=str(computed),
            cure="a digit was changed or lost: fetch it again",
        )


def _tle_set(name: str, line_1: str, line_2: str, where: str) -> ElementSet:
    for text, what in (
        (line_1[18:20], "epoch year"),
        (line_1[20:32], "epoch day"),
        (line_2[8:16], "inclination"),
        (line_2[17:25], "node"),
        (line_2[26:33], "eccentricity"),
        (line_2[34:42], "argument of perigee"),
        (line_2[43:51], "mean anomaly"),
        (line_2[52:63], "mean motion"),
    ):
        number(text, what, where)
    if not 1.0 <= float(line_1[20:32]) < 367.0:
        raise DataError(f"{where}: bad epoch: day {line_1[20:32]} of the year", allowed="1 to 366.99999999")
    try:
        satrec = Satrec.twoline2rv(line_1, line_2)
    except ValueError as fault:
        raise DataError(f"{where} is not a two-line element set ({fault})") from None
    epoch = Epoch.from_utc_jd(satrec.jdsatepoch, satrec.jdsatepochF)
    return _checked(ElementSet(name, epoch, satrec), where)


def read_omm_kvn(text: str, where: str) -> ElementSet:
    """Read an OMM in key = value form. Raises as :func:`omm_set`."""
    lines = (line.strip() for line in text.splitlines())
    return omm_set(dict(key_value(line) for line in lines if "=" in line and not line.startswith("COMMENT")), where)


def read_omm_xml(data: bytes, where: str) -> ElementSet:
    """Read an OMM in XML form. Raises as :func:`omm_set`."""
    messages = list(parse_xml(data, where).iter("omm"))
    if len(messages) != 1:
        raise DataError(
            f"{where} holds {len(messages)} element sets",
            allowed="one",
            cure="keep the last one before the date of the flight",
        )
    units = {key: unit for key, unit in _OMM_FIELDS if unit}
    return omm_set(
        {
            leaf.tag: (checked_units(leaf, units[leaf.tag], where) if leaf.tag in units else leaf.text or "").strip()
            for leaf in messages[0].iter()
            if len(leaf) == 0
        },
        where,
    )


def read_omm_json(text: str, where: str) -> ElementSet:
    """Read an OMM in the JSON form of CelesTrak and Space-Track: one object, or a list of one. Raises as `omm_set`."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError as fault:
        raise DataError(
            f"{where} is not complete JSON ({fault}): truncated or damaged", cure="fetch it again"
        ) from None
    sets = found if isinstance(found, list) else [found]
    if len(sets) != 1:
        raise DataError(
            f"{where} holds {len(sets)} element sets",
            allowed="one",
            cure="keep the last one before the date of the flight",
        )
    if not isinstance(sets[0], dict):
        raise DataError(f"{where} is JSON, but not of an element set", allowed="an object with OMM keys")
    return omm_set({key: "" if value is None else str(value) for key, value in sets[0].items()}, where)


def omm_set(fields: dict[str, str], where: str) -> ElementSet:
    """Elements from the fields of an OMM.

    Raises
    ------
    DataError
        for a missing field, a bad number or epoch, or a centre, frame, scale or theory other than SGP4's own.
    """
    for key, allowed in (
        ("CENTER_NAME", ("EARTH",)),
        ("REF_FRAME", ("TEME",)),
        ("TIME_SYSTEM", ("UTC",)),
        ("MEAN_ELEMENT_THEORY", _THEORIES),
    ):
        value = fields.get(key) or allowed[0]  # the JSON of catalogues leaves them out
        if value not in allowed:
            raise unknown(key, value, allowed, where=where)
    epoch = read_epoch(required(fields, "EPOCH", where), "UTC", where)
    n, e, i, node, perigee, anomaly, bstar = (
        number(required(fields, key, where), key, where) for key, _ in _OMM_FIELDS
    )
    mjd, seconds = epoch.utc_mjd
    satrec = Satrec()
    satrec.sgp4init(
        WGS72,
        "i",
        0,
        mjd - _MJD_SGP4 + seconds / 86_400.0,
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
    satrec.jdsatepoch, satrec.jdsatepochF = mjd + _MJD0_JD, seconds / 86_400.0  # whole nanoseconds of the epoch
    return _checked(ElementSet(fields.get("OBJECT_NAME", ""), epoch, satrec), where)


def _checked(elements: ElementSet, where: str) -> ElementSet:
    if elements.satrec.error:
        raise DataError(f"{where}: not an orbit: {SGP4_ERRORS[int(elements.satrec.error)]}")
    if elements.satrec.method == "d":
        raise DataError(
            f"{where}: an orbit of {2 * np.pi / elements.satrec.no_kozai:.0f} min",
            allowed="under 225 min",
            cure="kazbek flies to stations in low orbits",
        )
    return elements
