"""Floor ½: numba laws on floats and arrays. numba lives here only."""
