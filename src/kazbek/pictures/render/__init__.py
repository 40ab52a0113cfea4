"""A shot and the ways to draw it: rasterised draft, path-traced picture, and the print."""
