"""Kernels of the ascent: forces, sequence, guidance, and the loop that flies them."""
