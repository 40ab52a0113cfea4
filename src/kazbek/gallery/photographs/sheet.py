"""The photographs' part below the pictures, and a sheet of all of them to print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kazbek.gallery.photographs.plate import Links, PhotoPlate, linked

NAME = "photographs.html"


def photographs_section(photographs: Sequence[PhotoPlate], links: Links) -> str:
    """Whose photographs are shown, the way to the sheet, related pages."""
    if not photographs:
        return ""
    words = photographs[0].words
    credits_ = dict.fromkeys(one.said.credit for one in photographs)
    return f"""<section class="below" aria-labelledby="photographs">
<h2 id="photographs">{escape(words["photographs"])}</h2>
<p>{escape(words["whose"].format(count=len(photographs), credits="; ".join(credits_)))}
<a href="{NAME}">{escape(words["sheet"])}</a></p>{linked(links)}
</section>
"""


def sheet(photographs: Sequence[PhotoPlate], title: str, language: str, policy: str) -> str:
    """A document with every photograph small, its words, its credit."""
    words = photographs[0].words
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{escape(words["photographs"])} · {escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="gallery.css">
<script src="light.js"></script>
</head>
<body class="sheet">
<header><div><h1>{escape(words["photographs"])}</h1><p class="who">{escape(title)}</p></div>
<p class="what"><a href="index.html">{escape(words["back"])}</a></p></header>
<main>
{chr(10).join(_cell(one) for one in photographs)}
</main>
</body>
</html>
"""


def _cell(one: PhotoPlate) -> str:
    name, columns, rows = one.sizes[min(1, len(one.sizes) - 1)]
    told = (one.when, one.said.place, ", ".join(one.said.people))
    line = " · ".join(escape(text) for text in told if text)
    caption = f"<p>{escape(one.said.caption)}</p>" if one.said.caption else ""
    return f"""<figure>
<a href="index.html#{one.anchor}"><img src="{name}" width="{columns}" height="{rows}" alt="{escape(one.said.alt)}"></a>
<figcaption><h2>{escape(one.said.title)}</h2>{caption}
<p class="when">{line}</p><p class="owed">{one.credited()}</p></figcaption>
</figure>"""
