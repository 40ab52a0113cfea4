"""Pictures of ship and station together, in forward, left, up of the station's path."""

from __future__ import annotations

from dataclasses import replace

from kazbek.gallery.camera_work import Taste, clearest, worth_alone
from kazbek.gallery.framing import framed
from kazbek.gallery.meeting import DOCKED_m, meeting
from kazbek.gallery.moment import Moment
from kazbek.gallery.standpoints import (
    Stands,
    around,
    docked_ships,
    far_beside,
    far_corners,
    joint,
    over_shoulder,
    past_edge,
    rim,
    ship_and_port,
    up_the_axis,
)
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.camera.periscope import Periscope
from kazbek.pictures.camera.viewfinder import Viewfinder
from kazbek.pictures.render.shot import Shot
from kazbek.pictures.render.surface import soup_of

_NIGHT = 1.5  # times the exposure by day
_PERISCOPE_deg = 14.0


def _together(
    stands: Stands,
    taste: Taste,
    *,
    gap_m: float | None = None,
    front: float = 0.0,
    room_m: float = 4.0,
    both: bool = False,
    jets: bool = False,
    exposure: float = 0.18,
) -> Composer:
    """Ship and station from the best of `stands`.

    `front` is the share of the frame that things before the ship may take, `room_m` how near the camera may come to
    them; with `both`, the ships at the other lower ports are to be seen as well.
    """

    def composer(take: Take) -> Shot:
        at, now = meeting(take, gap_m), take.now
        finder = Viewfinder(soup_of(at.own + at.neighbours if both else at.own), at.station.setting(*at.berth))
        seen_by = clearest(stands(at), worth_alone(now, at.here, taste), finder, taste.clear, front, room_m)
        shot = framed(
            now,
            now.C_ITRF_TNR,
            seen_by,
            at.surroundings + at.own,
            exposure=exposure if now.in_sunlight else _NIGHT * exposure,
        )
        return replace(shot, plumes=at.braking() if jets else (), lamps=at.lamps(seen_by.at_m))

    return composer


def _lost(take: Take) -> Shot:
    """The first time as the crew of the station saw it, the second from far beside, against the twilight."""
    first = take.flight.event("kurs_lost").epoch
    seen = _together(
        past_edge(rim, 0.46, 6.0, (-0.28, 0.0), (0.08, 0.04)), Taste(), front=0.12, room_m=0.4, jets=True, exposure=0.24
    )
    beside = _together(
        far_beside(74.0, 17.0, 52.0, (0.20, 0.30)), Taste(sun=0.6, lit=0.1, glow=1.5), jets=True, exposure=0.34
    )
    return (seen if take.beat.epoch == first else beside)(take)


def _by_hand(take: Take) -> Shot:
    """The commander's own view, through the periscope on the ship's lower side, with the figures of the record."""
    at, now = meeting(take), take.now
    eye = at.here + at.C @ at.ship.eye_m
    seen_by = Camera(eye, eye + at.nose, -at.C[:, 2], _PERISCOPE_deg, *take.size)
    shot = framed(now, now.C_ITRF_TNR, seen_by, at.surroundings, exposure=0.34 if now.in_sunlight else 0.60)
    return replace(shot, lamps=at.lamps(eye), eyepiece=_figures(now))


def _figures(now: Moment) -> Periscope:
    """Range and rates between probe and port, where the record has them, and the hour."""
    named = {"x": "ρ", "y": "y", "z": "z"}
    places = [
        f"{sign} {now.channels[f'r_PORT_{axis}_m']:+z.1f} m"
        for axis, sign in named.items()
        if f"r_PORT_{axis}_m" in now.channels
    ]
    rates = [
        f"{sign}\u0307 {now.channels[f'v_PORT_{axis}_m_s']:+z.2f} m/s"
        for axis, sign in named.items()
        if f"v_PORT_{axis}_m_s" in now.channels
    ]
    return Periscope((*places, *rates), ("UTC", now.epoch.utc[11:19]), _PERISCOPE_deg)


COMPOSERS: dict[str, Composer] = {
    # The ship before the station, through a long lens.
    "flyaround": _together(
        over_shoulder((-0.24, 0.19), (0.17, -0.12), 58.0, 15.5, (0.0, 14.0, -14.0)), Taste(clear=2.0), exposure=0.21
    ),
    # From over the station: the ship on the Earth far below, an edge of the station in the corner of the eye.
    "stationkeeping": _together(
        past_edge(far_corners, 0.28, 30.0, (-0.20, 0.0), (0.12, 0.0)),
        Taste(sun=2.0, lit=1.0, limb=0.0, clear=2.0),
        front=0.15,
    ),
    # The last straight line, up to the station over it.
    "final_approach": _together(up_the_axis((-0.16, 0.09), (0.19, -0.18), 15.5, 52.0), Taste(clear=2.0), exposure=0.21),
    "kurs_lost": _lost,
    "manual_control": _by_hand,
    # The joint itself, near enough to touch.
    "docking_contact": _together(around(joint, 0.6, (8.0, 16.0), (44.0,), height=0.8), Taste(), gap_m=0.10),
    # Home for the crew: the ship at its port, seen from over it against the Earth.
    "hatch_open": _together(
        around(ship_and_port, 0.46, (26.0, 38.0, 50.0), (46.0,), place=(0.08, 0.04)),
        Taste(sun=2.0, limb=0.2, day=1.0),
        gap_m=DOCKED_m,
        exposure=0.23,
    ),
    # Both ships that change seats, side by side at their ports.
    "seats_swapped": _together(
        around(docked_ships, 0.6, (18.0, 25.0), (36.0,), height=0.74, place=(0.0, 0.07)),
        Taste(),
        gap_m=DOCKED_m,
        both=True,
    ),
    # Free of its port, and of everything else in the frame.
    "undocking": _together(
        around(ship_and_port, 0.5, (4.0, 14.0), (42.0, 62.0), height=0.86), Taste(clear=3.0, glow=0.6), gap_m=3.5
    ),
}
