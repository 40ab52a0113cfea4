"""What stands below the pictures: the film, who flew when, the diagrams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from kazbek.gallery.diagrams import Diagram
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.views.story.beats import endings

About = Mapping[str, Any]

_BEGINS, _ENDS = ("liftoff", "undocking"), ("docking_contact", "touchdown")


def film_section(video: str, poster: str, about: About, captions: str = "") -> str:
    """The film, where there is one; its captions (WebVTT) stand in the page: from disk, browsers read no other file."""
    if not video:
        return ""
    track = ""
    if captions:
        track = (
            f'<track kind="captions" label="{escape(about["captions"])}" src="data:text/vtt,{quote(captions)}" default>'
        )
    seen = f'src="{video}" poster="{poster}" controls preload="none" width="1280" height="720" aria-labelledby="film"'
    return f"""<section class="below" aria-labelledby="film">
<h2 id="film">{escape(about["film"])}</h2>
<video {seen}>{track}</video>
</section>
"""


def flights_section(record: Record, language: str, about: About) -> str:
    """A row for each flight: ship, crew, first and last instant, how it ended."""
    rows = "\n".join(_row(flight, about) for flight in record.flights if flight.events)
    heads = "".join(
        f'<th scope="col">{escape(about[key])}</th>' for key in ("flight", "ship", "crew", "from", "until", "outcome")
    )
    ended = "".join(f"\n<p>{escape(sentence)}</p>" for sentence in endings(record, language))
    return f"""<section class="below" aria-labelledby="flights">
<h2 id="flights">{escape(about["flights"])}</h2>
<div class="wide" role="region" aria-labelledby="flights" tabindex="0">
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>{ended}
</section>
"""


def diagrams_section(diagrams: Sequence[Diagram], about: About) -> str:
    """Every diagram for light and for dark; a click opens it by itself."""
    if not diagrams:
        return ""
    return f"""<section class="below diagrams" aria-labelledby="diagrams">
<h2 id="diagrams">{escape(about["diagrams"])}</h2>
{chr(10).join(_diagram(diagram) for diagram in diagrams)}
</section>
"""


def spoken_date(iso: str, about: About) -> str:
    """``2021-10-05`` as the language says it."""
    year, month, day = iso[:10].split("-")
    return str(about["date"]).format(day=int(day), month=about["months"][int(month) - 1], year=year)


def _row(flight: RecordedFlight, about: About) -> str:
    first, last = (_instant(flight, names, at) for names, at in ((_BEGINS, 0), (_ENDS, -1)))
    name = flight.name.replace("-", " ").replace("_", " ").capitalize()
    cells = (
        flight.ship,
        ", ".join(flight.crew),
        f"{spoken_date(first, about)}, {first[11:16]} UTC",
        f"{spoken_date(last, about)}, {last[11:16]} UTC",
        flight.outcome.replace("_", " "),
    )
    return f'<tr><th scope="row">{escape(name)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _instant(flight: RecordedFlight, names: Sequence[str], otherwise: int) -> str:
    """When the first of these events was, else that of the event at the place `otherwise`."""
    return next((event for event in flight.events if event.name in names), flight.events[otherwise]).utc


def _diagram(diagram: Diagram) -> str:
    both = [("for-light", diagram.picture), ("for-dark", diagram.dark)]
    shown = both if diagram.dark else [("board", diagram.picture)]
    columns, rows = diagram.size
    images = "\n".join(
        f'<a class="{kind}" href="{picture}"><img src="{picture}" width="{columns}" height="{rows}" '
        f'alt="{escape(diagram.alt)}" loading="lazy"></a>'
        for kind, picture in shown
    )
    return f"""<figure class="diagram">
{images}
<figcaption><p>{escape(diagram.title)}</p></figcaption>
</figure>"""
