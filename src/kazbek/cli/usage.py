"""What is wrong with a command line, in one sentence with the nearest verb or option."""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import typer

from kazbek.base.errors import DataError, KazbekError, nearest, unknown

click: Any = import_module(typer.BadParameter.__module__)  # its exceptions, which newer releases of typer bring along
UsageError: type[Exception] = click.UsageError


_OPTION_OF = {"changes": "set"}  # where option and parameter are called otherwise


def as_options(sentence: str) -> str:
    """A sentence of the library, its parameters (between backticks) as the options of the command line."""
    return re.sub(r"`(\w+)`", lambda found: "--" + _OPTION_OF.get(found[1], found[1]).replace("_", "-"), sentence)


def unknown_verb(arguments: Sequence[str], verbs: Mapping[str, Any]) -> KazbekError | None:
    """The fault of a command line whose first word is no verb."""
    word = next((argument for argument in arguments if not argument.startswith("-")), None)
    if word is None or word in verbs:
        return None
    return DataError(f'unknown verb "{word}"', allowed=", ".join(verbs), cure=f'did you mean "{nearest(word, verbs)}"?')


def _verb_of(arguments: Sequence[str], verbs: Mapping[str, Any]) -> str:
    return next((argument for argument in arguments if argument in verbs), "")


def usage_fault(fault: Any, arguments: Sequence[str], verbs: Mapping[str, Any]) -> KazbekError:
    """The same fault in our words; not every fault names the verb it was found in."""
    command = fault.ctx.command if fault.ctx is not None else verbs.get(_verb_of(arguments, verbs))
    options = command.params if command else []
    if isinstance(fault, click.NoSuchOption):
        known = [o for p in options for o in p.opts if o.startswith("--")]
        return unknown("option", fault.option_name, [*known, "--help"])
    if isinstance(fault, click.BadOptionUsage):
        option = next((p for p in options if fault.option_name in p.opts), None)
        allowed = _meaning(option) if option is not None else ""
        return DataError(f"{fault.option_name} without a value", allowed=allowed, cure="see --help")
    if isinstance(fault, click.MissingParameter):
        kind, name = _called(fault.param)
        return DataError(f"{kind} {name} is missing", allowed=_meaning(fault.param), cure="see --help")
    if isinstance(fault, click.BadParameter) and fault.param is not None:
        _, name = _called(fault.param)
        given = _given(fault.param.opts, arguments)
        return DataError(f'{name} "{given}"' if given else name, allowed=_kind(command, fault.param), cure="see --help")
    inner: Mapping[str, Any] = getattr(command, "commands", {})  # of a verb with verbs of its own
    wrong = unknown_verb(arguments[1:], inner) if inner else None
    message = " ".join(fault.format_message().split()).rstrip(".")
    allowed = ", ".join(inner)
    return wrong or DataError(message[:1].lower() + message[1:], allowed=allowed, cure="see --help")


def _called(param: Any) -> tuple[str, str]:
    """Whether it is an option or an argument, and how it is written."""
    long = [name for name in param.opts if name.startswith("--")]
    return ("option", long[0]) if long else ("argument", str(param.name))


def _meaning(param: Any) -> str:
    """What the help says of the value."""
    said = str(getattr(param, "help", None) or "")
    return (said if said[1:2].isupper() else said[:1].lower() + said[1:]).rstrip(".")


def _kind(command: Any, param: Any) -> str:
    """What a value has to be: the type that the verb's own function asks for, in words."""
    hints = typing.get_type_hints(command.callback, include_extras=True) if command is not None else {}
    asked = hints.get(param.name)
    for option in getattr(asked, "__metadata__", ()):
        if option.min is not None:
            return f"{option.min} to {option.max}" if option.max is not None else f"{option.min} or more"
    asked = getattr(asked, "__origin__", asked) if hasattr(asked, "__metadata__") else asked
    kinds = {asked, *typing.get_args(asked)}
    return "a whole number" if int in kinds else "a number" if float in kinds else _meaning(param)


def _given(names: Sequence[str], arguments: Sequence[str]) -> str:
    """What stands on the command line for an option: ``--days x`` or ``--days=x``."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _, value = argument.partition("=")
        if name in names:
            return value if "=" in argument else following
    return ""
