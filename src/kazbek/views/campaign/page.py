"""The report of a campaign as one HTML file that opens from disk: no script, no font, no network."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

from kazbek.campaign.pairs import Pairs
from kazbek.campaign.results import Measure, Results
from kazbek.views.campaign.plots import effects_svg, footprint_svg, histogram_svg
from kazbek.views.campaign.report import (
    bound_text,
    difference_text,
    ended_otherwise,
    footprint_text,
    indices_text,
    question_text,
    words,
)

_STYLE = """
:root { --ink: #2b2b2b; --paper: #fbf8f2; --line: #d9c7a7; --card: #ffffff; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; margin-bottom: 1.2rem; }
th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
figure { margin: 1rem 0; background: var(--card); padding: .5rem; overflow-x: auto; }
figcaption { font-size: .85rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fill, minmax(22rem, 1fr)); gap: 1rem;
  align-items: start; }
svg { max-width: 100%; height: auto; }
code { font-size: .85em; overflow-wrap: anywhere; }
summary { cursor: pointer; }
"""
_CREDIBILITY = (
    "Computed by kazbek from public figures, each with its source or marked estimate. Not for flight decisions."
)


def report_page(folder: Path, found: Results) -> str:
    """The page."""
    title = f"{found.question.mission}: {found.status.done} flights"
    parts = [
        f"<h1>{html.escape(title)}</h1>",
        *_head(folder, found),
        "<h2>How flights ended</h2>",
        _rates(found),
        *_reasons(found),
        *(() if found.pairs is None else _pairs(found.pairs)),
        "<h2>Results</h2>",
        "<p>No distribution is assumed: quantiles stand with their 95 % bounds by order statistics.</p>",
        *(_quantity(quantity) for quantity in found.quantities),
        *_footprints(found),
        "<h2>What was not dispersed</h2>",
        f"<ul>{''.join(f'<li>{html.escape(one)}</li>' for one in found.question.undispersed)}</ul>",
        f"<p>{_CREDIBILITY}</p>",
    ]
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
    )
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}<style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n'
    )


def _head(folder: Path, found: Results) -> Iterator[str]:
    asked = found.question
    yield f"<p><strong>Question answered:</strong> {html.escape(question_text(found))}.</p>"
    facts = {
        "seed": asked.seed,
        "numbers": f"{asked.sample}, one for each of {len(asked.keys)} figures",
        "failures given": ", ".join(asked.fail) or "none but the mission's own",
        "what-ifs": ", ".join(f"{key} = {value:g}" for key, value in asked.changes.items()) or "none",
        "ended by": asked.until or "its number of runs",
        "digest of the rows": found.status.digest,
    }
    rows = "".join(
        f"<tr><td>{name}</td><td><code>{html.escape(str(value))}</code></td></tr>" for name, value in facts.items()
    )
    yield f"<table>{rows}</table>"


def _rates(found: Results) -> str:
    rows = "".join(
        f"<tr><td>{name.replace('_', ' ')}</td><td>{r.hits}</td><td>{100 * r.value:.2f} %</td>"
        f"<td>{100 * r.low:.3f} to {100 * r.high:.3f} %</td></tr>"
        for name, r in found.status.rates.items()
    )
    head = "<tr><th>outcome</th><th>runs</th><th>share</th><th>95 % interval (Clopper–Pearson)</th></tr>"
    return f"<table>{head}{rows}</table>"


def _pairs(pairs: Pairs) -> Iterator[str]:
    yield f"<h2>Against {html.escape(pairs.against)}, run by run</h2>"
    ends = "; ".join(f"{count} {how}" for count, how in ended_otherwise(pairs))
    yield f"<p>{pairs.runs} runs of both. Ended otherwise: {ends or 'none'}.</p>"
    rows = "".join(
        f"<tr><td>{html.escape(words(name))}</td><td>{difference_text(found)}</td></tr>"
        for name, found in pairs.columns.items()
        if found.runs
    )
    yield f"<table><tr><th>result</th><th>mean difference (95 % interval)</th></tr>{rows}</table>"


def _reasons(found: Results) -> Iterator[str]:
    if found.reasons:
        rows = "".join(f"<tr><td>{html.escape(why)}</td><td>{count}</td></tr>" for why, count in found.reasons)
        yield f"<table><tr><th>why otherwise</th><th>runs</th></tr>{rows}</table>"


def _quantity(quantity: Measure) -> str:
    bounds = "; ".join(f"{100 * level:g} %: {bound_text(bound)}" for level, bound in quantity.quantiles.items())
    pictures = _framed(histogram_svg(quantity), f"<code>{quantity.column}</code>")
    if quantity.effects:
        pictures += _framed(effects_svg(quantity), "What decides it")
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in indices_text(quantity))
    shares = f"<ul>{lines}</ul>" if lines else ""
    told = f"<strong>{html.escape(words(quantity.column))}</strong> – {html.escape(bounds)}"
    return f'<details open><summary>{told}</summary><div class="pair">{pictures}</div>{shares}</details>'


def _framed(picture: str, caption: str) -> str:
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"


def _footprints(found: Results) -> Iterator[str]:
    if found.footprints:
        yield '<h2>Where they came down</h2><div class="pair">'
        for footprint in found.footprints:
            yield _framed(footprint_svg(footprint), html.escape("; ".join(map(str.strip, footprint_text(footprint)))))
        yield "</div>"
