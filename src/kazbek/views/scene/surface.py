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
from kazbek.views.scene.mesh import Mesh

Floats = NDArray[np.float64]
_SHADOW_px = (256, 2048)  # fewest and most texels of a shadow map, each way


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


def draw_meshes(meshes: Sequence[Mesh], camera: Camera, light: Light) -> tuple[Floats, Floats]:
    """Linear RGB (rows, columns, 3) of the meshes, and their depth in metres (infinity where there is none)."""
    soup = soup_of(meshes)
    depth, face_at, weights = _buffers(camera.rows, camera.columns)
    rasterise(*camera.project(soup.vertices_m), soup.faces, depth, face_at, weights)
    seen = face_at >= 0
    picture = np.zeros((camera.rows, camera.columns, 3))
    if seen.any():
        picture[seen] = _shade(soup, face_at[seen], weights[seen], camera, light)
    return picture, depth


def first_seen(soup: Soup, camera: Camera) -> tuple[NDArray[np.int32], Floats]:
    """Which face each pixel sees first (−1 for none), and its depth in metres."""
    depth, face_at, weights = _buffers(camera.rows, camera.columns)
    rasterise(*camera.project(soup.vertices_m), soup.faces, depth, face_at, weights)
    return face_at, depth


def _buffers(rows: int, columns: int) -> tuple[Floats, NDArray[np.int32], Floats]:
    return np.full((rows, columns), np.inf), np.full((rows, columns), -1, dtype=np.int32), np.zeros((rows, columns, 2))


def _shade(soup: Soup, face: NDArray[np.int32], weights: Floats, camera: Camera, light: Light) -> Floats:
    corner = soup.faces[face]
    share = np.column_stack((1.0 - weights.sum(axis=1), weights))
    place = np.einsum("nk,nkc->nc", share, soup.vertices_m[corner])
    normal = _unit(np.einsum("nk,nkc->nc", share, soup.normals[corner]))
    to_eye = _unit(camera.at_m - place)
    normal = np.where((normal * to_eye).sum(axis=1, keepdims=True) < 0.0, -normal, normal)
    lit = _sunlit(soup, place, normal, light.to_sun)
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


def sunlit(meshes: Sequence[Mesh], places_m: Floats, to_sun: Floats) -> Floats:
    """How much of the Sun reaches level places (n, 3) past the meshes; (n,) 0–1, 1 outside their reach."""
    return _sunlit(soup_of(meshes), places_m, np.broadcast_to((0.0, 0.0, 1.0), places_m.shape), to_sun)


def _sunlit(soup: Soup, place: Floats, normal: Floats, to_sun: Floats) -> Floats:
    """1 in sunlight, 0 in the shadow another face throws, softened over neighbouring texels; (n,)."""
    centre = soup.vertices_m.mean(axis=0)
    axes = _sun_axes(to_sun)
    local = (soup.vertices_m - centre) @ axes.T
    low, high = local[:, :2].min(axis=0), local[:, :2].max(axis=0)
    texels = int(np.clip(6.0 * np.sqrt(len(place)), *_SHADOW_px))  # as fine as the picture can show
    texel_m = float((high - low).max()) / (texels - 8) + 1e-9
    # Sunlight is parallel. Seen from 1e5 sizes away the rasteriser's 1/depth is linear to 1e-5 of the scene's size.
    nearest = float(local[:, 2].min()) - 1e5 * float(np.ptp(local, axis=0).max())
    depth, face_at, weights = _buffers(texels, texels)
    x, y = ((local[:, :2] - low) / texel_m + 4.0).T
    rasterise(
        np.ascontiguousarray(x),
        np.ascontiguousarray(y),
        1.0 / (local[:, 2] - nearest),
        soup.faces,
        depth,
        face_at,
        weights,
    )
    here = (place + normal * texel_m * 2.5 - centre) @ axes.T
    column, row = (here[:, :2] - low).T / texel_m + 4.0
    gap = here[:, 2] - nearest - 3.0 * texel_m
    outside = (np.minimum(column, row) < 1.0) | (np.maximum(column, row) > texels - 2.0)
    lit = np.zeros(len(place))
    for dx in (-0.75, 0.0, 0.75):
        for dy in (-0.75, 0.0, 0.75):
            i = np.clip((row + dy).astype(int), 0, texels - 1)
            j = np.clip((column + dx).astype(int), 0, texels - 1)
            lit += (gap <= depth[i, j]) | outside
    return lit / 9.0


def _sun_axes(to_sun: Floats) -> Floats:
    helper = np.eye(3)[int(np.argmin(np.abs(to_sun)))]
    x = _unit(np.cross(helper, to_sun)[None])[0]
    return np.array((x, np.cross(to_sun, x), -to_sun))


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
