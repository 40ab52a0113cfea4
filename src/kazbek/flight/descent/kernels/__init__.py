"""Kernels of the way down: fall, entry, steering, capsule, canopies."""
