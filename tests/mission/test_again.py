"""A record flown again from its mission, seed and wind: the same digest, on the machine that flew it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import kazbek
from kazbek.record.bits import flown_digest
from kazbek.world.wind import Wind


def test_a_record_with_a_seed_and_a_wind_is_flown_again_to_the_bit(tmp_path: Path) -> None:
    wind = Wind(((0.0, 3.0, 1.0), (12_000.0, 25.0, -4.0)))
    flown = kazbek.fly("soyuz-ms-19", until="max_q", seed=7, wind=wind, sigma=False, out=tmp_path / "max-q")
    good = kazbek.verify(tmp_path / "max-q")
    assert good.same, good.sentence
    assert good.digest == flown_digest(flown)
    edited = replace(flown, manifest={**flown.manifest, "seed": 8}, directory=None)
    other = kazbek.verify(edited)
    assert not other.same
    assert other.sentence.startswith("Another flight: the first event that differs is")
