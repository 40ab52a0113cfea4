"""Two-line element sets (TLE): every column is looked at, since a checksum sees neither letters nor exchanged digits.

Source: Hoots and Roehrich, Spacetrack Report No. 3, 1980; the columns as CelesTrak and Space-Track document them.
"""

from __future__ import annotations

import calendar
import re

from sgp4.api import Satrec
from sgp4.io import compute_checksum

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.track.files.elements import ElementSet, check_type, checked_orbit

_LINE_1, _LINE_2 = re.compile(r"1 [ \dA-Z]{5}[A-Z ]", re.ASCII), re.compile(r"2 [ \dA-Z]{5} ", re.ASCII)
_LENGTH = 68  # without the checksum
_NUMBER = r" *\d*"  # pushed to the right, or left blank
_CATALOGUE = r" *\d+|[A-HJ-NP-Z]\d{4}"  # a letter for the ten thousands: Alpha-5
_ANGLE = r"(?:  \d| \d\d|\d{3})\.\d{4}"
_DECIMAL = r"[ +-](?:\d| )\d{4}[+-]\d"  # of five digits with the point before them and a power of ten behind
_COLUMNS_1 = (  # first column (from 1), what stands there, how
    (3, "catalogue number", _CATALOGUE),
    (8, "classification", r"[A-Z ]"),
    (9, "blank", r" "),
    (10, "international designator", r"(?:\d{5}[A-Z]{1,3} {0,2}| {8})"),
    (18, "blank", r" "),
    (19, "epoch", r"\d\d(?:  \d| \d\d|\d{3})\.\d{8}"),
    (33, "blank", r" "),
    (34, "half the change of mean motion", r"[ +-]\d?\.\d{8,9}"),
    (44, "blank", r" "),
    (45, "a sixth of the second change of mean motion", _DECIMAL),
    (53, "blank", r" "),
    (54, "B*", _DECIMAL),
    (62, "blank", r" "),
    (63, "ephemeris type", r"[\d ]"),
    (64, "blank", r" "),
    (65, "set number", _NUMBER),
)
_COLUMNS_2 = (
    (3, "catalogue number", _CATALOGUE),
    (8, "blank", r" "),
    (9, "inclination", _ANGLE),
    (17, "blank", r" "),
    (18, "node", _ANGLE),
    (26, "blank", r" "),
    (27, "eccentricity", r"\d{7}"),
    (34, "blank", r" "),
    (35, "argument of perigee", _ANGLE),
    (43, "blank", r" "),
    (44, "mean anomaly", _ANGLE),
    (52, "blank", r" "),
    (53, "mean motion", r"[ \d]\d\.\d{8}"),
    (64, "revolution number", _NUMBER),
)
_ANGLES = ((9, 180.0), (18, 360.0), (35, 360.0), (44, 360.0))  # first column, greatest value


def looks_like_tle(text: str) -> bool:
    """Whether a line of `text` starts as the first line of a two-line set does."""
    return any(_LINE_1.match(line) for line in text.splitlines())


def read_tle(text: str, where: str) -> ElementSet:
    """Read one two-line element set, with or without a name above it.

    Raises
    ------
    DataError
        for a set that is cut short, of two objects, with a bad checksum or a column that is not as it should be, for
        several sets, and for elements that are not of SGP4.
    """
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    firsts = [k for k, line in enumerate(lines) if _LINE_1.match(line)]
    if len(firsts) != 1:
        cure = _which([lines[k] for k in firsts])
        raise DataError(f"{where} holds {len(firsts)} element sets", allowed="one", cure=cure)
    k = firsts[0]
    if k + 1 >= len(lines) or not _LINE_2.match(lines[k + 1]):
        raise _without_second(lines, k, where)
    line_1, line_2 = lines[k : k + 2]
    notes = _check_ends(line_1, line_2, where)
    _check_columns(line_1, _COLUMNS_1, where)
    _check_columns(line_2, _COLUMNS_2, where)
    if line_1[2:7] != line_2[2:7]:
        raise DataError(f"{where}: line 1 is of object {line_1[2:7]}, line 2 of object {line_2[2:7]}")
    name = lines[k - 1].removeprefix("0 ").strip() if k else ""
    return _tle_set(name, line_1, line_2, where, notes)


def _which(firsts: list[str]) -> str:
    """What to do about several sets: of one object keep a line's worth of time, of several the right object."""
    objects = sorted({line[2:7].strip() for line in firsts})
    if not objects:
        return "the catalogue had none to give: look at its answer"
    if len(objects) == 1:
        return "keep the last one before the date of the flight"
    return f"keep the lines of one object ({', '.join(objects[:5])})"


def _without_second(lines: list[str], first: int, where: str) -> DataError:
    """Why no line 2 follows line 1: it is gone, stands elsewhere, or on the same line."""
    if len(lines[first]) > _LENGTH + 1:
        length = len(lines[first])
        return DataError(f"{where}: line 1 of the element set has {length} characters", allowed=f"{_LENGTH + 1}")
    if any(_LINE_2.match(line) for line in lines):
        return DataError(f"{where}: line 2 of the element set does not follow its line 1", cure="put it there")
    return DataError(f"{where}: line 2 of the element set is missing: truncated", cure="fetch it again")


def _check_ends(line_1: str, line_2: str, where: str) -> tuple[str, ...]:
    """Lengths and checksums; some producers write no checksum, and then a note says what that means."""
    for line in (line_1, line_2):
        if not line.isascii():
            odd = next(letter for letter in line if not letter.isascii())
            raise DataError(
                f"{where}: line {line[0]} of the element set holds U+{ord(odd):04X}",
                allowed="digits, letters, points, blanks and the signs + and - of ASCII",
                cure="fetch it as plain text, not from a web page",
            )
    if len(line_1) == len(line_2) == _LENGTH:
        return (f"{where} has no checksums: a wrong digit in it cannot be seen",)
    for line in (line_1, line_2):
        if len(line) != _LENGTH + 1:
            raise DataError(
                f"{where}: line {line[0]} of the element set has {len(line)} characters", allowed=f"{_LENGTH + 1}"
            )
        computed = compute_checksum(line)
        if line[_LENGTH] != str(computed):
            raise DataError(
                f"{where}: line {line[0]} of the element set ends in checksum {line[_LENGTH]}",
                allowed=str(computed),
                cure="a digit was changed or lost: fetch it again",
            )
    return ()


def _check_columns(line: str, columns: tuple[tuple[int, str, str], ...], where: str) -> None:
    stops = [*(first for first, _, _ in columns[1:]), _LENGTH + 1]
    for (first, what, form), stop in zip(columns, stops):
        found = line[first - 1 : stop - 1]
        if not re.fullmatch(form, found, re.ASCII):
            raise DataError(
                f'{where}: line {line[0]} of the element set has "{found}" for its {what}, '
                f"column{'s' if stop - first > 1 else ''} {first}{f' to {stop - 1}' if stop - first > 1 else ''}",
                cure="a character was changed, lost or moved: fetch it again",
            )


def _tle_set(name: str, line_1: str, line_2: str, where: str, notes: tuple[str, ...]) -> ElementSet:
    check_type(line_1[62], where)
    year = int(line_1[18:20])
    year += 2000 if year < 57 else 1900
    day, last = float(line_1[20:32]), 365 + calendar.isleap(year)
    if not 1.0 <= day < last + 1.0:
        raise DataError(
            f"{where}: bad epoch: day {line_1[20:32]} of the year", allowed=f"1 to {last}.99999999 in {year}"
        )
    for first, most in _ANGLES:
        angle = line_2[first - 1 : first + 7].strip()
        if float(angle) > most:
            raise DataError(f"{where}: line 2 of the element set has an angle of {angle}°", allowed=f"0 to {most:g}°")
    try:
        satrec = Satrec.twoline2rv(line_1, line_2)
    except ValueError as fault:
        raise DataError(f"{where} is not a two-line element set ({fault})") from None
    epoch = Epoch.from_utc_jd(satrec.jdsatepoch, satrec.jdsatepochF)
    return checked_orbit(ElementSet(name, epoch, satrec, notes), where)
