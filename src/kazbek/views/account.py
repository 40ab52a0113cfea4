"""A record told again: the timeline with its comparison, then the story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kazbek.record.read import as_record
from kazbek.record.record import Record
from kazbek.views.story.tell import as_text
from kazbek.views.timeline import COLUMNS, record_text


def tell(record: Record | str | Path, columns: int = COLUMNS) -> Iterator[str]:
    """Lines for a terminal: the timeline with predicted against flown, then the story.

    Parameters
    ----------
    record : as flown or loaded, or its folder
    columns : the width of the timeline; sentences of the story are one line each

    Raises
    ------
    DataError
        the folder holds no record.

    Examples
    --------
    >>> import kazbek
    >>> next(kazbek.tell(record))
    'soyuz-ms-19'
    """
    told = as_record(record)
    yield from record_text(told, columns)
    yield ""
    yield from as_text(told)
