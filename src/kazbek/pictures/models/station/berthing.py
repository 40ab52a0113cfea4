"""What stood at the station when, for the pictures: the ships of 2021 and 2022 and their ports.

Sources: NASA's station blog (blogs.nasa.gov/spacestation) for 28 Sep, 29 Oct and 11 Nov 2021, 14 Feb, 18 Mar and 1 Jun
2022; Roskosmos via parabolicarc.com (Progress MS-18), TASS (Progress MS-17), russianspacenews.com (Soyuz MS-21);
spacepolicyonline.com (Endeavour's relocation); Wikipedia (Cygnus NG-16, NG-17). Days are in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Berth:
    """One ship's stay at one port.

    Attributes
    ----------
    ship : her name
    visitor : the name under which :func:`kazbek.pictures.models.station.station` knows her
    port : as in the station's data file where that knows it, else the module and the side
    since, until : UTC, ISO 8601; the end is when she left
    """

    ship: str
    visitor: str
    port: str
    since: str
    until: str


BERTHS = (
    Berth("Soyuz MS-18", "soyuz", "rassvet-nadir", "2021-04-09T11:05", "2021-09-28T12:21"),
    Berth("Soyuz MS-18", "soyuz", "nauka-nadir", "2021-09-28T13:04", "2021-10-17T01:14"),
    Berth("Soyuz MS-19", "soyuz", "rassvet-nadir", "2021-10-05T12:22", "2022-03-30T07:21"),
    Berth("Soyuz MS-20", "soyuz", "poisk-zenith", "2021-12-08T13:40", "2021-12-19T23:50"),
    Berth("Soyuz MS-21", "soyuz", "prichal-nadir", "2022-03-18T19:12", "2022-09-29T07:34"),
    Berth("Progress MS-17", "progress-poisk", "poisk-zenith", "2021-07-02T00:59", "2021-10-20T23:42"),
    Berth("Progress MS-17", "progress-nauka", "nauka-nadir", "2021-10-22T04:21", "2021-11-25T11:22"),
    Berth("Progress MS-18", "progress-aft", "zvezda-aft", "2021-10-30T01:31", "2022-06-01T08:03"),
    Berth("Progress MS-19", "progress-poisk", "poisk-zenith", "2022-02-17T07:03", "2022-10-23T22:46"),
    Berth("Crew Dragon Endeavour", "dragon", "harmony-zenith", "2021-07-21T11:35", "2021-11-08T19:05"),
    Berth("Crew Dragon Endurance", "dragon", "harmony-forward", "2021-11-11T23:32", "2022-05-05T05:20"),
    Berth("Cygnus NG-16", "cygnus", "unity-nadir", "2021-08-12T13:42", "2021-11-20T16:01"),
    Berth("Cygnus NG-17", "cygnus", "unity-nadir", "2022-02-21T12:02", "2022-06-28T11:05"),
)
PRICHAL_SINCE = "2021-11-26T15:19"  # docked to Nauka's lower port
_FIRST, _LAST = "2021-09-01", "2022-04-30"  # the table is whole between these


def at_berth(utc: str) -> tuple[Berth, ...]:
    """Who is docked at an instant; for days the table does not cover, as on its nearest day."""
    when = min(max(utc, _FIRST), _LAST).rstrip("Z")
    return tuple(berth for berth in BERTHS if berth.since <= when < berth.until)


def soyuz_berths(utc: str) -> dict[str, str]:
    """The ports where a Soyuz stands at an instant, and her name."""
    return {berth.port: berth.ship for berth in at_berth(utc) if berth.visitor == "soyuz"}


def prichal_is_there(utc: str) -> bool:
    """Whether the node module hangs under Nauka yet."""
    return utc >= PRICHAL_SINCE
