"""OEM as lines of key = value (CCSDS 502.0-B-3 chapter 5): what stands where; what it may say is checked in `oem`."""

from __future__ import annotations

from kazbek.base.errors import DataError
from kazbek.base.printable import printable
from kazbek.track.files.ccsds import add_once, key_value
from kazbek.track.files.oem import Oem, RawSegment, check_version, checked_oem


def read_oem_kvn(text: str, where: str) -> Oem:
    """Read the key = value form.

    Raises
    ------
    DataError
        one sentence for anything that is missing, unknown, doubled, damaged or cut short.
    """
    segments: list[RawSegment] = []
    header: dict[str, str] = {}
    comments: list[str] = []
    inside = "header"
    for count, line in enumerate(text.splitlines(), start=1):
        line, place = line.strip(), f"{where} line {count}"
        if not line:
            continue
        mark = line.upper()
        if mark.startswith("COMMENT"):
            comments.append(line[7:])
        elif segments and mark.startswith("CCSDS_"):
            raise DataError(f"{place} begins another message", allowed="one message in a file")
        elif mark == "META_START":
            segments.append(RawSegment(comments=comments))
            comments, inside = segments[-1].comments, "metadata"
        elif mark in ("META_STOP", "COVARIANCE_STOP"):
            inside = "data"
        elif mark == "COVARIANCE_START":
            inside = "covariance"
        elif inside == "metadata":
            add_once(segments[-1].metadata, *key_value(line, {}, place), place)
        elif inside == "header" and "=" in line:
            add_once(header, *key_value(line, {}, place), place)
        elif inside == "data" and segments:
            _add_row(segments[-1], line.split(), place)
    if inside in ("metadata", "covariance"):
        raise DataError(f"{where} ends inside its {inside}: truncated", cure="fetch it again")
    if not segments:
        raise _without_segment(text, where)
    check_version(header.get("CCSDS_OEM_VERS", ""), where)
    return checked_oem(segments, where)


def _without_segment(text: str, where: str) -> DataError:
    why = "no line of it is META_START alone" if "META_START" in text.upper() else "truncated, or without META_START"
    return DataError(f"{where} holds no segment: {why}", cure="look at its metadata")


def _add_row(segment: RawSegment, fields: list[str], place: str) -> None:
    if len(fields) not in (7, 10):  # the standard allows accelerations behind; they are not needed
        raise DataError(
            f"{place} has {len(fields)} fields{_why(fields)}",
            allowed="an epoch (its date and time joined by T), X Y Z in km, X_DOT Y_DOT Z_DOT in km/s",
        )
    segment.epochs.append(fields[0])
    segment.rv_km.append(fields[1:7])
    segment.places.append(place)


def _why(fields: list[str]) -> str:
    if len(fields) == 4:
        return ": positions alone are not enough"
    if not fields[0][:1].isdigit():
        return f' ("{printable(fields[0])[:20]}" first): it is no state'
    return f' ("{fields[-1][:20]}" last)' if len(fields) > 7 else ": truncated or damaged"
