"""A photograph on the page: where it stands among the pictures, what is written beside it, what is kept of both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

from kazbek.gallery.photographs.copies import Sizes
from kazbek.gallery.photographs.said import Said

FOLDER = "photographs"
_LIST = "photographs.json"
_SHOWN_AT = "(min-width: 58rem) min(100vw - 23rem, 100rem), 100vw"  # as gallery.css lays a plate out

Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PhotoPlate:
    """One photograph as the page shows it.

    Attributes
    ----------
    number : its place among the photographs, from 1
    chapter : the title of the chapter it stands in
    utc : when it was taken, or ""
    when : the same in words
    sizes : (file name, columns, rows), the widest last
    thumbnail, original : file names; `original` may be ""
    said : the words about it, none of `title`, `alt` and `credit` empty
    words : of the page itself, by key
    """

    number: int
    chapter: str
    utc: str
    when: str
    sizes: Sizes
    thumbnail: str
    original: str
    said: Said
    words: Mapping[str, str]

    @property
    def anchor(self) -> str:
        """Its address on the page: the instant, kept apart from a picture of the same; or its number."""
        return f"t={self.utc},{self.number}" if self.utc else f"photograph-{self.number}"

    @property
    def label(self) -> str:
        """What its thumbnail is called, escaped."""
        return escape(f"{self.words['photograph']}: {self.said.title}")

    def figure(self, number: int, about: str) -> str:
        """The figure; `number` counts all pictures of the page, `about` names the small figures."""
        name, columns, rows = self.sizes[-1]
        source_set = ", ".join(f"{file} {width}w" for file, width, _ in self.sizes)
        return f"""<figure class="plate photograph" id="{self.anchor}" data-number="{number}">
<img src="{name}" srcset="{source_set}" sizes="{_SHOWN_AT}" width="{columns}" height="{rows}" alt="{
            escape(self.said.alt)
        }" loading="lazy">
<figcaption>
<p class="kicker">{escape(self.chapter)}</p>
<h3>{escape(self.said.title)}</h3>
<p class="when"><span class="badge">{escape(self.words["photograph"])}</span>{self._when()}</p>
<p class="told">{escape(self.said.caption)}</p>
<p class="owed">{self.credited()}</p>{self._facts(about)}{linked(self.said.links)}
</figcaption>
</figure>"""

    def credited(self) -> str:
        """Credit, rights and the file itself, escaped."""
        line = escape(self.words["credited"].format(credit=self.said.credit))
        rights = f" {escape(self.said.rights)}" if self.said.rights else ""
        original = f' <a href="{self.original}">{escape(self.words["original"])}</a>' if self.original else ""
        return f"{line}{rights}{original}"

    def _when(self) -> str:
        return f' · <time datetime="{self.utc}">{escape(self.when)}</time>' if self.utc else ""

    def _facts(self, about: str) -> str:
        told = (("people", ", ".join(self.said.people)), ("place", self.said.place))
        pairs = [f"<div><dt>{escape(self.words[k])}</dt><dd>{escape(text)}</dd></div>" for k, text in told if text]
        return f'\n<dl class="facts" aria-label="{escape(about)}">{"".join(pairs)}</dl>' if pairs else ""


def linked(links: Links) -> str:
    """A list of links to other pages."""
    if not links:
        return ""
    items = "".join(
        f'<li><a href="{escape(url)}" rel="noopener external">{escape(text)}</a></li>' for text, url in links
    )
    return f'\n<ul class="links">{items}</ul>'


def kept(folder: Path, plates: Sequence[PhotoPlate], links: Links) -> None:
    """Write down what the page needs, so that it can be made again without the user's files."""
    words = plates[0].words if plates else {}
    told = [{key: value for key, value in asdict(plate).items() if key != "words"} for plate in plates]
    document = {"photographs": told, "links": links, "words": dict(words)}
    (folder / FOLDER / _LIST).write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def photographs_in(folder: Path) -> tuple[tuple[PhotoPlate, ...], Links]:
    """The photographs that lie in a gallery, and the links about all of them."""
    path = folder / FOLDER / _LIST
    if not path.is_file():
        return (), ()
    document = json.loads(path.read_text(encoding="utf-8"))
    return tuple(_plate(told, document["words"]) for told in document["photographs"]), _pairs(document["links"])


def _plate(told: dict[str, Any], words: Mapping[str, str]) -> PhotoPlate:
    sizes = tuple((name, columns, rows) for name, columns, rows in told["sizes"])
    said = told["said"]
    said = Said(**{**said, "people": tuple(said["people"]), "links": _pairs(said["links"])})
    return PhotoPlate(**{**told, "sizes": sizes, "said": said}, words=words)


def _pairs(links: Sequence[Sequence[str]]) -> Links:
    return tuple((text, url) for text, url in links)
