"""What CCSDS navigation messages share: time scales, reference frames, key = value lines, and XML without surprises.

Source: CCSDS 502.0-B-3, *Orbit Data Messages*, 2023, and CCSDS 505.0-B-3, *XML Specification for Navigation Data
Messages*, 2023. Frames and scales are those a station's operator uses; any other is refused, never guessed.
"""

from __future__ import annotations

import math
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.world import earth

Array = NDArray[np.float64]

_NS = 1_000_000_000
_DAY_s = 86_400
_MJD_2000 = 51_544
_TAI_MINUS_SCALE_NS = {"TAI": 0, "TT": -32_184_000_000, "GPS": 19 * _NS}  # SI clocks: constant offsets from TAI
TIME_SCALES = ("UTC", *_TAI_MINUS_SCALE_NS)
FRAMES = ("EME2000", "GCRF", "ICRF", "ITRF", "J2000", "TEME")


def check_scale(scale: str, where: str) -> str:
    """A CCSDS time scale that kazbek reads.

    Raises
    ------
    DataError
        for any other, with the nearest one.
    """
    if scale not in TIME_SCALES:
        raise unknown("TIME_SYSTEM", scale, TIME_SCALES, where=where)
    return scale


def read_epoch(text: str, scale: str, where: str) -> Epoch:
    """An instant of one time scale, as a calendar date or a day of year.

    Raises
    ------
    DataError
        when the text is no instant.
    """
    try:
        face = Epoch.from_utc(text)
    except DataError as fault:
        raise DataError(f"{where}: bad epoch: {fault.what}", allowed=fault.allowed, cure=fault.cure) from None
    if scale == "UTC":
        return face
    mjd, seconds = face.utc_mjd  # the face of the clock, leap seconds taken out again
    face_ns = (mjd - _MJD_2000) * _DAY_s * _NS + round(seconds * _NS)
    return Epoch(face_ns + _TAI_MINUS_SCALE_NS[scale])


def check_frame(frame: str, where: str) -> str:
    """The canonical name of a CCSDS reference frame (any ITRF realisation is ITRF: they differ by centimetres).

    Raises
    ------
    DataError
        for a frame kazbek does not know, with the nearest one.
    """
    name = "ITRF" if frame.startswith("ITRF") else frame
    if name not in FRAMES:
        raise unknown("REF_FRAME", frame, FRAMES, where=where)
    return name


def gcrf_from(frame: str, tai_ns: NDArray[np.int64], rv: Array) -> Array:
    """Positions (m) and velocities (m/s), shape (n, 6), of a CCSDS frame turned into GCRF."""
    if frame in ("GCRF", "ICRF"):  # same axes to 0.1 milliarcsecond
        return rv
    if frame in ("EME2000", "J2000"):
        return rotated(earth.C_GCRF_EME2000, rv)
    if frame == "TEME":
        return rotated(teme_rotations(tai_ns), rv)
    return earth.rv_GCRF(tai_ns, rv)


def rotated(C: Array, rv: Array) -> Array:
    """Apply rotation(s) C, shape (3, 3) or (n, 3, 3), to position and velocity rows (n, 6)."""
    turned: Array = np.einsum("...ij,...kj->...ki", C, rv.reshape(-1, 2, 3)).reshape(-1, 6)
    return turned


def teme_rotations(tai_ns: NDArray[np.int64]) -> Array:
    """C_GCRF_TEME at each instant, (n, 3, 3), linear between 6 h nodes (nutation bends by 0.3 mas: 1 cm in orbit)."""
    step_ns = 6 * 3600 * _NS
    nodes = np.arange(int(tai_ns.min()) // step_ns, int(tai_ns.max()) // step_ns + 2)
    C = np.array([earth.C_GCRF_TEME(Epoch(int(node) * step_ns)) for node in nodes])
    index = tai_ns // step_ns - nodes[0]
    frac = ((tai_ns % step_ns) / step_ns)[:, None, None]
    blend: Array = (1.0 - frac) * C[index] + frac * C[index + 1]
    return blend


def number(text: str, what: str, where: str) -> float:
    """A finite float, or a DataError that says which value is not one."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DataError(f'{where}: {what} = "{text.strip()[:40]}" is not a number')
    return value


def key_value(line: str) -> tuple[str, str]:
    """Split one ``KEY = VALUE [unit]`` line."""
    key, _, value = line.partition("=")
    return key.strip(), value.partition("[")[0].strip()


def required(fields: dict[str, str], key: str, where: str) -> str:
    """A mandatory value of a header or metadata block."""
    if not fields.get(key):
        raise DataError(f"{where}: {key} is missing")
    return fields[key]


def parse_xml(data: bytes, where: str) -> Element:
    """The root element without namespaces; damaged XML, and XML that plays tricks with entities, is a DataError."""
    try:
        root: Any = fromstring(data)
    except ParseError as fault:
        raise DataError(f"{where} is not complete XML ({fault}): truncated or damaged", cure="fetch it again") from None
    except DefusedXmlException:
        raise DataError(f"{where} declares XML entities", allowed="plain XML without a DTD") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    found: Element = root
    return found


def leaf_texts(parent: Element) -> dict[str, str]:
    """Texts of the children of an element, by tag."""
    return {child.tag: (child.text or "").strip() for child in parent}


def checked_units(element: Element, allowed: str, where: str) -> str:
    """The text of an element, if its ``units`` attribute is the one the standard gives (or absent)."""
    units = element.get("units", allowed)
    if units != allowed:
        raise DataError(f'{where}: {element.tag} has units "{units}"', allowed=allowed)
    return element.text or ""
