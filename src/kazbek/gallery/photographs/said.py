"""What a photograph's file says of itself, and what is said of it beside it."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Said:
    """Words about a photograph; what is not said is empty.

    Attributes
    ----------
    taken : ISO 8601, with an offset where one is known
    title, caption, alt : words; `alt` for who cannot see it
    credit : who is to be named; no photograph is shown without one
    rights : licence, or conditions of use
    place : in words
    people : who is seen
    kind : "portrait", "group", or nothing
    links : (words, address) of pages about it
    """

    taken: str = ""
    title: str = ""
    caption: str = ""
    alt: str = ""
    credit: str = ""
    rights: str = ""
    place: str = ""
    people: tuple[str, ...] = ()
    kind: str = ""
    links: tuple[tuple[str, str], ...] = ()


def first_said(*voices: Said) -> Said:
    """Each word from the first of the voices that says it."""
    names = [field.name for field in fields(Said)]
    heard = {name: [said for voice in voices if (said := getattr(voice, name))] for name in names}
    return Said(**{name: said[0] for name, said in heard.items() if said})
