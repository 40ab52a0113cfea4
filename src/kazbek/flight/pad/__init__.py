"""From the crew's waking to contact of lift-off."""
