"""An abort map in lines of text: each border of a mode, and seconds between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kazbek.mission.aborts.cloud import EscapeCloud
from kazbek.mission.aborts.map import AbortMap

_LINES = 40  # at most, beside the borders of modes
_HEAD = (
    f"{'T+':>4} {'mode':<14}{'pull':>5}{'entry':>6}{'up':>5}{'apogee':>7}{'down':>6}{'range':>6} "
    f"{'where':<15}{'rescue':>7}{'Δv':>6}  crew"
)
_UNITS = f"{'s':>4} {'':<14}{'g':>5}{'g':>6}{'g':>5}{'km':>7}{'min':>6}{'km':>6} {'':<15}{'min':>7}{'m/s':>6}"
_WHERE = 14  # characters of a country or a sea


def table_text(found: AbortMap, clouds: Sequence[EscapeCloud] = ()) -> Iterator[str]:
    """The table, its legend, and what clouds say."""
    rows = [row.json() for row in found.rows]
    yield f"{found.mission}: an escape at each second, lift-off {found.escapes.liftoff.utc[:19]}Z"
    yield ""
    yield _HEAD
    yield _UNITS
    yield from (_line(row) for row in _told(rows))
    yield ""
    yield "pull: load of the escape itself; entry: without lift; up: steered; down: minutes after the command;"
    yield "Δv: of the ship's own engine into orbit; where it cannot, what is missing to a circular orbit there."
    yield "Places (* on a slope) and rescue are of the descent without lift. Classes of what the crew bears are"
    yield "estimates. Coordinates and seconds above 10 g are in --table FILE and --json."
    if len(rows) > _LINES:
        yield f"{len(rows)} seconds were flown; --table FILE writes all of them, --picture FILE draws them."
    yield from (line for cloud in clouds for line in _cloud(cloud))


def _told(rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Rows on both sides of a border, and every so many between."""
    every = max(1, -(-len(rows) // _LINES))
    for k, row in enumerate(rows):
        border = k > 0 and rows[k - 1]["mode"] != row["mode"]
        if k % every == 0 or border or k == len(rows) - 1:
            yield row


def _line(row: Mapping[str, Any]) -> str:
    def number(name: str, width: int, decimals: int, factor: float = 1.0) -> str:
        value = row[name]
        return f"{'–' if value is None else f'{value * factor:.{decimals}f}':>{width}}"

    where = row["country_or_sea"] or "–"
    where = where if len(where) <= _WHERE else f"{where[: _WHERE - 1]}…"
    return (
        f"{row['t_s']:>4g} {row['mode'].replace('_', ' '):<14}{number('escape_load_g', 5, 1)}"
        f"{number('entry_load_g', 6, 1)}{number('entry_load_steered_g', 5, 1)}{number('apogee_m', 7, 1, 1e-3)}"
        f"{number('touchdown_s', 6, 1, 1 / 60)}{number('range_km', 6, 0)} "
        f"{where + ('*' if row['surface'] == 'slope' else ''):<15}{number('rescue_s', 7, 0, 1 / 60)}"
        f"{number('delta_v_m_s', 6, 0)}  {row['class']}"
    )


def _cloud(cloud: EscapeCloud) -> Iterator[str]:
    """Nineteen in twenty of the drawn escapes at one second."""
    yield ""
    yield f"T+{cloud.t_s:g} s, {len(cloud.results)} escapes drawn from the sigmas; nineteen in twenty lie within"
    words = (
        ("escape_load_g", "pull", "g", 1.0, 1),
        ("entry_load_g", "entry", "g", 1.0, 1),
        ("apogee_m", "apogee", "km", 1e-3, 1),
        ("range_m", "range", "km", 1e-3, 0),
        ("touchdown_s", "down after", "min", 1 / 60, 1),
    )
    for figure, word, unit, factor, decimals in words:
        low, middle, high = (value * factor for value in cloud.spread(figure))
        yield f"  {word:<12}{low:>9.{decimals}f} to {high:.{decimals}f} {unit}, middle {middle:.{decimals}f}"
