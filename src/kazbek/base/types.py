"""Names for the arrays that annotations speak of; shapes, units and frames stand with each argument.

``Floats`` is the plain word; ``Vector`` (n,), ``Matrix`` (m, n) and ``Rows`` (one row an instant or a body) say more
where it helps, ``Nanoseconds`` are instants (TAI) or spans.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Array = Floats
Vector = Floats
Matrix = Floats
Rows = Floats
Integers = NDArray[np.int64]
Nanoseconds = Integers
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Instants = NDArray[np.datetime64]
