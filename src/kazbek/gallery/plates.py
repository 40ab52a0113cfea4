"""The pictures' part of the page: a figure for each, grouped in chapters, and the strip of thumbnails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Protocol, TypeVar

from kazbek.gallery.facts import Fact
from kazbek.gallery.film import Still
from kazbek.views.story.beats import Beat
from kazbek.views.story.quantity import Mark, rendered

_FILM_FACTS = 3  # as many as fit below a title; the last of all, the Sun, is seen


class Shown(Protocol):
    """What stands on the page with a number: a computed picture, or a photograph."""

    @property
    def chapter(self) -> str:
        """The title of the chapter it stands in."""

    @property
    def anchor(self) -> str:
        """Its address on the page."""

    @property
    def thumbnail(self) -> str:
        """File name."""

    @property
    def label(self) -> str:
        """What its thumbnail is called, escaped."""

    def figure(self, number: int, about: str) -> str:
        """The figure; `about` names the small figures to who cannot see them."""


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

    @property
    def chapter(self) -> str:
        """The title of the chapter it stands in."""
        return self.beat.chapter

    @property
    def utc(self) -> str:
        """Its instant."""
        return self.beat.utc

    @property
    def anchor(self) -> str:
        """The instant as a deep link; the pad's picture shares lift-off's and comes just before it."""
        return f"t={self.utc}" if self.beat.key != "on_the_pad" else f"t={self.utc[:19]}"

    @property
    def label(self) -> str:
        """What its thumbnail is called, escaped."""
        return unmarked(self.beat.title)

    def figure(self, number: int, about: str) -> str:
        """The figure; `about` names the small figures to who cannot see them."""
        beat, (columns, rows) = self.beat, self.size
        sentences = " ".join(html(sentence) for sentence in beat.sentences)
        note = f'\n<p class="owed">{escape(self.note)}</p>' if self.note else ""
        loading = 'fetchpriority="high"' if number == 1 else 'loading="lazy"'
        return f"""<figure class="plate" id="{self.anchor}" data-number="{number}">
<img src="{self.picture}" width="{columns}" height="{rows}" alt="{escape(beat.alt)}" {loading}>
<figcaption>
<p class="kicker">{escape(beat.chapter)}</p>
<h3>{html(beat.title)}</h3>
<p class="when">{_when(beat)}</p>
<p class="told">{sentences}</p>{note}{_facts(self.facts, about)}
</figcaption>
</figure>"""


S = TypeVar("S", bound=Shown)


def chapters(plates: Sequence[S]) -> list[tuple[str, list[tuple[int, S]]]]:
    """Runs of numbered plates with the same chapter."""
    numbered = list(enumerate(plates, start=1))
    return [(name, list(run)) for name, run in groupby(numbered, key=lambda item: item[1].chapter)]


def figures(plates: Sequence[Shown], about: str) -> str:
    """Every picture under the heading of its chapter; `about` names the small figures to who cannot see them."""
    return "\n".join(
        f'<section class="chapter" aria-labelledby="chapter-{k}">\n<h2 id="chapter-{k}">{escape(name)}</h2>\n'
        + "\n".join(plate.figure(number, about) for number, plate in run)
        + "\n</section>"
        for k, (name, run) in enumerate(chapters(plates), start=1)
    )


def strip(plates: Sequence[Shown]) -> str:
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


def _clock(beat: Beat) -> str:
    return f"{beat.second_utc.replace('T', ' ')} UTC"


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


def _thumbnail(number: int, plate: Shown) -> str:
    return (
        f'<li><a href="#{plate.anchor}" data-number="{number}"><img src="{plate.thumbnail}" width="160" '
        f'height="90" alt="{plate.label}" title="{plate.label}" loading="lazy"></a></li>'
    )
