"""The version, where packaging and everything else reads it."""

__version__ = "0.1.0"
