"""The diagrams of a gallery: plots of the record, and the picture of seats and lifeboats."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from kazbek.base.errors import KazbekError
from kazbek.mission.load import Record


@dataclass(frozen=True, slots=True)
class Diagram:
    """One diagram: file name within the gallery, (columns, rows), title, and words for who cannot see it."""

    picture: str
    size: tuple[int, int]
    title: str
    alt: str


def draw_diagrams(record: Record, folder: Path, words: Mapping[str, Mapping[str, str]],
                  note: Callable[[str], None]) -> list[Diagram]:
    """Draw what can be drawn into ``folder/diagrams``; what cannot is told to `note` in one sentence."""
    drawn: list[Path] = []
    for kind in (_plots, _landing_maps, _lifeboats):
        try:
            drawn += kind(record, folder / "diagrams")
        except KazbekError as fault:
            note(f"Left out of the gallery: {fault}")
    return list(_described(folder, drawn, words))


def _plots(record: Record, folder: Path) -> list[Path]:
    from kazbek.views.plots.draw import draw

    return draw(record, folder)


def _landing_maps(record: Record, folder: Path) -> list[Path]:
    from kazbek.views.plots.landing_map import landing_map
    from kazbek.views.plots.style import STYLE, pyplot
    from kazbek.world.zone import Zone

    zones = {f["name"]: f["zone"] for f in tomllib.loads(record.mission_text)["flight"] if "zone" in f}
    drawn = []
    for flight in record.flights:
        if flight.name in zones and "entry" in flight:
            folder.mkdir(parents=True, exist_ok=True)
            drawn.append(folder / f"{flight.name}-landing-map.png")
            plt = pyplot()
            with plt.rc_context(STYLE):
                figure = landing_map(plt, flight, Zone.named(zones[flight.name], base=record.directory))
                figure.savefig(drawn[-1])
                plt.close(figure)
    return drawn


def _lifeboats(record: Record, folder: Path) -> list[Path]:
    from kazbek.views.people.ask import crew_line
    from kazbek.views.people.picture import draw_lifeboats

    folder.mkdir(parents=True, exist_ok=True)
    return [draw_lifeboats(crew_line(str(record.directory)), folder / "lifeboats.png")]


def _described(folder: Path, drawn: list[Path], words: Mapping[str, Mapping[str, str]]) -> Iterator[Diagram]:
    """`<flight>-<plot>.png` carries the words of its plot, with the flight's name where there are several."""
    for path in drawn:
        plot = next((name for name in sorted(words, key=len, reverse=True) if path.stem.endswith(name)), None)
        if plot is None:
            continue
        flight = path.stem.removesuffix(plot).rstrip("-")
        title = words[plot]["title"] + (f" ({flight})" if flight else "")
        with Image.open(path) as picture:
            yield Diagram(path.relative_to(folder).as_posix(), picture.size, title, words[plot]["alt"])
