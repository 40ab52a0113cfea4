"""Campaigns: one mission planned once and flown thousands of times, each run drawn by its number."""

import sys
from types import ModuleType
from typing import Any


class _Campaign(ModuleType):
    """This package has the name of a function of `kazbek` itself; calling it is calling that (see `kazbek.gallery`)."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        from kazbek.campaign.door import campaign

        return campaign(*args, **options)


sys.modules[__name__].__class__ = _Campaign
