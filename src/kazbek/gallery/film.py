"""A film of the flight from the gallery's pictures: a slow camera over each, captions, dissolves, a title and an end.

Needs the extra ``video`` (an ffmpeg of its own). H.264 with 4:2:0 colours, which every browser plays.
"""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from PIL import Image

from kazbek.base.errors import MissingExtra
from kazbek.base.places import writing
from kazbek.exchange.captions import clock_text, escaped
from kazbek.gallery.film_cards import caption, card

Size = tuple[int, int]  # columns, rows

NAME = "film.mp4"
_FRAMES_A_SECOND = 24
_WHOLE_s, _SHORTEST_s, _LONGEST_s = 110.0, 2.4, 4.0  # all pictures together, and each
_CARD_s, _END_s, _DISSOLVE_s = 3.5, 5.0, 0.5
_CLOSER = 0.12  # the share of the frame by which the camera closes in


@dataclass(frozen=True, slots=True)
class Still:
    """One picture of the film: its file and the words over it."""

    picture: Path
    chapter: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the first and the last card."""

    title: str
    opening: tuple[str, ...]
    closing: tuple[str, ...]


def ready() -> None:
    """Raise MissingExtra where there is no ffmpeg."""
    _ffmpeg()


@functools.cache
def _ffmpeg() -> str:
    """Where ffmpeg is."""
    try:
        import imageio_ffmpeg
    except ImportError:
        raise MissingExtra("video", "a film") from None
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def film(
    stills: Sequence[Still],
    words: Words,
    path: Path,
    size: Size,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Path:
    """Write the film (.mp4) and its captions (.vtt); it appears under its name only when it is whole.

    Raises
    ------
    MissingExtra
        without imageio-ffmpeg.
    DataError
        a file that cannot be written.
    """
    size = (size[0] // 2 * 2, size[1] // 2 * 2)  # 4:2:0 colours come in squares of two by two
    fresh = path.with_suffix(".new.mp4")
    try:
        with writing(f"the film {path}"):
            _write(_frames(stills, words, size, progress), fresh, size)
            fresh.replace(path)
            path.with_suffix(".vtt").write_text(captions(stills), encoding="utf-8", newline="\n")
    finally:
        fresh.unlink(missing_ok=True)
    return path


def captions(stills: Sequence[Still]) -> str:
    """The words over the pictures as a WebVTT track, at the seconds at which they are seen."""
    long_s = round(_seconds(stills) * _FRAMES_A_SECOND) / _FRAMES_A_SECOND
    blocks = ["WEBVTT\nKind: captions"]
    for number, still in enumerate(stills):
        begins_s = _CARD_s + number * long_s
        text = "\n".join(escaped(" ".join(line.split())) for line in (still.title, *still.lines) if line.strip())
        blocks.append(f"{clock_text(begins_s)} --> {clock_text(begins_s + long_s)}\n{text}")
    return "\n\n".join(blocks) + "\n"


def _seconds(stills: Sequence[Still]) -> float:
    """How long each picture is seen."""
    return min(max(_WHOLE_s / max(len(stills), 1), _SHORTEST_s), _LONGEST_s)


def _write(frames: Iterator[Image.Image], path: Path, size: Size) -> None:
    """Send the frames through ffmpeg; an OSError where it could not make a whole file of them."""
    command = [
        _ffmpeg(),
        "-v",
        "error",
        "-y",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{size[0]}x{size[1]}",
        "-r",
        str(_FRAMES_A_SECOND),
        "-i",
        "-",
        "-an",
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "20",
        "-pix_fmt",
        "yuv420p",
        "-movflags",
        "+faststart",
        str(path),
    ]
    with TemporaryFile() as said:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said) as ffmpeg:
            assert ffmpeg.stdin is not None
            try:
                for frame in frames:
                    if not _sent(frame, ffmpeg.stdin):
                        break
            except BaseException:
                ffmpeg.kill()
                raise
            finally:
                with suppress(OSError):  # what is still buffered for one that has left
                    ffmpeg.stdin.close()
        if ffmpeg.returncode != 0:
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").strip().splitlines()
            raise OSError(lines[0].rsplit(": ", 1)[-1] if lines else f"ffmpeg left with status {ffmpeg.returncode}")


def _sent(frame: Image.Image, pipe: IO[bytes]) -> bool:
    """Whether ffmpeg took it; where it has left, it says why itself."""
    whole = frame.tobytes()
    try:
        pipe.write(whole)
    except OSError:
        return False
    return True


def _frames(
    stills: Sequence[Still], words: Words, size: Size, progress: Callable[[int, int], None]
) -> Iterator[Image.Image]:
    progress(0, len(stills))
    seconds = _seconds(stills)
    opening = card(words.title, words.opening, size, _opened(stills[0].picture) if stills else None)
    last = opening
    yield from _held(opening, _CARD_s)
    for number, still in enumerate(stills):
        for k, frame in enumerate(_drift(still, size, round(seconds * _FRAMES_A_SECOND), number)):
            share = (k + 1) / (_DISSOLVE_s * _FRAMES_A_SECOND + 1)
            shown = frame if share >= 1.0 else Image.blend(last, frame, share)
            yield shown
        last = frame
        progress(number + 1, len(stills))
    ending = card("", words.closing, size)
    for k in range(int(_DISSOLVE_s * _FRAMES_A_SECOND)):
        yield Image.blend(last, ending, (k + 1) / (_DISSOLVE_s * _FRAMES_A_SECOND + 1))
    yield from _held(ending, _END_s)


def _held(frame: Image.Image, seconds: float) -> Iterator[Image.Image]:
    for _ in range(round(seconds * _FRAMES_A_SECOND)):
        yield frame


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _drift(still: Still, size: Size, count: int, number: int) -> Iterator[Image.Image]:
    """The camera slowly closing in on a picture, or drawing back from it, with the words over its foot."""
    picture = _opened(still.picture)
    foot = caption(still.chapter, still.title, still.lines, size)
    side = 0.5 + 0.3 * (1, -1, 0)[number % 3]  # where it closes in: right of the middle, left, the middle
    for k in range(count):
        share = k / max(count - 1, 1)
        closer = _CLOSER * (share if number % 2 == 0 else 1.0 - share)
        wide, high = picture.width * (1.0 - closer), picture.height * (1.0 - closer)
        left, top = (picture.width - wide) * side, (picture.height - high) / 2.0
        frame = picture.resize(size, Image.Resampling.BICUBIC, box=(left, top, left + wide, top + high))
        frame.paste(foot, mask=foot)
        yield frame
