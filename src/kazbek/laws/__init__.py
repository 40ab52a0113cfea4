"""Laws of nature and integrators as numba kernels that several rooms share, and how kernels are compiled."""
