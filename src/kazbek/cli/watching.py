"""Watching: the live page of a record."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kazbek.cli.options import Host, NoBrowser, Port


def watch(
    record: Annotated[Path | None, typer.Argument(help="Folder written by fly, or its DIR.partial.")] = None,
    live: Annotated[str, typer.Option("--live", help="Fly this mission while it is watched.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the record of --live.")] = None,
    port: Port = 8138,
    host: Host = "127.0.0.1",
    export: Annotated[
        Path | None, typer.Option("--export", help="Write the page here instead, to open from disk without a server.")
    ] = None,
    no_browser: NoBrowser = False,
) -> int:
    """Watch a mission in the browser, on one clock. From the pad to the ground; Ctrl-C ends."""
    from kazbek.cli import say
    from kazbek.web.server import Address
    from kazbek.web.watch.begin import begin
    from kazbek.web.watch.serve import show

    watched, end = begin(record, live, out)
    if export is not None:
        from kazbek.web.watch.export import export_page

        for file in export_page(watched, export, lambda flight: say(f"kazbek: packing {flight} …")):
            print(file)
        return 0

    def ready(address: str) -> None:
        print(address, flush=True)
        say("kazbek: open that address in a browser; Ctrl-C ends.")
        if not no_browser:
            open_browser(address)

    try:
        show(watched, Address(host, port), ready)
    finally:
        end()
    if live and watched.record is not None:
        say(f"kazbek: the record is {watched.record.directory}.")
    return 0


def open_browser(address: str) -> None:
    """Open the page where there is a screen; never a browser of text, which would take the terminal."""
    import webbrowser

    if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        webbrowser.open(address)


def add_to(app: Any) -> None:
    """Add this verb to the command line."""
    app.command()(watch)
