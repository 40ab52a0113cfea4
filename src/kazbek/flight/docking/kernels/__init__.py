"""Kernels beside the station: the plant, guidance, the pilot model, and the loops that fly them."""
