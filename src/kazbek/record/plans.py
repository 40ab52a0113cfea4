"""What was planned around the flights, beside what was flown: ``planned.json`` of a record, written once at its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Event
from kazbek.record.digests import FILES, content_of, damaged, is_as_written
from kazbek.record.shapes import Plans as PlansShape
from kazbek.record.shapes import check_shape

PLANS = "planned.json"
Plans = Mapping[str, tuple[Event, ...]]  # flight -> events in order of time


def plans_text(plans: Plans) -> str:
    """The file."""
    events = [
        {"flight": flight, "name": e.name, "utc": e.utc, "tai_ns": e.epoch.tai_ns, "values": dict(e.values)}
        for flight, some in plans.items()
        for e in some
    ]
    return json.dumps({"format": 1, "events": events}, ensure_ascii=False, allow_nan=False) + "\n"


def plans_in(folder: Path, manifest: Mapping[str, Any]) -> Plans:
    """The plans of a record on disk; none where it has no such file.

    Raises
    ------
    DataError
        a file that is damaged, or is none of a record.
    """
    digests, file = manifest.get(FILES), folder / PLANS
    if PLANS not in (digests or {}) and not file.is_file():
        return {}
    content = content_of(file)
    if not is_as_written(content, PLANS, digests):
        raise damaged(file)
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise DataError(f"{file} cannot be read as JSON", cure="fly the mission again") from None
    check_shape(document, PlansShape, file)
    found: dict[str, list[Event]] = {}
    for event in document["events"]:
        found.setdefault(event["flight"], []).append(Event(event["name"], Epoch(event["tai_ns"]), event["values"]))
    return {flight: tuple(events) for flight, events in found.items()}
