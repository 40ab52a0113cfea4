"""What a record says of its own files: SHA-256 of each in the manifest, and of the manifest in itself.

A bit that a disk or a copy turned shows as one sentence instead of another number. This is no signature: who edits a
record on purpose can write its digests anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError

FILES, OWN = "own_files", "manifest_sha256"
OWN_FOLDER = "own"  # of the mission's own data files, whose names are the user's: apart from the record's


class DamagedRecord(DataError):
    """A file of a record is missing or not as it was written."""


def sha256(content: bytes) -> str:
    """As it stands in a manifest."""
    return hashlib.sha256(content).hexdigest()


def document_text(document: Any) -> str:
    """A document of a record as it is written, and as its digest is taken."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def manifest_text(manifest: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """The manifest with the digests of the record's files, and of all that in its last line."""
    whole = {**{key: value for key, value in manifest.items() if key not in (FILES, OWN)}, FILES: dict(files)}
    return document_text({**whole, OWN: sha256(document_text(whole).encode())})


def check_manifest(manifest: Mapping[str, Any], text: bytes, file: Path) -> None:
    """Refuse a manifest that is not as it was written; one of a record before digests passes.

    Raises
    ------
    DataError
        it was damaged or edited.
    """
    if FILES not in manifest and OWN not in manifest:
        return
    whole = {key: value for key, value in manifest.items() if key != OWN}
    try:
        as_written = document_text({**whole, OWN: sha256(document_text(whole).encode())}).encode()
    except ValueError:  # NaN, or half of a character
        raise damaged(file) from None
    if as_written != text:
        raise damaged(file)


def content_of(file: Path) -> bytes:
    """The bytes of one file of a record.

    Raises
    ------
    DataError
        it is missing or cannot be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise DamagedRecord(f"{file} is missing", cure="fly the mission again") from None
    except OSError as fault:
        raise DataError(f"cannot read {file}: {(fault.strerror or 'it is no file').lower()}") from None


def is_as_written(content: bytes, name: str, digests: Mapping[str, str] | None) -> bool:
    """Whether a file, `name` within the record, is what the manifest says; one of a record before digests passes."""
    return digests is None or digests.get(name) == sha256(content)


def damaged(file: Path) -> DamagedRecord:
    """The sentence for one that is not."""
    return DamagedRecord(
        f"{file} is not as it was written: it was damaged or edited since",
        cure="take a copy that is whole, or fly the mission again",
    )
