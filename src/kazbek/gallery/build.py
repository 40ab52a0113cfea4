"""Writes a gallery: draws what is missing, keeps what is there, so that a killed run resumes where it stopped."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kazbek.base.errors import DataError, unknown
from kazbek.base.places import check_folder, writing
from kazbek.gallery import film
from kazbek.gallery.diagrams import diagrams_in, draw_diagrams
from kazbek.gallery.facts import facts
from kazbek.gallery.page import POLICY, STATIC, film_words, page, static
from kazbek.gallery.painting import KINDS, Job, Kind, paint_all, painted
from kazbek.gallery.partial import is_finished, opened
from kazbek.gallery.photographs import sheet
from kazbek.gallery.photographs.copies import METADATA
from kazbek.gallery.photographs.instant import MissionSpan
from kazbek.gallery.photographs.placing import place_photographs
from kazbek.gallery.photographs.plate import FOLDER, photographs_in
from kazbek.gallery.photographs.read import check_photographs
from kazbek.gallery.plates import Plate, still
from kazbek.gallery.shots import borrowed_utc, can_be_drawn, is_within
from kazbek.record.read import as_record, on_disk
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat, beats, strings
from kazbek.views.story.known import Strings

Progress = Callable[[str, int, int], None]  # (what, finished, in all)
Note = Callable[[str], None]


def gallery(
    record: Record | str | Path,
    folder: Path | str,
    *,
    kind: str = "draft",
    size: tuple[int, int] | None = None,
    video: bool = False,
    progress: Progress = lambda what, done, total: None,
    note: Note = lambda sentence: None,
    language: str = "en",
    workers: int = 1,
    photos: Path | str | None = None,
    photo_metadata: str = "credit",
) -> Path:
    """Draw a record as pictures with captions, on a page that opens from disk.

    Pictures are drawn into ``folder.partial``; after a kill the next run into the same folder keeps those finished.
    With `video` or `photos`, a finished gallery of the same record and kind gets its film or its photographs without
    being drawn again.

    Parameters
    ----------
    record : as flown or loaded, or its folder
    folder : to be made
    kind : "draft" (kazbek's own rasteriser) or "full" (path-traced, extra ``pictures``)
    size : (columns, rows) of the pictures; None is the kind's own
    video : make ``film.mp4`` as well (extra ``video``)
    progress, note : told how far it is, and what was left out and why
    photos : folder of the user's own photographs (JPEG, PNG, WebP), set among the pictures by their instants; its
        files are only read
    photo_metadata : what the copies of photographs keep: "none", "credit" (with rights and caption), or "all", which
        lays the files themselves beside them
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
    if video:
        film.ready()
    if photo_metadata not in METADATA:
        raise unknown("photo_metadata", photo_metadata, METADATA)
    if photos is not None:
        check_photographs(Path(photos))
    wanted = _Wanted(kind, language, video, Path(photos) if photos else None, photo_metadata, workers, progress, note)
    check_folder(Path(folder), "out")
    with on_disk(as_record(record)) as told:
        return _gallery(told, Path(folder), wanted, size)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for."""

    kind: str
    language: str
    video: bool
    photos: Path | None
    photo_metadata: str
    workers: int
    progress: Progress
    note: Note

    @property
    def words(self) -> Strings:
        """The language's strings."""
        return strings(self.language)

    @property
    def more(self) -> bool:
        """Whether a finished gallery can be given something."""
        return self.video or self.photos is not None


def _gallery(record: Record, folder: Path, wanted: _Wanted, size: tuple[int, int] | None) -> Path:
    if wanted.kind not in KINDS:
        raise unknown("kind of picture", wanted.kind, KINDS)
    chosen = KINDS[wanted.kind]
    jobs = _jobs(record, size or chosen.size, wanted.language)
    if not jobs:
        raise DataError(f"{record.where} holds no moment that can be drawn", allowed="a record with telemetry")
    work = f"{wanted.kind} {jobs[0].size} {wanted.language}"
    whole = _is_whole(folder, record, work, jobs)
    if not whole:
        chosen.ready()
    _check_free(folder, whole, wanted)
    with writing(f"the gallery into {folder}"):
        if whole and wanted.more:
            _add(record, folder, jobs, wanted)
        else:
            with opened(folder, record, work) as partial:
                _paint(record, partial.folder, jobs, chosen, wanted)
                draw_diagrams(record, partial.folder, wanted.words["diagrams"], wanted.note)
                _finish(record, partial.folder, jobs, wanted)
                partial.finish()
    return folder / "index.html"


def _is_whole(folder: Path, record: Record, work: str, jobs: Sequence[Job]) -> bool:
    """A finished gallery with just these pictures."""
    return is_finished(folder, record, work) and all(painted(folder, job) for job in jobs)


def _check_free(folder: Path, whole: bool, wanted: _Wanted) -> None:
    """Refuse a folder that holds something, unless it is a finished gallery that can be given what is wanted."""
    if folder.is_symlink():
        raise DataError(f"{folder} is a link", allowed="a new folder")
    if folder.exists() and not (whole and wanted.more) and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"{folder} exists already", cure=_way_out(whole, wanted))


def _way_out(whole: bool, wanted: _Wanted) -> str:
    """What to do about a folder that is there."""
    if whole:
        return "add `video` or `photos` to give it a film or photographs, or choose another `out`"
    other = f"; it is no finished {wanted.kind} gallery of this record, to which anything could be added"
    return f"choose another `out`, or remove it{other if wanted.more else ''}"


def _jobs(record: Record, size: tuple[int, int], language: str) -> list[Job]:
    drawn = [(k, beat) for k, beat in enumerate(beats(record, language)) if can_be_drawn(beat, record)]
    return [
        Job(k, f"pictures/{number:02d}-{beat.key.replace('_', '-')}", size)
        for number, (k, beat) in enumerate(drawn, start=1)
    ]


def _paint(record: Record, folder: Path, jobs: list[Job], kind: Kind, wanted: _Wanted) -> None:
    (folder / "pictures").mkdir(exist_ok=True)
    missing = [job for job in jobs if not painted(folder, job)]
    done = len(jobs) - len(missing)
    wanted.progress("pictures", done, len(jobs))
    assert record.directory is not None  # workers read it from there
    for _ in paint_all(record.directory, folder, missing, kind, wanted.language, wanted.workers):
        done += 1
        wanted.progress("pictures", done, len(jobs))


def _add(record: Record, folder: Path, jobs: list[Job], wanted: _Wanted) -> None:
    """Give a finished gallery its film or its photographs."""
    there = [folder / name for name, asked in ((film.NAME, wanted.video), (FOLDER, wanted.photos)) if asked]
    for path in there:
        if path.exists():
            raise DataError(f"{path} exists already", cure="remove it to have it made anew")
    _finish(record, folder, jobs, wanted)


def _finish(record: Record, folder: Path, jobs: list[Job], wanted: _Wanted) -> None:
    """The photographs and the film, where they are wanted, then the page around everything."""
    plates, words = _plates(record, jobs, wanted.language), wanted.words
    if wanted.photos is not None:
        _photographs(record, folder, plates, wanted)
    if wanted.video:
        film.film(
            [still(plate, folder) for plate in plates],
            film_words(record, words),
            folder / film.NAME,
            jobs[0].size,
            progress=functools.partial(wanted.progress, "scenes of the film"),
        )
    _write_pages(record, folder, plates, wanted)


def _photographs(record: Record, folder: Path, plates: list[Plate], wanted: _Wanted) -> None:
    assert wanted.photos is not None
    events = record.events
    place_photographs(
        wanted.photos,
        folder,
        plates,
        MissionSpan(events[0].epoch, events[-1].epoch),
        wanted.photo_metadata,
        wanted.words,
        functools.partial(wanted.progress, "photographs"),
        wanted.note,
    )


def _write_pages(record: Record, folder: Path, plates: list[Plate], wanted: _Wanted) -> None:
    """From what lies in the folder."""
    words, language = wanted.words, wanted.language
    photographs, links = photographs_in(folder)
    video = film.NAME if (folder / film.NAME).exists() else ""
    track = (folder / film.NAME).with_suffix(".vtt")
    captions = track.read_text(encoding="utf-8") if video and track.exists() else ""
    diagrams = diagrams_in(folder, record, words["diagrams"])
    pages = {"index.html": page(record, plates, diagrams, words, language, video, photographs, links, captions)}
    if photographs:
        pages[sheet.NAME] = sheet.sheet(photographs, record.title, language, POLICY)
    for name, text in ({name: static(name) for name in STATIC} | pages).items():
        fresh = (folder / name).with_suffix(f".new{Path(name).suffix}")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(folder / name)


def _plates(record: Record, jobs: list[Job], language: str) -> list[Plate]:
    told, words = beats(record, language), strings(language)
    plates = []
    for job in jobs:
        beat = told[job.beat]
        note = _owed(beat, record, words)
        plates.append(Plate(beat, job.picture, job.thumbnail, job.size, note, facts(beat, record, words["facts"])))
    return plates


def _owed(beat: Beat, record: Record, words: Strings) -> str:
    """What a picture owes the reader: whose instant's light it shows, or what within a room is computed."""
    instant = borrowed_utc(beat, record)
    if instant is not None:
        return str(words["_"]["borrowed"].format(instant=f"{instant[:10]} {instant[11:16]} UTC"))
    return str(words["drawn"][beat.key]) if is_within(beat, record) else ""
