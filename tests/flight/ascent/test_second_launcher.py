"""A launcher whose verniers burn on, from a pad at the top of its orbit: Long March 2F from Jiuquan.

Authority: the announced events of crewed flights and the control centre's orbit of Shenzhou-21, 200 by 363 km at 41.5°
(`data/launchers/cz-2f.toml`). Events within 5 s of what is announced; heights within the kilometre they are given to.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.base.figures import with_value
from kazbek.base.leg import Leg
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import LaunchPlane, Site
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.phase import Scene

SHIP_kg = 8082.0
LIFTOFF = Epoch.from_utc("2025-10-31T15:44:46")
ANNOUNCED_s = {
    "escape_tower_jettison": (155.0, 155.0),
    "strapon_separation": (155.0, 155.0),
    "stage_1_separation": (160.0, 160.0),
    "fairing_jettison": (210.0, 215.0),
    "stage_2_cutoff": (480.0, 480.0),
    "spacecraft_separation": (525.0, 577.0),
}


def _degrees(v: float) -> Datum:
    return Datum(v=v, src="estimate")


@pytest.fixture(scope="module")
def ascent() -> Ascent:
    return Ascent(Launcher.named("cz-2f"), SHIP_kg, Site.named("jiuquan-91"))


@pytest.fixture(scope="module")
def leg(ascent: Ascent) -> Leg:
    return ascent.fly(ascent.on_pad(LIFTOFF), Scene())


def test_events_are_within_five_seconds_of_the_announced(leg: Leg) -> None:
    for name, (first_s, last_s) in ANNOUNCED_s.items():
        event = leg.first(name)
        assert event is not None
        assert first_s - 5.0 <= event.epoch - LIFTOFF <= last_s + 5.0, name


def test_the_orbit_is_the_control_centres(leg: Leg) -> None:
    orbit = leg.events[-1].values
    assert orbit["min_height_m"] == pytest.approx(200e3, abs=500.0)
    assert orbit["max_height_m"] == pytest.approx(363e3, abs=500.0)
    assert orbit["inclination_deg"] == pytest.approx(41.5, abs=0.05)


def test_it_leaves_towards_the_equator(ascent: Ascent, leg: Leg) -> None:
    """The pad lies behind the top of the orbit: the node more than 90° west of it, the way falling off to the south."""
    assert 90.0 < math.degrees(ascent.plan.programme.law.azimuth_rad) < 110.0
    latitude = leg.telemetry["latitude_rad"]
    assert latitude[-1] < latitude[0] - math.radians(2.0)


def test_the_verniers_burn_on_from_the_same_tanks(ascent: Ascent) -> None:
    """Books that close: what left the tanks is what both engines let through, each for as long as it burned."""
    stages, events = ascent.launcher.stages, dict(zip([h.event for h in ascent.launcher.sequence], _times(ascent)))
    main_s = events["stage_2_cutoff"] - events["stage_2_ignition"]
    verniers_s = events["vernier_cutoff"] - events["vernier_ignition"]
    used_kg = stages["second"].flow_kg_s * main_s + 4 * stages["verniers"].flow_kg_s * verniers_s
    left_kg = ascent.plan.flown.left_kg[2]
    assert verniers_s > main_s + 60.0
    assert used_kg == pytest.approx(stages["second"].usable_kg - left_kg, abs=1.0)
    assert left_kg > 100.0


def _times(ascent: Ascent) -> list[float]:
    times_s: list[float] = ascent.plan.flown.events[:, 0].tolist()
    return times_s


def test_tanks_that_run_dry_stop_both(ascent: Ascent) -> None:
    short = with_value(ascent.launcher, "second.isp_vac_s", 285.0)
    found = Ascent(short, SHIP_kg, ascent.pad, planned_as=ascent).fly(ascent.on_pad(LIFTOFF), Scene())
    assert found.reason.startswith("the last stage ran dry")


def test_a_corridor_decides_which_way_and_refuses_what_lies_outside(ascent: Ascent) -> None:
    """Without a node of its own the launcher takes the corridor's direction; a corridor to the north has none."""
    orbit = ascent.launcher.orbit.model_copy(update={"node_west_of_pad_deg": None})
    free = ascent.launcher.model_copy(update={"orbit": orbit})
    south = Ascent(free, SHIP_kg, ascent.pad).plan
    node_deg = math.degrees(south.programme.node_rad)
    # 180° − asin(tan 40.77° / tan 41.47°) = 102.7°, less a part of the 2.4° that the Earth turns meanwhile
    assert 102.7 - 2.4 < ascent.pad.longitude_deg.v - node_deg < 102.7
    north = ascent.pad.model_copy(
        update={"corridor": LaunchPlane(azimuth_from_deg=_degrees(350.0), azimuth_to_deg=_degrees(10.0))}
    )
    with pytest.raises(OutOfRange, match=r"towards 81\.\d° or 98\.\d°; allowed: directions from 350° to 10°"):
        Ascent(free, SHIP_kg, north).plan  # noqa: B018
    narrow = ascent.pad.model_copy(
        update={"corridor": LaunchPlane(azimuth_from_deg=_degrees(105.0), azimuth_to_deg=_degrees(110.0))}
    )
    with pytest.raises(OutOfRange, match="would leave jiuquan-91 towards 102"):
        Ascent(ascent.launcher, SHIP_kg, narrow).plan  # noqa: B018


def test_engines_on_anothers_tanks_have_no_mass_of_their_own(ascent: Ascent) -> None:
    raw = ascent.launcher.model_dump()
    raw["stages"]["verniers"]["dry_mass_kg"]["v"] = 300.0
    with pytest.raises(ValueError, match="300 kg for engines that burn from the tanks of second, allowed: 0"):
        Launcher.model_validate(raw)
    raw = ascent.launcher.model_dump()
    raw["stages"]["verniers"]["tanks_of"] = "secnd"
    with pytest.raises(ValueError, match=r'verniers\.tanks_of: no stage "secnd"'):
        Launcher.model_validate(raw)


def test_the_load_never_jumps_upwards_when_the_main_engine_stops(leg: Leg) -> None:
    t_s, load = leg.telemetry["met_s"], leg.telemetry["load_m_s2"]
    verniers = (t_s > 480.0) & (t_s < 565.0)
    assert np.all(load[verniers] < 4.0)
    assert np.all(load[verniers] > 2.5)  # 47 kN on some 16 t
