"""One sentence about what is wrong with a data file."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from kazbek.base.errors import DataError, nearest


def one_sentence(fault: ValidationError, model: type[BaseModel], where: str) -> DataError:
    """The error to raise for what pydantic found in a file: its first fault, with key, value and what is allowed."""
    first = min(fault.errors(), key=lambda e: e["type"] != "extra_forbidden")  # a misspelt key explains a missing one
    location = [str(part) for part in first["loc"]]
    path = ".".join(location)
    if first["type"] == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        return DataError(
            f'{where}: unknown key "{path}"',
            allowed=", ".join(known),
            cure=f'did you mean "{nearest(location[-1], known)}"?' if known else "",
        )
    if first["type"] == "missing":
        return DataError(f'{where}: "{path}" is missing')
    what = f'{where}: "{path}"' if path else where
    if not isinstance(first["input"], (dict, BaseModel)):
        what += f" = {first['input']!r}"
    if first["type"] == "value_error":
        return DataError(f"{what}: {first['msg'].removeprefix('Value error, ')}")
    return DataError(what, allowed=_allowed(first["type"], first.get("ctx", {})))


_KINDS = {
    "float": "a number",
    "int": "a whole number",
    "string": "text in quotes",
    "bool": "true or false",
    "tuple": "a list: [ … ]",
    "list": "a list: [ … ]",
    "dict": "a table: { … }",
    "model": "a table: { … }",
    "date": "a day such as 2021-10-05, without quotes",
    "finite": "a finite number",
    "is": "a table: { … }",
}

_COMPARED = {"gt": "greater than", "ge": "greater than or equal to", "lt": "less than", "le": "less than or equal to"}


def _allowed(kind: str, context: dict[str, Any]) -> str:
    """What a value of the wrong kind or size should have been."""
    if "expected" in context:
        return str(context["expected"])
    limits = [f"{words} {context[key]}" for key, words in _COMPARED.items() if key in context]
    return " and ".join(limits) or _KINDS.get(kind.partition("_")[0], "a value of another kind")


def _fields_at(model: type[BaseModel], location: list[str]) -> list[str]:
    """Field names of the model found by walking `location` down from `model` (best effort, for messages)."""
    current: Any = model
    for part in location:
        if part in getattr(current, "model_fields", ()):  # else a number of a list, or a name of one's own in a table
            current = _inner_model(current.model_fields[part].annotation)
    return sorted(current.model_fields) if hasattr(current, "model_fields") else []


def _inner_model(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
