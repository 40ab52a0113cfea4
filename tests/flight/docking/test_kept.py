"""What is kept between runs is what would have been made: the same bits, for this key alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kazbek.base.types import Floats
from kazbek.flight.docking.kept import kept

MADE = np.array([[0.1, 1.0 / 3.0], [np.pi, -1e-300]])


def never() -> Floats:
    raise AssertionError("made again")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAZBEK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_made_once_and_read_back_to_the_bit() -> None:
    assert kept((b"a", b"b"), lambda: MADE) is MADE
    assert kept((b"a", b"b"), never).tobytes() == MADE.tobytes()


def test_another_key_is_another_array() -> None:
    kept((b"a", b"b"), lambda: MADE)
    assert kept((b"ab", b""), lambda: 2.0 * MADE)[1, 0] == 2.0 * np.pi


def test_a_damaged_file_is_made_again(cache: Path) -> None:
    kept((b"a",), lambda: MADE)
    file = next(cache.rglob("*.npy"))
    file.write_bytes(file.read_bytes()[:40])
    assert kept((b"a",), lambda: MADE) is MADE
    assert kept((b"a",), never).tobytes() == MADE.tobytes()


def test_without_a_place_nothing_is_kept(cache: Path) -> None:
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("a file", encoding="utf-8")
    assert kept((b"a",), lambda: MADE) is MADE
    assert kept((b"a",), lambda: MADE) is MADE
