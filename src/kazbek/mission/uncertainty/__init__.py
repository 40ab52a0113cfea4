"""Sigmas of what is predicted."""
