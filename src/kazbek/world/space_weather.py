"""Space weather of the day: solar radio flux F10.7 and geomagnetic Ap, from one bundled table.

The conventions are those of NRLMSISE-00 (Picone et al. 2002): the observed F10.7 of the day before, its mean over 81
days centred on the day, the daily Ap of the day.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch, mjd_of

MEAN_F107 = 109.7  # mean over the observed days of the table, 2016 to February 2026: nearly one solar cycle
MEAN_AP = 9.6
_SOURCES = {"O": "observed", "I": "interpolated", "P": "predicted by day", "M": "predicted by month"}


@dataclass(frozen=True, slots=True)
class Indices:
    """What NRLMSISE-00 asks of the Sun and of the Earth's field at one instant.

    Attributes
    ----------
    f107 : observed 10.7 cm flux of the day before, in solar flux units (1e-22 W/m²/Hz)
    f107_81 : mean of the observed flux over 81 days centred on the day
    ap : daily planetary amplitude, nT
    kind : ``observed``, ``interpolated``, ``predicted by day``, ``predicted by month`` or ``mean of 2016-2026``
    """

    f107: float
    f107_81: float
    ap: float
    kind: str

    @property
    def note(self) -> str:
        """A sentence where these are not observations, else empty."""
        if self.kind in ("observed", "interpolated"):
            return ""
        return f"space weather {self.kind}: F10.7 {self.f107:.0f}, Ap {self.ap:.0f}"


@dataclass(frozen=True)
class _Table:
    mjd: NDArray[np.int64]
    values: NDArray[np.float64]  # (N, 3): F10.7, its 81-day mean, Ap
    kinds: tuple[str, ...]


@functools.cache
def _table() -> _Table:
    text = bundled("earth", "space_weather.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(itertools.dropwhile(lambda line: line.startswith("#"), text)))
    mjd = np.array([mjd_of(dt.date.fromisoformat(row["date"])) for row in rows])
    values = np.array([(float(row["f107"]), float(row["f107_81"]), float(row["ap"] or MEAN_AP)) for row in rows])
    return _Table(mjd, values, tuple(_SOURCES[row["kind"]] for row in rows))


def _of_day(mjd: int) -> tuple[NDArray[np.float64], str]:
    """Flux, mean flux and Ap of a UTC day; between the monthly predictions linearly, outside the table its mean."""
    table = _table()
    if not table.mjd[0] <= mjd <= table.mjd[-1]:
        return np.array((MEAN_F107, MEAN_F107, MEAN_AP)), "mean of 2016-2026"
    i = min(int(np.searchsorted(table.mjd, mjd, side="right")) - 1, len(table.mjd) - 2)
    f = (mjd - table.mjd[i]) / (table.mjd[i + 1] - table.mjd[i])
    kind = table.kinds[i if f == 0.0 else i + 1]
    return table.values[i] + f * (table.values[i + 1] - table.values[i]), kind


def indices_at(epoch: Epoch) -> Indices:
    """The indices for an instant; never fails: past the table its mean stands in, and `kind` says so."""
    mjd, _ = epoch.utc_mjd
    today, kind = _of_day(mjd)
    yesterday, _ = _of_day(mjd - 1)
    return Indices(float(yesterday[0]), float(today[1]), float(today[2]), kind)
