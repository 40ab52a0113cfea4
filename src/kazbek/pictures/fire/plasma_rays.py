"""Light along rays through the shock layer and the wake of a blunt capsule.

Axes: WIND, metres: x into the wind (the way the capsule flies), y and z across; its middle at the origin.
Law: the bow shock is a hyperboloid that stands about a tenth of a nose radius off the shield (Billig, J. Spacecraft 4,
1967, for the form). Behind it the gas shines by its temperature, which follows the square of the shock's steepness,
and so steeply that of the light a power 2 `STEEP` of the sine is left (Sutton & Graves radiate with V^8 and more); it
fades as the gas is carried off round the edge. On the shield lies the vapour of the ablator. From the edge a shear
layer leaves, closes to a neck behind the capsule and goes on as a trail; streaks are noise stretched along the flow.
Smoke scatters and hides. Nothing shines or hides ahead of the shock.
Range: strengths 0…1 each; radiance in units of the brightest gas.
"""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.noise import hashed, value_noise

# Columns of `strength`: light of the shocked air, of the ablator's vapour and trail, and smoke (1/m).
AIR, VAPOUR, SMOKE = 0, 1, 2
STEEP = 10  # half the power of the shock's sine that the light follows
VERTEX_m, CURVE_m, ASYMPTOTE = 1.19, 2.2, 0.404  # of the shock: how far ahead, how blunt, tangent of its far angle
SHIELD_m = 2.235  # radius of the shield's sphere
EDGE_x_m, EDGE_m = 0.52, 1.16  # where the shear layer leaves the shield, and its radius there
NECK_m, NECK_x_m = 0.40, 3.0  # radius of the neck, and the length over which the layer closes
REACH_m, TRAIL_m = 2.6, 140.0  # radius and length of what is looked at
_AIR_FADE_m, _VAPOUR_m = 0.20, 0.045
_FINEST_m, _COARSEST_m = 0.040, 0.45


@kernel
def behind_shock(x, radius):
    """How far behind the shock a place lies along the wind (m; negative ahead of it), and the sine of its slope."""
    k = ASYMPTOTE / CURVE_m
    root = math.sqrt(1.0 + (k * radius) ** 2)
    front = VERTEX_m - CURVE_m / ASYMPTOTE**2 * (root - 1.0)
    slope = radius / (CURVE_m * root)
    return front - x, 1.0 / math.sqrt(1.0 + slope * slope)


@kernel
def layer(back):
    """Radius and thickness of the shear layer `back` metres behind the shield's edge."""
    closing = math.exp(-((back / NECK_x_m) ** 1.5))
    return NECK_m + (EDGE_m - NECK_m) * closing + 0.007 * back, 0.045 + 0.040 * back / (1.0 + 0.12 * back)


@kernel
def emission(x, y, z, sphere, air, vapour):
    """Radiance per metre (r, g, b), a scale of length on which it changes (m), and the share of smoke at a place.

    `sphere` is the middle of the shield's sphere, (3,), then the unit direction from it to the middle of the shield,
    (3,): the capsule is trimmed, so that the shield does not meet the wind squarely.
    """
    radius = math.sqrt(y * y + z * z)
    after, sine = behind_shock(x, radius)
    if after <= 0.0:
        return 0.0, 0.0, 0.0, max(-0.6 * after, _FINEST_m), 0.0
    r, g, b, smoke, scale = 0.0, 0.0, 0.0, 0.0, _COARSEST_m
    if after < 8.0 * _AIR_FADE_m:
        e = air * sine ** (2 * STEEP) * math.exp(-after / _AIR_FADE_m) * min(1.0, after / 0.02)
        blunt = sine**6  # white and yellow where the shock stands square, pink where it leans
        r, g, b = e, e * (0.28 + 0.47 * blunt), e * (0.46 - 0.03 * blunt)
        scale = min(scale, 0.04 + 0.10 * after)
    sx, sy, sz = x - sphere[0], y - sphere[1], z - sphere[2]
    off = math.sqrt(sx * sx + sy * sy + sz * sz)
    facing = (sx * sphere[3] + sy * sphere[4] + sz * sphere[5]) / max(off, 1e-9)
    if SHIELD_m < off < SHIELD_m + 0.3 and facing > 0.855:
        heated = (max(sx, 0.0) / off) ** 6 * min(1.0, (facing - 0.855) / 0.03)
        e = vapour * heated * math.exp((SHIELD_m - off) / _VAPOUR_m)
        r, g, b, scale = r + e, g + 0.56 * e, b + 0.22 * e, _FINEST_m
    back = EDGE_x_m - x
    if back > 0.0 and radius < 2.5:
        middle, thick = layer(back)
        out = (radius - middle) / thick
        trail = 1.0 / (1.0 + (back / 7.0) ** 2)
        if out < 4.0:
            c, s = y / max(radius, 0.3), z / max(radius, 0.3)  # towards the axis the streaks run together
            drift = 0.55 * back
            streak = value_noise(7.0 * c, 7.0 * s, drift) + 0.8 * value_noise(19.0 * c, 19.0 * s, 1.7 * drift + 8.0)
            lively = max(0.05, 0.7 + 1.3 * streak)
            skin = math.exp(-out * out) * 0.20 * trail * (1.0 - 0.8 * math.exp(-back / 1.2))
            inner = math.exp(-((radius / (0.55 * middle)) ** 2)) * (1.0 - math.exp(-((back / 3.2) ** 2)))
            core = 0.20 * inner * trail
            haze = 0.022 * math.exp(-((radius / (1.25 * middle)) ** 4)) * trail
            warm = math.exp(-back / 5.0)  # pink gas near the edge, orange vapour farther down
            e = (skin * lively + core * (0.6 + 0.4 * lively) + haze) * vapour * min(1.0, back / 0.5)
            r, g, b = r + e, g + e * (0.36 + 0.06 * warm), b + e * (0.12 + 0.27 * warm)
            scale = min(scale, max(0.45 * thick, 0.55 * abs(out) * thick))
            outside = max(0.0, out) / 1.7
            smoke = 0.6 * math.exp(-outside * outside) * (1.0 - math.exp(-back / 1.2)) * math.exp(-back / 40.0)
            smoke *= max(0.0, 0.7 + 0.9 * streak)
        else:
            scale = min(scale, 0.6 * (radius - middle - 3.5 * thick))
    return r, g, b, max(scale, _FINEST_m), smoke


@kernel
def crossing(ox, oy, oz, dx, dy, dz):
    """Where a ray enters and leaves the cylinder that holds shock and trail; enters beyond leaves: a miss."""
    a = dy * dy + dz * dz
    b = oy * dy + oz * dz
    c = oy * oy + oz * oz - REACH_m**2
    if a < 1e-12:
        near, far = (0.0, 1e12) if c < 0.0 else (1.0, 0.0)
    else:
        inside = b * b - a * c
        if inside <= 0.0:
            return 1.0, 0.0
        root = math.sqrt(inside)
        near, far = (-b - root) / a, (-b + root) / a
    d = dx if abs(dx) > 1e-12 else 1e-12
    one, two = (VERTEX_m - ox) / d, (-TRAIL_m - ox) / d
    return max(0.0, near, min(one, two)), min(far, max(one, two))


@kernel
def march(eye, rays, until_m, sphere, strength, smoke_rgb, picture, through):
    """Sum the light along rays.

    Parameters
    ----------
    eye : (3,) where the rays start, WIND
    rays : (n, 3) unit directions
    until_m : (n,) where something solid ends them
    sphere : (6,) middle of the shield's sphere, and the direction from it to the middle of the shield
    strength : (3,) of air, vapour and smoke
    smoke_rgb : (3,) radiance of thick smoke
    picture : (n, 3) radiance added. Changed in place
    through : (n,) share of the light behind that comes through. Changed in place
    """
    ox, oy, oz = eye
    for n in range(rays.shape[0]):
        dx, dy, dz = rays[n]
        t, end = crossing(ox, oy, oz, dx, dy, dz)
        end = min(end, until_m[n])
        left = 1.0
        own = 0.85 + 0.15 * hashed(n, 17, 3)  # neighbours sample at other depths: no bands
        t += own * _FINEST_m
        while t < end and left > 0.004:
            x, y, z = ox + t * dx, oy + t * dy, oz + t * dz
            r, g, b, scale, smoke = emission(x, y, z, sphere, strength[AIR], strength[VAPOUR])
            step = min(own * max(scale, 0.008 * t), end - t + 1e-6)
            extinction = strength[SMOKE] * smoke
            gone = 1.0 - math.exp(-extinction * step)
            picture[n, 0] += left * (r * step + gone * smoke_rgb[0])
            picture[n, 1] += left * (g * step + gone * smoke_rgb[1])
            picture[n, 2] += left * (b * step + gone * smoke_rgb[2])
            left *= 1.0 - gone
            t += step
        through[n] *= left
