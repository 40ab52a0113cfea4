"""Which plots a record has the legs for, and writing them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.record.read import Record, RecordedFlight
from kazbek.views.plots.ascent import ascent
from kazbek.views.plots.chase import chase
from kazbek.views.plots.descent import descent
from kazbek.views.plots.style import look as look_of
from kazbek.views.plots.style import pyplot
from kazbek.views.plots.track import ground_track

Plot = Callable[[Any, RecordedFlight], Any]


def draw(record: Record, folder: Path, look: str = "light") -> list[Path]:
    """Draw every plot the record has the legs for, as ``<flight>-<plot>.png``; `look` is ``light`` or ``dark``.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        the record holds nothing to draw, or the folder cannot be written.
    """
    plt = pyplot()
    drawn: list[Path] = []
    try:
        with plt.rc_context(look_of(look)):
            for flight in record.values():
                for name, plot in _plots(flight):
                    figure = plot(plt, flight)
                    folder.mkdir(parents=True, exist_ok=True)
                    drawn.append(folder / f"{flight.name}-{name}.png")
                    figure.savefig(drawn[-1])
                    plt.close(figure)
    except OSError as fault:
        raise DataError(f"cannot write plots into {folder}: {(fault.strerror or str(fault)).lower()}") from None
    if not drawn:
        raise DataError(f"{record.directory} holds no leg that could be drawn", cure="fly further")
    return drawn


def _plots(flight: RecordedFlight) -> Iterator[tuple[str, Plot]]:
    if "ascent" in flight:
        yield "ascent", ascent
    if any("latitude_rad" in leg for leg in flight.values()):
        yield "ground-track", ground_track
    if "phasing" in flight:
        yield "chase", chase
    if "entry" in flight and any(event["name"] == "entry_interface" for event in flight.events):
        yield "descent", descent
