"""People as data: agency, training, flights so far, measures. What no public source gives stays unknown."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from kazbek.base.data import DataFile, Datum, Frozen, load, names_in
from kazbek.base.errors import DataError
from kazbek.crew.sources import check_sources

Role = Literal["commander", "flight engineer", "participant"]
PROFESSIONAL: frozenset[Role] = frozenset(("commander", "flight engineer"))
_NEARLY = 0.82  # similarity above which an unknown name is taken for a misspelt known one


class Training(Frozen):
    """What a person is trained to be in ships of one class (the name of a cabin file)."""

    cabin: str
    role: Role
    src: str


class Person(Frozen):
    """Someone who may ride.

    A measure that is None is unknown: a rule that needs it answers "not checked". `earlier_flights` counts the flights
    before the one in the plan; None when unknown.
    """

    name: str
    agency: str = ""
    segment: str = ""  # of the station, where its rules ask for one
    trained: tuple[Training, ...] = ()
    earlier_flights: int | None = None
    hours: dict[str, Datum] = Field(default_factory=dict)
    height_m: Datum | None = None
    sitting_height_m: Datum | None = None
    mass_kg: Datum | None = None
    note: str = ""
    src: str = ""
    invented: bool = False

    def role_in(self, cabin: str) -> Role | None:
        """The highest role trained for in ships of that class."""
        roles = {t.role for t in self.trained if t.cabin == cabin}
        return next((r for r in ("commander", "flight engineer", "participant") if r in roles), None)  # type: ignore[return-value]

    @property
    def professional(self) -> bool:
        """Trained as commander or flight engineer of any ship."""
        return any(t.role in PROFESSIONAL for t in self.trained)


class Register(DataFile):
    """A file of people."""

    invented: bool = False
    person: tuple[Person, ...]


@functools.cache
def register() -> dict[str, Person]:
    """Everybody in the bundled files of people, by name."""
    known: dict[str, Person] = {}
    for file_name in names_in("people"):
        file = load("people", file_name, Register)
        check_sources(file, file_name)
        for person in file.person:
            known[person.name] = person.model_copy(update={"invented": file.invented})
    return known


def people_named(names: Iterable[str], *, demo: bool, own: Iterable[Person] = ()) -> dict[str, Person]:
    """The people of a plan by name; a name nobody knows is a person of whom nothing is known.

    Raises
    ------
    DataError
        a name that looks like a misspelt known one, or an invented person in a mission that is not a demonstration.
    """
    known = {**register(), **{person.name: person for person in own}}
    found: dict[str, Person] = {}
    for name in names:
        if name in known:
            if known[name].invented and not demo:
                raise DataError(f'"{name}" is an invented person', allowed="invented people in missions called demo")
            found[name] = known[name]
            continue
        close = difflib.get_close_matches(name, known, n=1, cutoff=_NEARLY)
        if close:
            raise DataError(f'unknown person "{name}"', cure=f'did you mean "{close[0]}"?')
        found[name] = Person(name=name)
    return found
