"""A pilot as the text of a ``.toml`` file that a mission's flight or a scenario can name."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from kazbek.base.data import Datum
from kazbek.catalogue.pilot import PilotModel


def pilot_text(pilot: PilotModel) -> str:
    """The file; :meth:`PilotModel.named` reads it back."""
    used = {datum.src for _, datum in _data(pilot)}
    sources = {key: about for key, about in pilot.sources.items() if key in used}
    lines = [f"# {pilot.title}. Law and sources: docs/equations/pilot.md.", f"name = {json.dumps(pilot.name)}"]
    lines += [f"title = {json.dumps(pilot.title)}", "", "[sources]"]
    lines += [f"{key} = {json.dumps(about, ensure_ascii=False)}" for key, about in sources.items()]
    for table in ("pilot", "approach", "around"):
        lines += ["", f"[{table}]", *(f"{key} = {_value(value)}" for key, value in getattr(pilot, table))]
    return "\n".join(lines) + "\n"


def _data(thing: Any) -> list[tuple[str, Datum]]:
    from kazbek.base.data import figures

    return list(figures(thing))


def _value(value: Any) -> str:
    if isinstance(value, Datum):
        said = {k: v for k, v in value.model_dump().items() if v is not None and not (k != "v" and v == 0.0)}
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in said.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, BaseModel):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value) + " }"
    return json.dumps(round(value, 6) if isinstance(value, float) else value)
