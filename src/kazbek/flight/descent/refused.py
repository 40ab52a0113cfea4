"""Why a passage of the station over a zone brings no landing: what, how much, what is allowed, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence
from kazbek.base.leg import Outcome
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.braking import Braking, solve_delta_v_m_s
from kazbek.flight.descent.route import Descent
from kazbek.world.geodesy import geodetic_from_itrf


@dataclass(frozen=True, slots=True)
class Refused:
    """A passage that cannot land.

    Attributes
    ----------
    near : about the braking burn that the passage asks for
    why : a sentence's part, without its end
    """

    near: Epoch
    why: str

    def json(self) -> dict[str, str]:
        """The passage in the document of ``kazbek landing --json``."""
        return {"near_utc": self.near.utc, "why": self.why}


def too_far(off_m: float, allowed_m: float) -> str:
    """The ground track never comes near."""
    return f"the station passes {off_m / 1e3:.0f} km from the aim at the nearest, allowed {allowed_m / 1e3:.0f} km"


def aside(cross_m: float, allowed_m: float) -> str:
    """The reference entry ends far to the side of the aim; `cross_m` is positive where the aim lies to the left."""
    side = "left" if cross_m > 0.0 else "right"
    return (
        f"the aim lies {abs(cross_m) / 1e3:.0f} km {side} of the track of the entry, allowed {allowed_m / 1e3:.0f} km"
    )


def too_soon(has_s: float, needs_s: float) -> str:
    """The undocking that was asked for leaves no time."""
    return (
        f"the undocking comes {max(has_s, 0.0) / 60.0:.0f} min before the burn, at least {needs_s / 60.0:.0f} min are "
        "needed: undock earlier"
    )


def wrong_burn(braking: Braking, delta_v_m_s: float, within_s: float) -> str:
    """No ignition about the passage brings the plan's velocity change to the aim; `braking`: in the middle of those."""
    height_m = float(geodetic_from_itrf(braking.state_ITRF[:3])[2])
    along_m = braking.reference_miss(delta_v_m_s).along_m
    where = f"{abs(along_m) / 1e3:.0f} km {'beyond' if along_m > 0.0 else 'short of'} the aim"
    try:
        cure = f"{solve_delta_v_m_s(braking):.1f} m/s would do"
    except NoConvergence:
        cure = "no velocity change at that instant does"
    return (
        f"from {height_m / 1e3:.0f} km a burn of {delta_v_m_s:.1f} m/s at {braking.ignition.utc[11:19]} ends {where}, "
        f"and none within {within_s:.0f} s of it ends there; {cure}"
    )


def astray(found: Descent, zone: Zone) -> str:
    """Flown, but not into the zone."""
    last = found.legs[-1]
    if found.outcome is not Outcome.LANDED:
        return f"its {last.name} ends before the ground: {last.reason}"
    miss_m, cross_m = float(found.event("touchdown").values["miss_m"]), abs(found.reference.cross_m)
    return (
        f"the aim lies {cross_m / 1e3:.0f} km off the track of the entry, which steered ends {miss_m / 1e3:.0f} km "
        f"from it, allowed {zone.aim.radius_m.v / 1e3:.0f} km"
    )
