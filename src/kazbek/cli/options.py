"""Options that several verbs have."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output, nothing else.")]
Wind = Annotated[str | None, typer.Option("--wind", help="CSV of the wind: height_m,east_m_s,north_m_s.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Of the page; 0 takes any that is free.")]
Host = Annotated[str, typer.Option(help="Address to listen at; others than this machine's own reach it then.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Open no browser.")]
