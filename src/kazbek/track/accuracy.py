"""How well a station file knows where the station is along its track."""

from __future__ import annotations

import functools

from kazbek.base.data import DataFile, Datum, load


class Accuracy(DataFile):
    """One sigma along the track: of an element set by its age, of an ephemeris by the time since its first state."""

    at_epoch_m: Datum
    after_a_day_m: Datum
    square_m: Datum
    ephemeris_m: Datum
    ephemeris_a_day_m: Datum

    @classmethod
    @functools.cache
    def figures(cls) -> Accuracy:
        """The bundled figures."""
        return load("tracks", "accuracy", cls)

    def of_elements_m(self, days: float) -> float:
        """So many days from the epoch of an element set, before or after."""
        return self.at_epoch_m.v + abs(days) * (self.after_a_day_m.v + abs(days) * self.square_m.v)

    def of_ephemeris_m(self, days: float) -> float:
        """So many days from the first state of an ephemeris."""
        return self.ephemeris_m.v + abs(days) * self.ephemeris_a_day_m.v
