"""From a folder of photographs to plates of the page: copied, put on the clock, given a chapter."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kazbek.gallery.photographs.copies import copied
from kazbek.gallery.photographs.instant import MissionSpan, is_day
from kazbek.gallery.photographs.plate import FOLDER, PhotoPlate, kept
from kazbek.gallery.photographs.read import Note, Photograph, photographs_of
from kazbek.gallery.photographs.said import Said
from kazbek.gallery.plates import Plate
from kazbek.gallery.sections import spoken_date

_LONGEST_TITLE = 90


def place_photographs(
    photos: Path,
    folder: Path,
    plates: Sequence[Plate],
    span: MissionSpan,
    metadata: str,
    words: Mapping[str, Any],
    progress: Callable[[int, int], None],
    note: Note,
) -> None:
    """Lay copies of a folder's photographs into a gallery, with what its page says of them.

    Parameters
    ----------
    photos : the user's folder, which is only ever read
    folder : the gallery
    plates : its pictures, which give the chapters
    span : of the mission
    metadata : what the copies keep: "none", "credit" (with rights and caption), or "all"
    words : the language's strings
    progress : told (finished, in all)
    note : gets a sentence for every file that is left out, and for every instant that cannot be used

    Raises
    ------
    DataError
        nothing to show, or a folder that cannot be read.
    """
    into = folder / FOLDER
    if into.exists():  # of a run that was killed
        shutil.rmtree(into)
    found, links = photographs_of(photos, span, note)
    into.mkdir()
    shown = []
    for number, photograph in enumerate(found, start=1):
        progress(number - 1, len(found))
        shown.append(_plate(photograph, into, number, plates, metadata, words))
    progress(len(found), len(found))
    kept(folder, shown, links)


def _plate(
    photograph: Photograph,
    folder: Path,
    number: int,
    plates: Sequence[Plate],
    metadata: str,
    words: Mapping[str, Any],
) -> PhotoPlate:
    sizes, thumbnail, original = copied(photograph, folder, number, metadata)
    said, own = photograph.said, words["photographs"]
    title, caption = _headed(said, own["photograph"])
    when = "" if photograph.instant is None else _spoken(photograph, words["_"])
    return PhotoPlate(
        number=number,
        chapter=_chapter(photograph, plates, own),
        utc="" if photograph.instant is None else photograph.instant.utc,
        when=when,
        sizes=tuple((f"{FOLDER}/{name}", columns, rows) for name, columns, rows in sizes),
        thumbnail=f"{FOLDER}/{thumbnail}",
        original=original and f"{FOLDER}/{original}",
        said=replace(said, title=title, caption=caption, alt=said.alt or said.caption or title),
        words=own,
    )


def _headed(said: Said, otherwise: str) -> tuple[str, str]:
    """A title and what is written below it: without a title, the caption's first sentence stands in for it."""
    if said.title:
        return said.title, said.caption
    first, _, rest = said.caption.partition(". ")
    return (first, rest) if 0 < len(first) <= _LONGEST_TITLE else (otherwise, said.caption)


def _spoken(photograph: Photograph, about: Mapping[str, Any]) -> str:
    assert photograph.instant is not None
    utc = photograph.instant.utc
    return spoken_date(utc, about) if is_day(photograph.said.taken) else f"{utc[:10]} {utc[11:19]} UTC"


def _chapter(photograph: Photograph, plates: Sequence[Plate], own: Mapping[str, str]) -> str:
    """That of the last picture not later than it, or of the first; people without an instant have one of their own."""
    if photograph.instant is None:
        return own["of_people" if photograph.said.people or photograph.said.kind else "undated"]
    earlier = [plate for plate in plates if plate.beat.epoch <= photograph.instant]
    return (earlier[-1] if earlier else plates[0]).beat.chapter


def among(plates: Sequence[Plate], photographs: Sequence[PhotoPlate]) -> list[Plate | PhotoPlate]:
    """Pictures and photographs in the order of their instants; photographs without one at the end, people first."""
    dated = [one for one in photographs if one.utc]
    shown: list[Plate | PhotoPlate] = [*plates, *dated]
    clock = sorted(shown, key=lambda one: one.utc)
    undated = sorted((one for one in photographs if not one.utc), key=lambda one: (one.chapter, one.number))
    return [*clock, *undated]
