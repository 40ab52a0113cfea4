"""Floor 1: what is outside — Earth, air, wind, Sun and Moon, sites, the station's orbit."""
