"""The picture of an escape: what leaves, what stays behind, which motors burn."""

from __future__ import annotations

import numpy as np
import pytest

import kazbek
from kazbek.gallery.composers import of_escape
from kazbek.gallery.shots import composed
from kazbek.pictures.models.launch import launcher
from kazbek.pictures.models.mesh import Model
from kazbek.pictures.render.shot import Shot
from kazbek.record.record import Record
from kazbek.views.story.beats import beats

SIZE = (96, 54)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return kazbek.fly("soyuz-ms-10", out=tmp_path_factory.mktemp("escape") / "record", sigma=False)


@pytest.fixture(scope="module")
def shot(record: Record) -> Shot:
    found = composed(next(beat for beat in beats(record, "en") if beat.key == "abort"), record, SIZE)
    assert found is not None
    return found


def ahead_m(model: Model, axis: np.ndarray) -> np.ndarray:
    return np.unique(np.concatenate([mesh.vertices_m[mesh.faces.ravel()] @ axis for mesh in model]).round(2))


def test_the_head_has_left_a_launcher_without_strap_ons(record: Record, shot: Shot) -> None:
    """By 15 m, along the axis that the launcher was last steered to."""
    ascent = record["up"]["ascent"]
    heading_rad, pitch_rad = (float(ascent[f"{name}_rad"][-1]) for name in ("heading", "pitch"))
    east, north, up = np.sin(heading_rad), np.cos(heading_rad), np.tan(pitch_rad)
    axis = np.array((east, north, up)) / np.linalg.norm((east, north, up))
    gaps_m = np.diff(ahead_m(shot.model, axis))
    assert gaps_m.max() == pytest.approx(of_escape._AHEAD_m, abs=1.0)


def test_everything_fits_the_picture(shot: Shot) -> None:
    x, y, inverse = shot.camera.project(np.concatenate([mesh.vertices_m[mesh.faces.ravel()] for mesh in shot.model]))
    assert (inverse > 0.0).all()
    assert 0.0 < x.min() < x.max() < SIZE[0]
    assert 0.0 < y.min() < y.max() < SIZE[1]


@pytest.mark.parametrize(
    ("gone", "jets"),
    [
        (set(), 12),  # the nozzles of the tower's main motor
        ({"liftoff", "escape_tower_jettison"}, 4),  # on the fairing: two pairs
        ({"liftoff", "escape_tower_jettison", "fairing_jettison"}, 0),  # springs
    ],
)
def test_the_motors_that_are_there_burn(gone: set[str], jets: int) -> None:
    found = of_escape._jets(frozenset(gone), 1e-3)
    assert len(found) == jets
    assert all(jet.along[0] < 0.0 and jet.at_m[0] > launcher.NOSE_FOOT_m for jet in found)
