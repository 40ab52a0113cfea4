"""Deadbands, closing speed by distance, how fast an offset is taken out, noise: from every look of a pilot.

    wanted = −offset / settle across the axis, −closing(distance) along it;
    a push where the speed seen is below wanted − deadband, a push back where it is above wanted + deadband.

What is seen is as the model has it (``docs/equations/pilot.md``): offsets in steps of an angle, speeds with a normal
error and then in steps. An ordered probit (McKelvey & Zavoina, J. Math. Sociology 4 (1975) 103) with thresholds on
those steps; one look in a hundred is a lapse (Wichmann & Hill, Perception & Psychophysics 63 (2001) 1293). The prior is
the trained pilot's file, three of its sigmas wide.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kazbek.base.types import Floats
from kazbek.catalogue.pilot import PilotModel
from kazbek.views.pilot.decisions import Looks
from kazbek.views.pilot.estimate import Estimate, posterior

_NOISE_m_s = (0.01, 0.01)
_LAPSE = 0.01
_NEAREST_m = 0.1  # to the target at which an angle is looked at
_NODES = np.sqrt(3.0) * np.array((-1.0, 0.0, 1.0))  # of a normal number, with weights of 1, 4, 1 sixths (Gauss-Hermite)
_WEIGHTS = np.array((1.0, 4.0, 1.0)) / 6.0


def across(looks: Looks, trained: PilotModel) -> Estimate:
    """What moves the handle sideways, up and down."""
    p, slope = trained.pilot, trained.approach
    grain = np.radians(p.see_deg.v) * np.maximum(looks.distance_m + p.eye_m.v, _NEAREST_m)
    offset = (np.round(looks.offset_m / grain[:, None]) * grain[:, None]).ravel()
    speed, act = looks.sideways_m_s.ravel(), looks.act[:, 1:].ravel()

    def unlikely(x: Floats) -> Floats:
        settle, deadband, noise = x.T[:, :, None]
        wanted = np.clip(-offset / settle, -slope.lateral_m_s.v, slope.lateral_m_s.v)
        return _unlikely(_chances(wanted, speed, deadband, noise, p.see_m_s.v), act)

    rows = posterior(unlikely, [_of(slope.settle_s), _of(p.deadband_m_s), _NOISE_m_s])
    was = (slope.settle_s.v, p.deadband_m_s.v, p.rate_sigma_m_s.v)
    return Estimate(("settle_s", "deadband_m_s", "rate_sigma_m_s"), rows, was)


def along(looks: Looks, trained: PilotModel) -> Estimate:
    """What moves it ahead and back; the distance is seen a fraction off."""
    p, slope = trained.pilot, trained.approach
    at_m, closing = np.array(slope.at_m), slope.closing_m_s
    seen_m = looks.distance_m * (1.0 + p.range_sigma_frac.v * _NODES[:, None])
    speed, act = looks.speed_m_s, looks.act[:, 0]
    between = np.array([np.interp(seen_m, at_m, row) for row in np.eye(len(at_m))])  # (places, nodes, looks)

    def unlikely(x: Floats) -> Floats:
        deadband, noise = x.T[:2, :, None]
        chances = 0.0
        for node, weight in enumerate(_WEIGHTS):
            wanted = -x[:, 2:] @ between[:, node]
            chances = chances + weight * np.array(_chances(wanted, speed, deadband, noise, p.see_m_s.v))
        return _unlikely(chances, act)

    rows = posterior(unlikely, [_of(p.closing_deadband_m_s), _NOISE_m_s, *map(_of, closing)])
    names = ("closing_deadband_m_s", *(f"closing_m_s.{k}" for k in range(len(closing))))
    was = (p.closing_deadband_m_s.v, *(datum.v for datum in closing))
    return Estimate(names, np.delete(rows, 1, axis=1), was)


def _of(datum: Any) -> tuple[float, float]:
    """Prior of a figure: the trained pilot's, three of its sigmas wide."""
    return datum.v, 3.0 * datum.sigma


def _chances(wanted: Floats, speed: Floats, deadband: Floats, noise: Floats, step: float) -> tuple[Floats, Floats]:
    """(k, m) how likely a push is, and a push back, where speeds are told apart in steps."""
    from scipy.special import ndtr  # type: ignore[import-untyped]  # heavy

    below = (np.ceil((wanted - deadband) / step) - 0.5) * step
    above = (np.floor((wanted + deadband) / step) + 0.5) * step
    return ndtr((below - speed) / noise), ndtr((speed - above) / noise)


def _unlikely(chances: Any, act: Floats) -> Floats:
    """(k,) minus the log of the likelihood of these decisions."""
    push, back = chances
    said = np.where(act > 0.0, push, np.where(act < 0.0, back, 1.0 - push - back))
    told: Floats = -np.sum(np.log((1.0 - _LAPSE) * np.maximum(said, 0.0) + _LAPSE / 3.0), axis=1)
    return told
