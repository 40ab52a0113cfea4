"""CCSDS Orbit Ephemeris Messages (OEM): state vectors of the station's operator, checked and brought into GCRF.

Source: CCSDS 502.0-B-3 chapter 5 and 505.0-B-3. Units are km and km/s, the centre is the Earth. Comments and tables of
events are never an input, with three exceptions that JSC writes there: mass, drag area and drag coefficient. How the
two forms are written is a matter of :mod:`oem_kvn` and :mod:`oem_xml`; what they may say is one, and stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from kazbek.base.constants import WGS84_A_m
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.printable import printable
from kazbek.base.types import Array, Nanoseconds
from kazbek.track.files.ccsds import check_spelling, number, required
from kazbek.track.files.digits import rounding
from kazbek.track.files.frames import check_frame, check_scale, gcrf_from, read_epoch

VERSIONS = ("1.0", "2.0", "3.0")
_NEVER_BELOW_m, _NEVER_ABOVE_m = WGS84_A_m, 1.0e8
_FASTEST_m_s = 12_000.0
_STOP_TOLERANCE_s = 1e-3  # JSC writes milliseconds
_STEPS_SHORT = 1.5  # some producers write the end of the span asked for as STOP_TIME, up to a step after the last state
_BALLISTICS = re.compile(r"\s*(MASS|DRAG_AREA|DRAG_COEFF)\s*=\s*([-+.\dEe]+)\s*", re.ASCII)
_PLAUSIBLE = {"MASS": (100.0, 1e7, "kg"), "DRAG_AREA": (0.1, 1e5, "m²"), "DRAG_COEFF": (0.1, 10.0, "")}
_KNOWN = (
    "OBJECT_NAME",
    "OBJECT_ID",
    "CENTER_NAME",
    "REF_FRAME",
    "REF_FRAME_EPOCH",
    "TIME_SYSTEM",
    "START_TIME",
    "USEABLE_START_TIME",
    "USEABLE_STOP_TIME",
    "STOP_TIME",
    "INTERPOLATION",
    "INTERPOLATION_DEGREE",
)


@dataclass(frozen=True, slots=True)
class Ballistics:
    """What drag needs to know of a body."""

    mass_kg: float
    drag_area_m2: float
    cd: float

    @property
    def cd_area_m2(self) -> float:
        """Drag coefficient times area."""
        return self.cd * self.drag_area_m2


@dataclass(frozen=True, slots=True)
class OemSegment:
    """One segment: states that may be interpolated among themselves.

    Attributes
    ----------
    tai_ns : (n,) instants, strictly increasing
    rv_GCRF : (n, 6) position (m) and velocity (m/s)
    start, end : the span the producer calls useable
    ballistics : of the body, where the segment's comments give them
    rounding : one unit in the last digit of positions (m) and of velocities (m/s)
    frame, scale : REF_FRAME and TIME_SYSTEM as they were taken
    notes : sentences on what was taken otherwise than written
    """

    tai_ns: Nanoseconds
    rv_GCRF: Array
    start: Epoch
    end: Epoch
    ballistics: Ballistics | None = None
    rounding: tuple[float, float] = (0.0, 0.0)
    frame: str = "GCRF"
    scale: str = "UTC"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Oem:
    """An ephemeris message: its segments in order of time."""

    object_name: str
    object_id: str
    segments: tuple[OemSegment, ...]

    @property
    def ballistics(self) -> Ballistics | None:
        """The body's drag figures, where the comments of a segment give them."""
        return next((segment.ballistics for segment in self.segments if segment.ballistics is not None), None)


@dataclass(slots=True)
class RawSegment:
    """One segment as written: keys, comments, and for each state its epoch, six numbers (km, km/s) and place."""

    metadata: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    epochs: list[str] = field(default_factory=list)
    rv_km: list[list[str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def checked_oem(raw: list[RawSegment], where: str) -> Oem:
    """The message that some segments make.

    Raises
    ------
    DataError
        one sentence for anything that is missing, unknown, contradictory, damaged or cut short.
    """
    if not raw:
        raise DataError(f"{where} holds no segment", allowed="one or more, each with metadata and states")
    names = {required(r.metadata, "OBJECT_ID", where): r.metadata.get("OBJECT_NAME", "") for r in raw}
    if len({name.upper().replace("-", "") for name in names}) > 1:  # 1998-067A is 1998-067-A too
        raise DataError(f"{where} mixes objects {', '.join(names)}", allowed="one object per file")
    segments = tuple(sorted((_segment(r, where) for r in raw), key=lambda s: s.start))
    object_id, object_name = next(iter(names.items()))
    return Oem(object_name, object_id, segments)


def check_version(version: str, where: str) -> None:
    """A later version may mean something else by the same keys.

    Raises
    ------
    DataError
        for a version that is not known.
    """
    if version and version not in (*VERSIONS, *(known[0] for known in VERSIONS)):
        raise DataError(f"{where} is of version {version[:20]}", allowed=", ".join(VERSIONS))


def _segment(raw: RawSegment, where: str) -> OemSegment:
    check_spelling(raw.metadata, _KNOWN, where)
    centre = required(raw.metadata, "CENTER_NAME", where)
    if centre.upper() != "EARTH":
        raise DataError(f'{where}: CENTER_NAME is "{centre}"', allowed="EARTH")
    frame = _frame(raw, where)
    scale = check_scale(required(raw.metadata, "TIME_SYSTEM", where), where)
    if len(raw.epochs) < 2:
        raise DataError(f"{where} holds {len(raw.epochs)} state vectors", allowed="at least 2 in a segment")
    tai_ns = _instants(raw, scale)
    start, end, note = _useable(raw, scale, tai_ns, where)
    with np.errstate(over="ignore"):
        rv_m = _numbers(raw) * 1000.0
    _check_units(rv_m, raw.places)
    return OemSegment(
        tai_ns,
        gcrf_from(frame, tai_ns, rv_m),
        start,
        end,
        _ballistics(raw.comments, where),
        rounding(raw.rv_km),
        frame,
        scale,
        tuple(filter(None, (note, _unused(raw.metadata, where)))),
    )


def _unused(metadata: dict[str, str], where: str) -> str:
    """What stands in the metadata and is no key of the standard: nobody can know what it would change."""
    foreign = [printable(key)[:40] for key in metadata if key not in _KNOWN]
    return f"{where}: {', '.join(foreign[:5])}, no key of CCSDS 502.0, was not used" if foreign else ""


def _frame(raw: RawSegment, where: str) -> str:
    frame = check_frame(required(raw.metadata, "REF_FRAME", where), where)
    if frame == "TEME" and raw.metadata.get("REF_FRAME_EPOCH"):
        raise DataError(f"{where}: REF_FRAME is TEME of one epoch", allowed="TEME of date, without REF_FRAME_EPOCH")
    return frame


def _numbers(raw: RawSegment) -> Array:
    """States (n, 6) as written; the first that is no number is named."""
    names = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
    rows = [[number(text, name, place) for text, name in zip(row, names)] for row, place in zip(raw.rv_km, raw.places)]
    return np.array(rows, dtype=np.float64)


def _instants(raw: RawSegment, scale: str) -> Nanoseconds:
    instants = np.array([read_epoch(text, scale, place).tai_ns for text, place in zip(raw.epochs, raw.places)])
    back = np.flatnonzero(np.diff(instants) <= 0)
    if len(back):
        k = int(back[0]) + 1
        raise DataError(
            f"{raw.places[k]}: epoch {raw.epochs[k]} does not come after {raw.epochs[k - 1]}",
            allowed="epochs in increasing order",
        )
    return instants


def _useable(raw: RawSegment, scale: str, tai_ns: Nanoseconds, where: str) -> tuple[Epoch, Epoch, str]:
    """The span from the first to the last state that the producer calls useable, and what there is to say of it."""
    start, stop = (
        read_epoch(required(raw.metadata, key, where), scale, f"{where} {key}") for key in ("START_TIME", "STOP_TIME")
    )
    first, last = Epoch(int(tai_ns[0])), Epoch(int(tai_ns[-1]))
    _check_order("START_TIME", start, "STOP_TIME", stop, where)
    _check_complete(tai_ns, stop, where)
    note = ""
    if stop - last > _STOP_TOLERANCE_s:
        note = f"{where}: its STOP_TIME {stop} lies after its last state of {last}, which is taken for its end"
    begin, end = (
        read_epoch(raw.metadata[key], scale, f"{where} {key}") if raw.metadata.get(key) else otherwise
        for key, otherwise in (("USEABLE_START_TIME", start), ("USEABLE_STOP_TIME", stop))
    )
    _check_order("the useable start", begin, "the useable stop", end, where)
    begin, end = max(begin, first), min(end, last)
    if begin >= end:
        raise DataError(f"{where}: START_TIME to STOP_TIME hold none of its states, {first} to {last}")
    return begin, end, note


def _check_order(earlier: str, start: Epoch, later: str, stop: Epoch, where: str) -> None:
    if not start < stop:
        raise DataError(f"{where}: {earlier} {start} does not come before {later} {stop}")


def _check_complete(tai_ns: Nanoseconds, stop: Epoch, where: str) -> None:
    last, longest_s = Epoch(int(tai_ns[-1])), float(np.diff(tai_ns).max()) / 1e9
    steps = _STEPS_SHORT if len(tai_ns) > 2 else 0.0  # of two states nobody knows the step
    if stop - last > max(steps * longest_s, _STOP_TOLERANCE_s):
        raise DataError(
            f"{where} is truncated: its last state is of {last}, before its STOP_TIME {stop}", cure="fetch it again"
        )


def _check_units(rv_m: Array, places: list[str]) -> None:
    """An OEM is in km and km/s; a body below the ground, past the Moon's quarter way or too fast means other units."""
    with np.errstate(over="ignore"):  # infinitely far is too far
        radius_m, speed_m_s = (np.linalg.norm(rv_m[:, part], axis=1) for part in (slice(0, 3), slice(3, 6)))
    bad = np.flatnonzero(~((radius_m >= _NEVER_BELOW_m) & (radius_m <= _NEVER_ABOVE_m) & (speed_m_s <= _FASTEST_m_s)))
    if len(bad):
        k = int(bad[0])
        raise DataError(
            f"{places[k]}: {radius_m[k] / 1e3:.6g} km from the Earth's centre at {speed_m_s[k] / 1e3:.6g} "
            "km/s is no orbit about the Earth",
            allowed=f"{_NEVER_BELOW_m / 1e3:.0f} to {_NEVER_ABOVE_m / 1e3:.0f} km, up to {_FASTEST_m_s / 1e3:.0f} km/s",
            cure="an OEM is written in km and km/s",
        )


def _ballistics(comments: Iterable[str], where: str) -> Ballistics | None:
    """Mass, drag area and drag coefficient from comments; None unless all three are there (0: not known)."""
    found: dict[str, float] = {}
    for match in filter(None, map(_BALLISTICS.fullmatch, comments)):
        value = number(match[2], f"COMMENT {match[1]}", where)
        if found.setdefault(match[1], value) != value:
            raise DataError(f"{where}: COMMENT {match[1]} stands as {found[match[1]]:g} and as {value:g}")
    for key, value in found.items():
        low, high, unit = _PLAUSIBLE[key]
        if value != 0.0 and not low <= value <= high:
            raise DataError(f"{where}: COMMENT {key} = {value:g}", allowed=f"{low:g} to {high:g} {unit}".strip())
    if len(found) < len(_PLAUSIBLE) or min(found.values()) == 0.0:
        return None
    return Ballistics(found["MASS"], found["DRAG_AREA"], found["DRAG_COEFF"])
