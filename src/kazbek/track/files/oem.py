"""CCSDS Orbit Ephemeris Messages (OEM), KVN and XML: state vectors of the station's operator, brought into GCRF.

Source: CCSDS 502.0-B-3 chapter 5 and 505.0-B-3. Units are km and km/s, the centre is the Earth. Comments and tables of
events are never an input, with three exceptions that JSC writes there: mass, drag area and drag coefficient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import WGS84_A_m
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.track.files.ccsds import (
    check_frame,
    check_scale,
    checked_units,
    gcrf_from,
    key_value,
    leaf_texts,
    number,
    parse_xml,
    read_epoch,
    required,
)

Array = NDArray[np.float64]
Nanoseconds = NDArray[np.int64]

_NEVER_BELOW_m, _NEVER_ABOVE_m = WGS84_A_m, 1.0e8
_FASTEST_m_s = 12_000.0
_STOP_TOLERANCE_s = 1e-3  # JSC writes milliseconds
_BALLISTICS = re.compile(r"^\s*(MASS|DRAG_AREA|DRAG_COEFF)\s*=\s*([-+.\dEe]+)\s*$")
_COMPONENTS = (("X", "km"), ("Y", "km"), ("Z", "km"), ("X_DOT", "km/s"), ("Y_DOT", "km/s"), ("Z_DOT", "km/s"))


@dataclass(frozen=True, slots=True)
class Ballistics:
    """What drag needs to know of a body."""

    mass_kg: float
    drag_area_m2: float
    cd: float


@dataclass(frozen=True, slots=True)
class OemSegment:
    """One segment: states that may be interpolated among themselves.

    Attributes
    ----------
    tai_ns : (n,) instants, strictly increasing
    rv_GCRF : (n, 6) position (m) and velocity (m/s)
    start, end : the span the producer calls useable
    """

    tai_ns: Nanoseconds
    rv_GCRF: Array
    start: Epoch
    end: Epoch


@dataclass(frozen=True, slots=True)
class Oem:
    """An ephemeris message: its segments in order of time, and the body's drag figures where its comments give them."""

    object_name: str
    segments: tuple[OemSegment, ...]
    ballistics: Ballistics | None


@dataclass(slots=True)
class _Raw:
    """One segment as written."""

    metadata: dict[str, str]
    comments: list[str]
    epochs: list[str]
    rv_km: list[list[float]]
    places: list[str]


def read_oem_kvn(text: str, where: str) -> Oem:
    """Read the key = value form.

    Raises
    ------
    DataError
        one sentence for anything that is missing, unknown, damaged or cut short.
    """
    segments: list[_Raw] = []
    comments: list[str] = []
    inside = "header"
    for count, line in enumerate(text.splitlines(), start=1):
        line, place = line.strip(), f"{where} line {count}"
        if not line:
            continue
        if line.startswith("COMMENT"):
            comments.append(line[7:])
        elif line == "META_START":
            segments.append(_Raw({}, comments, [], [], []))
            comments, inside = segments[-1].comments, "metadata"
        elif line in ("META_STOP", "COVARIANCE_STOP"):
            inside = "data"
        elif line == "COVARIANCE_START":
            inside = "covariance"
        elif inside == "metadata":
            key, value = key_value(line)
            segments[-1].metadata[key] = value
        elif inside == "data" and segments:
            _add_row(segments[-1], line.split(), place)
    if inside in ("metadata", "covariance"):
        raise DataError(f"{where} ends inside its {inside}: truncated", cure="fetch it again")
    return _oem(segments, where)


def _add_row(segment: _Raw, fields: list[str], place: str) -> None:
    if len(fields) not in (7, 10):  # the standard allows accelerations behind; they are not needed
        raise DataError(
            f"{place} has {len(fields)} fields: truncated or damaged",
            allowed="an epoch, X Y Z in km, X_DOT Y_DOT Z_DOT in km/s",
        )
    segment.epochs.append(fields[0])
    segment.rv_km.append([number(f, name, place) for f, (name, _) in zip(fields[1:7], _COMPONENTS)])
    segment.places.append(place)


def read_oem_xml(data: bytes, where: str) -> Oem:
    """Read the XML form, with or without the ``ndm`` element around it. Raises as :func:`read_oem_kvn`."""
    segments = []
    for element in parse_xml(data, where).iter("segment"):
        metadata, body = element.find("metadata"), element.find("data")
        if metadata is None or body is None:
            raise DataError(f"{where}: a segment lacks its metadata or data")
        raw = _Raw(leaf_texts(metadata), [c.text or "" for c in element.iter("COMMENT")], [], [], [])
        for count, vector in enumerate(body.iter("stateVector"), start=1):
            _add_vector(raw, vector, f"{where} stateVector {count}")
        segments.append(raw)
    return _oem(segments, where)


def _add_vector(segment: _Raw, vector: Element, place: str) -> None:
    found = {child.tag: child for child in vector}
    missing = [name for name in ("EPOCH", *(n for n, _ in _COMPONENTS)) if name not in found]
    if missing:
        raise DataError(f"{place}: {missing[0]} is missing")
    segment.epochs.append((found["EPOCH"].text or "").strip())
    segment.rv_km.append([number(checked_units(found[name], unit, place), name, place) for name, unit in _COMPONENTS])
    segment.places.append(place)


def _oem(raw: list[_Raw], where: str) -> Oem:
    if not raw:
        raise DataError(f"{where} holds no segment: truncated or not an ephemeris", cure="fetch it again")
    names = {required(r.metadata, "OBJECT_ID", where): r.metadata.get("OBJECT_NAME", "") for r in raw}
    if len(names) > 1:
        raise DataError(f"{where} mixes objects {', '.join(names)}", allowed="one object per file")
    segments = tuple(sorted((_segment(r, where) for r in raw), key=lambda s: s.start))
    return Oem(next(iter(names.values())), segments, _ballistics(c for r in raw for c in r.comments))


def _segment(raw: _Raw, where: str) -> OemSegment:
    centre = required(raw.metadata, "CENTER_NAME", where)
    if centre.upper() != "EARTH":
        raise DataError(f'{where}: CENTER_NAME is "{centre}"', allowed="EARTH")
    frame = check_frame(required(raw.metadata, "REF_FRAME", where), where)
    scale = check_scale(required(raw.metadata, "TIME_SYSTEM", where), where)
    stop = read_epoch(required(raw.metadata, "STOP_TIME", where), scale, f"{where} STOP_TIME")
    if len(raw.epochs) < 2:
        raise DataError(f"{where} holds {len(raw.epochs)} state vectors: truncated", allowed="at least 2 in a segment")
    tai_ns = _instants(raw, scale)
    _check_complete(Epoch(int(tai_ns[-1])), stop, where)
    rv_m = np.array(raw.rv_km) * 1000.0
    _check_units(rv_m, raw.places)
    start, end = (_useable(raw, key, scale, where) for key in ("START_TIME", "STOP_TIME"))
    return OemSegment(
        tai_ns, gcrf_from(frame, tai_ns, rv_m), max(start, Epoch(int(tai_ns[0]))), min(end, Epoch(int(tai_ns[-1])))
    )


def _useable(raw: _Raw, key: str, scale: str, where: str) -> Epoch:
    """A bound of the useable span; where none is given, the bound of all."""
    given = raw.metadata.get(f"USEABLE_{key}") or required(raw.metadata, key, where)
    return read_epoch(given, scale, f"{where} {key}")


def _instants(raw: _Raw, scale: str) -> Nanoseconds:
    instants = np.array([read_epoch(text, scale, place).tai_ns for text, place in zip(raw.epochs, raw.places)])
    back = np.flatnonzero(np.diff(instants) <= 0)
    if len(back):
        k = int(back[0]) + 1
        raise DataError(
            f"{raw.places[k]}: epoch {raw.epochs[k]} does not come after {raw.epochs[k - 1]}",
            allowed="epochs in increasing order",
        )
    return instants


def _check_complete(last: Epoch, stop: Epoch, where: str) -> None:
    if stop - last > _STOP_TOLERANCE_s:
        raise DataError(
            f"{where} is truncated: its last state is of {last}, before its STOP_TIME {stop}", cure="fetch it again"
        )


def _check_units(rv_m: Array, places: list[str]) -> None:
    """An OEM is in km and km/s; a body below the ground, past the Moon's quarter way or too fast means other units."""
    radius_m = np.linalg.norm(rv_m[:, :3], axis=1)
    speed_m_s = np.linalg.norm(rv_m[:, 3:], axis=1)
    bad = np.flatnonzero((radius_m < _NEVER_BELOW_m) | (radius_m > _NEVER_ABOVE_m) | (speed_m_s > _FASTEST_m_s))
    if len(bad):
        k = int(bad[0])
        raise DataError(
            f"{places[k]}: {radius_m[k] / 1e3:.6g} km from the Earth's centre at {speed_m_s[k] / 1e3:.6g} "
            "km/s is no orbit about the Earth",
            allowed=f"{_NEVER_BELOW_m / 1e3:.0f} to {_NEVER_ABOVE_m / 1e3:.0f} km, up to {_FASTEST_m_s / 1e3:.0f} km/s",
            cure="an OEM is written in km and km/s",
        )


def _ballistics(comments: Iterable[str]) -> Ballistics | None:
    found = {match[1]: float(match[2]) for match in map(_BALLISTICS.match, comments) if match}
    if len(found) < 3 or min(found.values()) <= 0.0:
        return None
    return Ballistics(found["MASS"], found["DRAG_AREA"], found["DRAG_COEFF"])
