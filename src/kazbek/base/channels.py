"""The telemetry dictionary: every column a leg may carry, declared before anything flows.

Views, files and plots take their labels, units and limits from here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """One column of telemetry: unit and frame as its name says, a sentence, and limits for warnings."""

    name: str
    unit: str
    frame: str
    sentence: str
    low: float | None = None
    high: float | None = None


def _vector(stem: str, unit: str, frame: str, sentence: str) -> list[Channel]:
    return [Channel(stem.replace("@", axis), unit, frame, f"{sentence}, {axis} axis") for axis in "xyz"]


_ALL = [
    Channel("tai_ns", "ns", "", "Instant: TAI nanoseconds since 2000-01-01"),
    Channel("met_s", "s", "", "Time since this ship's lift-off; absent where the lift-off is not part of the mission"),
    *_vector("r_GCRF_@_m", "m", "GCRF", "Position of the centre of mass"),
    *_vector("v_GCRF_@_m_s", "m/s", "GCRF", "Velocity of the centre of mass"),
    *[Channel(f"q_BODY_GCRF_{c}", "", "BODY", f"Attitude quaternion, component {c} (scalar first)") for c in "wxyz"],
    Channel("mass_kg", "kg", "", "Total mass", low=0.0),
    Channel("propellant_kg", "kg", "", "Usable propellant of the ship's engines", low=0.0),
    Channel("oxygen_kg", "kg", "", "Liquid oxygen aboard the launcher", low=0.0),
    Channel("kerosene_kg", "kg", "", "Kerosene aboard the launcher", low=0.0),
    Channel("peroxide_kg", "kg", "", "Hydrogen peroxide aboard the launcher", low=0.0),
    Channel("boiled_off_kg", "kg", "", "Oxygen that has boiled away on the pad", low=0.0),
    Channel("ullage_frac", "", "", "Share of the tanks' volume that is free"),
    Channel("latitude_rad", "rad", "ITRF", "Geodetic latitude, WGS-84"),
    Channel("longitude_rad", "rad", "ITRF", "Longitude, east positive"),
    Channel("height_m", "m", "ITRF", "Height above the WGS-84 ellipsoid"),
    Channel("speed_GCRF_m_s", "m/s", "GCRF", "Inertial speed"),
    Channel("speed_ITRF_m_s", "m/s", "ITRF", "Speed over the rotating Earth"),
    Channel("flight_path_angle_rad", "rad", "ITRF", "Angle of the Earth-relative velocity above the local horizon"),
    Channel("heading_rad", "rad", "ITRF", "Azimuth of the Earth-relative velocity, from north through east"),
    Channel("downrange_m", "m", "ITRF", "Great-circle distance over the ground from the pad"),
    Channel("pitch_rad", "rad", "ITRF", "Angle of the long axis above the local horizon"),
    Channel("alpha_rad", "rad", "BODY", "Total angle of attack against the air"),
    Channel("bank_rad", "rad", "BODY", "Bank angle of the lift vector about the air-relative velocity"),
    Channel("mach", "", "", "Mach number"),
    Channel("density_kg_m3", "kg/m³", "", "Air density"),
    Channel("dynamic_pressure_Pa", "Pa", "", "Dynamic pressure", high=45_000.0),
    Channel("thrust_N", "N", "BODY", "Thrust along the long axis"),
    Channel("throttle_frac", "", "", "Throttle of the launcher's first stage in its file"),
    Channel("drag_N", "N", "", "Aerodynamic drag"),
    Channel("load_m_s2", "m/s²", "BODY", "Sensed acceleration (what the crew feels), magnitude", high=9.0 * 9.80665),
    Channel("load_SEAT_x_m_s2", "m/s²", "SEAT", "Sensed acceleration from chest to back of a person in the couch"),
    Channel("load_SEAT_z_m_s2", "m/s²", "SEAT", "Sensed acceleration from head to feet of a person in the couch"),
    Channel("heat_flux_W_m2", "W/m²", "", "Stagnation-point convective heat flux"),
    Channel("heat_load_J_m2", "J/m²", "", "Stagnation-point heat load since entry interface"),
    Channel("configuration", "", "", "What is attached: a bit per stage or element, see the leg's manifest entry"),
    Channel("range_m", "m", "RTN", "Distance to the station's centre of mass, or to the port where the leg says so"),
    Channel("range_rate_m_s", "m/s", "RTN", "Rate of that distance, negative when closing"),
    *[
        Channel(f"r_RTN_{a}_m", "m", "RTN", f"Position of the ship in the station's RTN frame, {w}")
        for a, w in (("R", "radial (up)"), ("T", "along-track (forward)"), ("N", "cross-track"))
    ],
    *[
        Channel(f"v_RTN_{a}_m_s", "m/s", "RTN", f"Velocity of the ship in the station's rotating RTN frame, {w}")
        for a, w in (("R", "radial (up)"), ("T", "along-track (forward)"), ("N", "cross-track"))
    ],
    *_vector("r_PORT_@_m", "m", "PORT", "Position of the probe tip in the frame of the port"),
    *_vector("v_PORT_@_m_s", "m/s", "PORT", "Velocity of the probe tip in the frame of the port"),
    *_vector("w_BODY_@_rad_s", "rad/s", "BODY", "Rate of the ship against the stars"),
    *[
        Channel(f"station_turn_{a}_rad", "rad", "RTN", f"Turn of the station from its flown attitude, {a}")
        for a in "RTN"
    ],
    *_vector("hand_push_@_frac", "", "BODY", "Deflection of the translation handle"),
    *_vector("hand_turn_@_frac", "", "BODY", "Deflection of the rotation handle"),
    Channel("kurs_age_s", "s", "", "Time since the approach radio last measured"),
    Channel("jets_impulse_N_s", "N s", "", "Impulse of all jets since the leg began"),
    Channel("delta_v_m_s", "m/s", "", "Velocity change spent since separation from the launcher"),
    Channel("canopy_area_m2", "m²", "", "Inflated canopy area (Cd not included)"),
    Channel("sun_elevation_rad", "rad", "ITRF", "Elevation of the Sun above the local horizon"),
]

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in _ALL}
