"""A record told again: the timeline with its comparison, then the story."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.record.read import Record
from kazbek.views.story.tell import as_text
from kazbek.views.timeline import story_text


def tell(record: Record) -> Iterator[str]:
    """Lines for a terminal."""
    yield from story_text(record.summary)
    yield ""
    yield from as_text(record)
