"""Soyuz MS in metres, BODY axes: x to the probe, z to the crew's feet, origin at the foot of the service module.

Proportions from public figures: 7.48 m to the tip of the probe, 2.72 m wide at the foot, descent module 2.2 m, wings
10.7 m across (Wikipedia, "Soyuz MS"); the one antenna of Kurs-NA, the relay antenna on the roof, 28 thrusters in 14
pairs, eight of them aft (russianspaceweb.com on Soyuz MS). What that leaves open — cushions, seams, where each box
sits — is by eye from photographs.
"""

from kazbek.pictures.models.ship.descent import descent_module_insulated, descent_module_shape
from kazbek.pictures.models.ship.orbital import PROBE_TIP_X_m, orbital_module
from kazbek.pictures.models.ship.service import service_module
from kazbek.pictures.models.ship.whole import CENTRE_OF_MASS_X_m, about_centre_of_mass, soyuz

__all__ = [
    "CENTRE_OF_MASS_X_m",
    "PROBE_TIP_X_m",
    "about_centre_of_mass",
    "descent_module_insulated",
    "descent_module_shape",
    "orbital_module",
    "service_module",
    "soyuz",
]
