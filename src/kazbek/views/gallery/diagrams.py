"""The diagrams of a gallery: plots of the record, and the picture of seats and lifeboats."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from kazbek.base.errors import KazbekError
from kazbek.mission.load import Record, RecordedFlight
from kazbek.world.zone import Zone

_DARK = "dark"  # folder of the diagrams for a dark page


@dataclass(frozen=True, slots=True)
class Diagram:
    """One diagram.

    Attributes
    ----------
    picture : file name within the gallery
    size : (columns, rows)
    title, alt : words; `alt` for who cannot see it
    dark : file name of the same for a dark page, or nothing
    """

    picture: str
    size: tuple[int, int]
    title: str
    alt: str
    dark: str = ""


def draw_diagrams(record: Record, folder: Path, words: Mapping[str, Mapping[str, str]],
                  note: Callable[[str], None]) -> list[Diagram]:
    """Draw what can be drawn into ``folder/diagrams``; what cannot is told to `note` in one sentence."""
    drawn: list[Path] = []
    for kind in (_plots, _landing_maps, _lifeboats):
        try:
            drawn += kind(record, folder / "diagrams")
        except KazbekError as fault:
            note(f"Left out of the gallery: {fault}")
    found = list(_described(folder, drawn, words))
    order = [*record, ""]  # flight by flight, then what is about all of them
    return [diagram for _, diagram in sorted(found, key=lambda pair: order.index(pair[0]))]


def _plots(record: Record, folder: Path) -> list[Path]:
    """Once on paper, once on dark; the dark ones lie a folder deeper."""
    from kazbek.views.plots.draw import draw

    draw(record, folder / _DARK, "dark")
    return draw(record, folder)


def _landing_maps(record: Record, folder: Path) -> list[Path]:
    zones = {f["name"]: f["zone"] for f in tomllib.loads(record.mission_text)["flight"] if "zone" in f}
    drawn = []
    for flight in record.flights:
        if flight.name in zones and "entry" in flight:
            zone = Zone.named(zones[flight.name], base=record.directory)
            drawn.append(folder / f"{flight.name}-landing-map.png")
            for path, name in ((drawn[-1], "light"), (folder / _DARK / drawn[-1].name, "dark")):
                path.parent.mkdir(parents=True, exist_ok=True)
                _landing_map(flight, zone, path, name)
    return drawn


def _landing_map(flight: RecordedFlight, zone: Zone, path: Path, look_name: str) -> None:
    from kazbek.views.plots.landing_map import landing_map
    from kazbek.views.plots.style import look, pyplot

    plt = pyplot()
    with plt.rc_context(look(look_name)):
        figure = landing_map(plt, flight, zone)
        figure.savefig(path)
        plt.close(figure)


def _lifeboats(record: Record, folder: Path) -> list[Path]:
    from kazbek.views.people.ask import crew_line
    from kazbek.views.people.picture import draw_lifeboats

    folder.mkdir(parents=True, exist_ok=True)
    return [draw_lifeboats(crew_line(str(record.directory)), folder / "lifeboats.png")]


def _described(folder: Path, drawn: list[Path],
               words: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Diagram]]:
    """(flight, diagram): `<flight>-<plot>.png` carries the words of its plot and the flight's name."""
    for path in drawn:
        plot = next((name for name in sorted(words, key=len, reverse=True) if path.stem.endswith(name)), None)
        if plot is None:
            continue
        flight = path.stem.removesuffix(plot).rstrip("-")
        title = words[plot]["title"] + (f" ({flight.replace('-', ' ')})" if flight else "")
        dark = path.parent / _DARK / path.name
        with Image.open(path) as picture:
            yield flight, Diagram(path.relative_to(folder).as_posix(), picture.size, title, words[plot]["alt"],
                                  dark.relative_to(folder).as_posix() if dark.is_file() else "")
