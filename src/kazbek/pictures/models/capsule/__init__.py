"""The capsule from separation to the ground, and its canopy."""
