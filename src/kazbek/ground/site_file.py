"""A launch site's work as data: activities, what they follow, how long they take, what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.base.errors import DataError, unknown

KINDS = ("crewed", "cargo")


class After(Frozen):
    """A time lag: begins `least_h` after the end of `id` at the soonest, `most_h` at the latest.

    With ``from = "start"`` it counts from the start of `id`. `reserve` marks the lag that holds the reserve of days; an
    upset may use it up.
    """

    id: str
    least_h: Datum | None = None
    most_h: Datum | None = None
    measured_from: Literal["end", "start"] = Field(default="end", alias="from")
    reserve: bool = False


class ActivityRow(Frozen):
    """One activity of a flight's campaign.

    Attributes
    ----------
    lead_days : from the launch date back to its usual start; without it, it begins as late as can be
    clock_h : begins at this hour of the site's clock
    shift : begins and ends within the shift of one day
    soon : without a usual start, begins as soon after the first of `after` as can be
    wind_below_m_s : cannot be done in more wind
    only : "crewed" or "cargo"; empty for both
    """

    id: str
    title: str
    duration_h: Datum
    lead_days: Datum | None = None
    clock_h: Datum | None = None
    shift: bool = False
    soon: bool = False
    wind_below_m_s: Datum | None = None
    needs: Mapping[str, int] = Field(default_factory=dict)
    after: tuple[After, ...] = ()
    only: Literal["crewed", "cargo", ""] = ""


class ResourceRow(Frozen):
    """Something that activities hold, and how many of it there are."""

    title: str
    count: Datum


class HoldRow(Frozen):
    """A resource held without a break from the start of one activity to the end of another."""

    resource: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")


class Reserve(Frozen):
    """Days kept free before launch day by rule."""

    rule_h: Datum


class Luck(Frozen):
    """Share of launch days that end in a scrub, and of rollout days with too much wind."""

    scrub_ratio: Datum
    wind_stop_ratio: Datum


class GroundSite(DataFile):
    """A site's network, read from ``data/ground`` or from a user's own file. The clock is UTC + an offset."""

    utc_offset_h: Datum
    shift_from_h: Datum
    shift_to_h: Datum
    resource: dict[str, ResourceRow]
    activity: tuple[ActivityRow, ...]
    hold: tuple[HoldRow, ...] = ()
    reserve: Reserve
    luck: Luck

    @classmethod
    def named(cls, name: str, base: Path | None = None) -> GroundSite:
        """A bundled site, or one from a TOML path.

        Raises
        ------
        DataError
            unknown names of activities or resources, besides whatever else is wrong with the file.
        """
        site = load("ground", name, cls, base=base)
        ids = [row.id for row in site.activity]
        for row in site.activity:
            for needed in row.needs:
                if needed not in site.resource:
                    raise unknown("resource", needed, site.resource, where=f'{name}, activity "{row.id}"')
            for lag in row.after:
                if lag.id not in ids:
                    raise unknown("activity", lag.id, ids, where=f'{name}, activity "{row.id}"')
            if ids.count(row.id) > 1:
                raise DataError(f'{name}: two activities are called "{row.id}"', allowed="one name per activity")
        for needed in ("rollout", "erection", "launch_day"):
            if needed not in ids:
                raise DataError(f'{name}: no activity "{needed}"', allowed="rollout, erection, launch_day and others")
        return site

    def rows(self, kind: str) -> tuple[ActivityRow, ...]:
        """The activities of a crewed or a cargo flight."""
        return tuple(row for row in self.activity if row.only in ("", kind))
