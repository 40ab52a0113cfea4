"""A film of the flight from the same scene: each beat for a few seconds with a slow camera, captions, dissolves.

Needs the extra ``video`` (an ffmpeg of its own). Each beat is drawn once, a little larger than the frame, and the frame
travels slowly over it; one beat dissolves into the next.
"""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from kazbek.base.errors import DataError, MissingExtra
from kazbek.mission.load import Record
from kazbek.views.gallery.painting import opened
from kazbek.views.gallery.shots import can_be_drawn, composed
from kazbek.views.scene.shot import draft
from kazbek.views.story.beats import Beat, beats, strings
from kazbek.views.story.quantity import rendered

Pixels = NDArray[np.uint8]

NAME = "film.mp4"
SIZE = (640, 360)
_FRAMES_A_SECOND = 12
_BEAT_FRAMES, _DISSOLVE_FRAMES = 30, 8  # 2.5 s a beat; a whole mission of 41 beats runs 1 min 45 s
_MARGIN = 1.2  # how much larger than the frame a beat is drawn


def ready() -> None:
    """Raise MissingExtra where there is no ffmpeg."""
    _ffmpeg()


@functools.cache
def _ffmpeg() -> Any:
    try:
        import imageio_ffmpeg
    except ImportError:
        raise MissingExtra("video", "a film") from None
    return imageio_ffmpeg


def film(record: Record, path: Path, *, progress: Callable[[int, int], None] = lambda done, total: None,
         language: str = "en", workers: int = 1, size: tuple[int, int] = SIZE) -> Path:
    """Write the film of a record (.mp4).

    Raises
    ------
    MissingExtra
        without imageio-ffmpeg.
    DataError
        nothing to show, or a file that cannot be written.
    """
    told = [(number, beat) for number, beat in enumerate(beats(record, language)) if can_be_drawn(beat, record)]
    if not told:
        raise DataError(f"{record.directory} holds no moment that can be filmed", allowed="a record with telemetry")
    fresh = path.with_suffix(".new.mp4")
    try:
        writer = _ffmpeg().write_frames(str(fresh), size, fps=_FRAMES_A_SECOND, quality=7, macro_block_size=2)
        writer.send(None)
        try:
            for frame in _frames(record, told, size, progress, language, workers):
                writer.send(np.ascontiguousarray(frame))
        finally:
            writer.close()
        fresh.replace(path)
    except OSError as fault:
        raise DataError(f"cannot write the film {path}: {(fault.strerror or str(fault)).lower()}") from None
    return path


def _frames(record: Record, told: list[tuple[int, Beat]], size: tuple[int, int], progress: Callable[[int, int], None],
            language: str, workers: int) -> Iterator[Pixels]:
    progress(0, len(told))
    yield from [_card(strings(language)["_"]["note"], size)] * _BEAT_FRAMES
    before: Pixels | None = None
    views = _painted(str(record.directory), [number for number, _ in told], size, language, workers)
    for done, ((_, beat), seen) in enumerate(zip(told, views), start=1):
        frames = [_captioned(frame, beat) for frame in _drift(seen, size, 1.0 if done % 2 else -1.0)]
        for k, frame in enumerate(frames):
            share = (k + 1) / (_DISSOLVE_FRAMES + 1)
            yield frame if before is None or share >= 1.0 else _mixed(before, frame, share)
        before = frames[-1]
        progress(done, len(told))


def _painted(record: str, numbers: list[int], size: tuple[int, int], language: str, workers: int) -> Iterator[Pixels]:
    paint = functools.partial(_wide_view, record, size=size, language=language)
    if workers <= 1:
        yield from map(paint, numbers)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(paint, numbers)


def _wide_view(record: str, number: int, *, size: tuple[int, int], language: str) -> Pixels:
    """A beat drawn with room around the frame."""
    told, its_beats = opened(record, language)
    beat = its_beats[number]
    shot = composed(beat, told, (round(size[0] * _MARGIN), round(size[1] * _MARGIN)))
    if shot is None:
        raise DataError(f"{record} holds no pose for {beat.key}", allowed="a record with telemetry")
    return draft(shot)


def _drift(seen: Pixels, size: tuple[int, int], direction: float) -> Iterator[Pixels]:
    """The frame closing in on the middle of what was drawn, from the left (+1) or from the right (−1)."""
    picture = Image.fromarray(seen)
    for k in range(_BEAT_FRAMES):
        share = k / (_BEAT_FRAMES - 1)
        wide = (_MARGIN - (_MARGIN - 1.0) * share) * size[0]
        high = wide * size[1] / size[0]
        left = (picture.width - wide) * (0.5 - 0.5 * direction * (1.0 - share))
        top = (picture.height - high) / 2.0
        box = (max(left, 0.0), max(top, 0.0), min(left + wide, picture.width), min(top + high, picture.height))
        yield np.asarray(picture.resize(size, Image.Resampling.BICUBIC, box=box))


def _mixed(a: Pixels, b: Pixels, share: float) -> Pixels:
    mixed: Pixels = (a * (1.0 - share) + b * share + 0.5).astype(np.uint8)
    return mixed


def _captioned(frame: Pixels, beat: Beat) -> Pixels:
    picture = Image.fromarray(frame)
    draw, (columns, rows) = ImageDraw.Draw(picture), picture.size
    title = rendered(beat.title, lambda text, _: text)
    below = f"{beat.utc[:10]} {beat.utc[11:19]} UTC   {beat.ship}"
    for text, size_px, y in ((title, rows // 18, 0.84), (below, rows // 28, 0.92)):
        font = ImageFont.load_default(size=size_px)
        draw.text((columns * 0.04, rows * y), text, font=font, fill="white", stroke_width=1, stroke_fill="black")
    return np.asarray(picture)


def _card(text: str, size: tuple[int, int]) -> Pixels:
    """White words on black."""
    picture = Image.new("RGB", size)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=size[1] // 22)
    for line, part in enumerate(text.split(". ")):
        draw.text((size[0] * 0.06, size[1] * (0.42 + 0.08 * line)), part.rstrip(".") + ".", font=font, fill="white")
    return np.asarray(picture)
