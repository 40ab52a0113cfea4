"""A pilot who flies lessons by the figures: to a place beside the port, speed by distance, nose where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Vector
from kazbek.flight.docking.kernels import columns as col
from kazbek.web.cockpit.session import Session

LOOK = 40  # ticks between two looks
Speed = Callable[[float], float]


@dataclass
class Tutor:
    """Flies one session; `band_m_s` is what it leaves alone, `feet_PORT` where the feet go."""

    session: Session
    band_m_s: float = 0.012
    turns: bool = True

    def seen(self) -> tuple[Vector, Vector, Vector]:
        """Tip and velocity in PORT, BODY axes as rows."""
        beside, s = self.session.near.beside, self.session.near.s
        p, u = beside.place_PORT(s)
        body, _ = beside.axes_PORT(s)
        return p + beside.ship.guide.tip_m * body[0], u, body

    def go(self, goal: Vector, speed: Speed, nose: Vector | None = None, seconds: float = 1e9, near_m: float = -1.0):
        """Towards a place of the tip until it is within `near_m`, the lesson ends or the time is over."""
        until = self.session.tick + seconds / col.TICK_s
        while self.session.tick < until and self.session.over is None:
            tip, u, body = self.seen()
            off = goal - tip
            away = float(np.linalg.norm(off))
            if away < near_m or self.session.near.s[col.STAGE] >= col.Part.CONTACT:
                return
            change = body @ (off / max(away, 1e-9) * speed(away) - u)
            push = [0 if abs(x) < self.band_m_s else 127 * int(np.sign(x)) for x in change]
            self.session.do({"axes": [*push, *self._turn(tip, body, nose)]})
            self.session.advance(LOOK)
        self.session.do({"axes": [0] * 6})

    def _turn(self, tip: Vector, body: Vector, nose: Vector | None) -> list[int]:
        """Deflections that bring the nose to where it belongs, feet along PORT z as far as that allows."""
        if not self.turns:
            return [0, 0, 0]
        x = -tip / np.linalg.norm(tip) if nose is None else nose
        z = np.array((0.0, 0.0, 1.0)) - x[2] * x
        z = body[2] - (body[2] @ x) * x if np.linalg.norm(z) < 0.3 else z
        z = z / np.linalg.norm(z)
        wanted = np.array((x, np.cross(z, x), z))
        turn = body @ (0.5 * sum(np.cross(b, w) for b, w in zip(body, wanted, strict=True)))
        share = np.clip(turn / np.radians(8.0), -1.0, 1.0)
        return [int(127 * s) if abs(s) > 0.1 else 0 for s in share]

    def coast(self, seconds: float) -> None:
        """Hands off."""
        self.session.do({"axes": [0] * 6})
        self.session.advance(round(seconds / col.TICK_s))

    def dock(self) -> None:
        """Down the axis, hands off after contact, to closed hooks."""
        self.go(np.zeros(3), lambda away: 0.12 if away < 3.0 else min(0.3, 0.12 + 0.006 * away), AXIS, near_m=0.02)
        self.coast(400.0)


AXIS = np.array((-1.0, 0.0, 0.0))


def still(away: float) -> float:
    """A speed that comes to rest where it goes."""
    return min(0.5, 0.05 * away)
