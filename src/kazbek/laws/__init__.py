"""Laws of nature and integrators as numba kernels that several packages share, and how kernels are compiled."""
