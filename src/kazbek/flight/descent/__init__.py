"""From undocking to the ground: departure, braking burn, entry, parachutes, touchdown, and the search for landings."""
