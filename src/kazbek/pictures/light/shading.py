"""How paint, foil and metal answer the light, for drafts: every lamp and the Sun with true shadows, the sky dimmed
where things stand before it.

Reflection: Lambert for paint, the GGX microfacet model for gloss (Walter et al., EGSR 2007), Schlick's Fresnel term.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats, Integers
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.directions import unit
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.light.light import Light
from kazbek.pictures.light.occlusion import Blockers, sun_disc
from kazbek.pictures.models.materials import MATERIALS
from kazbek.pictures.models.wrinkles import wrinkle
from kazbek.pictures.render.dressed import wrinkles_seen

# The four places of a draft's pixel share the work: each looks at other points of the Sun and of the sky.
_SUN_RAYS, _SKY_RAYS = 2, 5
_CLEAR_m = 2e-3  # rays start that far off a surface


@dataclass(frozen=True, slots=True)
class Points:
    """Places on surfaces.

    Attributes
    ----------
    place : (n, 3) metres
    start : (n, 3) just off the surface: where rays to the light begin
    normal, to_eye : (n, 3) unit
    colour : (n, 3) linear RGB
    metal_frac, roughness : (n, 1)
    corner : (n,) 0–3, which of four neighbouring places each is
    """

    place: Floats
    start: Floats
    normal: Floats
    to_eye: Floats
    colour: Floats
    metal_frac: Floats
    roughness: Floats
    corner: Integers

    @classmethod
    def on(
        cls,
        vertices: Floats,
        bent: Floats,
        share: Floats,
        camera: Camera,
        materials: tuple[str, ...],
        of: Integers,
        corner: Integers,
    ) -> Points:
        """Places at `share` (n, 3) of the corners `vertices` (n, 3, 3), whose normals are `bent` (n, 3, 3).

        `of` (n,) says which of the `materials` each is made of.
        """
        place = np.einsum("nk,nkc->nc", share, vertices)
        normal = unit(np.einsum("nk,nkc->nc", share, bent))
        to_eye = unit(camera.at_m - place)
        normal = np.where((normal * to_eye).sum(axis=1, keepdims=True) < 0.0, -normal, normal)
        start = _on_round(vertices, bent, share, place, normal)
        looks = [MATERIALS[name] for name in materials]
        for index in np.unique(of):
            material, chosen = looks[index], of == index
            if material.crinkle > 0.0:
                near = np.linalg.norm(place[chosen] - camera.at_m, axis=1)
                bent_there = normal[chosen]
                wrinkle(bent_there, place[chosen], wrinkles_seen(material, near, camera), material.crinkle_m)
                normal[chosen] = bent_there
        colour, metal, rough = (
            np.array([getattr(look, name) for look in looks], dtype=float)
            for name in ("colour", "metal_frac", "roughness")
        )
        return cls(place, start, normal, to_eye, colour[of], metal[of, None], rough[of, None], corner)


def shade(points: Points, light: Light, blockers: Blockers) -> Floats:
    """Radiance (n, 3) towards the eye."""
    openness = blockers.sky_share(points.start, points.normal, _SKY_RAYS, _SKY_RAYS * points.corner, 4 * _SKY_RAYS)
    radiance = _from_around(points, light, openness[:, None])
    radiance += _from_sun(points, light, blockers)
    for lamp in light.lamps:
        radiance += _from_lamp(points, lamp, blockers)
    return radiance


def _from_around(points: Points, light: Light, openness: Floats) -> Floats:
    """Sky, Earth and the camera's own light, mirrored and scattered."""
    n_eye = np.clip((points.normal * points.to_eye).sum(axis=1), 0.02, None)[:, None]
    around = light.ambient(points.normal)
    mirrored = light.ambient(unit(2.0 * n_eye * points.normal - points.to_eye))
    mirrored = mirrored * (1.0 - points.roughness) + around * points.roughness
    specular = _specular(points)
    fresnel = specular + (1.0 - specular) * (1.0 - n_eye) ** 5 * (1.0 - points.roughness)
    paint: Floats = points.colour * (1.0 - points.metal_frac)
    return (paint * around + fresnel * mirrored) * openness


def _from_sun(points: Points, light: Light, blockers: Blockers) -> Floats:
    height = points.normal @ light.to_sun
    lit, facing = np.zeros(len(height)), height > 0.0
    if light.sun.max() > 0.0:
        disc, first = sun_disc(light.to_sun, 4 * _SUN_RAYS), _SUN_RAYS * points.corner[facing]
        lit[facing] = blockers.share_open(points.start[facing], disc, _SUN_RAYS, first=first)
    arriving = light.sun * (np.clip(height, 0.0, None) * lit)[:, None]
    return _answer(points, np.broadcast_to(light.to_sun, points.normal.shape), arriving)


def _from_lamp(points: Points, lamp: Lamp, blockers: Blockers) -> Floats:
    arriving = lamp.irradiance(points.place, points.normal)
    reached = arriving.max(axis=1) > 0.0
    gap = np.asarray(lamp.at_m) - points.start
    arriving[reached] *= blockers.in_sight(points.start[reached], gap[reached])[:, None]
    return _answer(points, unit(gap), arriving)


def _answer(points: Points, towards: Floats, arriving: Floats) -> Floats:
    """Radiance from light that arrives out of directions (n, 3) as irradiance (n, 3) on the surface."""
    gloss = _ggx(points.normal, points.to_eye, towards, points.roughness[:, 0] ** 2) * _specular(points)
    answer: Floats = arriving * (points.colour * (1.0 - points.metal_frac) / np.pi + gloss)
    return answer


def _specular(points: Points) -> Floats:
    """Reflectance (n, 3) of a surface seen straight on."""
    specular: Floats = 0.04 * (1.0 - points.metal_frac) + points.colour * points.metal_frac
    return specular


def _ggx(normal: Floats, to_eye: Floats, towards: Floats, alpha: Floats) -> Floats:
    """Microfacet lobe D·V (n, 1) of Walter et al. (2007), Fresnel left to the caller."""
    half = unit(to_eye + towards)
    nh = np.clip((normal * half).sum(axis=1), 0.0, 1.0)
    nv = np.clip((normal * to_eye).sum(axis=1), 0.05, 1.0)
    nl = np.clip((normal * towards).sum(axis=1), 0.05, 1.0)
    spread = alpha**2 / (np.pi * (nh**2 * (alpha**2 - 1.0) + 1.0) ** 2)
    k = alpha / 2.0
    lobe: Floats = (spread / (4.0 * (nv * (1 - k) + k) * (nl * (1 - k) + k)))[:, None]
    return lobe


def _on_round(vertices: Floats, bent: Floats, share: Floats, place: Floats, normal: Floats) -> Floats:
    """Places moved from flat faces onto the round surface these stand for, so that facets do not shade themselves.

    Hanika, "Hacking the Shadow Terminator", Ray Tracing Gems II, 2021.
    """
    bent = np.where(np.einsum("nkc,nc->nk", bent, normal)[..., None] < 0.0, -bent, bent)
    below = np.minimum(np.einsum("nkc,nkc->nk", place[:, None] - vertices, bent), 0.0)
    return place - np.einsum("nk,nk,nkc->nc", share, below, bent) + _CLEAR_m * normal
