"""Writes a gallery: draws what is missing, keeps what is there, so that a killed run resumes where it stopped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kazbek.base.errors import DataError
from kazbek.mission.load import Record
from kazbek.views.gallery.page import STATIC, Plate, page, static
from kazbek.views.gallery.shots import shot_of
from kazbek.views.scene.shot import Shot, draft
from kazbek.views.story.beats import Beat, beats, strings

Painter = Callable[[Shot], NDArray[np.uint8]]
Progress = Callable[[int, int, str], None]

DRAFT_SIZE, FULL_SIZE = (640, 360), (1280, 720)
_THUMBNAIL = (320, 180)


def gallery(record: Record, folder: Path, *, size: tuple[int, int] = DRAFT_SIZE, paint: Painter = draft,
            progress: Progress = lambda done, total, title: None, language: str = "en") -> Path:
    """Write the gallery of a record into `folder` and return the page's path.

    Pictures are drawn into ``folder.partial``; after a kill the next run into the same folder keeps those finished.

    Raises
    ------
    DataError
        the folder exists, cannot be written, or the record holds nothing to draw.
    """
    if folder.exists():
        raise DataError(f"{folder} exists already", cure="choose another --out, or remove it")
    partial = folder.with_name(f"{folder.name}.partial")
    shots = list(_shots(record, size, language))
    if not shots:
        raise DataError(f"{record.directory} holds no moment that can be drawn", allowed="a record with telemetry")
    try:
        (partial / "pictures").mkdir(parents=True, exist_ok=True)
        plates = _plates(partial, shots, size, paint, progress)
        words = strings(language)
        (partial / "index.html").write_text(page(_title(record), plates, words, language), encoding="utf-8")
        for name in STATIC:
            (partial / name).write_text(static(name), encoding="utf-8")
        partial.rename(folder)
    except OSError as fault:
        reason = fault.strerror or fault
        raise DataError(f"cannot write the gallery into {folder}: {reason}", cure="choose another --out") from None
    return folder / "index.html"


def _shots(record: Record, size: tuple[int, int], language: str) -> Iterator[tuple[Beat, Shot]]:
    for beat in beats(record, language):
        shot = shot_of(beat, record[beat.flight], size)
        if shot is not None:
            yield beat, shot


def _plates(partial: Path, shots: list[tuple[Beat, Shot]], size: tuple[int, int], paint: Painter,
            progress: Progress) -> list[Plate]:
    plates = []
    for number, (beat, shot) in enumerate(shots, start=1):
        progress(number - 1, len(shots), beat.title)
        stem = f"{number:02d}-{beat.key.replace('_', '-')}-{size[0]}"
        picture, thumbnail = f"pictures/{stem}.jpg", f"pictures/{stem}-small.jpg"
        if not (partial / thumbnail).exists():  # the thumbnail is written last
            image = Image.fromarray(paint(shot))
            _save(image, partial / picture, 90)
            _save(image.resize(_THUMBNAIL, Image.Resampling.LANCZOS), partial / thumbnail, 82)
        plates.append(Plate(beat, picture, thumbnail, size))
    progress(len(shots), len(shots), "")
    return plates


def _save(image: Image.Image, path: Path, quality: int) -> None:
    """Whole or not at all."""
    fresh = path.with_suffix(".new.jpg")
    image.save(fresh, quality=quality, optimize=True)
    fresh.replace(path)


def _title(record: Record) -> str:
    flights = ", ".join(dict.fromkeys(flight.summary["ship"] for flight in record.flights))
    return f"{flights}: the flight in pictures"


def discard(folder: Path) -> None:
    """Remove what an interrupted run left."""
    shutil.rmtree(folder.with_name(f"{folder.name}.partial"), ignore_errors=True)
