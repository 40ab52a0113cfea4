"""docs/cli.md names every verb, and every option of every verb."""

from __future__ import annotations

from pathlib import Path

import typer.main

from kazbek.cli.verbs import app

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def test_every_verb_and_option_is_documented() -> None:
    verbs = typer.main.get_command(app).commands
    rows = {name: next((line for line in PAGE.splitlines() if f"| `kazbek {name}" in line), "") for name in verbs}
    assert [name for name, row in rows.items() if not row] == []
    options = {(name, o) for name, verb in verbs.items() for p in verb.params for o in p.opts if o.startswith("--")}
    everywhere = {"--json", "--help", "--start"}
    assert [(name, o) for name, o in sorted(options) if o not in everywhere and o not in rows[name]] == []
