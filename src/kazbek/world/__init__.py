"""What is outside: Earth, gravity, air, wind, space weather, Sun and Moon, places on the ground."""
