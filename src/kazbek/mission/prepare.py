"""Before anything flies: a mission read, checked, and everything its flights need loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kazbek.base.chance import Sampling
from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.mission.changes import Changes, changed, check_changes
from kazbek.mission.checks import check
from kazbek.mission.down import FlightDown, WayHome, check_failures_home
from kazbek.mission.equipment import Equipment, EquippedFlight, equipment, known_wind
from kazbek.mission.file import Mission, read_mission
from kazbek.mission.plan import Flight
from kazbek.mission.station.across import FlightAcross
from kazbek.mission.station.close import check_close_failures
from kazbek.mission.stay import port_of
from kazbek.mission.uncertainty.drawn import Uncertain, drawn, uncertain_of
from kazbek.mission.uncertainty.homeward import Homeward
from kazbek.mission.up import FlightUp, check_escape, check_failures, check_starts
from kazbek.track.station import StationTrack
from kazbek.world.wind import Wind

_NOON_s = 43_200.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A mission with everything its flights need loaded and checked, before anything flies.

    `planned` is what flights are planned with, `equipment` what they fly with: the same unless figures were drawn by
    `sampling`, which a nominal mission has not. Without `telemetry` legs have their ends and events alone. `homeward`
    is a second process that finds the ways home, where there is one.
    """

    mission: Mission
    track: StationTrack
    planned: Mapping[str, Equipment]
    equipment: Mapping[str, Equipment]
    changes: Changes
    sampling: Sampling | None = None
    telemetry: bool = True
    homeward: Homeward | None = None
    _flights: dict[Flight, EquippedFlight] = field(default_factory=dict, repr=False, compare=False)
    _uncertain: dict[str, Uncertain] = field(default_factory=dict, repr=False, compare=False)

    @property
    def seed(self) -> int | None:
        """Of what was drawn; None for a nominal mission."""
        return None if self.sampling is None else self.sampling.seed

    def drawn(self, sampling: Sampling, *, telemetry: bool = True) -> Prepared:
        """This nominal mission with the figures of one drawn run, flown by its own plans, which are solved for once."""
        equipped: dict[str, Equipment] = {}
        flights: dict[Flight, EquippedFlight] = {}
        for flight in self.mission.flights:
            name, fitted = flight.name, self.planned[flight.name]
            if name not in self._uncertain:
                self._uncertain[name] = uncertain_of(fitted)
            equipped[name] = _dispersed(fitted, sampling, flight, self._uncertain[name])
            flights[flight] = self._ready(flight).drawn(equipped[name], sampling, telemetry=telemetry)
        return replace(
            self, equipment=equipped, sampling=sampling, telemetry=telemetry, homeward=None, _flights=flights
        )

    def up(self, flight: Flight) -> FlightUp:
        """A flight from a pad, ready to fly; the same each time, so that its plans are solved for once."""
        up = self._ready(flight)
        assert isinstance(up, FlightUp)
        return up

    def across(self, flight: Flight) -> FlightAcross:
        """A flight from port to port, ready to fly; the same each time."""
        across = self._ready(flight)
        assert isinstance(across, FlightAcross)
        return across

    def down(self, flight: Flight) -> FlightDown:
        """A flight home, ready to fly; the same each time."""
        down = self._ready(flight)
        assert isinstance(down, FlightDown)
        return down

    def _ready(self, flight: Flight) -> EquippedFlight:
        if flight not in self._flights:
            self._flights[flight] = self._made(flight)
        return self._flights[flight]

    def _made(self, flight: Flight) -> EquippedFlight:
        planned, actual = self.planned[flight.name], self.equipment[flight.name]
        if flight.goes_up:
            return FlightUp(flight, planned, actual, self.track)
        port = port_of(self.mission, flight)
        if flight.goes_across:
            return FlightAcross(flight, planned, actual, self.track, from_port=port)
        return FlightDown(flight, planned, actual, self.track, port=port)

    def way_home(self, flight: Flight) -> WayHome | None:
        """A flight home, from the second process as far as it has it; None when no passage of the day can land."""
        found = None if self.homeward is None else self.homeward.way(flight.name)
        return self.down(flight).way_home() if found is None else found


def prepare(
    mission: str | Mission,
    changes: Changes | None = None,
    seed: int | Sampling | None = None,
    wind: Wind | str | None = None,
    *,
    mean_wind: bool = False,
) -> Prepared:
    """Read and check a mission.

    `seed` draws it: the first run of its campaign, with all that is uncertain at once; or another run by its sampling.
    `wind`, or the path of its profile, is the wind of every flight over its pad or zone, whatever the files say; with
    `mean_wind` flights without one are planned in the mean of their month.

    Raises
    ------
    KazbekError
        one sentence for whatever cannot be flown as written: see :mod:`file`, :mod:`rules`, :mod:`equipment`; or a day
        that no station file reaches.
    """
    sampling = _sampling(seed)
    mission = read_mission(mission) if isinstance(mission, str) else mission
    check(mission)
    over = known_wind(wind, "")
    planned = {
        flight.name: changed(equipment(mission, flight), changes or {}).in_wind(over) for flight in mission.flights
    }
    if mean_wind:
        planned = {flight.name: planned[flight.name].in_mean_wind(flight.date) for flight in mission.flights}
    check_changes(changes or {}, planned.values())
    built = next(iter(planned.values())).station
    track = StationTrack.from_files(mission.plan.station.track, mission.folder, built=built)
    for flight in mission.flights:
        with mission.naming(flight):
            if flight.goes_up:
                check_escape(planned[flight.name])
                check_failures(flight, planned[flight.name])
                check_starts(planned[flight.name])
            elif flight.goes_across:
                check_close_failures(flight, planned[flight.name])
            else:
                check_failures_home(flight)
        track.require(Epoch.from_utc(flight.date) + _NOON_s)
    ready = Prepared(mission, track, planned, planned, changes or {})
    return ready if sampling is None else ready.drawn(sampling)


def _sampling(seed: int | Sampling | None) -> Sampling | None:
    if not isinstance(seed, int):
        return seed
    if not 0 <= seed < 2**63:
        raise OutOfRange(f"`seed` {seed}", allowed="0 to 2^63 − 1")
    return Sampling(seed)


def _dispersed(fitted: Equipment, sampling: Sampling, flight: Flight, uncertain: Uncertain) -> Equipment:
    """Every figure of launcher and ship drawn, each by its own number.

    A ship keeps its figures on every flight it makes. Pad, profile and station are decisions or places: what is not
    known about them does not vary from flight to flight. The wind of the day is drawn where the climate is known.
    Phases draw the rest: errors of burns, springs, the pilot's eye and hand, the air, and the capsule with its
    parachutes.
    """

    def draw(key: str, datum: Datum, group: tuple[str, float]) -> float:
        place, prefix = flight.ship if key.startswith("ship.") else flight.name, key.partition(".")[0]
        shared = (f"{place}/{prefix}.{group[0]}", group[1]) if group[0] else group
        return sampling.figure(f"{place}/{key}", key, datum, shared)

    return drawn(fitted, draw, uncertain).in_wind_of_a_day(flight.date, sampling.of(flight.name)("wind"))
