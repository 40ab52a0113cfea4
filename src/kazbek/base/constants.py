"""Numbers of nature and convention, each with its source. Vehicle figures live in data files, not here."""

from __future__ import annotations

SECONDS_PER_DAY_s = 86_400.0
G0_m_s2 = 9.806_65  # standard gravity, CGPM 1901: converts specific impulse, and "g" in loads
AU_m = 149_597_870_700.0  # IAU 2012 resolution B2

# WGS-84 (NGA.STND.0036_1.0.0_WGS84, 2014)
WGS84_A_m = 6_378_137.0
WGS84_F = 1.0 / 298.257_223_563
WGS84_GM_m3_s2 = 3.986_004_418e14
EARTH_ROTATION_rad_s = 7.292_115e-5

# EGM2008 (Pavlis et al. 2012): its coefficients belong to this pair, not to WGS-84's
EGM2008_GM_m3_s2 = 3.986_004_415e14
EGM2008_RADIUS_m = 6_378_136.3
EGM2008_J2 = 1.082_626_173_852e-3  # -sqrt(5) * C20, tide free

# IAU 2015 nominal / DE430-consistent third bodies
GM_SUN_m3_s2 = 1.327_124_400_18e20
GM_MOON_m3_s2 = 4.902_800_066e12

GAMMA_AIR = 1.4
SUTTON_GRAVES_EARTH = 1.741_5e-4  # kg^0.5/m, NASA TR R-376 (1971), SI form for air
