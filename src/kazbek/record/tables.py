"""Telemetry as pandas and xarray know tables; both are the extra ``tables``, imported when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.channels import CHANNELS
from kazbek.base.errors import MissingExtra
from kazbek.base.types import Instants

Columns = Mapping[str, NDArray[Any]]


def frame(columns: Columns, utc: Instants) -> Any:
    """A DataFrame of every channel, indexed by UTC."""
    pandas = _pandas()
    index = pandas.DatetimeIndex(utc, name="utc")
    return pandas.DataFrame({name: np.array(column) for name, column in columns.items()}, index=index)


def stacked(frames: Mapping[str, Any], level: str) -> Any:
    """DataFrames below one another, their names the outermost index; NaN where one lacks a channel."""
    pandas = _pandas()
    return pandas.concat(dict(frames), names=[level]) if frames else pandas.DataFrame()


def dataset(columns: Columns, utc: Instants, attributes: Mapping[str, str]) -> Any:
    """A Dataset over UTC; unit, frame and meaning of each channel are its attributes."""
    variables = {name: ("utc", np.array(column), _about(name)) for name, column in columns.items()}
    return _xarray().Dataset(variables, coords={"utc": utc}, attrs=dict(attributes))


def tree(parts: Mapping[str, Any], name: str) -> Any:
    """A DataTree; `parts` are Datasets by their path below it, ``up/ascent``."""
    return _xarray().DataTree.from_dict(dict(parts), name=name)


def _about(name: str) -> dict[str, str]:
    channel = CHANNELS.get(name)
    return {} if channel is None else {"units": channel.unit, "frame": channel.frame, "long_name": channel.sentence}


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise MissingExtra("tables", "to_pandas()") from None
    return pandas


def _xarray() -> Any:
    try:
        import xarray
    except ImportError:
        raise MissingExtra("tables", "to_xarray()") from None
    return xarray
