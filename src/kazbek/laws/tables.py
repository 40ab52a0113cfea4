"""Tables of one variable: a coefficient by Mach number, a figure by height."""

from __future__ import annotations

from kazbek.laws.compiled import kernel


@kernel
def cell(nodes, x):
    """Index i and fraction f with ``x = nodes[i] + f (nodes[i+1] − nodes[i])``, clamped to the table."""
    n = nodes.size
    if n == 1 or x <= nodes[0]:
        return 0, 0.0
    if x >= nodes[n - 1]:
        return n - 2, 1.0
    low, high = 0, n - 1
    while high - low > 1:
        middle = (low + high) // 2
        if nodes[middle] <= x:
            low = middle
        else:
            high = middle
    return low, (x - nodes[low]) / (nodes[low + 1] - nodes[low])


@kernel
def between(values, i, f):
    """`values` (N,) at fraction f of cell i, as :func:`cell` gives them: several tables over the same nodes."""
    if f == 0.0:
        return values[i]
    if f == 1.0:
        return values[i + 1]
    return values[i] + f * (values[i + 1] - values[i])


@kernel
def table_at(nodes, values, x):
    """Linear interpolation of `values` (N,) over rising `nodes` (N,), constant outside."""
    i, f = cell(nodes, x)
    return between(values, i, f)
