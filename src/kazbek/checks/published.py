"""Published numbers, each typed once in ``data/cases``: read by ``kazbek check`` and by the tests.

[kepler_equation]
name = "Kepler's equation"
authority = "Vallado, example 2-1"
given = { mean_anomaly_deg = 235.4, eccentricity = 0.4 }
row = [{ quantity = "eccentric anomaly", unit = "deg", expected = 220.512074767522, tolerance = 1e-9 }]
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import Frozen, bundled, parse
from kazbek.base.errors import DataError, nearest
from kazbek.base.toml_file import read_toml
from kazbek.checks.case import Case

Role = Literal["predicted", "fitted", "aim", "input"]


class PublishedRow(Frozen):
    """One number of a published case, with the tolerance it is met within.

    `sigma`: one sigma of the published value, and of what the case is known to have been otherwise.
    """

    quantity: str
    unit: str
    expected: float
    tolerance: float
    role: Role | None = None
    sigma: float = 0.0


class Published(Frozen):
    """A published case: what was given, and what came out.

    Attributes
    ----------
    why : where the tolerance is from
    given : inputs as printed, names with unit suffixes
    """

    name: str
    authority: str
    why: str = ""
    role: Role = "predicted"
    given: Mapping[str, Any] = {}
    row: tuple[PublishedRow, ...]

    def against(self, *got: float, sigmas: Sequence[float | None] | None = None) -> Iterator[Case]:
        """The lines of the table, one value for each row in order, and the sigma of each where they are known."""
        known = [None] * len(got) if sigmas is None else list(sigmas)
        for row, value, sigma in zip(self.row, got, known, strict=True):
            yield Case(
                self.name,
                self.authority,
                row.quantity,
                row.unit,
                row.expected,
                float(value),
                row.tolerance,
                row.role or self.role,
                None if sigma is None else math.hypot(sigma, row.sigma),
            )

    def vector_m(self, key: str) -> NDArray[np.float64]:
        """A given vector of kilometres or km/s, in metres or m/s."""
        return np.array(self.given[key]) * 1e3


@functools.cache
def published(subject: str) -> Mapping[str, Published]:
    """All cases of one subject, by key.

    Raises
    ------
    DataError
        for a file that is not there, or a case that is not whole.
    """
    path = bundled("cases", f"{subject}.toml")
    return {key: parse(raw, Published, where=f"{path}, {key}") for key, raw in read_toml(path).items()}


def case(subject: str, key: str) -> Published:
    """One case; an unknown key names the nearest.

    Raises
    ------
    DataError
        for a key that the subject's file does not have.
    """
    known = published(subject)
    if key not in known:
        raise DataError(f'no case "{key}" of {subject}', cure=f'did you mean "{nearest(key, known)}"?')
    return known[key]
