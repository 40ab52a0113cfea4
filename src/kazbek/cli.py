"""The street door: ``kazbek fly soyuz-ms-19``. Verbs, options and exit statuses are a contract (docs/cli.md).

Exit status: 0 done; 2 bad input, one sentence on standard error; 3 the mission was lost; 1 a defect of kazbek.
With ``--json`` one document goes to standard output and nothing else; progress and prose go to standard error.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(name="kazbek", add_completion=False, no_args_is_help=True, rich_markup_mode=None,
                  pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]})

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, nothing else.")]


@app.callback()
def _kazbek() -> None:
    """Flies a crewed mission to a space station, from rollout to landing, and tells its story."""


@app.command()
def missions(name: Annotated[str, typer.Argument(help="Print this mission's file, to start your own from.")] = "",
             as_json: Json = False) -> int:
    """List the missions, or print one's file."""
    from kazbek.mission.file import mission_names, mission_text, read_mission

    if name and not as_json:
        sys.stdout.write(mission_text(name))
        return 0
    if name:
        mission_text(name)
    plans = [read_mission(n).plan for n in ([name] if name else mission_names())]
    if as_json:
        return _print_json({"missions": [{"name": p.name, "title": p.title, "flights": [
            {"name": f.name, "ship": f.ship, "date": f.date.isoformat(), "crew": list(f.names)} for f in p.flight]}
            for p in plans]})
    for plan in plans:
        print(f"{plan.name:<16} {plan.title}")
        for flight in plan.flight:
            way = f"{flight.pad}, {flight.profile}, {flight.port}" if flight.goes_up else f"to {flight.zone}"
            print(f"{'':<16}   {flight.date}  {flight.name}: {flight.ship}, {way}")
    return 0


@app.command()
def tell(record: Annotated[Path, typer.Argument(help="Folder written by fly.")], as_json: Json = False) -> int:
    """Tell a record's timeline and story again."""
    from kazbek.mission.load import load_record
    from kazbek.views.timeline import story_text

    told = load_record(record)
    if as_json:
        return _print_json(dict(told.summary))
    _print(story_text(told.summary))
    print(f"Record: {told.directory}")
    return 0


@app.command()
def export(record: Annotated[Path, typer.Argument(help="Folder written by fly.")],
           to: Annotated[str, typer.Option("--to", help="oem or csv.")],
           out: Annotated[Path | None, typer.Option("--out", help="Folder to write into [RECORD/export].")] = None,
           as_json: Json = False) -> int:
    """Write a record as files other tools open."""
    from kazbek.base.errors import DataError, unknown
    from kazbek.exchange.oem import write_oem
    from kazbek.exchange.table import write_csv
    from kazbek.mission.load import load_record

    writers = {"oem": write_oem, "csv": write_csv}
    if to not in writers:
        raise unknown("format", to, writers)
    source = load_record(record)
    try:
        files = writers[to](source, out or record / "export")
    except OSError as fault:
        raise DataError(f"cannot write into {out or record / 'export'}: {(fault.strerror or str(fault)).lower()}",
                        cure="choose another --out") from None
    if as_json:
        return _print_json({"record": str(record), "to": to, "files": [str(file) for file in files]})
    _print(str(file) for file in files)
    return 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _print_json(document: Any) -> int:
    print(json.dumps(document, ensure_ascii=False, allow_nan=False))
    return 0


def say(sentence: str) -> None:
    """Prose and progress: standard error."""
    print(sentence, file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Run kazbek with these arguments, or those of the process, and leave with its exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill cleans up like Ctrl-C
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # Windows consoles default to a code page without Δ and °
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """The exit status of one call of kazbek."""
    from kazbek.base.errors import KazbekError

    command = typer.main.get_command(app)
    try:
        return int(command.main(arguments, prog_name="kazbek", standalone_mode=False) or 0)
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
        say(f"kazbek: {_usage_sentence(fault)}")
        return 2


def _interrupted() -> int:
    say("kazbek: interrupted; nothing was left behind.")
    return 130


def _usage_sentence(fault: Any) -> str:
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
        verbs = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
        return str(DataError(f'unknown verb "{verb}"', allowed=", ".join(verbs),
                             cure=f'did you mean "{nearest(verb, verbs)}"?'))
    return str(DataError(message[:1].lower() + message[1:]))


if __name__ == "__main__":
    main()
