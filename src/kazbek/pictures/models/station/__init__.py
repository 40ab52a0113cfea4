"""The station of 2021 and 2022 in STN axes: x forward, y starboard, z nadir, metres, modules along z = 0.

Module lengths and places from the station's data file and from figures NASA, ESA, JAXA and Roskosmos published, named
in each room; who is docked when from ``data/berths``; detail by eye from photographs.
"""

from kazbek.pictures.models.station.whole import VISITORS, docked_soyuz, station

__all__ = ["VISITORS", "docked_soyuz", "station"]
