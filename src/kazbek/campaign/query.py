"""Rows asked in SQL, by DuckDB (extra ``campaign``) over the files as they lie."""

from __future__ import annotations

from typing import Any

from kazbek.base.errors import DataError, MissingExtra
from kazbek.campaign.store import Store


def query(store: Store, sql: str) -> Any:
    """The answer of one SELECT over the tables ``runs`` and ``draws``, which join by run, as an Arrow table.

    Columns of runs are the events of flights and their values; those of draws are keys of figures in sigmas, which need
    double quotes. Files of the machine and the network are out of reach.

    Raises
    ------
    MissingExtra
        DuckDB is not installed.
    DataError
        SQL that cannot be answered, in DuckDB's words.
    """
    duckdb = _duckdb()
    with duckdb.connect() as connection:
        for name in ("runs", "draws"):
            connection.register(name, store.rows(name))
        connection.execute("set enable_external_access = false")
        try:
            asked = connection.sql(sql)
            if asked is None:
                raise DataError("the query asks for no rows", allowed="one SELECT over runs and draws")
            return asked.to_arrow_table()
        except duckdb.Error as fault:
            said = str(fault).split("\n\n")[0]
            raise DataError(f"the query cannot be answered: {said}", allowed="one SELECT over runs and draws") from None


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise MissingExtra("campaign", "kazbek campaign query") from None
    return duckdb
