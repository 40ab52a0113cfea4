"""OEM as XML (CCSDS 505.0-B-3): what stands where; what it may say is checked in `oem`."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from kazbek.base.errors import DataError
from kazbek.track.files.ccsds import checked_units, leaf_texts, parse_xml
from kazbek.track.files.oem import Oem, RawSegment, check_version, checked_oem

_COMPONENTS = (("X", "km"), ("Y", "km"), ("Z", "km"), ("X_DOT", "km/s"), ("Y_DOT", "km/s"), ("Z_DOT", "km/s"))
_TAGS = frozenset(("EPOCH", *(name for name, _ in _COMPONENTS)))


def read_oem_xml(text: str, where: str) -> Oem:
    """Read the XML form, with or without the ``ndm`` element around it.

    Raises
    ------
    DataError
        one sentence for anything that is missing, unknown, doubled, damaged or cut short.
    """
    root = parse_xml(text, where)
    messages = list(root.iter("oem"))
    if len(messages) > 1:
        raise DataError(f"{where} holds {len(messages)} ephemerides", allowed="one")
    message = messages[0] if messages else root
    check_version(message.get("version", ""), where)
    header = [comment.text or "" for part in message.findall("header") for comment in part.iter("COMMENT")]
    return checked_oem([_segment(element, header, where) for element in message.iter("segment")], where)


def _segment(element: Element, header: list[str], where: str) -> RawSegment:
    metadata, body = element.find("metadata"), element.find("data")
    if metadata is None or body is None or len(element.findall("metadata")) + len(element.findall("data")) > 2:
        raise DataError(f"{where}: a segment lacks its metadata or data, or holds them twice")
    comments = [*header, *(comment.text or "" for comment in element.iter("COMMENT"))]
    raw = RawSegment(leaf_texts(metadata, where), comments)
    for count, vector in enumerate(body.iter("stateVector"), start=1):
        _add_vector(raw, vector, f"{where} stateVector {count}")
    return raw


def _add_vector(segment: RawSegment, vector: Element, place: str) -> None:
    found = {child.tag: child for child in vector if child.tag in _TAGS}
    missing = [name for name in ("EPOCH", *(n for n, _ in _COMPONENTS)) if name not in found]
    if missing:
        raise DataError(f"{place}: {missing[0]} is missing")
    if len(vector) > len(found):
        leaf_texts(vector, place)  # more than the seven: accelerations, or one of them twice
    segment.epochs.append((found["EPOCH"].text or "").strip())
    segment.rv_km.append([checked_units(found[name], unit, place).strip() for name, unit in _COMPONENTS])
    segment.places.append(place)
