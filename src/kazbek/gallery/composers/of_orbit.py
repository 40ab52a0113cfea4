"""Pictures of the ship alone in orbit, in forward, left, up of its own path."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from kazbek.base.types import Floats
from kazbek.gallery.camera_work import FORWARD, Place, Taste, best, corners, facing, fitted, pair, worth_alone
from kazbek.gallery.cast import Cast
from kazbek.gallery.framing import ORIGIN, UP, Size, framed, turned
from kazbek.gallery.moment import Moment
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.directions import unit
from kazbek.pictures.fire.glow import Plume
from kazbek.pictures.models.launch import launcher
from kazbek.pictures.models.mesh import Model, moved, placed
from kazbek.pictures.render.shot import Shot
from kazbek.views.story.beats import Beat

LEVEL = np.diag((1.0, -1.0, -1.0))  # BODY (x forward, z to the crew's feet) in TNR, nose ahead and feet down
BACKWARDS = np.diag((-1.0, 1.0, -1.0))  # the same, main engine ahead
_AFT = np.array((-1.0, 0.0, 0.0))


@dataclass(frozen=True, slots=True)
class LookFrom:
    """From where a ship alone is looked at; of the places its ranges allow, the best by its taste is taken.

    Attributes
    ----------
    ahead_deg : range of the angle between the nose and the line to the camera: 0 is ahead, 180 behind
    above_deg : range of the camera's height over the ship's horizontal
    view_deg : vertical angle of view
    width : share of the frame's width that the ship takes
    place : of the ship's middle in the frame: (widths behind its nose, heights below the middle)
    climb_deg : how far the frame is leaned so that the nose climbs
    """

    ahead_deg: tuple[float, float]
    above_deg: tuple[float, float]
    view_deg: float = 40.0
    width: float = 0.5
    place: Place = (0.0, 0.0)
    climb_deg: float = 0.0
    taste: Taste = field(default_factory=Taste)

    def cameras(self, points: Floats, nose: Floats, size: Size) -> Iterator[Camera]:
        """Cameras at the corners and middles of the ranges, on both sides of the nose."""
        for ahead, above in itertools.product(np.linspace(*self.ahead_deg, 3), np.linspace(*self.above_deg, 3)):
            for side in (1.0, -1.0):
                towards = _between(nose, np.radians(ahead), np.radians(above), side)
                yield self._framed(points, nose, towards, size)

    def _framed(self, points: Floats, nose: Floats, towards: Floats, size: Size) -> Camera:
        to_right = float(np.sign(np.cross(-towards, UP) @ nose)) or 1.0
        return fitted(
            points,
            towards,
            self.view_deg,
            size,
            width=self.width,
            place=(-to_right * self.place[0], self.place[1]),
            lean_rad=to_right * np.radians(self.climb_deg),
        )


def _between(nose: Floats, ahead_rad: float, above_rad: float, side: float) -> Floats:
    """The unit direction that far from the nose and that high, on one side; for a steep nose as nearly so as can be."""
    s, wanted = float(nose @ UP), np.array((np.cos(ahead_rad), np.sin(above_rad)))
    if abs(s) > 0.999:
        return unit(np.cos(ahead_rad) * nose + side * np.sin(ahead_rad) * FORWARD)
    along = np.linalg.solve(np.array(((1.0, s), (s, 1.0))), wanted)
    flat = along[0] * nose + along[1] * UP
    rest = 1.0 - float(flat @ flat)
    return unit(flat + side * np.sqrt(max(rest, 0.0)) * unit(np.cross(nose, UP)))


def _alone(take: Take, look: LookFrom, model: Model, C: Floats, plumes: tuple[Plume, ...] = ()) -> Shot:
    """The ship turned by `C`, seen as `look` says."""
    now = take.now
    here = placed(model, C, ORIGIN)
    cameras = look.cameras(corners(here), C[:, 0], take.size)
    return framed(
        now, now.C_ITRF_TNR, best(cameras, worth_alone(now, np.zeros(3), look.taste)), here, turned(plumes, C)
    )


def _attitude(now: Moment, otherwise: Floats) -> Floats:
    recorded = now.C_TNR_BODY
    return otherwise if recorded is None else recorded


def _separation(take: Take) -> Shot:
    """From behind and above, so that the ship flies away from its spent stage towards the horizon."""
    look = LookFrom((62.0, 92.0), (10.0, 22.0), 50.0, 0.70, (0.02, 0.04), 14.0)
    return _alone(take, look, take.cast.ship.whole(arrays_deployed=False) + _spent_stage(take.cast), LEVEL)


def _spent_stage(cast: Cast) -> Model:
    """The last stage, five metres and more behind the ship."""
    if cast.model("launcher"):
        return moved(launcher.third_stage(skirt=False), x=-launcher.NOSE_FOOT_m - 5.0)
    foot_m = float(min(mesh.vertices_m[:, 0].min() for mesh in cast.ship.whole(arrays_deployed=False)))
    return moved(cast.launcher.last_stage(), x=foot_m - 5.0 - cast.launcher.nose_foot_m)


def _wings(take: Take) -> Shot:
    """Three quarters from behind, a wing reaching towards the camera."""
    look = LookFrom((112.0, 130.0), (14.0, 26.0), 40.0, 0.60, (0.02, 0.05), 8.0)
    return _alone(take, look, take.cast.ship.whole(), LEVEL)


# Burns take turns among seven places to stand, so that no two of a chase look alike.
_BURNS = (
    LookFrom(
        (148.0, 162.0), (6.0, 20.0), 42.0, 0.56, (0.06, 0.06), 8.0
    ),  # behind the engine, which is what this is about
    LookFrom((40.0, 50.0), (12.0, 26.0), 60.0, 0.56, (-0.02, 0.04), 6.0),  # from the probe, on a wide lens
    LookFrom((120.0, 132.0), (4.0, 16.0), 62.0, 0.9, (0.0, 0.0), 0.0),  # close to a wing's tip (see _wing_tip)
    LookFrom((84.0, 98.0), (8.0, 20.0), 40.0, 0.38, (-0.12, 0.02), 14.0),  # in profile, the jet across the frame
    LookFrom((64.0, 116.0), (42.0, 58.0), 40.0, 0.48, (-0.02, 0.02), 30.0, Taste(day=1.5, limb=0.0)),  # the Earth below
    LookFrom((48.0, 66.0), (10.0, 20.0), 46.0, 0.44, (0.10, 0.04), -12.0),  # ahead of the ship, the horizon leaning
    LookFrom((130.0, 160.0), (-8.0, 12.0), 46.0, 0.34, (0.0, 0.10)),  # with the station (see _towards_station)
)


def _burning(take: Take) -> Shot:
    now, ship = take.now, take.cast.ship
    burns = [event for event in take.flight.events if event.name.startswith("burn_")]
    number = next((k for k, event in enumerate(burns) if event.epoch == take.beat.epoch), 0)
    main = bool(burns) and burns[number].values.get("engine", "main") == "main"
    jets = ship.main_jets() if main else ship.small_jets()
    look, C = _BURNS[number % len(_BURNS)], _attitude(now, LEVEL)
    station = now.station_TNR_m
    if number % len(_BURNS) == 2:
        return _wing_tip(take, C, jets)
    if number % len(_BURNS) == 6 and station is not None and np.linalg.norm(station) < 1500.0:
        return _with_station(take, C, station, jets)
    return _alone(take, look, ship.whole(), C, jets)


def _wing_tip(take: Take, C: Floats, jets: tuple[Plume, ...]) -> Shot:
    """Along a wing from just off its tip: the cells large, the engines beyond."""
    now, model = take.now, placed(take.cast.ship.whole(), C, ORIGIN)

    def cameras() -> Iterator[Camera]:
        for eye, look_at, side in take.cast.ship.along_a_wing():
            yield facing(C @ eye, C @ look_at, (0.02 * side, 0.04), 58.0, take.size, np.radians(8.0))

    return framed(
        now, now.C_ITRF_TNR, best(cameras(), worth_alone(now, np.zeros(3), Taste(limb=1.0))), model, turned(jets, C)
    )


def _with_station(take: Take, C: Floats, station: Floats, jets: tuple[Plume, ...]) -> Shot:
    """The ship before the station it comes to, at its true place."""
    now, size, model = take.now, take.size, placed(take.cast.ship.whole(), C, ORIGIN)
    cameras = [pair(np.zeros(3), 17.0, (x, 0.12), station, (-0.9 * x, -0.34), 56.0, size) for x in (0.2, -0.2)]
    seen_by = best(cameras, worth_alone(now, np.zeros(3), Taste()))
    whole = placed(take.cast.station.whole(take.cast.free_port, now.epoch.utc[:10]), np.eye(3), station)
    return framed(now, now.C_ITRF_TNR, seen_by, model + whole, turned(jets, C))


def _deorbit(take: Take) -> Shot:
    """The engine ahead on its way; flights take turns between the engine and the nose."""
    odd, ship = _odd(take.beat), take.cast.ship
    look = LookFrom((128.0, 146.0), (8.0, 22.0), 42.0, 0.48, (-0.02, 0.06), -10.0, Taste(glow=0.6))
    other = LookFrom((28.0, 46.0), (8.0, 20.0), 46.0, 0.5, (0.0, 0.04), -12.0, Taste(glow=0.6))
    return _alone(take, look if odd else other, ship.whole(), _attitude(take.now, BACKWARDS), ship.main_jets())


def _first_sight(take: Take) -> Shot:
    """Over the ship's shoulder: the horizon below, and the station a spark where the record has it."""
    now, size = take.now, take.size
    ahead = FORWARD if now.station_TNR_m is None else unit(now.station_TNR_m)
    spark = ahead * 900.0
    cameras = [pair(np.zeros(3), 11.5, (x, 0.12), spark, (-1.2 * x, -0.36), 58.0, size) for x in (0.20, -0.20)]
    seen_by = best(cameras, worth_alone(now, np.zeros(3), Taste()))
    return framed(now, now.C_ITRF_TNR, seen_by, placed(take.cast.ship.whole(), LEVEL, ORIGIN), _starred(spark, seen_by))


def _starred(at: Floats, seen_by: Camera) -> tuple[Plume, ...]:
    """A point so bright that a lens draws four short rays about it."""
    right, down, _ = seen_by.axes
    core = Plume(at, UP, 2.2, 1e-3, 0.0, (90.0, 86.0, 78.0))
    rays = (Plume(at, sign * ray, 0.7, 9.0, 0.0, (9.0, 8.6, 7.8)) for sign in (1.0, -1.0) for ray in (right, down))
    return core, *rays


def _parting(take: Take) -> Shot:
    """Three ways to look at three parts: along the horizon, or the capsule on its own way before the Earth."""
    askew = LEVEL @ np.array(((0.87, 0.5, 0.0), (-0.5, 0.87, 0.0), (0.0, 0.0, 1.0)))
    level = LookFrom((84.0, 100.0), (8.0, 16.0), 36.0, 0.74, (0.0, 0.06), 9.0)
    along = LookFrom((34.0, 46.0), (24.0, 40.0), 52.0, 0.6, (0.0, 0.04), 20.0, Taste(day=1.2))
    return _alone(take, along if _odd(take.beat) else level, take.cast.ship.apart(), askew)


def _odd(beat: Beat) -> bool:
    """Whether it is the turn of the second of two ways: the ships of a programme bear numbers."""
    return int("".join(c for c in beat.ship if c.isdigit()) or 0) % 2 == 1


COMPOSERS: dict[str, Composer] = {
    "spacecraft_separation": _separation,
    "arrays_deployed": _wings,
    "burn": _burning,
    "kurs_acquisition": _first_sight,
    "deorbit_burn_start": _deorbit,
    "module_separation": _parting,
}
