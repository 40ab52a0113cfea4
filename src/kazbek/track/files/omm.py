"""CCSDS Orbit Mean-Elements Messages (OMM) in KVN, XML, JSON and CSV: what stands where (its meaning: `elements`).

JSON and CSV are the forms of catalogues (CelesTrak, Space-Track), with the keys of the standard.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from kazbek.base.errors import DataError
from kazbek.track.files.ccsds import add_once, check_spelling, checked_units, key_value, parse_xml
from kazbek.track.files.elements import UNITS, ElementSet, element_set
from kazbek.track.files.oem import check_version
from kazbek.track.files.tle import read_tle

_MARK = re.compile(r"^[^\S\n]*CCSDS_OMM_VERS\s*=", re.MULTILINE)
_KEYS = (*UNITS, "EPOCH", "CENTER_NAME", "REF_FRAME", "TIME_SYSTEM", "MEAN_ELEMENT_THEORY", "EPHEMERIS_TYPE")
_KNOWN = (*_KEYS, "APOAPSIS", "PERIAPSIS", "BTERM", "AGOM", "ORIGINATOR", "COMMENT")
_SAME_m = 1000.0  # the lines have fewer digits
_MANY = "keep the last one of your object before the date of the flight"


def read_omm_kvn(text: str, where: str) -> ElementSet:
    """Read an OMM in key = value form. Raises as :func:`kazbek.track.files.elements.element_set`."""
    _check_one(len(_MARK.findall(text)) or 1, where)
    fields: dict[str, str] = {}
    for count, line in enumerate(text.splitlines(), start=1):
        line, place = line.strip(), f"{where} line {count}"
        if line and not line.startswith("COMMENT"):
            key, value = key_value(line, UNITS, place)
            if not key.startswith("USER_DEFINED"):
                add_once(fields, key, value, place)
    return _checked(fields, where)


def read_omm_xml(text: str, where: str) -> ElementSet:
    """Read an OMM in XML form. Raises as :func:`kazbek.track.files.elements.element_set`."""
    messages = list(parse_xml(text, where).iter("omm"))
    _check_one(len(messages), where)
    fields: dict[str, str] = {}
    for leaf in messages[0].iter():
        if len(leaf) == 0 and isinstance(leaf.tag, str) and leaf.tag not in ("COMMENT", "USER_DEFINED"):
            add_once(fields, leaf.tag, checked_units(leaf, UNITS.get(leaf.tag, "*"), where).strip(), where)
    return _checked(fields, where)


def read_omm_json(text: str, where: str) -> ElementSet:
    """Read an OMM as JSON: one object, a list of one, or a line for each object; keys in either case.

    Raises as :func:`kazbek.track.files.elements.element_set`.
    """
    found = _parsed(text, where)
    sets = found if isinstance(found, list) else [found]
    _check_one(len(sets), where)
    if not isinstance(sets[0], _Object):
        raise DataError(f"{where} is JSON, but not of an element set", allowed="an object with OMM keys")
    fields: dict[str, str] = {}
    for key, value in sets[0]:
        add_once(fields, key.upper(), _leaf(key, value, where), where)
    if "EPOCH" not in fields and any(key in fields for key in ("ERROR", "MESSAGE", "DETAIL")):
        said = next(fields[key] for key in ("ERROR", "MESSAGE", "DETAIL") if key in fields)
        raise DataError(f'{where} is an answer that says "{said[:80]}", not an element set', cure="fetch it again")
    return _checked(fields, where)


def read_omm_csv(text: str, where: str) -> ElementSet:
    """Read an OMM as CSV: a line of keys, then one line of values.

    Raises as :func:`kazbek.track.files.elements.element_set`.
    """
    try:
        lines = csv.reader(text.splitlines(), strict=True, delimiter=_separator(text))
        head, *rows = [row for row in lines if any(cell.strip() for cell in row)]
    except (csv.Error, ValueError):
        raise DataError(f"{where} is not complete CSV", allowed="a line of OMM keys, then a line of values") from None
    _check_one(len(rows), where)
    if len(rows[0]) != len(head):
        raise DataError(f"{where} has {len(rows[0])} values for {len(head)} keys: truncated or damaged")
    fields: dict[str, str] = {}
    for key, value in zip(head, rows[0]):
        add_once(fields, key.strip().upper(), value.strip(), where)
    return _checked(fields, where)


def looks_like_csv(text: str) -> bool:
    """Whether the first line of `text` is one of OMM keys."""
    keys = [cell.strip(' "').upper() for cell in text.lstrip().partition("\n")[0].split(_separator(text))]
    return "EPOCH" in keys and "MEAN_MOTION" in keys


def _separator(text: str) -> str:
    """What parts the keys: a comma, a tab, or the semicolon of spreadsheets where a comma is a decimal point."""
    return max(",;\t", key=text.lstrip().partition("\n")[0].count)


def _checked(fields: dict[str, str], where: str) -> ElementSet:
    check_version(fields.get("CCSDS_OMM_VERS", ""), where)
    check_spelling(fields, _KNOWN, where)
    elements = element_set(fields, where)
    if fields.get("TLE_LINE1") and fields.get("TLE_LINE2"):
        _check_same(elements, read_tle(f"{fields['TLE_LINE1']}\n{fields['TLE_LINE2']}", where), where)
    return elements


def _check_same(elements: ElementSet, lines: ElementSet, where: str) -> None:
    """Space-Track gives each set twice, by fields and by lines."""
    instant = np.array([elements.epoch.tai_ns])
    apart_m = float(np.linalg.norm((elements.rv_GCRF(instant) - lines.rv_GCRF(instant))[0, :3]))
    if apart_m > _SAME_m:
        raise DataError(
            f"{where}: its fields and its TLE_LINE1 and TLE_LINE2 are {apart_m / 1e3:.4g} km apart",
            allowed=f"up to {_SAME_m / 1e3:g} km",
            cure="one of them is damaged: fetch it again",
        )


def _check_one(count: int, where: str) -> None:
    if count != 1:
        raise DataError(
            f"{where} holds {count} element sets",
            allowed="one",
            cure=_MANY if count else "the catalogue had none to give: look at its answer",
        )


class _Object(list[tuple[str, Any]]):
    """A JSON object as its pairs, so that a key that stands twice is seen."""


def _parsed(text: str, where: str) -> Any:
    try:
        try:
            return json.loads(text, object_pairs_hook=_Object)
        except json.JSONDecodeError as fault:
            if fault.msg != "Extra data":
                raise
            lines: Iterable[str] = filter(str.strip, text.splitlines())
            return [json.loads(line, object_pairs_hook=_Object) for line in lines]
    except json.JSONDecodeError as fault:
        whole = text.rstrip().endswith(("}", "]"))
        raise DataError(
            f"{where} is not complete JSON ({fault})",
            cure="it is damaged there" if whole else "its end is missing: fetch it again",
        ) from None
    except RecursionError:
        raise DataError(f"{where} is JSON nested too deeply", allowed="an object with OMM keys") from None
    except ValueError:  # more digits than Python reads
        raise DataError(f"{where} holds a number too long to read") from None


def _leaf(key: str, value: Any, where: str) -> str:
    if isinstance(value, list):  # an object too
        return ""
    if isinstance(value, bool):
        raise DataError(f"{where}: {key[:40]} is {str(value).lower()}", allowed="a number or text")
    return "" if value is None else str(value).strip()
