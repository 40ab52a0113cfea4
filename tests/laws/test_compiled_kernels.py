"""Compiled kernels have a safe place or none: never an old law, never a damaged one, and always an answer.

A small package of two kernel files stands beside copies of `kazbek.base` and `kazbek.laws`; each question is asked by a
process of its own. The authority is plain Python: 3 × 14 = 42.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kazbek
from kazbek.laws.compiled import cache_root

PACKAGE = Path(kazbek.__file__).parent
FACTOR = "from kazbek.laws.compiled import kernel\n\n@kernel\ndef factor(x):\n    return 3.0 * x\n"
ANSWER = (
    "from kazbek.base.sevens import FOURTEEN\nfrom kazbek.laws.compiled import kernel\n"
    "from kazbek.laws.factor import factor\n\n@kernel\ndef answer(x):\n    return factor(x) * FOURTEEN\n"
)
ASK = "from kazbek.laws.answer import answer\nprint(answer(1.0), sum(answer.stats.cache_hits.values()))"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A kazbek of two kernels."""
    package = tmp_path / "tree" / "kazbek"
    ignored = shutil.ignore_patterns("__pycache__")
    for room in ("base", "laws"):
        shutil.copytree(PACKAGE / room, package / room, ignore=ignored)
    shutil.copy(PACKAGE / "__init__.py", package)
    (package / "base" / "sevens.py").write_text("FOURTEEN = 14.0\n")
    (package / "laws" / "factor.py").write_text(FACTOR)
    (package / "laws" / "answer.py").write_text(ANSWER)
    return package


def asked(tree: Path, cache: Path | None, before: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """What a new process answers, with its standard error."""
    unset = {"KAZBEK_CACHE", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "NUMBA_DISABLE_JIT"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    chosen = {} if cache is None else {"KAZBEK_CACHE": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", before + ASK],
        env={**kept, **chosen, "PYTHONPATH": str(tree.parent), "PYTHONDONTWRITEBYTECODE": "1", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def answer(tree: Path, cache: Path | None, before: str = "", **settings: str) -> tuple[float, int, str]:
    """The number, how many kernels came from the cache, and what was said."""
    done = asked(tree, cache, before, **settings)
    assert done.returncode == 0, done.stderr
    number, hits = done.stdout.split()
    return float(number), int(hits), done.stderr


def test_compiled_once_and_then_taken_from_the_cache(tree: Path, tmp_path: Path) -> None:
    assert answer(tree, tmp_path / "c") == (42.0, 0, "")
    assert answer(tree, tmp_path / "c") == (42.0, 1, "")
    assert not list((tmp_path / "c").rglob("*.new"))
    assert not list(tree.rglob("__pycache__"))


@pytest.mark.parametrize("place", ["c", "file"])
def test_an_edit_flies_at_once_with_and_without_a_place(tree: Path, tmp_path: Path, place: str) -> None:
    """A constant or a law in another file, which numba itself does not look at."""
    (tmp_path / "file").write_text("")
    assert answer(tree, tmp_path / place)[0] == 42.0
    (tree / "base" / "sevens.py").write_text("FOURTEEN = 15.0\n")
    assert answer(tree, tmp_path / place)[0] == 45.0
    (tree / "laws" / "factor.py").write_text(FACTOR.replace("3.0", "4.0"))
    assert answer(tree, tmp_path / place)[0] == 60.0


def test_a_damaged_file_is_dropped_and_made_again(tree: Path, tmp_path: Path) -> None:
    answer(tree, tmp_path / "c")
    files = sorted((tmp_path / "c").rglob("*.nbc"))
    assert files
    for damage in ("cut", "empty", "zeros", "a bit"):
        for file in files:
            whole = bytearray(file.read_bytes())
            if damage == "a bit":
                whole[len(whole) * 2 // 3] ^= 8
            spoilt = {"cut": whole[:100], "empty": b"", "zeros": bytes(len(whole)), "a bit": whole}[damage]
            file.write_bytes(bytes(spoilt))
        assert answer(tree, tmp_path / "c") == (42.0, 0, ""), damage
    assert answer(tree, tmp_path / "c") == (42.0, 1, "")


def warned_once(said: str) -> bool:
    return said.count("compiled kernels cannot be kept") == 1 and said.count("set KAZBEK_CACHE") == 1


def test_a_place_that_cannot_be_written_is_said_once_and_it_flies(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    number, _, said = answer(tree, tmp_path / "file")
    assert number == 42.0
    assert warned_once(said), said
    assert "file" in said


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits and users")
def test_a_full_disk_and_a_user_without_a_home(tree: Path, tmp_path: Path) -> None:
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
    number, _, said = answer(tree, tmp_path / "c", full)
    assert number == 42.0
    assert warned_once(said), said
    assert not [file for file in (tmp_path / "c").rglob("*") if file.is_file()]
    homeless = (
        "import os, pathlib\nos.environ.pop('HOME', None)\n"
        "def gone(): raise RuntimeError('Could not determine home directory.')\n"
        "pathlib.Path.home = staticmethod(gone)\n"
    )
    number, _, said = answer(tree, None, homeless)
    assert number == 42.0
    assert warned_once(said), said


def test_four_processes_at_once(tree: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "KAZBEK_CACHE": str(tmp_path / "c"), "PYTHONPATH": str(tree.parent)}
    running = [
        subprocess.Popen([sys.executable, "-c", ASK], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in running:
        out, err = process.communicate()
        assert (process.returncode, float(out.split()[0]), err) == (0, 42.0, b"")
    assert answer(tree, tmp_path / "c") == (42.0, 1, "")


def test_the_place_is_chosen_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("KAZBEK_CACHE", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_root() == tmp_path / ".cache" / "kazbek"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # the XDG standard: such a value is not looked at
    assert cache_root() == tmp_path / ".cache" / "kazbek"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert cache_root() == tmp_path / "x" / "kazbek"
    monkeypatch.delenv("XDG_CACHE_HOME")
    for home in (
        "",
        "relative",
    ):  # neither is a place: the one is the root of the disk, the other follows the user about
        monkeypatch.setenv("HOME", home)
        assert cache_root() is None
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "n"))
    assert cache_root() == tmp_path / "n" / "kazbek"
    monkeypatch.setenv("KAZBEK_CACHE", str(tmp_path / "k"))
    assert cache_root() == tmp_path / "k"
