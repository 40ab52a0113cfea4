"""How the tests are shared out among processes, and what several of them look at: one small record and its gallery."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kernels_kept  # noqa: F401  (first: it settles where kernels are kept)
import pytest
from small_record import write_record

from kazbek.gallery.build import gallery
from kazbek.mission.fly import fly
from kazbek.record.read import load_record
from kazbek.record.record import Record

SIZE = (96, 54)
_LONGEST_FIRST = ("readme", "gallery", "fuzz", "mission", "pictures", "house", "web", "doors", "crew", "record")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file goes to one process, whole, so that what its tests share (flights, browsers) is made once."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False  # in the order below, and not by the number of tests
    return LoadFileScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Folders that take longest begin, so that none of them is left over for one process at the end."""
    place = {name: k for k, name in enumerate(_LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.relative_to(Path(__file__).parent).parts[0], len(place)))


@pytest.fixture(scope="session")
def flagship() -> Record:
    """The flagship in memory, from pad to both landings."""
    return fly("soyuz-ms-19", sigma=False)


@pytest.fixture(scope="session")
def small_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_record(tmp_path_factory.mktemp("records") / "small")


@pytest.fixture(scope="session")
def small_gallery(small_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a draft gallery of eight pictures."""
    return gallery(load_record(small_record), tmp_path_factory.mktemp("galleries") / "g", size=SIZE)
