"""A picture for each moment of the story: what is in it, and where the camera stands."""
