"""Other people's readers that are no Python packages of the tests: the engine of Cesium, Open MCT, and ccsds-ndm.

Each stands in a folder of its own below ``KAZBEK_READERS``, which CI sets, or below a temporary one: Cesium and Open
MCT need Node, and ccsds-ndm is under the GPL, so it is run as the program of another environment and never imported.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[1] / "exchange"


def cesium(place: Path) -> Path:
    """A folder with Cesium's engine and the script that loads a file into it; without Node the test is skipped."""
    return _under_node(HERE / "cesium", place, "@cesium")


def openmct(place: Path) -> Path:
    """A folder with Open MCT and the demo that shows a flight in it; without Node the test is skipped."""
    return _under_node(HERE.parents[1] / "web" / "openmct", place, "openmct")


def _under_node(source: Path, place: Path, package: str) -> Path:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip(f"{package} runs under Node, which is not installed here")
    folder = _root(place) / source.name
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    if not (folder / "node_modules" / package).is_dir():
        _installed([npm, "ci", "--no-audit", "--no-fund"], folder)
    return folder


def ndm_python(place: Path) -> Path:
    """The interpreter of an environment that holds ccsds-ndm."""
    folder = _root(place) / "ndm"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "ready").is_file():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        _installed([str(python), "-m", "pip", "install", "-q", "ccsds-ndm>=3"], folder)
        (folder / "ready").touch()
    return python


def said(command: list[str], folder: Path) -> Any:
    """The JSON that a reader prints."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def _root(place: Path) -> Path:
    return Path(os.environ.get("KAZBEK_READERS") or place)


def _installed(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode and "KAZBEK_READERS" not in os.environ:
        pytest.skip(f"{command[0]} could not install (no network?): {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr[-3000:]
