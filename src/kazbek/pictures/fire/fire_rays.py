"""Light along rays through engine jets and a cloud of smoke: emission, scattering of sunlight, extinction.

Axes: those of the scene, metres. A jet is a row of a table, columns as the constants below.
Law: a jet leaves its nozzle with radius `R0`, swells to its bulb where it meets the pressure of the air (initial angle
and bulb from the caller), and widens by mixing. Across it the share of exhaust is flat in the potential core and
Gaussian beyond (Hill & Draper, AIAA J. 1966, for the profile); swelling dilutes it and cools it by the adiabat of
γ = 1.2. Soot glows as a black body at that temperature (Wien's law at 610, 550 and 465 nm) and thins out as it cools;
vapour is white in the Sun. The equation of transfer is summed from the eye on, one exponential a step.
Range: temperatures 0–4000 K; a black body's radiance is given against its red at 2200 K. Eddies and the temperatures at
which soot fades are by eye.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.base.types import Floats
from kazbek.laws.compiled import kernel
from kazbek.pictures.air.noise import value_noise as noise
from kazbek.pictures.fire.smoke_grid import between, thickness

AT, ALONG, R0, BULB, WIDENS, MIXES, LENGTH, HOT_K, SOOT, WHITE, RAGGED, CORE = 0, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
COLUMNS = 16
REACH = 2.2  # radii beyond which a jet has ended
_ROOM_K = 280.0
_SOOTY_K = 1650.0  # colder soot has burnt, or hardly shows
_COOLS = 0.12  # of its temperature, by radiation and mixing, before a jet ends
_C2_um_K = 14387.77  # second radiation constant
_RED = math.exp(-_C2_um_K / 0.610 / 2200.0) / 0.610**5
_FIRE_GREEN, _FIRE_BLUE = 0.50, 0.13  # of the flame's light in smoke, against red
_CLEAR = 0.004  # of the light behind: once less comes through, what lies deeper does not count


class EyeRays(NamedTuple):
    """Rays of unit directions (n, 3) from an eye (3,), and where something solid ends each (n,), metres."""

    eye: Floats
    rays: Floats
    until_m: Floats


class Smoke(NamedTuple):
    """A cloud of :mod:`.smoke`.

    Attributes
    ----------
    shape, low, cell, extinction, grain_m : on its cells; low corner, cell in m, 1/m, size of the finest grain
    depths : optical depths to the Sun and to the zenith, on cells twice as wide
    shine : light of the flame in it, on cells four times as wide
    """

    shape: Floats
    low: Floats
    cell: float
    extinction: float
    grain_m: float
    depths: Floats
    shine: Floats


@kernel
def glow(temperature_K):
    """Radiance of a black body (r, g, b) against the red of one at 2200 K."""
    if temperature_K < 700.0:
        return 0.0, 0.0, 0.0
    r = math.exp(-_C2_um_K / 0.610 / temperature_K) / 0.610**5
    g = math.exp(-_C2_um_K / 0.550 / temperature_K) / 0.550**5
    b = math.exp(-_C2_um_K / 0.465 / temperature_K) / 0.465**5
    return r / _RED, g / _RED, b / _RED


@kernel
def swollen(jet, s):
    """Radius of a jet at `s` metres along it from pressure alone; mixing comes on top."""
    room = jet[BULB] - jet[R0]
    if room < 1e-3:
        return jet[R0]
    return jet[R0] + room * (1.0 - math.exp(-s * jet[WIDENS] / room))


@kernel
def eddies(jet, dx, dy, dz, s, b):
    """How far turbulence carries a place of a jet outwards (in its radii, both signs), drawn out along the flow.

    The place is given by its offset from the axis (3,), its way `s` along it, and the radius `b` there.
    """
    c, l = 1.4 / b, s / (1.9 * b)
    u, v, w = dx * c + jet[ALONG] * l, dy * c + jet[ALONG + 1] * l, dz * c + jet[ALONG + 2] * l
    rough = noise(u, v, w) + 0.55 * noise(2.3 * u + 5.2, 2.3 * v, 2.3 * w)
    return rough + 0.3 * noise(5.1 * u, 5.1 * v + 3.4, 5.1 * w)


@kernel
def in_jet(jet, x, y, z):
    """At a place: soot and white vapour (1/m), temperature (K), gap to the jet or fit step in it (m), and the side of
    the jet it lies on: (3,) its offset from the axis in radii.
    """
    dx, dy, dz = x - jet[AT], y - jet[AT + 1], z - jet[AT + 2]
    s = dx * jet[ALONG] + dy * jet[ALONG + 1] + dz * jet[ALONG + 2]
    dx, dy, dz = dx - s * jet[ALONG], dy - s * jet[ALONG + 1], dz - s * jet[ALONG + 2]
    r = math.sqrt(dx * dx + dy * dy + dz * dz)
    along = min(max(s, 0.0), jet[LENGTH])
    free = swollen(jet, along)
    b = free + jet[MIXES] * along
    gap = max(max(-s, s - jet[LENGTH]), r - REACH * b)
    if gap > 0.0:
        return 0.0, 0.0, 0.0, max(0.7 * gap, 0.25 * b), (0.0, 0.0, 0.0)
    core = math.exp(-s / jet[CORE])
    stirred = jet[RAGGED] * (1.0 - core)
    flicker = 1.0
    if stirred > 0.02:
        stir = stirred * eddies(jet, dx, dy, dz, s, b)
        r *= max(1.0 + stir, 0.15)
        flicker = 1.0 - 0.09 * stir
    fade = 1.0 - s / jet[LENGTH]
    sharp = 2.0 + 4.0 * core * (jet[R0] / free) ** 2  # flat across the core, unless pressure has spread it
    share = math.exp(-((r / b) ** sharp)) * min(1.0, 1.6 * fade) / (1.0 + 0.4 * s / jet[CORE])
    thinned = (jet[R0] / free) ** 2
    warm = min(1.0, share / 0.55) ** 0.6
    cooled = 1.0 - _COOLS * (1.0 - math.exp(-s / (1.5 * jet[CORE])))
    hot = _ROOM_K + (jet[HOT_K] * flicker * cooled * thinned**0.2 - _ROOM_K) * warm
    step = (0.25 if jet[RAGGED] > 0.0 else 0.35) * b
    share *= thinned
    glowing = jet[SOOT] * share * warm * min(1.0, hot / _SOOTY_K) ** 4
    return glowing, jet[WHITE] * share, hot, step, (dx / b, dy / b, dz / b)


@kernel
def span(low, high, ox, oy, oz, dx, dy, dz):
    """Where a ray from `o` along `d` enters and leaves the box from `low` to `high`; enters beyond leaves: a miss."""
    near, far = 0.0, 1e12
    if low[0] > high[0]:
        return far, near
    for axis in range(3):
        o = ox if axis == 0 else (oy if axis == 1 else oz)
        d = dx if axis == 0 else (dy if axis == 1 else dz)
        d = d if abs(d) > 1e-12 else 1e-12
        a, b = (low[axis] - o) / d, (high[axis] - o) / d
        near, far = max(near, min(a, b)), min(far, max(a, b))
    return near, far


@kernel
def in_smoke(cloud, x, y, z):
    """Extinction (1/m) and the step that suits it (m) at a place, and the place in cells."""
    shape, low, cell, extinction, grain_m, _, _ = cloud
    u, v, w = (x - low[0]) / cell, (y - low[1]) / cell, (z - low[2]) / cell
    if not (0.0 < u < shape.shape[0] and 0.0 < v < shape.shape[1] and 0.0 < w < shape.shape[2]):
        return 0.0, 2.0 * cell, u, v, w
    form = between(shape, u, v, w)
    if form < -0.35:
        return 0.0, 1.6 * cell, u, v, w
    g = 1.0 / grain_m
    if form < 0.40:  # deeper in nothing shows
        form += 0.10 * noise(g * x, g * y, g * z) + 0.06 * noise(2.7 * g * x, 2.7 * g * y + 9.1, 2.7 * g * z)
    return extinction * thickness(form), 0.6 * cell, u, v, w


@kernel
def jet_light(hot, soot, white, side, phase, colours):
    """Radiance per metre (r, g, b) of a place in a jet: its soot's own, Sun and sky on what is white."""
    sunlight, above, below, _, steam, flame, to_sun = colours
    r, g, b = glow(hot)
    # The side towards the Sun shades the other: a slope instead of a way through the jet.
    facing = 0.62 + 0.5 * (side[0] * to_sun[0] + side[1] * to_sun[1] + side[2] * to_sun[2])
    lit = white * phase / math.pi * min(max(facing, 0.08), 1.0)
    up = min(max(0.5 + 0.5 * side[2], 0.0), 1.0)
    red = soot * flame[0] * r + steam[0] * (lit * sunlight[0] + white * (up * above[0] + (1.0 - up) * below[0]))
    green = soot * flame[1] * g + steam[1] * (lit * sunlight[1] + white * (up * above[1] + (1.0 - up) * below[1]))
    blue = soot * flame[2] * b + steam[2] * (lit * sunlight[2] + white * (up * above[2] + (1.0 - up) * below[2]))
    return red, green, blue


@kernel
def smoke_light(dense, u, v, w, cloud, phase, colours):
    """Radiance per metre (r, g, b) of a place in the cloud, in cells; deep inside, light comes by many scatterings."""
    sunlight, above, below, smoky, _, _, _ = colours
    sun = between(cloud.depths[0], u / 2.0, v / 2.0, w / 2.0)
    lit = phase / math.pi * (0.42 * math.exp(-sun) + 0.38 * math.exp(-0.35 * sun) + 0.20 * math.exp(-0.1 * sun))
    clear = 0.11 + 0.64 * math.exp(-0.3 * between(cloud.depths[1], u / 2.0, v / 2.0, w / 2.0))
    fire = between(cloud.shine, u / 4.0, v / 4.0, w / 4.0)
    red = dense * smoky[0] * (lit * sunlight[0] + clear * above[0] + 0.25 * below[0] + fire)
    green = dense * smoky[1] * (lit * sunlight[1] + clear * above[1] + 0.25 * below[1] + _FIRE_GREEN * fire)
    blue = dense * smoky[2] * (lit * sunlight[2] + clear * above[2] + 0.25 * below[2] + _FIRE_BLUE * fire)
    return red, green, blue


@kernel
def in_jets(jets, spans, t, x, y, z, phase, colours):
    """Extinction, radiance per metre (r, g, b) and a fit step `t` metres along a ray, all jets together."""
    step, extinction, red, green, blue = 1e9, 0.0, 0.0, 0.0, 0.0
    for j in range(jets.shape[0]):
        if spans[j, 0] <= t < spans[j, 1]:
            soot, white, hot, way, side = in_jet(jets[j], x, y, z)
            step = min(step, way)
            if soot + white > 0.0:
                r, g, b = jet_light(hot, soot, white, side, phase, colours)
                extinction, red, green, blue = extinction + soot + white, red + r, green + g, blue + b
        elif t < spans[j, 0]:
            step = min(step, spans[j, 0] - t)
    return extinction, red, green, blue, step


@kernel
def spread_out(spans, boxes, eye, ray):
    """Where a ray enters and leaves each box, written to `spans` (n, 2), and where it enters the first and leaves the
    last; a box it misses gets an empty span behind the eye."""
    first, last = 1e12, 0.0
    for j in range(boxes.shape[0]):
        near, far = span(boxes[j, 0], boxes[j, 1], eye[0], eye[1], eye[2], ray[0], ray[1], ray[2])
        if near < far:
            first, last = min(first, near), max(last, far)
        else:
            near, far = -1.0, -1.0
        spans[j, 0], spans[j, 1] = near, far
    return first, last


@kernel
def march(sight, jets, boxes, cloud, colours, picture, through):
    """Sum the light along rays.

    Parameters
    ----------
    jets : (m, `COLUMNS`)
    boxes : (m + 1, 2, 3) low and high corners round each jet and round the cloud; low above high for none
    colours : (7, 3) sunlight (irradiance); skylight from above and below (radiance); share of light that smoke and
        steam send on; radiance of soot at 2200 K; direction to the Sun
    picture : (n, 3) radiance added. Changed in place
    through : (n,) share of the light behind that still comes through. Changed in place
    """
    (eye, rays, until_m), to_sun, spans = sight, colours[6], np.empty((boxes.shape[0], 2))
    for n in range(rays.shape[0]):
        ray = rays[n]
        t, end = spread_out(spans, boxes, eye, ray)
        end = min(end, until_m[n])
        near_c, far_c = spans[-1, 0], spans[-1, 1]
        cosine = ray[0] * to_sun[0] + ray[1] * to_sun[1] + ray[2] * to_sun[2]
        phase = 0.75 + 0.25 * cosine + 0.35 * max(cosine, 0.0) ** 6  # mild, with a bright rim against the Sun
        left = 1.0
        while t < end and left > _CLEAR:
            x, y, z = eye[0] + t * ray[0], eye[1] + t * ray[1], eye[2] + t * ray[2]
            extinction, red, green, blue, step = in_jets(jets, spans, t, x, y, z, phase, colours)
            if near_c <= t < far_c:
                dense, way, u, v, w = in_smoke(cloud, x, y, z)
                step = min(step, way)
                if dense > 0.0:
                    r, g, b = smoke_light(dense, u, v, w, cloud, phase, colours)
                    extinction, red, green, blue = extinction + dense, red + r, green + g, blue + b
            elif t < near_c:
                step = min(step, near_c - t)
            step = min(step + 1e-4, end - t + 1e-6)
            if extinction > 0.0:
                passed = math.exp(-extinction * step)
                share = left * (1.0 - passed) / extinction
                picture[n, 0] += share * red
                picture[n, 1] += share * green
                picture[n, 2] += share * blue
                left *= passed
            t += step
        through[n] *= left
