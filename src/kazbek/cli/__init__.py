"""The command line: ``kazbek fly soyuz-ms-19``. Verbs, options and exit statuses are a contract.

Exit status: 0 done; 2 bad input, one sentence on standard error; 3 the mission was lost; 1 a defect of kazbek; 130 and
143 interrupted by Ctrl-C and by SIGTERM. A reader of standard output that leaves ends nothing.
With ``--json`` one document goes to standard output and nothing else; progress and prose go to standard error.
"""

from __future__ import annotations

import sys
from typing import Any

from kazbek.cli import signals


def say(sentence: str) -> None:
    """Prose and progress: standard error."""
    print(sentence, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Run kazbek with these arguments, or those of the process, and leave with its exit status."""
    signals.listen()
    try:
        from kazbek.cli import streams

        streams.open_streams()
        status = run(sys.argv[1:] if arguments is None else arguments)
        fault = streams.lost()
        if fault:
            say(f"kazbek: cannot write to standard output: {fault}; make room, or send it elsewhere.")
            status = 2
    except KeyboardInterrupt:
        status = _interrupted()
    except SystemExit as leaving:  # said already, by who knew what is kept
        status = int(leaving.code or 0)
    finally:
        signals.ended()
    if signals.heard():
        signals.leave(status)
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """The exit status of one call of kazbek."""
    try:
        return _run(arguments)
    except SystemExit:
        raise
    except BaseException as fault:
        if signals.heard() or isinstance(fault, KeyboardInterrupt):  # whatever a library made of it
            return _interrupted()
        raise  # a defect: Python prints it and leaves with status 1


def _run(arguments: list[str]) -> int:
    from kazbek.cli.at_once import status_asked, told

    asked = status_asked(arguments)
    if asked is not None:
        from kazbek.base.errors import KazbekError
        from kazbek.campaign.store import Store

        try:
            return told(Store.at(asked[0]), asked[1])
        except KazbekError:
            pass  # said below, in the words of options
    return _by_the_library(arguments)


def _by_the_library(arguments: list[str]) -> int:
    import typer
    import typer.main

    from kazbek.base.errors import KazbekError
    from kazbek.cli.usage import UsageError, as_options, unknown_verb, usage_fault
    from kazbek.cli.verbs import app

    command: Any = typer.main.get_command(app)
    _warn_in_sentences()
    try:
        unknown = unknown_verb(arguments, command.commands)
        if unknown is not None:
            raise unknown
        # not its main(), which has answers of its own to Ctrl-C and to a reader that leaves
        with command.make_context("kazbek", list(arguments) or ["--help"]) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as leaving:
        return leaving.exit_code
    except UsageError as wrong:
        fault: KazbekError = usage_fault(wrong, arguments, command.commands)
    except KazbekError as wrong:
        if signals.heard():  # an import that was interrupted is no extra that is missing
            raise KeyboardInterrupt from None
        fault = wrong
    say(f"kazbek: {as_options(str(fault))}")
    return 2


def _interrupted() -> int:
    signals.ended()
    say("kazbek: interrupted; nothing was left behind.")
    return signals.status()


def _warn_in_sentences() -> None:
    """A warning of kazbek's own is a sentence; others stay as they are."""
    import warnings

    from kazbek.base.errors import KazbekWarning

    theirs = warnings.showwarning

    def show(message: Any, category: Any, *where: Any, **more: Any) -> None:
        if issubclass(category, KazbekWarning):
            say(f"kazbek: {message}")
        else:
            theirs(message, category, *where, **more)

    warnings.showwarning = show
