"""Pictures: air, ground, fire, light, models, camera, renderers. They know nothing of how a flight is flown."""
