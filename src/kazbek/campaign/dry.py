"""The draws of a campaign without its flights, to be looked at or flown by another program."""

from __future__ import annotations

from kazbek.campaign.chunk import draws_of, missing
from kazbek.campaign.receipt import part_name
from kazbek.campaign.store import Store
from kazbek.campaign.writing import sentences, written_safely


def write_draws(store: Store) -> None:
    """Write ``draws/part-*.parquet`` of all runs: a column for each key, in sigmas."""
    question = store.question
    store.take()
    try:
        for span in missing(question.runs, question.chunk, []):
            with sentences(store.folder):
                written_safely(store.folder / "draws" / part_name(*span), draws_of(question.design, span))
    finally:
        store.let_go()
