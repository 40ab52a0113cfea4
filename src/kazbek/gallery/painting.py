"""Painting many pictures: a job each, in this process or in a few others; the pictures are the same either way."""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kazbek.base.errors import DataError
from kazbek.base.process import children_without_ctrl_c, worker_pool
from kazbek.gallery.shots import composed
from kazbek.pictures.render import path_traced
from kazbek.pictures.render.shot import Shot, draft
from kazbek.record.read import load_record
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat, beats

_THUMBNAIL = (320, 180)


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to paint.

    Attributes
    ----------
    name : "draft" or "full"
    size : (columns, rows) unless asked otherwise
    paint : from a shot to (rows, columns, 3) sRGB bytes
    ready : raises where what it needs is not installed
    """

    name: str
    size: tuple[int, int]
    paint: Callable[[Shot], NDArray[np.uint8]]
    ready: Callable[[], None]


KINDS = {
    "draft": Kind("draft", (640, 360), draft, lambda: None),
    "full": Kind("full", (1280, 720), path_traced.full, path_traced.ready),
}


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to paint: the number of its beat, its file's stem within the gallery, (columns, rows)."""

    beat: int
    stem: str
    size: tuple[int, int]

    @property
    def picture(self) -> str:
        """File name within the gallery."""
        return f"{self.stem}.jpg"

    @property
    def thumbnail(self) -> str:
        """File name within the gallery; written last, so that where it is, the picture is whole."""
        return f"{self.stem}-small.jpg"


def painted(folder: Path, job: Job) -> bool:
    """Whether an earlier run finished this picture."""
    return (folder / job.thumbnail).is_file()


def paint_all(
    record: Path, folder: Path, jobs: Sequence[Job], kind: Kind, language: str, workers: int
) -> Iterator[Job]:
    """Paint every job, yielding each as it is finished.

    Raises
    ------
    DataError
        when a process that paints was ended from outside.
    """
    if workers <= 1 or len(jobs) <= 1:
        for job in jobs:
            yield _paint(str(record), str(folder), job, kind.name, language)
        return
    pool = worker_pool(min(workers, len(jobs)))
    try:
        with children_without_ctrl_c():
            tasks = [pool.submit(_paint, str(record), str(folder), job, kind.name, language) for job in jobs]
        for task in as_completed(tasks):
            yield task.result()
    except BrokenProcessPool:
        raise DataError(
            "a process that paints was ended from outside, for want of memory perhaps",
            cure="the same command goes on from the pictures that are finished; --draft needs less",
        ) from None
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    pool.shutdown()


def _paint(record: str, folder: str, job: Job, kind: str, language: str) -> Job:
    told, its_beats = opened(record, language)
    composition = composed(its_beats[job.beat], told, job.size)
    if composition is not None:
        picture = Image.fromarray(KINDS[kind].paint(composition))
        _save(picture, Path(folder) / job.picture, 90)
        _save(picture.resize(_THUMBNAIL, Image.Resampling.LANCZOS), Path(folder) / job.thumbnail, 82)
    return job


@functools.lru_cache(maxsize=1)
def opened(record: str, language: str) -> tuple[Record, tuple[Beat, ...]]:
    """A record and its beats, read once in each process."""
    told = load_record(record)
    return told, beats(told, language)


def _save(image: Image.Image, path: Path, quality: int) -> None:
    """Whole or not at all."""
    fresh = path.with_suffix(".new.jpg")
    image.save(fresh, quality=quality, optimize=True)
    fresh.replace(path)
