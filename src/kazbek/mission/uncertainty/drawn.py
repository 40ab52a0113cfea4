"""What differs from one flight to the next of what a flight flies with, drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kazbek.base.data import Datum, figures
from kazbek.base.figures import with_values
from kazbek.mission.equipment import Equipment

DRAWN = {"launcher", "ship", "pilot", "approach"}

_DRAWN_BY_PHASES = ("undocking.",)

Uncertain = dict[str, list[tuple[str, Datum, tuple[str, float]]]]  # prefix -> path, figure, the group it errs with


def uncertain_of(fitted: Equipment) -> Uncertain:
    """The figures that :func:`drawn` draws, found once for many runs."""
    return {
        prefix: [(path, datum, part.group_of(path)) for path, datum in figures(part) if _is_drawn(prefix, path, datum)]
        for prefix, part in sorted(fitted.parts().items())
        if prefix in DRAWN
    }


def drawn(
    fitted: Equipment,
    draw: Callable[[str, Datum, tuple[str, float]], float],
    uncertain: Uncertain | None = None,
) -> Equipment:
    """Launcher, ship, pilot and what differs from one approach to the next, every uncertain figure as `draw` has it.

    `draw` takes the dotted key, the figure, and the group it errs with. The ship's springs are left to the undocking.
    """
    parts = fitted.parts()
    for prefix, known in (uncertain or uncertain_of(fitted)).items():
        values = {path: (datum.v, draw(f"{prefix}.{path}", datum, group)) for path, datum, group in known}
        parts[prefix] = with_values(parts[prefix], {path: new for path, (old, new) in values.items() if new != old})
    return replace(fitted, **parts)  # type: ignore[arg-type]


def _is_drawn(prefix: str, path: str, datum: Datum) -> bool:
    """An approach plan is a decision: of it, only what comes out differently each time."""
    size = datum.scatter if prefix == "approach" else datum.sigma
    return size > 0.0 and not path.startswith(_DRAWN_BY_PHASES)
