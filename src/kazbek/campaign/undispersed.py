"""What a campaign does not disperse: said in its report, because rows alone do not show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kazbek.base.data import figures
from kazbek.mission.prepare import Prepared
from kazbek.mission.uncertainty.drawn import DRAWN

_ALWAYS = (
    "the station's orbit, and how well it is known",
    "errors of the models themselves",
    "decisions: days, profiles, ports, what mission control does about a flight off its plan",
    "differences between the blocks of one stage",
)


def undispersed(ready: Prepared, keys: Sequence[str], draw: str) -> tuple[str, ...]:
    """Sentences for people: sources of dispersion that this campaign leaves out."""
    return (*_winds(ready), *_figures(ready, keys, draw), *_ALWAYS)


def _winds(ready: Prepared) -> Iterator[str]:
    for name, fitted in ready.planned.items():
        place = fitted.pad or fitted.zone
        if place is None:
            continue  # beside the station
        if fitted.climate is None:
            yield f"the wind of flight {name}: no climate of {place.name} is on file"
        elif fitted.climate.src == "estimate":
            yield f"the wind of flight {name} is dispersed by an estimate ({fitted.climate.name}), not by soundings"


def _figures(ready: Prepared, keys: Sequence[str], draw: str) -> Iterator[str]:
    """How many uncertain figures of what is built or flown by hand keep their values."""
    drawn, left = {key.rpartition("/")[2] for key in keys}, dict.fromkeys(sorted(DRAWN), 0)
    for fitted in ready.planned.values():
        for prefix in fitted.parts().keys() & left.keys():
            uncertain = [path for path, datum in figures(fitted.parts()[prefix]) if datum.sigma > 0.0]
            left[prefix] = max(left[prefix], sum(f"{prefix}.{path}" not in drawn for path in uncertain))
    told = ", ".join(f"{count} of the {prefix}" for prefix, count in left.items() if count)
    if told:
        why = "have no scatter on file" if draw == "scatter" else "are decisions"
        yield f"figures with a sigma that {why}, or that phases do not draw: {told}"
    yield "figures of the profile, the pad, the station and the zone: decisions and places"
