"""Tables of one variable: a coefficient by Mach number, a figure by height."""

from __future__ import annotations

from kazbek.kernels._compile import kernel


@kernel
def table_at(nodes, values, x):
    """Linear interpolation of `values` (N,) over rising `nodes` (N,), constant outside."""
    n = nodes.size
    if x <= nodes[0]:
        return values[0]
    if x >= nodes[n - 1]:
        return values[n - 1]
    low, high = 0, n - 1
    while high - low > 1:
        middle = (low + high) // 2
        if nodes[middle] <= x:
            low = middle
        else:
            high = middle
    return values[low] + (x - nodes[low]) / (nodes[high] - nodes[low]) * (values[high] - values[low])
