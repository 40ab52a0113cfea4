"""kazbek flies a crewed mission to a space station, from rollout to landing, and tells its story.

    import kazbek

    record = kazbek.fly("soyuz-ms-19")
    record["up"]["ascent"]["height_m"]
    record["up"].event("docking_contact").epoch
    record.save("ms-19")

The names are listed once, in ``__init__.pyi``; each is loaded when first asked for: ``import kazbek`` does no work.
"""

from __future__ import annotations

from functools import cache
from typing import Any

_MOVED = {  # went in 0.1; these lines stay for one release
    "FlownMission": "Record",
    "Watcher": "Progress",
}


@cache
def _door() -> dict[str, tuple[str, str]]:
    """Public name → (module, name there), as the stub beside this file says."""
    import ast
    from importlib.resources import files

    stub = ast.parse(files("kazbek").joinpath("__init__.pyi").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str]] = {}
    door: dict[str, tuple[str, str]] = {}
    for node in stub.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
            door |= {alias.name: (node.module, alias.name) for alias in node.names if alias.asname == alias.name}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):  # another name than at home
            door |= {name.id: found[node.value.id] for name in node.targets if isinstance(name, ast.Name)}
    return door


def __getattr__(name: str) -> Any:
    if name == "__all__":
        return list(_door())
    if name.startswith("__") and name != "__version__":
        raise AttributeError(f"module 'kazbek' has no attribute {name!r}")  # what Python itself looks for
    if name in _MOVED:
        import warnings

        warnings.warn(f"kazbek.{name} is now kazbek.{_MOVED[name]}", DeprecationWarning, stacklevel=2)
        name = _MOVED[name]
    if name not in _door():
        raise AttributeError(f"module 'kazbek' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _door()[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(_door())
