"""A campaign's folder, written so that a kill at any instant loses no finished part, and a flipped bit shows.

campaign.json                       what was asked (question.py), written once
manifest.jsonl                      a line for each part (receipt.py), appended; torn and damaged lines are left out
runs/part-*.parquet                 one row for each run; these files are what counts, the manifest is their log
draws/part-*.parquet                the numbers of the runs, in sigmas
kept/run-000417/                    whole records of runs that were asked for
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.files import FolderHold, hold
from kazbek.base.places import check_folder
from kazbek.campaign.question import Question
from kazbek.campaign.receipt import Receipt, part_name, span_of
from kazbek.campaign.writing import sentences, written_safely
from kazbek.record.digests import sha256

FORMAT = 1
_LABEL = "sha256"
_PARTS = ("runs", "draws")


class Store:
    """One campaign's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: FolderHold | None = None

    @classmethod
    def create(cls, folder: Path, question: Question) -> Store:
        """A new campaign in a new or an empty folder, held by this process.

        Raises
        ------
        DataError
            the folder is not empty, or cannot be written.
        """
        cls.check_new(folder)
        store = cls(folder)
        with sentences(folder):
            try:
                store._lay_out(question)
            except BaseException:  # Ctrl-C too: nothing is left of a campaign that has not begun
                store._sweep()
                raise
        return store

    @staticmethod
    def check_new(folder: Path) -> None:
        """Refuse a folder in which no campaign can begin, before any work is done.

        Raises
        ------
        DataError
            it is not empty, or cannot be written.
        """
        check_folder(folder, "out")
        with sentences(folder):
            if folder.is_dir() and any(folder.iterdir()):
                raise DataError(f"`out` {folder} exists and is not empty", cure=_cure_of(folder))

    def _lay_out(self, question: Question) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.take()
        for part in _PARTS:
            (self.folder / part).mkdir(exist_ok=True)
        self.write(question)

    def _sweep(self) -> None:
        """Take back the folders of a campaign whose question was not written; not those of another process."""
        mine = self._held is not None and not (self.folder / "campaign.json").exists()
        self.let_go()
        if mine:
            with suppress(OSError):
                for folder in (*(self.folder / part for part in _PARTS), self.folder):
                    folder.rmdir()

    @classmethod
    def at(cls, folder: Path) -> Store:
        """A campaign that is there.

        Raises
        ------
        DataError
            there is none.
        """
        if not (folder / "campaign.json").is_file():
            raise DataError(f"{folder} holds no campaign", allowed="a folder that kazbek campaign fly wrote")
        return cls(folder)

    def take(self) -> None:
        """Hold the folder for this process.

        Raises
        ------
        DataError
            another process flies it.
        """
        self._held = self._held or hold(self.folder)
        if self._held is None:
            raise DataError(f"another process flies the campaign in {self.folder}", cure="wait for it, or end it")

    def let_go(self) -> None:
        """Another process may fly it."""
        if self._held is not None:
            self._held.let_go()
            self._held = None

    def write(self, question: Question) -> None:
        """What was asked."""
        with sentences(self.folder):
            written_safely(self.folder / "campaign.json", _labelled({"format": FORMAT, **question.json()}))

    @property
    def question(self) -> Question:
        """What was asked.

        Raises
        ------
        DataError
            the file cannot be read, is not as it was written, or is of another format.
        """
        file = self.folder / "campaign.json"
        try:
            content = file.read_bytes()
            raw = json.loads(content.decode("utf-8"))
            raw.pop(_LABEL)
            if _labelled(raw) != content:
                raise ValueError("damaged")
            if raw.pop("format") != FORMAT:
                raise DataError(f"{file} is of another format", allowed=f"format {FORMAT}")
            return Question.read(raw)
        except OSError as fault:
            raise DataError(f"cannot read {file}: {(fault.strerror or str(fault)).lower()}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise DataError(f"{file} is damaged", cure="take it from a copy; the runs beside it are not lost") from None

    def add(self, receipt: Receipt, runs: bytes, draws: bytes) -> None:
        """Keep a part: its files first, its line last."""
        with sentences(self.folder):
            written_safely(self.folder / "draws" / receipt.name, draws)
            written_safely(self.folder / "runs" / receipt.name, runs)
            self.log(receipt.json())

    def log(self, line: Mapping[str, Any]) -> None:
        """Append one line to the manifest."""
        text = json.dumps(line, ensure_ascii=False)
        with sentences(self.folder), (self.folder / "manifest.jsonl").open("ab+") as log:
            if log.tell():
                log.seek(-1, os.SEEK_END)
                text = text if log.read(1) == b"\n" else f"\n{text}"  # an earlier line was torn
            log.write(f"{text}\n".encode())
            log.flush()
            os.fsync(log.fileno())

    def parts(self) -> list[Receipt]:
        """What is there, in order of runs: files that the manifest knows, others read again."""
        logged = self._logged()
        found = [self._part(span, size, logged) for span, size in sorted(self._spans().items())]
        return [receipt for receipt in found if receipt is not None]

    def missing_parts(self) -> list[str]:
        """Names of parts that the manifest tells of and that are not there, nor any other file with their runs."""
        there = self._spans()
        covered = {run for first, end in there for run in range(first, end)}
        return [
            part_name(*span) for span in self._logged() if span not in there and not covered.issuperset(range(*span))
        ]

    def rows(
        self, folder: str = "runs", columns: Sequence[str] | None = None, parts: Sequence[Receipt] | None = None
    ) -> Any:
        """All rows, sorted by run, as one Arrow table; only those of some `parts` where they are given."""
        import pyarrow as pa

        tables = []
        for receipt in self.parts() if parts is None else parts:
            content = self._content(folder, receipt)
            if content is None:
                raise DataError(
                    f"{self.folder / folder / receipt.name} is missing or not as it was written",
                    cure=f"fly its runs again: kazbek campaign resume {self.folder}",
                )
            tables.append(_table(content, columns))
        if not tables:
            raise DataError(f"no run of {self.folder} is flown yet", cure="run: kazbek campaign resume")
        return pa.concat_tables(tables, promote_options="default")

    def drop_damaged(self) -> None:
        """Take away the parts with a file that is not as it was written."""
        for receipt in self.parts():
            if any(self._content(folder, receipt) is None for folder in ("runs", "draws")):
                self.remove(receipt)

    def _content(self, folder: str, receipt: Receipt) -> bytes | None:
        """One of a part's files; None where it is missing or not as it was written."""
        try:
            content = (self.folder / folder / receipt.name).read_bytes()
        except OSError:
            return None
        return content if receipt.of_file(folder) in ("", sha256(content)) else None

    def remove(self, receipt: Receipt) -> None:
        """Take a part away."""
        with sentences(self.folder):
            for folder in ("draws", "runs"):
                (self.folder / folder / receipt.name).unlink(missing_ok=True)

    def _spans(self) -> dict[tuple[int, int], int]:
        """The parts that are there: their runs, and the size of the file."""
        found: dict[tuple[int, int], int] = {}
        with sentences(self.folder), os.scandir(self.folder / "runs") as entries:
            for entry in entries:
                span = span_of(entry.name)
                if span is not None:
                    found[span] = entry.stat().st_size
        return found

    def _logged(self) -> dict[tuple[int, int], Receipt]:
        """The last line for each part; lines that cannot be read are left out."""
        file, found = self.folder / "manifest.jsonl", {}
        if not file.is_file():
            return {}
        for line in file.read_bytes().splitlines():
            try:
                receipt = Receipt.read(json.loads(line))
            except (ValueError, TypeError):  # torn, or a line of another kind
                continue
            found[receipt.first, receipt.end] = receipt
        return found

    def _part(self, span: tuple[int, int], size: int, logged: Mapping[tuple[int, int], Receipt]) -> Receipt | None:
        known = logged.get(span)
        return known if known is not None and known.size == size else self._read_again(span)

    def _read_again(self, span: tuple[int, int]) -> Receipt | None:
        """A part without its line; None where its file cannot be read: then it is flown again."""
        import pyarrow as pa

        file = self.folder / "runs" / part_name(*span)
        try:
            content = file.read_bytes()
            rows = _table(content).to_pylist()
        except (OSError, pa.ArrowException):
            return None
        return Receipt.of(rows, content) if [row["run"] for row in rows] == list(range(*span)) else None


def _table(content: bytes, columns: Sequence[str] | None = None) -> Any:
    """A part's file as an Arrow table, only some `columns` where they are given.

    Without threads: pyarrow's, still starting when a short command ends, abort the process (2 of 40 on a busy machine).
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(pa.BufferReader(content))
    kept = None if columns is None else [name for name in columns if name in file.schema_arrow.names]
    return file.read(kept, use_threads=False)


def _labelled(document: Mapping[str, Any]) -> bytes:
    """``campaign.json``: what was asked, and last a digest of that."""
    text = json.dumps(document, indent=1, ensure_ascii=False)
    return f"{json.dumps({**document, _LABEL: sha256(text.encode())}, indent=1, ensure_ascii=False)}\n".encode()


def _cure_of(folder: Path) -> str:
    if (folder / "campaign.json").is_file():
        return f"go on with it: kazbek campaign resume {folder}; or choose another folder"
    return "choose another folder"
