"""kazbek flies a crewed mission to a space station, from rollout to landing, and tells its story."""

__version__ = "0.1.0"
