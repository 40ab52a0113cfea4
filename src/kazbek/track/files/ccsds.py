"""What CCSDS navigation messages share: numbers, key = value lines with units, and XML without surprises.

Source: CCSDS 502.0-B-3, *Orbit Data Messages*, 2023, and CCSDS 505.0-B-3, *XML Specification for Navigation Data
Messages*, 2023.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kazbek.base.errors import DataError

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_MISSPELT = 0.8  # similarity above which an unknown key is taken for a slip in a known one
_LONGEST = 60  # characters of a number
_DEEPEST = 100  # levels of XML elements; an ephemeris has seven


def number(text: str, what: str, where: str) -> float:
    """A finite float, or a DataError that says which value is not one."""
    text = text.strip()
    value = float(text) if len(text) <= _LONGEST and _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        raise DataError(f'{where}: {what} = "{text[:40]}" is not a number', cure=_exponent(text))
    return value


def _exponent(text: str) -> str:
    if re.fullmatch(r"[-+]?[\d.]+[dD][-+]?\d+", text, re.ASCII):
        return "write the exponent with E in place of D"
    return "write the decimal comma as a point" if re.fullmatch(r"[-+]?\d+,\d+", text, re.ASCII) else ""


def key_value(line: str, units: dict[str, str], where: str) -> tuple[str, str]:
    """Split one ``KEY = VALUE [unit]`` line.

    Parameters
    ----------
    units : of keys that have one, as the standard gives them

    Raises
    ------
    DataError
        for a line without ``=``, or a unit that is not the key's own.
    """
    key, equals, value = line.partition("=")
    key = key.strip().upper()
    if not equals or not key:
        raise DataError(f'{where}: "{line[:60]}" is no key = value line')
    value, bracket, unit = value.partition("[")
    if bracket:
        check_unit(key, unit.partition("]")[0], units.get(key, "*"), where)
    return key, value.strip()


def check_unit(key: str, unit: str, allowed: str, where: str) -> None:
    """Whether a unit is the one the standard gives.

    Raises
    ------
    DataError
        for any other, unless the key is none that kazbek reads.
    """
    if allowed != "*" and unit.strip().lower() != allowed.lower():
        raise DataError(f'{where}: {key} has units "{unit.strip()}"', allowed=allowed or "no unit")


def add_once(fields: dict[str, str], key: str, value: str, where: str) -> None:
    """Keep the value of a key.

    Raises
    ------
    DataError
        when the key stands there already: which of the two is meant nobody can know.
    """
    if key in fields:
        raise DataError(
            f'{where}: {key} stands twice, as "{fields[key][:40]}" and as "{value[:40]}"',
            allowed="each key once in its block",
        )
    fields[key] = value


def check_spelling(fields: Iterable[str], known: Iterable[str], where: str) -> None:
    """Foreign keys may stand in a message, slips in known ones may not.

    Raises
    ------
    DataError
        for a key that is nearly a known one.
    """
    names = list(known)
    for key in fields:
        if key not in names and (close := difflib.get_close_matches(key, names, n=1, cutoff=_MISSPELT)):
            raise DataError(f'{where}: unknown key "{key[:40]}"', cure=f'did you mean "{close[0]}"?')


def required(fields: dict[str, str], key: str, where: str) -> str:
    """A mandatory value of a header or metadata block.

    Raises
    ------
    DataError
        where it is missing.
    """
    if not fields.get(key):
        raise DataError(f"{where}: {key} is missing")
    return fields[key]


def parse_xml(text: str, where: str) -> Element:
    """The root element without namespaces; damaged XML, and XML that plays tricks with entities, is a DataError."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # decoded already, whatever encoding it declares
    try:
        root: Any = fromstring(text)
        _check_depth(root)
    except ParseError as fault:
        raise DataError(f"{where} is not complete XML ({fault})", cure=_cut_off(text)) from None
    except DefusedXmlException:
        raise DataError(f"{where} declares XML entities", allowed="plain XML without entities") from None
    except (ValueError, LookupError, RecursionError):
        raise DataError(f"{where} is not plain XML", allowed=f"XML up to {_DEEPEST} levels deep") from None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    found: Element = root
    return found


def _check_depth(root: Element) -> None:
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return
    raise ValueError


def _cut_off(text: str) -> str:
    """Advice that is true: XML without its last tag was cut off, any other is damaged where the parser says."""
    name = re.search(r"<([\w:.-]+)", text)
    whole = name is not None and text.rstrip().endswith(f"</{name[1]}>")
    return "it is damaged there" if whole else "its end is missing: fetch it again"


def leaf_texts(parent: Element, where: str) -> dict[str, str]:
    """Texts of the children of an element, by tag. Raises as :func:`add_once`."""
    found: dict[str, str] = {}
    for child in parent:
        if child.tag != "COMMENT":
            add_once(found, child.tag, (child.text or "").strip(), where)
    return found


def checked_units(element: Element, allowed: str, where: str) -> str:
    """The text of an element, if its unit is the one the standard gives (or absent), however the attribute is spelt."""
    for name, unit in element.attrib.items():
        if name.lower() in ("units", "unit"):
            check_unit(element.tag, unit, allowed, where)
    return element.text or ""
