"""Kernels of the escape."""
