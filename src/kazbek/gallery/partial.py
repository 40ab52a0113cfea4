"""The unfinished gallery beside the finished one: kept after a kill, taken up again only by the same work.

A label, ``gallery.json``, says what is drawn here; the finished gallery keeps it, so that a film can be added later.
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from kazbek.record.record import Record

_LABEL = "gallery.json"
_DRAWN_BY = ("pictures", "gallery", "catalogue", "views/plots", "views/story", "data/strings", "data/berths")


@dataclass(frozen=True)
class Partial:
    """``folder.partial``, to be renamed to `target` when all is done."""

    folder: Path
    target: Path

    @classmethod
    def opened(cls, target: Path, record: Record, work: str) -> Partial:
        """Take up what an earlier run of the same work left, or begin anew.

        Parameters
        ----------
        target : where the gallery will be
        record : what is drawn
        work : what else must be the same (kind, size, language)
        """
        folder = beside(target)
        label = _label_of(record, work) | {"code": _code_digest()}
        if folder.exists() and _label(folder) != label:
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _LABEL).write_text(json.dumps(label, indent=1), encoding="utf-8")
        return cls(folder, target)

    def finish(self) -> None:
        """The gallery is whole: clear what a kill left half-written, and give it its name."""
        for stray in self.folder.rglob("*.new.*"):
            stray.unlink()
        if self.target.is_dir():
            self.target.rmdir()  # an empty folder that was there before
        self.folder.rename(self.target)


def beside(target: Path) -> Path:
    """Where the unfinished gallery of `target` lies."""
    return target.with_name(f"{target.name}.partial")


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
