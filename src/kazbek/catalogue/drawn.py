"""A data file of something that pictures show."""

from __future__ import annotations

from kazbek.base.data import DataFile


class DrawnFile(DataFile):
    """A data file that may name the model it is drawn as; without one it is drawn as a plain body of its own size."""

    model: str = ""
