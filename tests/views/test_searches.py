"""What searches print: no line over 100 columns, instants, light and reasons in it (the contract of the terminal)."""

from kazbek.views.searches import landing_text, window_text

STATION = {"source": "a.tle", "propagated": True}
WAY = {
    "name": "two-orbits-6h",
    "liftoff_utc": "2021-10-05T08:55:02.926000Z",
    "phase_angle_deg": 15.4,
    "plane_offset_deg": 0.279,
    "azimuth_deg": 61.77,
    "docking_utc": "2021-10-05T12:08:34.000000Z",
    "planned_contact_utc": "2021-10-05T12:12:10.000000Z",
    "sun_at_contact": "light",
    "contact_rule": "sunset",
    "delta_v_m_s": 125.2,
    "closes": True,
    "why": "",
}
SHUT = WAY | {
    "closes": False,
    "delta_v_m_s": None,
    "liftoff_utc": None,
    "why": "the station is " + "far " * 30 + "ahead",
}
HOME = {
    "undocking_utc": "2021-10-17T01:12:14.0Z",
    "deorbit_burn_utc": "2021-10-17T03:41:49.0Z",
    "deorbit_delta_v_m_s": 128.0,
    "touchdown_utc": "2021-10-17T04:35:53.0Z",
    "module_separation_utc": "2021-10-17T04:10:11.0Z",
    "entry_interface_utc": "2021-10-17T04:13:04.0Z",
    "parachute_opening_utc": None,
    "peak_load_g": 3.77,
    "latitude_deg": -47.324,
    "longitude_deg": -169.602,
    "miss_km": 1.8,
    "cross_range_km": -157.0,
    "sun_elevation_deg": 24.0,
    "ballistic": {"latitude_deg": 45.99, "longitude_deg": 63.79, "shortfall_km": 462.0, "peak_load_g": 8.3},
}


def test_arrivals_by_day_with_their_light_and_why_others_do_not_close():
    crossing = {"plane_crossing_utc": "2021-10-05T08:58:30.0Z", "profiles": [SHUT, WAY]}
    lines = list(window_text({"station": STATION, "opportunities": [crossing]}))
    assert max(map(len, lines)) <= 100
    closing = next(k for k, line in enumerate(lines) if "08:55:02.9 " in line)
    assert lines[closing].endswith("12:12   light, by sunset")
    assert any("does not close: the station is far" in line for line in lines[closing + 1 :])


def test_a_way_home_names_the_instants_of_its_descent():
    lines = list(landing_text({"station": STATION, "opportunities": [HOME], "refused": []}))
    assert max(map(len, lines)) <= 100
    said = "\n".join(lines)
    for word in ("2021-10-17 03:41:49", "modules apart 04:10:11", "entry 04:13:04", "parachutes none", "462 km short"):
        assert word in said


def test_no_way_home_says_why_of_each_passage():
    far = {"near_utc": "2021-10-17T06:58:40.0Z", "why": "the aim lies " + "far " * 30 + "away"}
    lines = list(landing_text({"station": STATION, "opportunities": [], "refused": [far] * 9}))
    assert max(map(len, lines)) <= 100
    assert lines[2].startswith("  2021-10-17 06:58  the aim lies far")
    assert lines[-2] == "  and 1 more (--json lists them)"
    assert "search longer" in list(landing_text({"station": STATION, "opportunities": [], "refused": []}))[1]
