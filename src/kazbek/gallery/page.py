"""The gallery's page: plain HTML that reads without a script, and steps by keyboard, click and touch with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from typing import Any

from kazbek.gallery.diagrams import Diagram
from kazbek.gallery.film import Words
from kazbek.gallery.photographs.placing import among
from kazbek.gallery.photographs.plate import Links, PhotoPlate
from kazbek.gallery.photographs.sheet import photographs_section
from kazbek.gallery.plates import Plate, figures, strip
from kazbek.gallery.sections import diagrams_section, film_section, flights_section, spoken_date
from kazbek.record.record import Record
from kazbek.views.story.known import Strings, listed

STATIC = ("gallery.css", "gallery.js", "light.js")
POLICY = (
    "default-src 'none'; img-src 'self' data: file:; media-src 'self' data: file:; style-src 'self' file:; "
    "script-src 'self' file:"
)
_ICONS = {  # paths in a box of 24 by 24
    "back": "M15 4 7 12l8 8",
    "on": "M9 4l8 8-8 8",
    "play": "M7 4.5v15l12-7.5z",
    "pause": "M8 5v14M16 5v14",
    "full": "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    "light": "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
    "overview": "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
    "keys": "M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2.9-1.2 1.8v.5M12 18v.2",
}
_KEYS = (
    ("← →", "key_step"),
    ("Home End", "key_ends"),
    ("{space}", "key_play"),
    ("F", "key_full"),
    ("O", "key_overview"),
    ("?", "key_help"),
)


def page(
    record: Record,
    plates: Sequence[Plate],
    diagrams: Sequence[Diagram],
    words: Strings,
    language: str,
    video: str = "",
    photographs: Sequence[PhotoPlate] = (),
    links: Links = (),
    captions: str = "",
) -> str:
    """The whole document; `captions` is the film's track (WebVTT)."""
    about, door = words["_"], words["door"]
    title, shown = record.title, among(plates, photographs)
    note = words["photographs"]["note"] if photographs else about["note"]
    below = "".join(
        (
            film_section(video, plates[0].picture if plates else "", about, captions),
            photographs_section(photographs, links),
            flights_section(record, language, about),
            diagrams_section(diagrams, about),
        )
    )
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<meta name="description" content="{escape(title)}. {escape(note)}">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="gallery.css">
<script src="light.js"></script>
<script src="gallery.js" defer></script>
</head>
<body>
{_header(record, title, {**about, "note": note}, door)}
<main id="stage">
{figures(shown, words["facts"]["about"])}
{_steps(door, len(shown))}
<p id="said" class="unseen" aria-live="polite"></p>
</main>
<nav aria-label="{escape(about["pictures"])}">
{strip(shown)}
</nav>
{below}<footer>
<p>{escape(about["legend"])}</p>
<p>{escape(about["credit"])} {escape(about["disclaimer"])}</p>
</footer>
{_dialog(door)}
</body>
</html>
"""


def film_words(record: Record, words: Strings) -> Words:
    """The film's first card and its last."""
    about = words["_"]
    ships, crew, dates = _who(record, about)
    return Words(
        record.title,
        tuple(line for line in (ships, crew, dates, about["note"]) if line),
        (about["figures"], about["credit"], about["disclaimer"]),
    )


def static(name: str) -> str:
    """One of the page's own files."""
    return resources.files("kazbek.gallery").joinpath("static", name).read_text(encoding="utf-8")


def _header(record: Record, title: str, about: Mapping[str, Any], door: Mapping[str, str]) -> str:
    ships, crew, dates = _who(record, about)
    crew = f'<span class="crew">{escape(crew)}</span>' if crew else ""
    tools = "\n".join(_button(name, door[name], name) for name in ("overview", "full", "light", "keys"))
    return f"""<header>
<div>
<h1>{escape(title)}</h1>
<p class="who"><span>{escape(ships)}</span>{crew}<span>{escape(dates)}</span></p>
</div>
<p class="what">{escape(about["note"])}</p>
<div class="tools" hidden>
{tools}
</div>
</header>"""


def _who(record: Record, about: Mapping[str, Any]) -> tuple[str, str, str]:
    """The ships, the first flight's crew, and the days from the first event to the last."""
    flights, events = record.flights, record.events
    ships = listed(list(dict.fromkeys(flight.ship for flight in flights)), about["and"])
    ends = list(dict.fromkeys(spoken_date(event.utc, about) for event in (events[0], events[-1]))) if events else []
    return ships, listed(list(flights[0].crew), about["and"]) if flights else "", " – ".join(ends)


def _steps(door: Mapping[str, str], count: int) -> str:
    return f"""<div class="steps" role="group" aria-label="{escape(door["steps"])}" hidden>
{_button("back", door["back"], "back")}
<button type="button" id="play" aria-label="{escape(door["play"])}" title="{escape(door["play"])}" data-pause="{
        escape(door["pause"])
    }">{_icon("play")}{_icon("pause")}</button>
{_button("on", door["on"], "on")}
<p id="count"></p>
<input type="range" id="time" min="1" max="{count}" value="1" aria-label="{escape(door["time"])}">
</div>"""


def _button(name: str, label: str, icon: str) -> str:
    said = escape(label)
    return f'<button type="button" id="{name}" aria-label="{said}" title="{said}">{_icon(icon)}</button>'


def _icon(name: str) -> str:
    return f'<svg class="{name}" viewBox="0 0 24 24" aria-hidden="true"><path d="{_ICONS[name]}"/></svg>'


def _dialog(door: Mapping[str, str]) -> str:
    rows = "\n".join(
        f"<div><dt>{escape(keys.format(space=door['space']))}</dt><dd>{escape(door[does])}</dd></div>"
        for keys, does in _KEYS
    )
    return f"""<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title">{escape(door["keys"])}</h2>
<dl>
{rows}
</dl>
<form method="dialog"><button>{escape(door["close"])}</button></form>
</dialog>"""
