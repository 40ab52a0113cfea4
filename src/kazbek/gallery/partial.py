"""The unfinished gallery beside the finished one: kept after a kill, taken up again only by the same work.

A label, ``gallery.json``, says what is drawn here; the finished gallery keeps it, so that a film can be added later.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from kazbek.base.errors import DataError
from kazbek.base.files import FolderHold, hold, is_own_folder, written_whole
from kazbek.base.places import PARTIAL
from kazbek.record.record import Record

_LABEL = "gallery.json"
_DRAWN_BY = ("laws", "pictures", "gallery", "catalogue", "views/plots", "views/story", "data/strings", "data/berths")
_IN_A_GALLERY = re.compile(
    r"gallery\.(json|css|js)|light\.js|index\.html|photographs(\.html)?|film\.(mp4|vtt)|pictures|diagrams|[\w-]+\.(png|svg)|\..*\.new.*|.*\.new\..*"
)


@dataclass(frozen=True)
class Partial:
    """``folder.partial``, to be renamed to `target` when all is done."""

    folder: Path
    target: Path

    def finish(self) -> None:
        """The gallery is whole: clear what a kill left half-written, and give it its name."""
        for stray in self.folder.rglob("*.new.*"):
            stray.unlink()
        if self.target.is_dir():
            self.target.rmdir()  # an empty folder that was there before
        self.folder.rename(self.target)


@contextmanager
def opened(target: Path, record: Record, work: str) -> Iterator[Partial]:
    """Take up what an earlier run of the same work left, or begin anew; nobody else draws there meanwhile.

    Parameters
    ----------
    target : where the gallery will be
    record : what is drawn
    work : what else must be the same (kind, size, language)

    Raises
    ------
    DataError
        what lies there is not kazbek's, or another run draws into it.
    """
    folder = beside(target)
    label = _label_of(record, work) | {"code": _code_digest()}
    held = _taken(folder)
    try:
        if _label(folder) not in (label, {}):
            _clear(folder)
        with written_whole(folder / _LABEL) as fresh:
            fresh.write_text(json.dumps(label, indent=1), encoding="utf-8")
        yield Partial(folder, target)
    finally:
        held.let_go()


def _taken(folder: Path) -> FolderHold:
    """The folder for this process alone, where it is a gallery's or is not there yet."""
    if folder.is_symlink() or folder.exists():
        if not (is_own_folder(folder) and _holds_a_gallery(folder)):
            raise DataError(
                f"{folder} exists and is no unfinished gallery of kazbek", cure="choose another `out`, or move it away"
            )
    else:
        folder.mkdir(parents=True)
    held = hold(folder)
    if held is None:
        raise DataError(f"{folder} is being drawn by another run", cure="choose another `out`, or wait")
    return held


def _holds_a_gallery(folder: Path) -> bool:
    """Nothing at all, or kazbek's label and only what belongs to a gallery beside it."""
    inside = [path.name for path in folder.iterdir()]
    labelled = {"record", "work", "code"} <= _label(folder).keys()
    return not inside or (labelled and all(_IN_A_GALLERY.fullmatch(name) for name in inside))


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def beside(target: Path) -> Path:
    """Where the unfinished gallery of `target` lies."""
    return target.with_name(f"{target.name}{PARTIAL}")


def is_finished(target: Path, record: Record, work: str) -> bool:
    """Whether the gallery of the same work on the same record lies there already, whatever version drew it."""
    return _label_of(record, work).items() <= _label(target).items()


def _label_of(record: Record, work: str) -> dict[str, str]:
    return {"record": _digest(record), "work": work}


def _label(folder: Path) -> dict[str, str]:
    try:
        label = json.loads((folder / _LABEL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return label if isinstance(label, dict) else {}


def _digest(record: Record) -> str:
    """Of what was flown and how, wherever it lies and whoever wrote it down."""
    manifest = {key: value for key, value in record.manifest.items() if key not in ("pid", "complete")}
    summary = {key: value for key, value in record.summary.items() if key != "record"}
    return hashlib.sha256(json.dumps([manifest, summary], sort_keys=True).encode()).hexdigest()


@functools.cache
def _code_digest() -> str:
    """Of everything that decides what a picture looks like."""
    package = Path(str(resources.files("kazbek")))
    found = (path for part in _DRAWN_BY for path in (package / part).rglob("*"))
    files = sorted(path for path in found if path.suffix in (".py", ".toml", ".css", ".js"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
