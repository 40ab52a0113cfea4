"""A campaign from Python: flown, resumed, asked.

flown = kazbek.campaign("soyuz-ms-19", runs=1_000, out="ms-19-mc", workers=2)
flown.probability("docked")
flown.quantile("film_crew_home_touchdown_miss_m", 0.99)
flown.run(417)
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Unpack

from kazbek.campaign.drive import Ways, begin, extend, fly_on
from kazbek.campaign.one import fly_run
from kazbek.campaign.pairs import paired_columns
from kazbek.campaign.query import query
from kazbek.campaign.question import Asked, Question
from kazbek.campaign.rates import Rate, rate
from kazbek.campaign.results import Results, results_of
from kazbek.campaign.rows import number_columns, numbers
from kazbek.campaign.statistics import Bound, Paired, quantile
from kazbek.campaign.status import Status, status_of
from kazbek.campaign.stop import Condition
from kazbek.campaign.store import Store
from kazbek.mission.file import Mission, read_mission
from kazbek.record.record import Record


class FlownCampaign:
    """A campaign's folder, asked from Python."""

    def __init__(self, folder: str | Path) -> None:
        """Open a campaign that is there.

        Raises
        ------
        DataError
            there is none.
        """
        self._store = Store.at(Path(folder))

    def __repr__(self) -> str:
        found, asked = self.status, self._store.question
        return f"<Campaign {asked.mission}: {found.done} of {found.runs} runs, {asked.draw}>"

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._store.folder

    @property
    def status(self) -> Status:
        """How far it is, and what came out."""
        return status_of(self._store)

    @property
    def rows(self) -> Any:
        """One row for each run, an Arrow table."""
        return self._store.rows()

    @property
    def draws(self) -> Any:
        """The numbers of the runs in sigmas, an Arrow table."""
        return self._store.rows("draws")

    def column(self, name: str) -> Any:
        """(n,) values of one column, NaN where a run has none.

        Raises
        ------
        DataError
            for a column that no run has, or one of words; the nearest is named.
        """
        return numbers(self.rows, name)

    def probability(self, condition: str, confidence: float = 0.95) -> Rate:
        """How often ``docked``, or ``up_docking_contact_miss_m < 0.1``, with its interval.

        Raises
        ------
        DataError
            for an outcome that there is not, or a column that no run has.
        """
        rows, wanted = self.rows, Condition.read(condition)
        wanted.check(number_columns(rows))
        met = wanted.met(rows)
        return rate(int(met.sum()), len(met), confidence)

    def quantile(self, column: str, probability: float, confidence: float = 0.95) -> Bound:
        """A quantile of a column, with its bounds."""
        return quantile(self.column(column), probability, confidence)

    def against(self, other: FlownCampaign, column: str) -> Paired:
        """What this campaign changes against another one with the same numbers, run by run.

        Raises
        ------
        DataError
            the other has other numbers (seed, draw or sample), or no run has the column.
        """
        return paired_columns(self._store, other._store, (column,)).columns[column]

    def query(self, sql: str) -> Any:
        """The rows asked in SQL (extra ``campaign``), an Arrow table."""
        return query(self._store, sql)

    def results(self) -> Results:
        """Everything that its report tells."""
        return results_of(self._store)

    def run(self, run: int, out: str | Path | None = None) -> Record:
        """One run flown alone, with its whole record: the same flight as its row, to the bit."""
        return fly_run(self.folder, run, None if out is None else Path(out))

    def resume(self, workers: int = 1) -> FlownCampaign:
        """Fly what is missing."""
        fly_on(self._store, Ways(workers))
        return self

    def extend(self, runs: int, workers: int = 1) -> FlownCampaign:
        """Fly more runs of the same campaign."""
        extend(self._store, runs)
        return self.resume(workers)


def campaign(
    mission: str | Mission,
    *,
    runs: int | str,
    out: str | Path,
    workers: int = 1,
    dask: str = "",
    **asked: Unpack[Asked],
) -> FlownCampaign:
    """Fly one mission many times, each time drawn anew, into a new folder.

    Parameters
    ----------
    mission : a bundled name, the path of a mission file, or one already read
    runs : how many, or ``"100x50"``: worlds times flights, for `draw` both
    out : a new or an empty folder
    workers : processes of this machine; more than one start as new processes, so call this below
        ``if __name__ == "__main__":`` in a script
    dask : address of a scheduler instead; ``local:2`` starts one here
    seed, sample, draw : of all draws; random, sobol or lhs; scatter, knowledge or both (the first of each unless given)
    changes, fail : what-ifs, values by key, and failures, as of the command line
    wind : path of the profile that is planned with; the winds of the runs are drawn about it
    until : a rule that ends it early
    sobol : patterns of keys, whose Sobol' indices are wanted
    chunk : runs written together, 50 unless given

    Raises
    ------
    KazbekError
        bad input, in one sentence. A run that cannot be flown is a row that says so.

    Examples
    --------
    >>> import kazbek, tempfile
    >>> flown = kazbek.campaign("soyuz-ms-19", runs=2, out=tempfile.mkdtemp(), chunk=1)
    >>> flown
    <Campaign soyuz-ms-19: 2 of 2 runs, scatter>
    """
    plan = read_mission(mission) if isinstance(mission, str) else mission
    ways = Ways(workers, dask)
    store = begin(Path(out), Question.of(plan, runs, **asked), plan, ways)
    store.let_go()
    fly_on(store, ways)
    return FlownCampaign(store.folder)
