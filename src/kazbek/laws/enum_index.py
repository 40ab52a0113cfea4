"""Columns named by an ``IntEnum`` as an index into an array, on numba before 0.68, which takes plain integers only.

Intel Macs have no later numba than 0.62. Those releases do not change any more, so their typing of an index is wrapped
where it stands: a member of an IntEnum is typed as the integer it is, and numba's own cast does the rest.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core.typing import arraydecl

_original = arraydecl.get_array_index_type


def _plain(index: Any) -> Any:
    return index.dtype if isinstance(index, types.IntEnumMember) else index


def _index_type(array: Any, index: Any) -> Any:
    several = isinstance(index, types.BaseTuple)
    plain = types.BaseTuple.from_types([_plain(part) for part in index.types]) if several else _plain(index)
    return _original(array, plain)


def allow() -> None:
    """Let kernels of this process index arrays by members of an IntEnum."""
    arraydecl.get_array_index_type = _index_type
