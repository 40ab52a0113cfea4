"""The table "Where is …?" of CONTRIBUTING names places that exist, and the floors it draws are those CI holds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_place_in_the_table_exists() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| ") and "`" in line]
    places = [place for row in rows for place in re.findall(r"`((?:src|tests|docs)[^`]*)`", row)]
    assert len(rows) >= 8
    assert len(places) >= len(rows)
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_every_source_file_that_a_page_names_exists() -> None:
    """By its path from the repository, the tests, the package or its pages."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    rooms = (ROOT, ROOT / "tests", ROOT / "src" / "kazbek", ROOT / "src" / "kazbek" / "web")
    named = [
        (page.name, place)
        for page in pages
        if page.name != "CHANGELOG.md"  # names files as they were
        for place in re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|js))`", page.read_text(encoding="utf-8"))
    ]
    assert len(named) > 50
    assert [(page, place) for page, place in named if not any((room / place).exists() for room in rooms)] == []


def test_the_floors_drawn_are_the_floors_held() -> None:
    drawn = next(line for line in TEXT.splitlines() if line.startswith("    cli > "))
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    held = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert drawn.replace(" ", "") == ">".join(layer.replace("kazbek.", "").replace(" ", "") for layer in held)


def test_no_folder_is_crowded() -> None:
    package = ROOT / "src" / "kazbek"
    crowded = {
        str(folder.relative_to(package)): n
        for folder in package.rglob("*")
        if folder.is_dir() and (n := len(list(folder.glob("*.py")))) > 25
    }
    assert crowded == {}
