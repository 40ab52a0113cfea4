"""What the documents of a record hold, key by key and kind by kind: a record may come from anybody.

Names become folders and files, so they are held to the letters of a mission file; text is shown on terminals and pages,
so it holds nothing that steers them; numbers are finite, instants are instants.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, KazbekError
from kazbek.base.printable import steers

_UNIT = re.compile(r"_(W_m2|J_m2|m_s2|m_s|deg|rad|m|km|s|min|h|kg|Pa|kPa|g|K|N|days|frac)$")


def _instant(text: str) -> str:
    try:
        Epoch.from_utc(text)
    except KazbekError as fault:
        raise ValueError(str(fault)) from None
    return text


def _in_range(tai_ns: int) -> int:
    try:
        Epoch.from_utc(Epoch(tai_ns).utc)
    except (KazbekError, ArithmeticError, ValueError):
        raise ValueError("no instant that kazbek knows") from None
    return tai_ns


def _shown(text: str) -> str:
    if steers(text):
        raise ValueError("text with control characters")
    return text


def _day(text: str) -> str:
    dt.date.fromisoformat(text)
    return text


def _inside(name: str) -> str:
    path = PurePosixPath(_shown(name))
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in name or ":" in name:
        raise ValueError("no name of a file inside the record")
    return name


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
Shown = Annotated[str, AfterValidator(_shown)]
Text = Annotated[Shown, StringConstraints(max_length=20_000)]
Instant = Annotated[str, AfterValidator(_instant)]
Number = Annotated[float, Field(allow_inf_nan=False)]
TaiNs = Annotated[int, Field(ge=-(2**62), le=2**62), AfterValidator(_in_range)]


class _Shape(BaseModel):
    """Other keys may be there: newer releases add some."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)


class _Event(_Shape):
    name: Name
    utc: Instant
    met_s: Number | None
    values: dict[Name, bool | Number | Text]

    @model_validator(mode="after")
    def _figures(self) -> _Event:
        wrong = next((key for key, v in self.values.items() if _UNIT.search(key) and not isinstance(v, float)), None)
        if wrong is not None:
            raise ValueError(f'value "{wrong}" is no number')
        return self


class _FlightEvent(_Event):
    flight: Name
    leg: Name | Annotated[str, StringConstraints(max_length=0)]
    tai_ns: TaiNs


class _PlannedEvent(_Shape):
    flight: Name
    name: Name
    tai_ns: TaiNs
    values: dict[Name, bool | Number | Text]


class Plans(_Shape):
    """``planned.json``."""

    events: list[_PlannedEvent]


class _Flight(_Shape):
    name: Name
    ship: Text
    outcome: Text
    crew: list[Text]
    reason: Text = ""
    shortfall: dict[Name, Number] = {}
    events: list[_Event]


class _Row(_Shape):
    flight: Name
    quantity: Name
    unit: Text
    predicted: Number | Instant
    sigma: Number | None
    flown: Number | Instant
    difference: Number
    tolerance: Number
    within: bool
    role: Text = "predicted"
    source: Text
    flown_sigma: Number = 0.0

    @model_validator(mode="after")
    def _alike(self) -> _Row:
        kinds = {isinstance(self.predicted, str), isinstance(self.flown, str), self.quantity.endswith("_utc")}
        if len(kinds) > 1:
            raise ValueError('"predicted" and "flown" are not what "quantity" says')
        return self


class _Difference(_Shape):
    flight: Name
    quantity: Name | Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,120}$")]
    nominal: Number | Text | None
    changed: Number | Text | None


class _Station(_Shape):
    source: Text = ""
    covers: list[Instant] = []
    propagated: bool = False
    gaps: list[list[Instant]] = []
    notes: list[Text] = []


class Summary(_Shape):
    """``summary.json``."""

    mission: Name
    outcome: Text
    record: str | None = None
    station: _Station
    flights: list[_Flight]
    comparison: list[_Row]
    what_if: list[_Difference] = []
    not_flown: Text = ""


class _Leg(_Shape):
    flight: Name
    leg: Name
    phase: Name
    outcome: Text
    start_utc: Instant | Annotated[str, StringConstraints(max_length=0)]
    end_utc: Instant | Annotated[str, StringConstraints(max_length=0)]
    start_tai_ns: TaiNs | None = None
    end_tai_ns: TaiNs | None = None
    rows: Annotated[int, Field(ge=0, le=2**40)]


class _Decided(_Shape):
    name: Name
    way: Text = ""
    date: Annotated[str, AfterValidator(_day)] | None = None


class Manifest(_Shape):
    """``manifest.json``."""

    mission: Name
    legs: list[_Leg]
    flights: list[_Decided] = []
    own: list[Annotated[str, AfterValidator(_inside)]] = []
    own_files: dict[str, str] | None = None
    reports: list[str] = []


class Events(_Shape):
    """``events.json``."""

    events: list[_FlightEvent]


def check_shape(document: Any, shape: type[BaseModel], file: Path) -> None:
    """Refuse a document in which something is missing or of another kind.

    Raises
    ------
    DataError
        names the file, the place in it and what stands there.
    """
    try:
        shape.model_validate(document)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(
            str(part) for part in first["loc"] if not (isinstance(part, str) and "-" in part and "[" in part)
        )
        raise DataError(
            f'{file}: "{place}" {_told(first)}', allowed="a record as kazbek writes it", cure="fly the mission again"
        ) from None


def _told(first: Mapping[str, Any]) -> str:
    if first["type"] == "missing":
        return "is missing"
    given = repr(first.get("input"))
    what = given if len(given) <= 60 else f"{given[:57]}…"
    said = first["msg"].removeprefix("Value error, ")
    return f"is {what} ({said[:1].lower()}{said[1:]})"
