"""The same shot path-traced by Mitsuba 3 (extra ``pictures``): true shadows, Earthshine, reflections of ship in ship.

Only the craft is traced; Earth, sky, stars and plumes are kazbek's own, behind and before it. The variant is
``scalar_rgb``: it needs no GPU, no display and no LLVM.

Sun, surroundings and lamps are traced one after the other, each a few times over: no path is spent on choosing among
lights, the Sun can stand at another point of its disc each time, and how far the times disagree tells the noise.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.errors import DataError, MissingExtra
from kazbek.base.types import Floats
from kazbek.pictures.light.occlusion import sun_disc
from kazbek.pictures.models.mesh import Model
from kazbek.pictures.render.denoise import Frame, Seen, denoised
from kazbek.pictures.render.dressed import dressed
from kazbek.pictures.render.shot import Shot, composed
from kazbek.pictures.render.traced_scene import scene_of

_SAMPLES = 16  # paths per pixel
_SHARE = {"sun": 0.6, "around": 0.4, "lamps": 0.4}  # of the paths, where all shine
_TIMES = {"sun": 6, "around": 4, "lamps": 4}
# A spark outshines the second brightest rendering that many times, and is as bright as something white in the Sun.
_SPARK_RATIO, _SPARK_LEAST = 3.0, 3.0


@functools.cache
def _mitsuba() -> Any:
    try:
        import mitsuba
    except ImportError:
        raise MissingExtra("pictures", "a full picture (use `draft` without it)") from None
    try:
        mitsuba.set_variant("scalar_rgb")
    except (ImportError, NameError, AttributeError) as fault:  # bare Debian lacks libatomic1
        raise DataError(
            f"Mitsuba is installed but does not start ({fault})",
            cure="on Debian or Ubuntu run: apt install libatomic1; or use `draft`",
        ) from None
    mitsuba.set_log_level(mitsuba.LogLevel.Error)
    return mitsuba


def ready() -> None:
    """Raise what :func:`full` would: Mitsuba is not installed, or does not start."""
    _mitsuba()


def full(shot: Shot, samples: int = _SAMPLES) -> NDArray[np.uint8]:
    """The shot with its craft path-traced; (rows, columns, 3) sRGB bytes.

    Parameters
    ----------
    shot : what to draw
    samples : paths per pixel, all lights together

    Raises
    ------
    MissingExtra, DataError
        Mitsuba is not installed, or does not start.
    """
    _mitsuba()
    model = dressed(shot.model, shot.camera)
    seen = Seen.by(shot.camera, model)
    parts = traced(shot, model, samples * shot.care, seen.frame)
    cover = np.mean([part.cover for part in parts], axis=0) if parts else np.zeros(seen.kind.shape)
    craft = np.zeros((*seen.kind.shape, 3))
    for part in parts:
        craft += denoised(part.light, part.variance, cover, seen)
    return composed(shot, craft, cover, seen.depth_m)


@dataclass(frozen=True, slots=True)
class Traced:
    """What one kind of light adds to a picture.

    Attributes
    ----------
    light : (rows, columns, 3) linear RGB, multiplied by the cover
    variance : (rows, columns) of the mean of the three colours
    cover : (rows, columns) 0–1, how much of each pixel the craft fills
    """

    light: Floats
    variance: Floats
    cover: Floats


def traced(shot: Shot, model: Model, samples: int, frame: Frame | None) -> list[Traced]:
    """Each kind of light that shines, traced within `frame`; nothing where the craft is out of the picture."""
    if frame is None:
        return []
    mi = _mitsuba()
    scene = mi.load_dict(scene_of(mi, shot, model, frame))
    values = mi.traverse(scene)
    kinds = [kind for kind in _SHARE if _shines(kind, shot)]
    parts = []
    for kind in kinds:
        times, share = _TIMES[kind], _SHARE[kind] / sum(_SHARE[other] for other in kinds)
        _only(kind, values, shot)
        turn = _sun_turner(mi, shot, values, times) if kind == "sun" else None
        parts.append(_averaged(mi, scene, times, max(1, round(samples * share / times)), turn, shot, frame))
    return parts


def _shines(kind: str, shot: Shot) -> bool:
    lit = bool(shot.light.sun.max() > 1e-6)
    return {"sun": lit, "around": not shot.indoors, "lamps": any(max(lamp.intensity) > 0.0 for lamp in shot.lamps)}[
        kind
    ]


def _only(kind: str, values: Any, shot: Shot) -> None:
    """Switch off every light but those of one kind."""
    sun = shot.light.sun
    values["around.scale"] = values["around.sampling_weight"] = 1.0 if kind == "around" else 0.0
    values["sun.sampling_weight"] = 1.0 if kind == "sun" else 0.0
    values["sun.irradiance.value"] = [float(x) * (kind == "sun") for x in sun]
    for number, lamp in enumerate(shot.lamps):
        on = 1.0 if kind == "lamps" else 0.0
        values[f"lamp{number}.intensity.value"] = [on * float(x) for x in lamp.intensity]
        values[f"lamp{number}.sampling_weight"] = on * float(max(lamp.intensity))
    values.update()


def _sun_turner(mi: Any, shot: Shot, values: Any, times: int) -> Callable[[int], None]:
    """Puts the light at the k-th of a few points spread over the Sun's disc."""
    disc = sun_disc(shot.to_sun_LOCAL, times)

    def turn(k: int) -> None:
        up = np.eye(3)[int(np.argmin(np.abs(disc[k])))]
        values["sun.to_world"] = mi.ScalarTransform4f().look_at(
            origin=[0.0, 0.0, 0.0], target=(-disc[k]).tolist(), up=up.tolist()
        )
        values.update()

    return turn


def _averaged(
    mi: Any, scene: Any, times: int, samples: int, turn: Callable[[int], None] | None, shot: Shot, frame: Frame
) -> Traced:
    """Mean of several renderings, and the variance of that mean."""
    pictures = []
    for k in range(times):
        if turn is not None:
            turn(k)
        pictures.append(np.array(mi.render(scene, spp=samples, seed=k)))
    each = without_sparks(np.stack(pictures))
    size = (shot.camera.rows, shot.camera.columns)
    whole, spread = np.zeros((*size, 4)), np.zeros(size)
    whole[frame] = each.mean(axis=0)
    spread[frame] = each[..., :3].mean(axis=-1).var(axis=0, ddof=1) / times
    return Traced(whole[..., :3], spread, np.clip(whole[..., 3], 0.0, 1.0))


def without_sparks(each: NDArray[np.float32]) -> NDArray[np.float32]:
    """Several renderings (times, rows, columns, 4) of one thing, without what only one of them saw, and very brightly.

    Such a spark is a path that met a lamp in a mirror: true on average over thousands of paths, noise in a few.
    """
    grey = each[..., :3].mean(axis=-1)
    second = np.sort(grey, axis=0)[-2]
    most = np.maximum(_SPARK_RATIO * second, _SPARK_LEAST)
    limited = each.copy()
    limited[..., :3] *= np.minimum(1.0, most / np.maximum(grey, 1e-12))[..., None]
    return limited
