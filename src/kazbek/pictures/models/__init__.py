"""Meshes and materials, and the models made of them."""
