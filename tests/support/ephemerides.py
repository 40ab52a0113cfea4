"""Ephemerides to spoil: an excerpt of NASA's file, written anew in every way producers and accidents write them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.types import Array

ROWS = 110  # states of NASA's file of 2021-10-17, 4 min apart

_TEXT = bundled("tracks", "iss_2021-10-17.oem").read_text().splitlines()
_FIRST = next(k for k, line in enumerate(_TEXT) if line.startswith("2021-"))
STATES = tuple(_TEXT[_FIRST : _FIRST + ROWS])
HEAD = tuple(
    re.sub(r"^STOP_TIME.*", f"STOP_TIME = {STATES[-1].split()[0]}", line)
    for line in _TEXT[:_FIRST]
    if not line.startswith("COMMENT")
)


def oem(states: Sequence[str] = STATES, head: Sequence[str] = HEAD, **keys: str) -> str:
    """The text of a file; keys of its metadata may be replaced."""
    lines = list(head)
    for key, value in keys.items():
        lines = [f"{key} = {value}" if line.partition("=")[0].strip() == key else line for line in lines]
    return "\n".join([*lines, *states, ""])


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def rows(tai_ns: NDArray[np.int64], rv: Array, digits: tuple[int, int] = (6, 9)) -> list[str]:
    """States (m, m/s) as lines of km and km/s with so many decimals."""
    lines = []
    for ns, row in zip(tai_ns, rv):
        numbers = [f"{x / 1e3:.{digits[k > 2]}f}" for k, x in enumerate(row)]
        lines.append(f"{Epoch(int(ns)).utc[:-1]} {' '.join(numbers)}")
    return lines


def spanning(states: Sequence[str], **keys: str) -> str:
    """The text of a file of such lines, from the first to the last of them."""
    return oem(states, START_TIME=states[0].split()[0], STOP_TIME=states[-1].split()[0], **keys)


def changed(line: str, field: int, change: Callable[[str], str]) -> str:
    """A line with one of its seven fields changed."""
    fields = line.split()
    fields[field] = change(fields[field])
    return " ".join(fields)


def another_digit(text: str, chance: random.Random) -> str:
    """One digit of a number replaced by another."""
    place = chance.choice([k for k, letter in enumerate(text) if letter.isdigit()])
    return text[:place] + chance.choice([d for d in "0123456789" if d != text[place]]) + text[place + 1 :]
