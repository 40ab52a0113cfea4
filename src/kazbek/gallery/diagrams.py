"""The diagrams of a gallery: plots of the record, and the picture of seats and lifeboats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from kazbek.base.errors import KazbekError
from kazbek.catalogue.zone import Zone
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record

_FOLDER, _DARK = "diagrams", "dark"  # within it, those for a dark page


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


def draw_diagrams(
    record: Record, folder: Path, words: Mapping[str, Mapping[str, str]], note: Callable[[str], None]
) -> list[Diagram]:
    """Draw what can be drawn into ``folder/diagrams``; for what cannot, `note` gets one sentence."""
    for kind in (_plots, _landing_maps, _lifeboats):
        try:
            kind(record, folder / _FOLDER)
        except KazbekError as fault:
            note(f"Left out of the gallery: {fault}")
    return diagrams_in(folder, record, words)


def diagrams_in(folder: Path, record: Record, words: Mapping[str, Mapping[str, str]]) -> list[Diagram]:
    """The diagrams that lie in ``folder/diagrams``: flight by flight, each in the order of the language's file."""
    flights, plots = [*record, ""], list(words)  # the empty name goes with what is about all flights
    found = [
        (flight, plot, path)
        for path in (folder / _FOLDER).glob("*.png")
        for flight, plot in [_named(path, words)]
        if flight in flights and plot
    ]
    found.sort(key=lambda item: (flights.index(item[0]), plots.index(item[1])))
    return [_diagram(folder, flight, path, words[plot]) for flight, plot, path in found]


def _named(path: Path, words: Mapping[str, Any]) -> tuple[str, str]:
    """`<flight>-<plot>.png` taken apart; the plot is empty where no words are known for it."""
    plot = next((name for name in sorted(words, key=len, reverse=True) if path.stem.endswith(name)), "")
    return path.stem.removesuffix(plot).rstrip("-"), plot


def _diagram(folder: Path, flight: str, path: Path, about: Mapping[str, str]) -> Diagram:
    title = about["title"] + (f" ({flight.replace('-', ' ')})" if flight else "")
    dark = path.parent / _DARK / path.name
    with Image.open(path) as picture:
        return Diagram(
            path.relative_to(folder).as_posix(),
            picture.size,
            title,
            about["alt"],
            dark.relative_to(folder).as_posix() if dark.is_file() else "",
        )


def _plots(record: Record, folder: Path) -> None:
    """Once on paper, once on dark; the dark ones lie a folder deeper."""
    from kazbek.views.plots.draw import draw

    for look, place in (("dark", folder / _DARK), ("light", folder)):
        draw(record, place, look)


def _landing_maps(record: Record, folder: Path) -> None:
    for flight in record.flights:
        named = record.decided(flight.name).get("zone")
        if named and "entry" in flight:
            zone = Zone.named(named, base=record.folder)
            for look, place in (("dark", folder / _DARK), ("light", folder)):
                place.mkdir(parents=True, exist_ok=True)
                _landing_map(flight, zone, place / f"{flight.name}-landing-map.png", look)


def _landing_map(flight: RecordedFlight, zone: Zone, path: Path, look_name: str) -> None:
    from kazbek.views.plots.landing_map import landing_map
    from kazbek.views.plots.style import looking

    with looking(look_name):
        landing_map(flight, zone).savefig(path)


def _lifeboats(record: Record, folder: Path) -> None:
    from kazbek.crew.ask import crew_line
    from kazbek.views.people.picture import draw_lifeboats

    folder.mkdir(parents=True, exist_ok=True)
    draw_lifeboats(crew_line(record), folder / "lifeboats.png")
