"""Commanded attitude beside the station: no jumps that a ship could not turn, nose where it belongs."""

from __future__ import annotations

import numpy as np
from near_station import arrival, close_scene, to_contact


def test_the_ship_turns_no_faster_than_she_can() -> None:
    for leg in to_contact(arrival(), close_scene()):
        q = np.column_stack([leg.telemetry[f"q_BODY_GCRF_{c}"] for c in "wxyz"])
        np.testing.assert_allclose(np.linalg.norm(q, axis=1), 1.0, atol=1e-12)
        seconds = np.diff(leg.telemetry["tai_ns"]) / 1e9
        turned_deg = 2.0 * np.degrees(np.arccos(np.clip(np.abs(np.sum(q[1:] * q[:-1], axis=1)), 0.0, 1.0)))
        # 1.5 degrees a second about one axis, the feet following about the other; half a degree where laws change.
        assert (turned_deg < 0.75 + 3.0 * seconds).all()
