"""The way home as planned: everything that decides its five phases, failures included."""

from __future__ import annotations

from dataclasses import dataclass, field

from kazbek.base.epoch import Epoch
from kazbek.catalogue.canopy import Role
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.deorbit import BrakingFault, Deorbit
from kazbek.flight.descent.entry import Entry
from kazbek.flight.descent.landing import Landing
from kazbek.flight.descent.parachutes import Parachutes
from kazbek.flight.descent.undocking import Undocking
from kazbek.flight.phase import Phase


@dataclass(frozen=True, slots=True)
class DescentFailures:
    """What fails on the way home.

    Attributes
    ----------
    braking : the main engine stops early
    spin_below_m : height below which steering is lost; 0: never
    main_canopy, reserve_canopy, soft_landing_engines : whether they fail
    """

    braking: BrakingFault | None = None
    spin_below_m: float = 0.0
    main_canopy: bool = False
    reserve_canopy: bool = False
    soft_landing_engines: bool = False

    @property
    def canopy(self) -> Role | None:
        """The canopies a capsule comes down under; None: nothing."""
        if not self.main_canopy:
            return "main"
        return None if self.reserve_canopy else "reserve"


@dataclass(frozen=True)
class DescentPlan:
    """One way home as decided.

    Attributes
    ----------
    port : where the ship is docked
    ignition, delta_v_m_s : of the braking burn
    aimed : the zone as the guidance aims at it, where a known wind moves that upwind
    guided : steered to the aim, or spinning from the separation of the modules on
    """

    ship: Spacecraft
    capsule: Capsule
    station: Station
    port: str
    zone: Zone
    ignition: Epoch
    delta_v_m_s: float
    aimed: Zone | None = None
    guided: bool = True
    failures: DescentFailures = field(default_factory=DescentFailures)

    def phases(self) -> tuple[Phase, ...]:
        """From the opening of the hooks to touchdown."""
        capsule, zone, fails = self.capsule, self.zone, self.failures
        return (
            Undocking(self.ship, capsule, self.station, self.port),
            Deorbit(self.ship, capsule, self.ignition, self.delta_v_m_s, fails.braking),
            Entry(capsule, zone, not self.guided, fails.spin_below_m, self.aimed),
            Parachutes(capsule, zone, fails.main_canopy, fails.reserve_canopy),
            Landing(capsule, zone, fails.canopy, fails.soft_landing_engines),
        )
