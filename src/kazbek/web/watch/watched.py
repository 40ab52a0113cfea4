"""What is watched: a record and how far it has come. Tables are made once for each state of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from kazbek.base.errors import unknown
from kazbek.mission.equipment import equipment_of
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.web.watch.document import document, origin_of, port_of, span_of
from kazbek.web.watch.packing import packed
from kazbek.web.watch.tables import Columns, leg_table, sky_table, stars_table, station_table, towns_table

if TYPE_CHECKING:
    from kazbek.web.watch.cast import DrawnBody

Json = dict[str, Any]


@dataclass
class Watched:
    """A record as far as it is known; a finished one stays as it is.

    Attributes
    ----------
    record : what was flown so far; None until the first leg is
    revision : counts up whenever `record` or what is said of it changes
    working : what is being computed now, while it flies
    fault : why it will not go on, in a sentence
    complete : whether nothing more will come
    """

    record: Record | None
    revision: int = 1
    working: str = ""
    fault: str = ""
    complete: bool = True
    _made: dict[tuple[Any, ...], bytes] = field(default_factory=dict)
    _making: dict[tuple[Any, ...], Lock] = field(default_factory=dict)

    def change(self, **fresh: Any) -> None:
        """Something is known newly: a field by its name, and the next revision."""
        if all(getattr(self, name) == value for name, value in fresh.items()):
            return
        for name, value in fresh.items():
            setattr(self, name, value)
        self.revision += 1

    def state(self) -> Json:
        """How far it has come."""
        return {
            "revision": self.revision,
            "working": self.working,
            "fault": self.fault,
            "complete": self.complete,
            "begun": self.record is not None,
        }

    def mission(self) -> bytes:
        """The document as JSON."""
        return self._once(("mission", self.revision), self._mission)

    def _mission(self) -> bytes:
        told = document(self.record) if self.record is not None else {}
        return json.dumps(self.state() | told, ensure_ascii=False, allow_nan=False).encode()

    def prepare(self) -> None:
        """Make what every page asks for first, while its browser still starts."""
        self.mission()
        if self.record is not None and self.record.flights:
            first = self.record.flights[0].name
            self.sky(first)
            self.bodies(first)

    def leg(self, flight: str, leg: str) -> RecordedLeg:
        """A leg; a DataError for one that there is not."""
        return self._known(flight)[flight][leg]

    def telemetry(self, flight: str, leg: str) -> bytes:
        """A leg's table, packed."""
        found = self.leg(flight, leg)
        return self._once(("leg", flight, leg, found.rows, self.origin_ns), lambda: packed(self.table(flight, leg)))

    def table(self, flight: str, leg: str) -> Columns:
        """A leg's columns over page time."""
        return leg_table(self.leg(flight, leg), self.origin_ns)

    def sky(self, flight: str) -> bytes:
        """How Earth, Sun and Moon stand over a flight's span, packed."""
        span = span_of(self._known(flight)[flight]) or (0, 0)
        return self._once(("sky", flight, span), lambda: packed(sky_table(span, self.origin_ns)))

    def station(self, flight: str) -> bytes:
        """The station from the station files over a flight's span, packed."""
        span = span_of(self._known(flight)[flight]) or (0, 0)
        return self._once(("station", flight, span), lambda: packed(self.station_columns(flight)))

    def station_columns(self, flight: str) -> Columns:
        """The station's columns over page time."""
        record = self._known(flight)
        return station_table(record, span_of(record[flight]) or (0, 0), self.origin_ns)

    def mesh(self, flight: str, part: str, *, plain: bool = False) -> bytes:
        """A body of a flight as binary glTF, `plain` without its small detail; a DataError for one that it has not."""
        from kazbek.pictures.models.glb import glb
        from kazbek.pictures.models.mesh import gathered, trimmed

        parts = self.cast(flight)
        if part not in parts:
            raise unknown("body", part, parts)

        def made() -> bytes:
            model = parts[part].make()
            return glb(gathered(trimmed(model) if plain else model), parts[part].about["kind"], small=True)

        return self._once(("mesh", flight, part, plain), made)

    def bodies(self, flight: str) -> bytes:
        """What is drawn of a flight, as JSON: each body's kind, and when and how it leaves."""
        return json.dumps({name: dict(part.about) for name, part in self.cast(flight).items()}).encode()

    def cast(self, flight: str) -> Mapping[str, DrawnBody]:
        """The bodies of a flight; none where its data files cannot be read any more."""
        from kazbek.web.watch.cast import cast_of

        record = self._known(flight)
        fitted = equipment_of(record, flight)
        if fitted is None:
            return {}
        day = record[flight].legs[-1].end.utc if record[flight].legs else ""
        return cast_of(fitted, port_of(record, flight), day)

    def stars(self) -> bytes:
        """The bright stars, packed."""
        return self._once(("stars",), lambda: packed(stars_table()))

    def towns(self) -> bytes:
        """The towns that shine at night, packed."""
        return self._once(("towns",), lambda: packed(towns_table()))

    @property
    def origin_ns(self) -> int:
        """TAI nanoseconds of page time 0."""
        return origin_of(self.record) if self.record is not None else 0

    def _known(self, flight: str) -> Record:
        if self.record is None:
            raise unknown("flight", flight, [])
        return self.record

    def _once(self, key: tuple[Any, ...], make: Callable[[], bytes]) -> bytes:
        with self._making.setdefault(key, Lock()):  # who asks meanwhile waits for the one that is being made
            if key not in self._made:
                self._made[key] = make()
        return self._made[key]
