"""The way of a ship beside the station as its record has it, from the fly-around to contact, in the port's axes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Event
from kazbek.base.types import Floats
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record

_LEGS = ("relocation", "approach", "docking")
_ENDS = ("docking_contact", "collision")


@dataclass(frozen=True)
class Course:
    """Rows from the first leg beside the station on, to contact where there was one.

    Attributes
    ----------
    flight : whose it is
    tai_ns : (n,) instants
    tip_PORT_m, tip_PORT_m_s : (n, 3) the probe's tip
    range_rate_m_s : (n,) of the centres of mass, negative when closing
    push, turn : (n, 3) both handles, BODY
    propellant_kg : (n,)
    by_hand : (n,) whether a person or a pilot model had the handles
    held : (n,) whether the row comes after contact
    """

    flight: RecordedFlight
    tai_ns: np.ndarray
    tip_PORT_m: Floats
    tip_PORT_m_s: Floats
    range_rate_m_s: Floats
    push: Floats
    turn: Floats
    propellant_kg: Floats
    by_hand: np.ndarray
    held: np.ndarray

    @classmethod
    def of(cls, flight: RecordedFlight) -> Course:
        """From the flight's legs beside the station.

        Raises
        ------
        DataError
            a flight that never was beside a station.
        """
        named = cls.columns(flight)

        def three(stem: str) -> Floats:
            return np.column_stack([named[stem.replace("@", axis)] for axis in "xyz"])

        tai_ns = named["tai_ns"]
        taken = [event.epoch.tai_ns for event in flight.events if event.name == "manual_control"]
        met = [event.epoch.tai_ns for event in flight.events if event.name in _ENDS]
        return cls(
            flight,
            tai_ns,
            three("r_PORT_@_m"),
            three("v_PORT_@_m_s"),
            named["range_rate_m_s"],
            three("hand_push_@_frac"),
            three("hand_turn_@_frac"),
            named["propellant_kg"],
            tai_ns >= min(taken) if taken else np.zeros(len(tai_ns), dtype=bool),
            tai_ns > min(met) if met else np.zeros(len(tai_ns), dtype=bool),
        )

    @staticmethod
    def columns(flight: RecordedFlight) -> dict[str, np.ndarray]:
        """Telemetry of those rows by name; a DataError for a flight that never was beside a station."""
        legs = [leg for leg in flight.legs if leg.phase in _LEGS and "hand_push_x_frac" in leg]
        if not legs:
            raise DataError(f'flight "{flight.name}" holds no approach to a port', allowed="a flight that reached one")
        return {name: np.concatenate([leg[name] for leg in legs]) for name in legs[0]}

    @property
    def seconds(self) -> Floats:
        """(n,) since the first row."""
        return (self.tai_ns - self.tai_ns[0]) / 1e9

    @property
    def each_s(self) -> Floats:
        """(n,) how long each row stands."""
        return np.diff(self.seconds, append=self.seconds[-1])

    @property
    def off_axis_m(self) -> Floats:
        """(n,) the tip from the port's axis."""
        return np.hypot(self.tip_PORT_m[:, 1], self.tip_PORT_m[:, 2])

    def time(self, where: np.ndarray) -> float:
        """Seconds for which a condition holds before contact."""
        return float(self.each_s[where & ~self.held].sum())

    def first(self, where: np.ndarray) -> Epoch | None:
        """When a condition first holds."""
        rows = np.flatnonzero(where)
        return Epoch(int(self.tai_ns[rows[0]])) if len(rows) else None

    def runs(self, where: np.ndarray) -> Iterator[tuple[int, float]]:
        """Stretches of rows for which a condition holds without a break: first row, seconds."""
        edges = np.flatnonzero(np.diff(np.concatenate(([0], where.astype(np.int8), [0]))))
        for begin, end in zip(edges[::2], edges[1::2], strict=True):
            yield int(begin), float(self.each_s[begin:end].sum())

    def happened(self, *names: str) -> list[Event]:
        """Events of these names from the first row on."""
        return [event for event in self.flight.events if event.name in names]


def courses(record: Record) -> list[RecordedFlight]:
    """The flights of a record that came beside a station.

    Raises
    ------
    DataError
        when none did.
    """
    found = [flight for flight in record.flights if any(leg.phase in _LEGS for leg in flight.legs)]
    if not found:
        raise DataError(f"{record.where} holds no approach to a port", allowed="a record of a flight that reached one")
    return found
