"""The gallery's page: plain HTML that reads without a script, and steps by keyboard, click and touch with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources
from typing import Any

from kazbek.views.gallery.diagrams import Diagram
from kazbek.views.story.beats import Beat
from kazbek.views.story.known import Strings
from kazbek.views.story.quantity import Mark, rendered

STATIC = ("gallery.css", "gallery.js")


@dataclass(frozen=True, slots=True)
class Plate:
    """One picture of the gallery with its words.

    Attributes
    ----------
    beat : the words
    picture, thumbnail : file names within the folder
    size : (columns, rows) of the picture
    note : what the picture owes the reader, or nothing
    """

    beat: Beat
    picture: str
    thumbnail: str
    size: tuple[int, int]
    note: str = ""


def page(title: str, plates: Sequence[Plate], diagrams: Sequence[Diagram], words: Strings, language: str,
         video: str = "") -> str:
    """The whole document."""
    about = words["_"]
    figures = "\n".join(_figure(number, plate) for number, plate in enumerate(plates, start=1))
    thumbs = "\n".join(_thumbnail(number, plate) for number, plate in enumerate(plates, start=1))
    policy = ("default-src 'none'; img-src 'self' data: file:; media-src 'self' file:; "
              "style-src 'self' file:; script-src 'self' file:")
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="gallery.css">
<script src="gallery.js" defer></script>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p>{escape(about["note"])}</p>
<button type="button" id="light" hidden>Light</button>
</header>
<main>
{figures}
<div class="steps" hidden>
<button type="button" id="back" aria-label="Previous picture">‹</button>
<p id="count" aria-live="polite"></p>
<button type="button" id="on" aria-label="Next picture">›</button>
</div>
</main>
<nav aria-label="All pictures">
<ol>
{thumbs}
</ol>
</nav>
{_video(video, about)}{_section(diagrams, about)}<footer>
<p>{escape(about["legend"])}</p>
<p>{escape(about["credit"])} {escape(about["disclaimer"])}</p>
</footer>
</body>
</html>
"""


def _figure(number: int, plate: Plate) -> str:
    beat, (columns, rows) = plate.beat, plate.size
    clock = f"{beat.utc[:10]} {beat.utc[11:19]} UTC"
    sentences = " ".join(_html(sentence) for sentence in beat.sentences)
    note = f'\n<p class="owed">{escape(plate.note)}</p>' if plate.note else ""
    return f"""<figure class="plate" id="{_anchor(beat)}" data-number="{number}">
<img src="{plate.picture}" width="{columns}" height="{rows}" alt="{escape(beat.alt)}" loading="lazy">
<figcaption>
<h2>{_html(beat.title)}</h2>
<p class="when"><time datetime="{beat.utc}">{clock}</time>{_met(beat.met_s)} · {escape(beat.ship)}</p>
<p>{sentences}</p>{note}
</figcaption>
</figure>"""


def _anchor(beat: Beat) -> str:
    """The instant as a deep link; the pad's picture shares lift-off's and comes just before it."""
    return f"t={beat.utc}" if beat.key != "on_the_pad" else f"t={beat.utc[:19]}"


def _video(video: str, about: Mapping[str, Any]) -> str:
    if not video:
        return ""
    return f"""<section aria-labelledby="film">
<h2 id="film">{escape(about["film"])}</h2>
<video src="{video}" controls preload="none" width="640" height="360" aria-labelledby="film"></video>
</section>
"""


def _section(diagrams: Sequence[Diagram], about: Mapping[str, Any]) -> str:
    if not diagrams:
        return ""
    figures = "\n".join(
        f"""<figure class="diagram">
<a href="{d.picture}"><img src="{d.picture}" width="{d.size[0]}" height="{d.size[1]}"
alt="{escape(d.alt)}" loading="lazy"></a>
<figcaption><p>{escape(d.title)}</p></figcaption>
</figure>"""
        for d in diagrams)
    return f"""<section aria-labelledby="diagrams">
<h2 id="diagrams">{escape(about["diagrams"])}</h2>
{figures}
</section>
"""


def _thumbnail(number: int, plate: Plate) -> str:
    title = rendered(plate.beat.title, lambda text, _: text)
    return (f'<li><a href="#{_anchor(plate.beat)}" data-number="{number}">'
            f'<img src="{plate.thumbnail}" width="160" height="90" alt="{escape(title)}" loading="lazy"></a></li>')


def _html(sentence: str) -> str:
    return rendered(escape(sentence), _figure_of)


def _figure_of(text: str, mark: Mark) -> str:
    return f'<span class="{mark}">{text}<sup title="{mark}">{mark[0]}</sup></span>'


def _met(met_s: float | None) -> str:
    if met_s is None:
        return ""
    total = round(abs(met_s))
    days, rest = divmod(total, 86_400)
    clock = f"{rest // 3600}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    return f" · T{'−' if met_s < 0 else '+'}{f'{days} d ' if days else ''}{clock}"


def static(name: str) -> str:
    """One of the page's own files."""
    return resources.files("kazbek.views.gallery").joinpath("static", name).read_text(encoding="utf-8")
