"""Air, sky, clouds, stars and what hangs in the air of a picture."""
