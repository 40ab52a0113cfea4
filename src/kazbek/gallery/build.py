"""Writes a gallery: draws what is missing, keeps what is there, so that a killed run resumes where it stopped."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

from kazbek.base.errors import DataError, unknown
from kazbek.base.files import check_new_name
from kazbek.gallery import film
from kazbek.gallery.diagrams import Diagram, diagrams_in, draw_diagrams
from kazbek.gallery.facts import facts
from kazbek.gallery.page import STATIC, film_words, page, static
from kazbek.gallery.painting import KINDS, Job, Kind, paint_all, painted
from kazbek.gallery.partial import is_finished, opened
from kazbek.gallery.plates import Plate, still
from kazbek.gallery.shots import borrowed_utc, can_be_drawn
from kazbek.record.read import as_record, on_disk
from kazbek.record.record import Record
from kazbek.views.story.beats import beats, strings

Progress = Callable[[str, int, int], None]  # (what, finished, in all)


def gallery(
    record: Record | str | Path,
    folder: Path | str,
    *,
    kind: str = "draft",
    size: tuple[int, int] | None = None,
    video: bool = False,
    progress: Progress = lambda what, done, total: None,
    note: Callable[[str], None] = lambda sentence: None,
    language: str = "en",
    workers: int = 1,
) -> Path:
    """Draw a record as pictures with captions, on a page that opens from disk.

    Pictures are drawn into ``folder.partial``; after a kill the next run into the same folder keeps those finished.
    With `video`, a finished gallery of the same record and kind gets its film without being drawn again.

    Parameters
    ----------
    record : as flown or loaded, or its folder
    folder : to be made
    kind : "draft" (kazbek's own rasteriser) or "full" (path-traced, extra ``pictures``)
    size : (columns, rows) of the pictures; None is the kind's own
    video : make ``film.mp4`` as well (extra ``video``)
    progress, note : told how far it is, and what was left out and why
    workers : processes; more than one needs a program that can be imported (`if __name__ == "__main__"`)

    Returns
    -------
    Path
        of the page, ``index.html``

    Raises
    ------
    DataError
        the folder exists, cannot be written, or the record holds nothing to draw.
    MissingExtra
        full pictures without Mitsuba, a film without ffmpeg.

    Examples
    --------
    >>> import kazbek
    >>> kazbek.gallery(record, folder, size=(96, 54)).name
    'index.html'
    """
    with on_disk(as_record(record)) as told:
        return _gallery(told, Path(folder), kind, size, video, progress, note, language, workers)


def _gallery(
    record: Record,
    folder: Path,
    kind: str,
    size: tuple[int, int] | None,
    video: bool,
    progress: Progress,
    note: Callable[[str], None],
    language: str,
    workers: int,
) -> Path:
    if kind not in KINDS:
        raise unknown("kind of picture", kind, KINDS)
    check_new_name(folder, "out")
    chosen = KINDS[kind]
    if video:
        film.ready()
    jobs = _jobs(record, size or chosen.size, language)
    if not jobs:
        raise DataError(f"{record.where} holds no moment that can be drawn", allowed="a record with telemetry")
    work = f"{kind} {jobs[0].size} {language}"
    whole = _is_whole(folder, record, work, jobs)
    if not whole:
        chosen.ready()
    if folder.is_symlink():
        raise DataError(f"{folder} is a link", allowed="a new folder")
    if folder.exists() and not (whole and video) and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"{folder} exists already", cure=_way_out(whole, kind, video))
    try:
        if whole and video:
            _add_film(record, folder, jobs, progress, language)
        else:
            with opened(folder, record, work) as partial:
                _paint(record, partial.folder, jobs, chosen, progress, language, workers)
                diagrams = draw_diagrams(record, partial.folder, strings(language)["diagrams"], note)
                _finish_page(record, partial.folder, jobs, diagrams, language, video, progress)
                partial.finish()
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise DataError(f"cannot write the gallery into {folder}: {reason}", cure="choose another `out`") from None
    return folder / "index.html"


def _is_whole(folder: Path, record: Record, work: str, jobs: Sequence[Job]) -> bool:
    """A finished gallery with just these pictures."""
    return is_finished(folder, record, work) and all(painted(folder, job) for job in jobs)


def _way_out(whole: bool, kind: str, video: bool) -> str:
    """What to do about a folder that is there."""
    if whole:
        return "add `video` to give it a film, or choose another `out`"
    other = f"; it is no finished {kind} gallery of this record, to which a film could be added" if video else ""
    return f"choose another `out`, or remove it{other}"


def _jobs(record: Record, size: tuple[int, int], language: str) -> list[Job]:
    drawn = [(k, beat) for k, beat in enumerate(beats(record, language)) if can_be_drawn(beat, record)]
    return [
        Job(k, f"pictures/{number:02d}-{beat.key.replace('_', '-')}", size)
        for number, (k, beat) in enumerate(drawn, start=1)
    ]


def _paint(
    record: Record, folder: Path, jobs: list[Job], kind: Kind, progress: Progress, language: str, workers: int
) -> None:
    (folder / "pictures").mkdir(exist_ok=True)
    missing = [job for job in jobs if not painted(folder, job)]
    done = len(jobs) - len(missing)
    progress("pictures", done, len(jobs))
    assert record.directory is not None  # workers read it from there
    for _ in paint_all(record.directory, folder, missing, kind, language, workers):
        done += 1
        progress("pictures", done, len(jobs))


def _add_film(record: Record, folder: Path, jobs: list[Job], progress: Progress, language: str) -> None:
    if (folder / film.NAME).exists():
        raise DataError(f"{folder / film.NAME} exists already", cure="remove it to have it made anew")
    _finish_page(
        record, folder, jobs, diagrams_in(folder, record, strings(language)["diagrams"]), language, True, progress
    )


def _finish_page(
    record: Record,
    folder: Path,
    jobs: list[Job],
    diagrams: list[Diagram],
    language: str,
    video: bool,
    progress: Progress,
) -> None:
    """The film, where one is wanted, then the page around everything."""
    plates, words = _plates(record, jobs, language), strings(language)
    if video:
        film.film(
            [still(plate, folder) for plate in plates],
            film_words(record, words),
            folder / film.NAME,
            jobs[0].size,
            progress=functools.partial(progress, "scenes of the film"),
        )
    whole = page(record, plates, diagrams, words, language, film.NAME if video else "")
    for name, text in (*((name, static(name)) for name in STATIC), ("index.html", whole)):
        fresh = (folder / name).with_suffix(f".new{Path(name).suffix}")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(folder / name)


def _plates(record: Record, jobs: list[Job], language: str) -> list[Plate]:
    told, words = beats(record, language), strings(language)
    plates = []
    for job in jobs:
        beat = told[job.beat]
        instant = borrowed_utc(beat, record)  # another instant's light, where the record has none
        note = "" if instant is None else words["_"]["borrowed"].format(instant=f"{instant[:10]} {instant[11:16]} UTC")
        plates.append(Plate(beat, job.picture, job.thumbnail, job.size, note, facts(beat, record, words["facts"])))
    return plates
