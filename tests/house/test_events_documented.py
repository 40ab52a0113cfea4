"""The list of events in the docs is the list in the code."""

from pathlib import Path

import pytest

from kazbek.base.errors import DataError
from kazbek.base.events import EVENTS, known_event, meaning

DOCS = Path(__file__).parents[2] / "docs" / "events.md"


def test_every_event_is_documented_with_its_meaning():
    text = DOCS.read_text(encoding="utf-8")
    assert [name for name, sentence in EVENTS.items() if f"| `{name}` | {sentence} |" not in text] == []


def test_an_unknown_event_names_the_nearest():
    assert known_event("burn_12") == "burn_12"
    assert meaning("burn_3") == "ignition of burn 3"
    with pytest.raises(DataError, match='did you mean "docking_contact"'):
        known_event("dockin_contact")
