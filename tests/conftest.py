"""One small gallery for all that look at one."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_record import write_record

from kazbek.gallery.build import gallery
from kazbek.record.read import load_record

SIZE = (96, 54)


@pytest.fixture(scope="session")
def small_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_record(tmp_path_factory.mktemp("records") / "small")


@pytest.fixture(scope="session")
def small_gallery(small_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a draft gallery of eight pictures."""
    return gallery(load_record(small_record), tmp_path_factory.mktemp("galleries") / "g", size=SIZE)
