"""Pictures: air, ground, fire, light, models, camera, renderers. None imports how a flight is flown."""
