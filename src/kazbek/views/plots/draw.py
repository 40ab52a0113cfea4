"""Which plots a record has the legs for, showing them and writing them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.files import written_whole
from kazbek.base.places import check_folder, writing
from kazbek.record.flight import RecordedFlight
from kazbek.record.read import as_record
from kazbek.record.record import Record
from kazbek.views.plots.ascent import ascent
from kazbek.views.plots.chase import chase
from kazbek.views.plots.descent import descent
from kazbek.views.plots.style import looking, with_colours
from kazbek.views.plots.track import ground_track

Plot = Callable[[RecordedFlight], Any]


class Plots(dict[str, Any]):
    """Figures of matplotlib by name (``up-ascent``); a notebook shows them all."""

    def _repr_html_(self) -> str:
        return "".join(f'<img alt="{name}" src="{_inline(figure)}">' for name, figure in self.items())

    def __repr__(self) -> str:
        return f"<Plots {', '.join(self)}>"


def plots(record: Record | str | Path, look: str = "light") -> Plots:
    """Every plot the record has the legs for.

    Parameters
    ----------
    record : as flown or loaded, or its folder
    look : ``light`` or ``dark``

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        the record holds nothing to draw.

    Examples
    --------
    >>> import kazbek
    >>> kazbek.plots(record)
    <Plots up-ascent, up-ground-track>
    """
    told = as_record(record)
    with looking(look):
        drawn = {
            f"{flight.name}-{name}": with_colours(plot(flight))
            for flight in told.flights
            for name, plot in _plots(flight)
        }
    if not drawn:
        raise DataError(f"{told.where} holds no leg that could be drawn", cure="fly further")
    return Plots(drawn)


def draw(record: Record | str | Path, folder: str | Path, look: str = "light") -> list[Path]:
    """Write every plot the record has the legs for, as ``<flight>-<plot>.png``.

    Parameters
    ----------
    record : as flown or loaded, or its folder
    folder : made where it is missing
    look : ``light`` or ``dark``

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        the record holds nothing to draw, or the folder cannot be written.

    Examples
    --------
    >>> import kazbek
    >>> [path.name for path in kazbek.draw(record, folder)]
    ['up-ascent.png', 'up-ground-track.png']
    """
    folder = Path(folder)
    check_folder(folder, "plots")
    figures = plots(record, look)
    with writing(f"plots into {folder}", "plots"), looking(look):
        folder.mkdir(parents=True, exist_ok=True)
        for name, figure in figures.items():
            with written_whole(folder / f"{name}.png") as fresh:
                figure.savefig(fresh)
    return [folder / f"{name}.png" for name in figures]


def _inline(figure: Any) -> str:
    """The figure as a data URL for a page: JPEG where it holds a map, PNG where it is lines alone."""
    from matplotlib.image import AxesImage

    kind = "jpeg" if figure.findobj(AxesImage) else "png"
    memory = io.BytesIO()
    figure.savefig(memory, format=kind, dpi=80, facecolor=figure.get_facecolor())
    return f"data:image/{kind};base64,{base64.b64encode(memory.getvalue()).decode('ascii')}"


def _plots(flight: RecordedFlight) -> Iterator[tuple[str, Plot]]:
    if "ascent" in flight:
        yield "ascent", ascent
    if any("latitude_rad" in leg for leg in flight.values()):
        yield "ground-track", ground_track
    if "phasing" in flight:
        yield "chase", chase
    if "entry" in flight and flight.first("entry_interface") is not None:
        yield "descent", descent
