"""What a search found, as text of at most 100 columns: arrivals by profile and day, and ways home."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kazbek.views.figures import clock
from kazbek.views.timeline import COLUMNS

Json = Mapping[str, Any]

_MOST_REFUSED = 8
_LIFTOFF_s = 1.0  # one sigma of a lift-off, about: its tenths are the last digit worth a column
_THERE = {"light": "light", "shadow": "shadow", "unknown": "not known"}


def window_text(document: Json) -> Iterator[str]:
    """Arrivals that the station's orbit offers: by day, a line per profile that closes, then why others do not."""
    yield _station(document)
    if not document["opportunities"]:
        yield "No opportunity."
    for opportunity in document["opportunities"]:
        ways = opportunity["profiles"]
        azimuth = f", azimuth {ways[0]['azimuth_deg']:.2f}°" if ways else ""
        yield ""
        yield f"The pad crosses the station's plane {_instant(opportunity['plane_crossing_utc'], 19)} UTC{azimuth}"
        if any(way["closes"] for way in ways):
            yield (
                f"  {'profile':<15}{'lift-off UTC':<13}{'phase °':>7}{'pad off °':>10}{'Δv m/s':>7}  "
                f"{'contact UTC':<20}{'planned':<8}light, rule"
            )
        yield from (_arrival(way) for way in ways if way["closes"])
        for way in ways:
            if not way["closes"]:
                why = f"  {way['name']:<14} {_clock(way['liftoff_utc'])}  {_reason(way)}"
                yield from textwrap.wrap(why, COLUMNS, subsequent_indent=" " * 27)


def _arrival(way: Json) -> str:
    """One profile that closes: when to lift off, when contact is expected and planned, and the light there."""
    known = {"sunset": "by sunset"}
    rule = known.get(way["contact_rule"], way["contact_rule"].partition("glare: later, ")[2])
    return (
        f"  {way['name']:<14} {clock(way['liftoff_utc'], _LIFTOFF_s):<13}{way['phase_angle_deg']:>7.1f}"
        f"{way['plane_offset_deg']:>+10.3f}{way['delta_v_m_s']:>7.1f}  {_instant(way['docking_utc'], 19):<20}"
        f"{way['planned_contact_utc'][11:16]:<8}{_THERE[way['sun_at_contact']]}{f', {rule}' if rule else ''}"
    )


def _reason(way: Json) -> str:
    """Why a profile does not close, with those words."""
    why = str(way["why"])
    return why.removeprefix(f"the {way['name']} chase ") if "does not close" in why else f"does not close: {why}"


def landing_text(document: Json) -> Iterator[str]:
    """Ways home, three lines each: the descent, where it ends, and where it would end without steering."""
    yield _station(document)
    if not document["opportunities"]:
        yield from _no_way_home(document["refused"])
    for way in document["opportunities"]:
        yield ""
        yield (
            f"Undocking {_instant(way['undocking_utc'], 19)}   ignition {_instant(way['deorbit_burn_utc'], 19)}, "
            f"{way['deorbit_delta_v_m_s']:.2f} m/s   touchdown {_clock(way['touchdown_utc'])} UTC"
        )
        yield (
            f"  modules apart {_clock(way['module_separation_utc'])}, entry {_clock(way['entry_interface_utc'])}, "
            f"parachutes {_clock(way['parachute_opening_utc'])}; greatest load {way['peak_load_g']:.1f} g"
        )
        yield (
            f"  {way['latitude_deg']:.3f}° {way['longitude_deg']:.3f}°, {way['miss_km']:.1f} km from the aim, "
            f"which lies {way['cross_range_km']:+.0f} km off the track; Sun {way['sun_elevation_deg']:+.0f}°"
        )
        spun = way["ballistic"]
        if spun is not None:
            yield (
                f"  ballistic: {spun['latitude_deg']:.2f}° {spun['longitude_deg']:.2f}°, "
                f"{spun['shortfall_km']:.0f} km short, {spun['peak_load_g']:.1f} g"
            )


def _no_way_home(refused: Sequence[Json]) -> Iterator[str]:
    """Why none of the passages lands, by the instant at which each would brake."""
    if not refused:
        yield "No opportunity: the station does not pass the zone within this search; search longer."
        return
    yield "No opportunity. The passages, by the burn that each asks for (UTC), and why none lands:"
    for passage in refused[:_MOST_REFUSED]:
        yield from textwrap.wrap(
            f"  {_instant(passage['near_utc'], 16)}  {passage['why']}", COLUMNS, subsequent_indent=" " * 20
        )
    if len(refused) > _MOST_REFUSED:
        yield f"  and {len(refused) - _MOST_REFUSED} more (--json lists them)"
    yield "Search more days, or give an instant as `burn`: that descent is flown, its burn solved for."


def _station(document: Json) -> str:
    station = document["station"]
    return f"Station: {station['source']}{', propagated' if station['propagated'] else ''}"


def _instant(utc: str, width: int) -> str:
    return utc[:width].replace("T", " ")


def _clock(utc: str | None) -> str:
    return utc[11:19] if utc else "none"
