"""Writes a gallery: draws what is missing, keeps what is there, so that a killed run resumes where it stopped."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path

from kazbek.base.errors import DataError, unknown
from kazbek.mission.load import Record
from kazbek.views.gallery import film
from kazbek.views.gallery.diagrams import Diagram, draw_diagrams
from kazbek.views.gallery.facts import facts
from kazbek.views.gallery.page import STATIC, page, static
from kazbek.views.gallery.painting import KINDS, Job, Kind, paint_all, painted
from kazbek.views.gallery.partial import Partial
from kazbek.views.gallery.plates import Plate
from kazbek.views.gallery.shots import borrowed_utc, can_be_drawn
from kazbek.views.story.beats import Beat, beats, strings

Progress = Callable[[str, int, int], None]  # (what, finished, in all)


def gallery(record: Record, folder: Path | str, *, kind: str = "draft", size: tuple[int, int] | None = None,
            video: bool = False, progress: Progress = lambda what, done, total: None,
            note: Callable[[str], None] = lambda sentence: None,
            language: str = "en", workers: int = 1) -> Path:
    """Write the gallery of a record into `folder` and return the page's path.

    Pictures are drawn into ``folder.partial``; after a kill the next run into the same folder keeps those finished.

    Parameters
    ----------
    kind : "draft" (kazbek's own rasteriser) or "full" (path-traced, extra ``pictures``)
    size : (columns, rows) of the pictures; None is the kind's own
    video : make ``film.mp4`` as well (extra ``video``)
    progress, note : told how far it is, and what was left out and why
    workers : processes; more than one needs a program that can be imported (`if __name__ == "__main__"`)

    Raises
    ------
    DataError
        the folder exists, cannot be written, or the record holds nothing to draw.
    MissingExtra
        full pictures without Mitsuba, a film without ffmpeg.
    """
    if kind not in KINDS:
        raise unknown("kind of picture", kind, KINDS)
    chosen, folder = KINDS[kind], Path(folder)
    chosen.ready()
    if video:
        film.ready()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"{folder} exists already", cure="choose another --out, or remove it")
    jobs = _jobs(record, size or chosen.size, language)
    if not jobs:
        raise DataError(f"{record.directory} holds no moment that can be drawn", allowed="a record with telemetry")
    try:
        partial = Partial.opened(folder, record, f"{kind} {jobs[0].size} {language}")
        _paint(record, partial.folder, jobs, chosen, progress, language, workers)
        diagrams = draw_diagrams(record, partial.folder, strings(language)["diagrams"], note)
        if video:
            film.film(record, partial.folder / film.NAME, progress=functools.partial(progress, "beats of the film"),
                      language=language, workers=workers)
        _write_page(record, partial.folder, jobs, diagrams, language)
        partial.finish()
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise DataError(f"cannot write the gallery into {folder}: {reason}", cure="choose another --out") from None
    return folder / "index.html"


def _jobs(record: Record, size: tuple[int, int], language: str) -> list[Job]:
    drawn = [(k, beat) for k, beat in enumerate(beats(record, language)) if can_be_drawn(beat, record)]
    return [Job(k, f"pictures/{number:02d}-{beat.key.replace('_', '-')}", size)
            for number, (k, beat) in enumerate(drawn, start=1)]


def _paint(record: Record, folder: Path, jobs: list[Job], kind: Kind, progress: Progress, language: str,
           workers: int) -> None:
    (folder / "pictures").mkdir(exist_ok=True)
    missing = [job for job in jobs if not painted(folder, job)]
    done = len(jobs) - len(missing)
    progress("pictures", done, len(jobs))
    for _ in paint_all(record.directory, folder, missing, kind, language, workers):
        done += 1
        progress("pictures", done, len(jobs))


def _write_page(record: Record, folder: Path, jobs: list[Job], diagrams: list[Diagram], language: str) -> None:
    told, words = beats(record, language), strings(language)
    plates = [Plate(told[job.beat], job.picture, job.thumbnail, job.size, _note(told[job.beat], record, words["_"]),
                    facts(told[job.beat], record, words["facts"])) for job in jobs]
    video = film.NAME if (folder / film.NAME).is_file() else ""
    whole = page(record, plates, diagrams, words, language, video)
    (folder / "index.html").write_text(whole, encoding="utf-8")
    for name in STATIC:
        (folder / name).write_text(static(name), encoding="utf-8")


def _note(beat: Beat, record: Record, about: Mapping[str, str]) -> str:
    """What the picture owes the reader: another instant's light, where the record has none."""
    instant = borrowed_utc(beat, record)
    return "" if instant is None else about["borrowed"].format(instant=f"{instant[:10]} {instant[11:16]} UTC")
