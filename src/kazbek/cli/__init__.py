"""The street door: ``kazbek fly soyuz-ms-19``. Verbs, options and exit statuses are a contract.

Exit status: 0 done; 2 bad input, one sentence on standard error; 3 the mission was lost; 1 a defect of kazbek.
With ``--json`` one document goes to standard output and nothing else; progress and prose go to standard error.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kazbek.base.errors import KazbekError


def say(sentence: str) -> None:
    """Prose and progress: standard error."""
    print(sentence, file=sys.stderr, flush=True)


_OUTPUT_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EINVAL)
_INTERRUPTED = 130  # what shells call Ctrl-C; some releases of typer return it, others raise


def main(arguments: list[str] | None = None) -> None:
    """Run kazbek with these arguments, or those of the process, and leave with its exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill cleans up like Ctrl-C
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Windows consoles default to a code page without Δ and °
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """The exit status of one call of kazbek."""
    import typer.main

    from kazbek.base.errors import KazbekError
    from kazbek.cli.verbs import app

    command: Any = typer.main.get_command(app)
    try:
        status = int(command.main(arguments, prog_name="kazbek", standalone_mode=False) or 0)
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk shows here, not when Python is on its way out
        return _interrupted() if status == _INTERRUPTED else status
    except KazbekError as fault:
        say(f"kazbek: {as_options(str(fault))}")
        return 2
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        _output_to_nowhere()
        return 0
    except OSError as fault:
        if fault.filename is not None or fault.errno not in _OUTPUT_FAULTS:
            raise
        _output_to_nowhere()
        say(
            f"kazbek: cannot write to standard output: {os.strerror(fault.errno or 0).lower()}; make room, or send it "
            "elsewhere."
        )
        return 2
    except Exception as fault:
        if type(fault).__name__ == "Abort":
            return _interrupted()
        if type(fault).__name__ == "NoArgsIsHelpError":
            print(fault)
            return 0
        if not hasattr(fault, "format_message"):
            raise  # a defect: Python prints it and leaves with status 1
        say(f"kazbek: {_usage_sentence(fault, command.commands, arguments)}")
        return 2


_OPTION_OF = {"changes": "set"}  # where option and parameter are called otherwise


def as_options(sentence: str) -> str:
    """A sentence of the library, its parameters (between backticks) as the options of the command line."""
    return re.sub(r"`(\w+)`", lambda found: "--" + _OPTION_OF.get(found[1], found[1]).replace("_", "-"), sentence)


def _output_to_nowhere() -> None:
    """What is still buffered must not fail again when Python leaves."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupted() -> int:
    say("kazbek: interrupted; nothing was left behind.")
    return _INTERRUPTED


def _usage_sentence(fault: Any, verbs: dict[str, Any], arguments: list[str]) -> str:
    """What is wrong with the command line, in one sentence with the nearest verb or option."""
    from kazbek.base.errors import DataError, nearest, unknown

    context = getattr(fault, "ctx", None)
    option = getattr(fault, "option_name", "")
    if option and type(fault).__name__ == "NoSuchOption":
        known = [o for p in context.command.params for o in p.opts if o.startswith("--")] if context else []
        return str(unknown("option", option, [*known, "--help"]))
    message = " ".join(fault.format_message().split())
    if message.startswith("No such command"):
        verb = message.split("'")[1]
        return str(
            DataError(
                f'unknown verb "{verb}"', allowed=", ".join(verbs), cure=f'did you mean "{nearest(verb, verbs)}"?'
            )
        )
    verb_called = next((verbs[argument] for argument in arguments if argument in verbs), None)
    return str(_value_fault(message, arguments, verb_called) or DataError(message[:1].lower() + message[1:]))


_KINDS = {"float": "a number", "number": "a number", "int": "a whole number", "integer": "a whole number"}


def _value_fault(message: str, arguments: list[str], verb: Any) -> KazbekError | None:
    """A missing option, or a value of the wrong kind, in our words."""
    from kazbek.base.errors import DataError

    missing = re.match(r"Missing (option|argument|parameter) '([^']+)'", message)
    if missing:
        name = missing[2].split(" / ")[0]
        return DataError(f"{missing[1]} {name} is missing", allowed=_meaning(name, verb), cure="see --help")
    wanting = re.match(r"Option '([^']+)' requires an argument", message)
    if wanting:
        return DataError(f"{wanting[1]} without a value", allowed=_meaning(wanting[1], verb), cure="see --help")
    wrong = re.match(r"Invalid value for '([^']+)'.* valid (\w+)", message)
    if wrong is None:
        return None
    option = wrong[1].split(" / ")[0]
    return DataError(f'{option} "{_given(option, arguments)}"', allowed=_KINDS.get(wrong[2], f"a {wrong[2]}"))


def _meaning(name: str, verb: Any) -> str:
    """What the help of a verb says of an option's or an argument's value."""
    known = verb.params if verb is not None else ()
    said = next((str(p.help) for p in known if name in (*p.opts, p.name) and getattr(p, "help", None)), "")
    return (said if said[1:2].isupper() else said[:1].lower() + said[1:]).rstrip(".")


def _given(option: str, arguments: list[str]) -> str:
    """What stands on the command line for an option: ``--days x`` or ``--days=x``."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument == option:
            return following
        if argument.startswith(f"{option}="):
            return argument.partition("=")[2]
    return ""
