"""The folder a record is written into, ``DIR.partial``: taken and removed only where it is kazbek's own.

kazbek's own is a folder, no link, that holds nothing but parts of a record, and a manifest that says it is unfinished.
A run killed after its last manifest and before the renaming leaves a whole record there: that is read as one, is said
to want its name, and is never removed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.files import FolderHold, hold, is_own_folder
from kazbek.base.places import PARTIAL
from kazbek.record.digests import OWN_FOLDER

_PARTS = {"mission.toml", "manifest.json", "events.json", "summary.json", "planned.json", "telemetry", OWN_FOLDER}


def beside(directory: Path) -> Path:
    """Where the unfinished record of `directory` lies."""
    return directory.with_name(f"{directory.name}{PARTIAL}")


def leftovers(directory: Path) -> list[Path]:
    """Unfinished records of runs that were killed, beside `directory`."""
    if not directory.parent.is_dir():
        return []
    return sorted(p for p in directory.parent.glob(f"*{PARTIAL}") if _is_ours(p) and any(p.iterdir()) and _is_left(p))


def unnamed(directory: Path) -> list[Path]:
    """Whole records beside `directory` whose runs were killed before they got their name."""
    if not directory.parent.is_dir():
        return []
    return sorted(p for p in directory.parent.glob(f"*{PARTIAL}") if is_whole(p))


def is_whole(partial: Path) -> bool:
    """Whether a folder called ``X.partial`` is a record that lacks nothing but its name, and nobody writes into it."""
    if not partial.name.endswith(PARTIAL) or not is_own_folder(partial):
        return False
    manifest = _manifest(partial)
    return (
        manifest.get("complete") is True
        and "kazbek" in manifest
        and (partial / "summary.json").is_file()
        and _is_left(partial)
    )


def wants_its_name(partial: Path) -> str:
    """The sentence for such a record."""
    return (
        f"{partial} is a whole record whose run was killed before it got its name: "
        f"rename it to {partial.with_name(partial.name.removesuffix(PARTIAL))}"
    )


def take(partial: Path, out: Path) -> FolderHold:
    """An empty folder for this process to write into; what a killed run left there goes.

    Raises
    ------
    DataError
        somebody else's file or folder has that name, or another run writes into it.
    """
    if partial.is_symlink() or partial.exists():
        if is_whole(partial):
            raise DataError(wants_its_name(partial), cure=f"then choose another `out` than {out}")
        if not _is_ours(partial):
            raise DataError(
                f"{partial} exists and is no unfinished record of kazbek",
                cure=f"choose another `out` than {out}, or move it away",
            )
        held = hold(partial)
        if held is None:
            raise DataError(f"{partial} is being written by another run", cure="choose another `out`, or wait")
        remove(partial)
        held.let_go()
    partial.parent.mkdir(parents=True, exist_ok=True)
    try:
        partial.mkdir()
        held = hold(partial)
    except (FileExistsError, FileNotFoundError):
        held = None
    if held is None:
        raise DataError(f"{partial} is being written by another run", cure="choose another `out`, or wait")
    return held


def remove(partial: Path) -> None:
    """The parts of a record, and the folder if nothing else is in it."""
    if not is_own_folder(partial):
        return
    for part in _parts(partial, _manifest(partial)):
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
    if not any(partial.iterdir()):
        partial.rmdir()


def _parts(partial: Path, manifest: Mapping[str, Any]) -> list[Path]:
    own = manifest.get("own")
    named = (
        {PurePosixPath(name).parts[0] for name in own if isinstance(name, str) and name}
        if isinstance(own, list)
        else set()
    )
    known = _PARTS | (named - {"..", "/"})
    return [p for p in partial.iterdir() if p.name in known or (p.name.startswith(".") and p.name.endswith(".new"))]


def _manifest(partial: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads((partial / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _is_ours(partial: Path) -> bool:
    """A folder with nothing in it (a full disk leaves one), or with parts of a record that is not complete."""
    if not is_own_folder(partial):
        return False
    manifest, inside = _manifest(partial), list(partial.iterdir())
    if not (partial / "manifest.json").exists():  # killed before its label was written
        return {part.name for part in inside} <= {".manifest.json.new"}
    unfinished = manifest.get("complete") is False and "kazbek" in manifest
    return unfinished and len(_parts(partial, manifest)) == len(inside)


def _is_left(partial: Path) -> bool:
    """Whether nobody writes into it."""
    held = hold(partial)
    if held is None:
        return False
    held.let_go()
    return True


def remove_empty(folders: list[Path]) -> None:
    """Folders that were made for a record that came to nothing, deepest first."""
    for folder in folders:
        if folder.is_dir() and not os.listdir(folder):
            folder.rmdir()
