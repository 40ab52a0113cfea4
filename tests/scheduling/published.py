"""Published scheduling problems: two small ones of each kind; whole sets where a copy lies beside the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kazbek.scheduling.problem import Activity, Lag, Problem, Resource

SETS = Path(__file__).parents[2].parent / "shared" / "data" / "scheduling"

# RCPSP/max set sm_j10 (Schwindt; collected in ptal/kobe-scheduling): problem 1 has makespan 26, 2 none.
PROJECTS: dict[str, dict[str, Any]] = json.loads("""{
"PSP1": {"duration": [0, 3, 10, 3, 3, 3, 5, 10, 2, 6, 1, 0],
  "request": [[0, 0, 0, 0, 0], [4, 1, 0, 0, 0], [1, 0, 3, 0, 0], [4, 0, 2, 2, 3], [0, 0, 0, 3, 0], [0, 1, 2, 4, 0],
    [2, 3, 4, 0, 0], [0, 4, 4, 0, 4], [2, 0, 0, 4, 4], [5, 0, 0, 1, 1], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0]],
  "capacity": [5, 5, 5, 5, 5],
  "lags": [[0, 4, 0], [0, 2, 0], [0, 1, 0], [0, 3, 0], [1, 9, 9], [1, 7, 1], [1, 8, 8], [1, 10, 2], [2, 8, 24],
    [3, 10, 4], [3, 7, 8], [4, 10, 0], [4, 9, 0], [4, 5, 7], [5, 6, 0], [6, 11, 5], [7, 11, 10], [8, 1, -22],
    [8, 2, -34], [8, 11, 2], [9, 11, 6], [10, 11, 1]], "optimum": 26},
"PSP2": {"duration": [0, 4, 9, 10, 1, 9, 10, 2, 9, 8, 9, 0],
  "request": [[0, 0, 0, 0, 0], [3, 4, 5, 4, 0], [0, 3, 0, 2, 5], [0, 3, 4, 1, 0], [0, 5, 0, 0, 0], [0, 0, 1, 0, 4],
    [4, 3, 4, 3, 4], [2, 0, 0, 4, 0], [0, 0, 0, 0, 5], [1, 0, 0, 0, 2], [3, 3, 0, 0, 0], [0, 0, 0, 0, 0]],
  "capacity": [4, 5, 5, 5, 5],
  "lags": [[0, 3, 0], [0, 2, 0], [0, 4, 0], [0, 1, 0], [0, 5, 0], [1, 7, 0], [2, 10, 6], [3, 8, -3], [4, 6, 3],
    [5, 8, 11], [6, 10, 2], [7, 1, -1], [7, 10, 0], [8, 9, 5], [9, 11, 8], [9, 5, -17], [10, 2, -10], [10, 11, 9]],
  "optimum": null}}""")

# CSPLib problem 039 (CC BY 4.0): the rehearsal, least wait 17, and film 2, least wait 87 (published in hundreds).
FILMS: dict[str, dict[str, Any]] = json.loads("""{
"rehearsal": {"in_scene": [[1, 1, 0, 1, 0, 1, 1, 0, 1], [1, 1, 0, 1, 1, 1, 0, 1, 0], [1, 1, 0, 0, 0, 0, 1, 1, 0],
    [1, 0, 0, 0, 1, 1, 0, 0, 1], [0, 0, 1, 0, 1, 1, 1, 1, 0]],
  "cost": [1, 1, 1, 1, 1], "duration": [2, 4, 1, 3, 3, 2, 5, 7, 6], "least_wait": 17},
"film2": {"in_scene": [[0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0], [1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1],
    [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0], [1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1],
    [0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0], [1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 0],
    [0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0]],
  "cost": [40, 20, 20, 10, 5, 10, 5, 4, 5, 4], "duration": [1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1],
  "least_wait": 87}}""")


def whole_set(name: str) -> dict[str, dict[str, Any]]:
    """A published set from beside the repository; the test is skipped where it is not there."""
    file = SETS / name
    if not file.is_file():
        pytest.skip(f"the set {name} does not lie beside the repository")
    found: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def project_of(published: dict[str, Any]) -> Problem:
    """A published project in our words."""
    durations, needs = published["duration"], published["request"]
    activities = tuple(
        Activity(str(i), duration, {str(r): amount for r, amount in enumerate(need) if amount})
        for i, (duration, need) in enumerate(zip(durations, needs, strict=True))
    )
    lags = tuple(Lag(str(i), str(j), least) for i, j, least in published["lags"])
    resources = tuple(Resource(str(r), amount) for r, amount in enumerate(published["capacity"]))
    return Problem(activities, lags, resources, sum(durations) + sum(max(0, lag.least) for lag in lags))
