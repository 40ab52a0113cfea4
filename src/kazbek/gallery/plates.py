"""The pictures' part of the page: a figure for each, grouped in chapters, and the strip of thumbnails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

from kazbek.gallery.facts import Fact
from kazbek.gallery.film import Still
from kazbek.views.story.beats import Beat
from kazbek.views.story.quantity import Mark, rendered

_FILM_FACTS = 3  # as many as fit below a title; the last of all, the Sun, is seen


@dataclass(frozen=True, slots=True)
class Plate:
    """One picture of the gallery with its words.

    Attributes
    ----------
    beat : the words
    picture, thumbnail : file names within the folder
    size : (columns, rows) of the picture
    note : what the picture owes the reader, or nothing
    facts : the small figures beside it
    """

    beat: Beat
    picture: str
    thumbnail: str
    size: tuple[int, int]
    note: str = ""
    facts: tuple[Fact, ...] = ()


def chapters(plates: Sequence[Plate]) -> list[tuple[str, list[tuple[int, Plate]]]]:
    """Runs of numbered plates with the same chapter."""
    numbered = list(enumerate(plates, start=1))
    return [(name, list(run)) for name, run in groupby(numbered, key=lambda item: item[1].beat.chapter)]


def figures(plates: Sequence[Plate], about: str) -> str:
    """Every picture under the heading of its chapter; `about` names the small figures to who cannot see them."""
    return "\n".join(
        f'<section class="chapter" aria-labelledby="chapter-{k}">\n<h2 id="chapter-{k}">{escape(name)}</h2>\n'
        + "\n".join(_figure(number, plate, about) for number, plate in run)
        + "\n</section>"
        for k, (name, run) in enumerate(chapters(plates), start=1)
    )


def strip(plates: Sequence[Plate]) -> str:
    """The thumbnails, a list for each chapter."""
    return "\n".join(
        f'<section>\n<h3 id="strip-{k}">{escape(name)}</h3>\n<ol aria-labelledby="strip-{k}">\n'
        + "\n".join(_thumbnail(number, plate) for number, plate in run)
        + "\n</ol>\n</section>"
        for k, (name, run) in enumerate(chapters(plates), start=1)
    )


def still(plate: Plate, folder: Path) -> Still:
    """The picture as a scene of the film: its chapter, its title, its instant, and the first of its figures."""
    beat = plate.beat

    def bare(sentence: str) -> str:
        return rendered(sentence, lambda text, _: text)

    figures = "  ·  ".join(bare(fact.figure) for fact in plate.facts[:-1][:_FILM_FACTS])
    when = f"{_clock(beat)}  ·  {beat.ship}"
    return Still(folder / plate.picture, beat.chapter, bare(beat.title), (when, figures) if figures else (when,))


def anchor(beat: Beat) -> str:
    """The instant as a deep link; the pad's picture shares lift-off's and comes just before it."""
    return f"t={beat.utc}" if beat.key != "on_the_pad" else f"t={beat.utc[:19]}"


def html(sentence: str) -> str:
    """A sentence of the story with its marks."""
    return rendered(escape(sentence), _marked)


def unmarked(sentence: str) -> str:
    """A sentence of the story, escaped, without its marks."""
    return escape(rendered(sentence, lambda text, _: text))


def _marked(text: str, mark: Mark) -> str:
    if mark is Mark.COMPUTED:  # as nearly every number is: only the others say so
        return f'<span class="{mark}">{text}</span>'
    return f'<span class="{mark}">{text}<sup title="{mark}">{mark[0]}</sup></span>'


def _figure(number: int, plate: Plate, about: str) -> str:
    beat, (columns, rows) = plate.beat, plate.size
    sentences = " ".join(html(sentence) for sentence in beat.sentences)
    note = f'\n<p class="owed">{escape(plate.note)}</p>' if plate.note else ""
    loading = 'fetchpriority="high"' if number == 1 else 'loading="lazy"'
    return f"""<figure class="plate" id="{anchor(beat)}" data-number="{number}">
<img src="{plate.picture}" width="{columns}" height="{rows}" alt="{escape(beat.alt)}" {loading}>
<figcaption>
<p class="kicker">{escape(beat.chapter)}</p>
<h3>{html(beat.title)}</h3>
<p class="when">{_when(beat)}</p>
<p class="told">{sentences}</p>{note}{_facts(plate.facts, about)}
</figcaption>
</figure>"""


def _clock(beat: Beat) -> str:
    return f"{beat.utc[:10]} {beat.utc[11:19]} UTC"


def _when(beat: Beat) -> str:
    mark = f'<sup title="{beat.mark}">{beat.mark[0]}</sup>'
    return (
        f'<time class="{beat.mark}" datetime="{beat.utc}">{_clock(beat)}{mark}</time> · '
        f'<span class="ship">{escape(beat.ship)}</span>'
    )


def _facts(facts: Sequence[Fact], about: str) -> str:
    if not facts:
        return ""
    pairs = "\n".join(f"<div><dt>{escape(fact.label)}</dt><dd>{html(fact.figure)}</dd></div>" for fact in facts)
    return f'\n<dl class="facts" aria-label="{escape(about)}">\n{pairs}\n</dl>'


def _thumbnail(number: int, plate: Plate) -> str:
    title = unmarked(plate.beat.title)
    return (
        f'<li><a href="#{anchor(plate.beat)}" data-number="{number}"><img src="{plate.thumbnail}" width="160" '
        f'height="90" alt="{title}" title="{title}" loading="lazy"></a></li>'
    )
