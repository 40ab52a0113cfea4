"""The street door: ``kazbek fly soyuz-ms-19``. Verbs, options and exit statuses are a contract.

Exit status: 0 done; 2 bad input, one sentence on standard error; 3 the mission was lost; 1 a defect of kazbek.
With ``--json`` one document goes to standard output and nothing else; progress and prose go to standard error.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any


def say(sentence: str) -> None:
    """Prose and progress: standard error."""
    print(sentence, file=sys.stderr, flush=True)


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
        return _interrupted() if status == _INTERRUPTED else status
    except KazbekError as fault:
        say(f"kazbek: {fault}")
        return 2
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        if type(fault).__name__ == "Abort":
            return _interrupted()
        if type(fault).__name__ == "NoArgsIsHelpError":
            print(fault)
            return 0
        if not hasattr(fault, "format_message"):
            raise  # a defect: Python prints it and leaves with status 1
        say(f"kazbek: {_usage_sentence(fault, list(command.commands))}")
        return 2


def _interrupted() -> int:
    say("kazbek: interrupted; nothing was left behind.")
    return _INTERRUPTED


def _usage_sentence(fault: Any, verbs: list[str]) -> str:
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
        return str(DataError(f'unknown verb "{verb}"', allowed=", ".join(verbs),
                             cure=f'did you mean "{nearest(verb, verbs)}"?'))
    return str(DataError(message[:1].lower() + message[1:]))

