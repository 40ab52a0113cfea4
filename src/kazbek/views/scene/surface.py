"""Draws meshes: which pixel sees what, where the Sun's shadow falls, and how paint, foil and metal answer the light.

Reflection: Lambert for paint, the GGX microfacet model for gloss (Walter et al., EGSR 2007), Schlick's Fresnel term.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.kernels.raster import rasterise
from kazbek.views.scene.camera import Camera
from kazbek.views.scene.materials import MATERIALS
from kazbek.views.scene.mesh import Mesh, Model
from kazbek.views.scene.occlusion import Blockers, sun_disc

Floats = NDArray[np.float64]
_SUN_POINTS = 16  # of the Sun's disc; neighbouring places look at different ones
_CLEAR_m = 2e-3  # rays start that far off a surface


@dataclass(frozen=True, slots=True)
class Light:
    """What lights a shot.

    Attributes
    ----------
    to_sun : (3,) unit direction
    sun : (3,) linear RGB irradiance after the air has taken its part; zeros in shadow of the Earth
    ambient : direction field (n, 3) -> (n, 3): radiance arriving from there — sky, or Earthshine from below
    added : direction field like `ambient`: the part of it that no sky or Earth sends (lamp, plumes)
    """

    to_sun: Floats
    sun: Floats
    ambient: Callable[[Floats], Floats]
    added: Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Soup:
    """All triangles of a shot in one set of arrays."""

    vertices_m: Floats
    normals: Floats
    faces: NDArray[np.int64]
    material_of_face: NDArray[np.int64]
    materials: tuple[str, ...]


def soup_of(meshes: Sequence[Mesh]) -> Soup:
    """The meshes as one, for whoever draws them more than once."""
    starts = np.cumsum([0] + [len(m.vertices_m) for m in meshes[:-1]])
    names = sorted({m.material for m in meshes})
    return Soup(
        np.concatenate([m.vertices_m for m in meshes]),
        np.concatenate([m.normals for m in meshes]),
        np.concatenate([m.faces + s for m, s in zip(meshes, starts)]),
        np.concatenate([np.full(len(m.faces), names.index(m.material)) for m in meshes]),
        tuple(names),
    )


def draw_meshes(meshes: Model, camera: Camera, light: Light) -> tuple[Floats, Floats]:
    """Linear RGB (rows, columns, 3) of the meshes, and their depth in metres (infinity where there is none)."""
    soup = soup_of(meshes)
    face_at, depth, weights = faces_seen(soup, camera)
    seen = face_at >= 0
    picture = np.zeros((camera.rows, camera.columns, 3))
    if seen.any():
        picture[seen] = _shade(soup, face_at[seen], weights[seen], camera, light, Blockers.of(meshes))
    return picture, depth


def first_seen(soup: Soup, camera: Camera) -> tuple[NDArray[np.int32], Floats]:
    """Which face each pixel sees first (−1 for none), and its depth in metres."""
    return faces_seen(soup, camera)[:2]


def faces_seen(soup: Soup, camera: Camera) -> tuple[NDArray[np.int32], Floats, Floats]:
    """Which face each pixel sees first (−1 for none), its depth in metres, and the weights of corners 1 and 2 there."""
    depth, face_at, weights = _buffers(camera.rows, camera.columns)
    rasterise(*camera.project(soup.vertices_m), soup.faces, depth, face_at, weights)
    return face_at, depth, weights


def _buffers(rows: int, columns: int) -> tuple[Floats, NDArray[np.int32], Floats]:
    return np.full((rows, columns), np.inf), np.full((rows, columns), -1, dtype=np.int32), np.zeros((rows, columns, 2))


def _shade(soup: Soup, face: NDArray[np.int32], weights: Floats, camera: Camera, light: Light,
           blockers: Blockers) -> Floats:
    corner = soup.faces[face]
    share = np.column_stack((1.0 - weights.sum(axis=1), weights))
    place = np.einsum("nk,nkc->nc", share, soup.vertices_m[corner])
    normal = _unit(np.einsum("nk,nkc->nc", share, soup.normals[corner]))
    to_eye = _unit(camera.at_m - place)
    normal = np.where((normal * to_eye).sum(axis=1, keepdims=True) < 0.0, -normal, normal)
    lit = _sunlit(soup, face, share, place, normal, light, blockers)
    colour = np.empty_like(place)
    for index, name in enumerate(soup.materials):
        of_it = soup.material_of_face[face] == index
        if of_it.any():
            colour[of_it] = _reflect(name, place[of_it], normal[of_it], to_eye[of_it], lit[of_it], light)
    return colour


def _reflect(name: str, place: Floats, normal: Floats, to_eye: Floats, lit: Floats, light: Light) -> Floats:
    """Radiance towards the eye from points of one material."""
    m = MATERIALS[name]
    if m.crinkle > 0.0:
        normal = _unit(normal + m.crinkle * wandering(place / m.crinkle_m))
    base = np.array(m.colour)
    specular = 0.04 * (1.0 - m.metal_frac) + base * m.metal_frac
    paint = base * (1.0 - m.metal_frac)
    n_sun = np.clip(normal @ light.to_sun, 0.0, None)[:, None] * lit[:, None]
    n_eye = np.clip((normal * to_eye).sum(axis=1), 0.02, None)[:, None]
    mirror = 2.0 * n_eye * normal - to_eye
    fresnel = specular + (1.0 - specular) * (1.0 - n_eye) ** 5 * (1.0 - m.roughness)
    around = light.ambient(normal)
    mirrored = light.ambient(_unit(mirror)) * (1.0 - m.roughness) + around * m.roughness
    gloss = _ggx(normal, to_eye, light.to_sun, m.roughness**2) * specular
    return paint * (n_sun * light.sun / np.pi + around) + n_sun * light.sun * gloss + fresnel * mirrored


def _ggx(normal: Floats, to_eye: Floats, to_sun: Floats, alpha: float) -> Floats:
    """Microfacet lobe D·V (n, 1) of Walter et al. (2007), Fresnel left to the caller."""
    half = _unit(to_eye + to_sun)
    nh = np.clip((normal * half).sum(axis=1), 0.0, 1.0)
    nv = np.clip((normal * to_eye).sum(axis=1), 0.05, 1.0)
    nl = np.clip(normal @ to_sun, 0.05, 1.0)
    spread = alpha**2 / (np.pi * (nh**2 * (alpha**2 - 1.0) + 1.0) ** 2)
    k = alpha / 2.0
    lobe: Floats = (spread / (4.0 * (nv * (1 - k) + k) * (nl * (1 - k) + k)))[:, None]
    return lobe


def _sunlit(soup: Soup, face: NDArray[np.int32], share: Floats, place: Floats, normal: Floats, light: Light,
            blockers: Blockers) -> Floats:
    """1 in sunlight, 0 in the shadow another face throws, between on its edge; (n,)."""
    facing = normal @ light.to_sun > 0.0
    lit = np.zeros(len(place))
    if facing.any() and light.sun.max() > 0.0:
        start = _on_round(soup, face[facing], share[facing], place[facing], normal[facing])
        lit[facing] = blockers.share_open(start, sun_disc(light.to_sun, _SUN_POINTS))
    return lit


def _on_round(soup: Soup, face: NDArray[np.int32], share: Floats, place: Floats, normal: Floats) -> Floats:
    """Places moved from flat faces onto the round surface these stand for, so that facets do not shade themselves.

    Hanika, "Hacking the Shadow Terminator", Ray Tracing Gems II, 2021.
    """
    corner = soup.faces[face]
    vertex, bent = soup.vertices_m[corner], soup.normals[corner]
    bent = np.where(np.einsum("nkc,nc->nk", bent, normal)[..., None] < 0.0, -bent, bent)
    below = np.minimum(np.einsum("nkc,nkc->nk", place[:, None] - vertex, bent), 0.0)
    return place - np.einsum("nk,nk,nkc->nc", share, below, bent) + _CLEAR_m * normal


_ASKEW = np.array(((0.36, 0.48, -0.8), (-0.8, 0.6, 0.0), (0.48, 0.64, 0.6)))  # so that no wave runs along an axis


def wandering(p: Floats) -> Floats:
    """A smooth pseudo-random direction field for foil and quilt; (n, 3) in −1…1."""
    out = np.zeros_like(p)
    for k, weight in ((0.43, 0.35), (1.0, 0.40), (2.3, 0.25)):
        q = k * p @ _ASKEW + 7.0 * k
        out[:, 0] += weight * np.sin(3.1 * q[:, 1] + 2.0 * np.sin(2.3 * q[:, 2] + q[:, 0]))
        out[:, 1] += weight * np.sin(2.7 * q[:, 2] + 2.0 * np.sin(3.1 * q[:, 0] + q[:, 1]))
        out[:, 2] += weight * np.sin(2.9 * q[:, 0] + 2.0 * np.sin(2.6 * q[:, 1] + q[:, 2]))
    return out


def _unit(v: Floats) -> Floats:
    unit: Floats = v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-12)
    return unit
