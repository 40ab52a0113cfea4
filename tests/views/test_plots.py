"""Plots of a record: what is drawn is what was flown, and what cannot be drawn is one sentence."""

import sys

import numpy as np
import pytest

import kazbek
from kazbek.base.errors import DataError, MissingExtra
from kazbek.mission.fly import fly
from kazbek.views.plots.draw import draw
from kazbek.views.plots.track import _ground


@pytest.fixture(scope="module")
def record(flagship, tmp_path_factory):
    """The flagship's record, pad to landings."""
    return kazbek.load(flagship.save(tmp_path_factory.mktemp("plots") / "r").directory)


def test_every_flight_is_drawn(record, tmp_path):
    from PIL import Image

    drawn = draw(record, tmp_path / "plots")
    assert {path.name for path in drawn} == {
        "up-ascent.png",
        "up-chase.png",
        "up-ground-track.png",
        "film-crew-home-descent.png",
        "film-crew-home-ground-track.png",
        "commander-home-descent.png",
        "commander-home-ground-track.png",
    }
    for path in drawn:
        with Image.open(path) as picture:
            assert min(picture.size) > 700
            ink = np.asarray(picture.convert("L")) < 128
            assert 0.001 < ink.mean() < 0.5  # neither blank nor black


def test_ground_tracks_begin_and_end_where_the_flights_do(record):
    latitude_deg, longitude_deg = _ground(record["up"])
    assert (latitude_deg[0], longitude_deg[0]) == pytest.approx((45.996, 63.564), abs=0.01)  # the pad
    assert np.abs(latitude_deg).max() == pytest.approx(51.8, abs=0.2)  # inclination 51.6°, geodetic
    latitude_deg, longitude_deg = _ground(record["film-crew-home"])
    touchdown = record["film-crew-home"].event("touchdown").values
    assert (latitude_deg[-1], longitude_deg[-1]) == pytest.approx(
        (touchdown["latitude_deg"], touchdown["longitude_deg"]), abs=0.01
    )


def test_a_record_without_a_leg_cannot_be_drawn(tmp_path):
    place = tmp_path / "r"
    fly("soyuz-ms-19", out=place, sigma=False, changes={"ship.mass.reserve_home_kg": 800.0})
    with pytest.raises(DataError, match="could be drawn"):
        draw(kazbek.load(place), tmp_path / "plots")


def test_a_missing_extra_is_named(record, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"kazbek\[plots\]"):
        draw(record, tmp_path)


def test_a_folder_that_cannot_be_written_is_one_sentence(record, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"cannot write .*file is a file; choose another `plots`"):
        draw(record, tmp_path / "file")


def test_the_dark_look_is_dark_and_legible():
    """Paper and ink change places; the contrast stays what WCAG asks for."""
    from matplotlib.colors import to_rgb

    from kazbek.views.plots.style import look

    def luminance(colour):
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    for name, dark in (("light", False), ("dark", True)):
        settings = look(name)
        paper = luminance(settings["figure.facecolor"])
        assert (paper < 0.05) == dark
        for colour in settings["axes.prop_cycle"].by_key()["color"]:
            low, high = sorted((luminance(colour), paper))
            least = 4.5 if colour == settings["text.color"] else 3.0  # letters, and lines
            assert (high + 0.05) / (low + 0.05) > least
    with pytest.raises(DataError, match="dusk"):
        look("dusk")
