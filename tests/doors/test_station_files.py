"""Every way a station file can be wrong is one sentence that names the offending value."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.track.files.which import find_station_file, read_station_file
from kazbek.track.station import StationTrack

OEM = """CCSDS_OEM_VERS = 2.0
CREATION_DATE = 2021-274T17:27:25.130Z
ORIGINATOR = JSC
META_START
OBJECT_NAME = ISS
OBJECT_ID = 1998-067-A
CENTER_NAME = EARTH
REF_FRAME = EME2000
TIME_SYSTEM = UTC
START_TIME = 2021-10-05T00:00:00.000
STOP_TIME = 2021-10-05T00:08:00.000
META_STOP
2021-10-05T00:00:00.000 4798.591924 -4028.006666 2631.922868 5.002107947 2.526772020 -5.225227081
2021-10-05T00:04:00.000 5809.989417 -3282.451589 1297.158018 3.374825960 3.648195481 -5.829675107
2021-10-05T00:08:00.000 6398.901606 -2298.188853 -132.212963 1.503063048 4.503831376 -6.008829898
"""
TLE = """ISS (ZARYA)
1 25544U 98067A   21278.19241828  .00005122  00000-0  10130-3 0  9993
2 25544  51.6449 158.7999 0004158  60.5965  83.2371 15.48933732305645
"""
OMM = """CCSDS_OMM_VERS = 2.0
OBJECT_NAME = ISS (ZARYA)
OBJECT_ID = 1998-067A
CENTER_NAME = EARTH
REF_FRAME = TEME
TIME_SYSTEM = UTC
MEAN_ELEMENT_THEORY = SGP4
EPOCH = 2021-10-05T04:37:04.939392
MEAN_MOTION = 15.48933732
ECCENTRICITY = 0.0004158
INCLINATION = 51.6449
RA_OF_ASC_NODE = 158.7999
ARG_OF_PERICENTER = 60.5965
MEAN_ANOMALY = 83.2371
BSTAR = 0.00010130
"""
XML = """<?xml version="1.0"?><ndm><oem id="CCSDS_OEM_VERS" version="2.0"><body><segment><metadata>
<OBJECT_NAME>ISS</OBJECT_NAME><OBJECT_ID>1998-067-A</OBJECT_ID><CENTER_NAME>EARTH</CENTER_NAME>
<REF_FRAME>EME2000</REF_FRAME><TIME_SYSTEM>UTC</TIME_SYSTEM><START_TIME>2021-10-05T00:00:00.000</START_TIME>
<STOP_TIME>2021-10-05T00:04:00.000</STOP_TIME></metadata><data>
<stateVector><EPOCH>2021-10-05T00:00:00.000</EPOCH><X units="km">4798.591924</X><Y units="km">-4028.006666</Y>
<Z units="km">2631.922868</Z><X_DOT units="km/s">5.002107947</X_DOT><Y_DOT units="km/s">2.526772020</Y_DOT>
<Z_DOT units="km/s">-5.225227081</Z_DOT></stateVector>
<stateVector><EPOCH>2021-10-05T00:04:00.000</EPOCH><X units="km">5809.989417</X><Y units="km">-3282.451589</Y>
<Z units="km">1297.158018</Z><X_DOT units="km/s">3.374825960</X_DOT><Y_DOT units="km/s">3.648195481</Y_DOT>
<Z_DOT units="km/s">-5.829675107</Z_DOT></stateVector></data></segment></body></oem></ndm>
"""
JSON = '[{"OBJECT_NAME": "ISS (ZARYA)", "EPOCH": "2021-10-05T04:37:04.939392", "MEAN_MOTION": 15.48933732}]'
LAST_LINE = OEM.splitlines(keepends=True)[-1]

BAD: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "is empty"),
    "blank": ("\n \n", "is empty"),
    "binary": (bytes(range(256)) * 8, "is binary"),
    "zeros": (b"\0" * 64, "is binary"),
    "prose": ("The station goes round the Earth.\n", "is not a station file; allowed: CCSDS OEM"),
    "foreign XML": ("<kml><Document/></kml>", "neither an OEM nor an OMM"),
    "states cut off": (
        OEM.replace(LAST_LINE, ""),
        "truncated: its last state is of 2021-10-05T00:04:00.000000Z, before its STOP_TIME 2021-10-05T00:08:00.000000Z",
    ),
    "cut inside a line": (OEM[:-30], "line 15 has 5 fields: truncated"),
    "cut in the metadata": (OEM[: OEM.index("STOP_TIME")], "ends inside its metadata: truncated"),
    "cut in the header": (OEM[: OEM.index("META_START")], "holds no segment: truncated"),
    "no states": (OEM[: OEM.index("META_STOP") + 10], "holds 0 state vectors"),
    "XML cut off": (XML[:900], "is not complete XML"),
    "gzip cut off": (gzip.compress(OEM.encode())[:-40], "is not complete gzip: truncated"),
    "XML entities": (XML.replace("<ndm>", '<!DOCTYPE ndm [<!ENTITY a "aa">]><ndm>'), "declares XML entities"),
    "XML lacks a component": (XML.replace('<Z units="km">1297.158018</Z>', ""), "stateVector 2: Z is missing"),
    "XML in metres": (XML.replace('<X units="km">4798', '<X units="m">4798'), 'X has units "m"; allowed: km'),
    "frame": (OEM.replace("EME2000", "EME200"), 'unknown REF_FRAME "EME200"'),
    "frame of the Moon": (OEM.replace("EME2000", "MOON_ME"), 'unknown REF_FRAME "MOON_ME"'),
    "scale": (OEM.replace("= UTC", "= UTX"), 'unknown TIME_SYSTEM "UTX"'),
    "scale missing": (OEM.replace("TIME_SYSTEM = UTC\n", ""), "TIME_SYSTEM is missing"),
    "centre": (OEM.replace("= EARTH", "= MOON"), 'CENTER_NAME is "MOON"; allowed: EARTH'),
    "bad epoch": (
        OEM.replace("05T00:04:00.000 5", "35T00:04:00.000 5"),
        'line 14: bad epoch: "2021-10-35T00:04:00.000"',
    ),
    "bad STOP_TIME": (
        OEM.replace("STOP_TIME = 2021-10-05T00:08", "STOP_TIME = 2021-10-05T25:08"),
        "STOP_TIME: bad epoch",
    ),
    "back in time": (OEM.replace("T00:04:00.000 5", "T00:00:00.000 5"), "does not come after"),
    "metres": (
        OEM.replace("4798.591924 -4028.006666", "4798591.924 -4028006.666"),
        "is no orbit about the Earth; allowed",
    ),
    "below ground": (
        OEM.replace("4798.591924 -4028.006666", "4.798591924 -4.028006666"),
        "is no orbit about the Earth",
    ),
    "not a number": (OEM.replace("4798.591924", "4798.59l924"), 'line 13: X = "4798.59l924" is not a number'),
    "states before metadata": (OEM.replace("META_START", ""), "holds no segment"),
    "NaN": (OEM.replace("4798.591924", "nan"), 'X = "nan" is not a number'),
    "TLE checksum 1": (
        TLE.replace("21278.19241828", "21278.19241829"),
        "line 1 of the element set ends in checksum 3; allowed: 4",
    ),
    "TLE checksum 2": (TLE.replace("51.6449", "51.6448"), "line 2 of the element set ends in checksum 5; allowed: 4"),
    "TLE one line": ("\n".join(TLE.splitlines()[:2]), "line 2 of the element set is missing: truncated"),
    "TLE cut": (TLE[:-4], "line 2 of the element set has 66 characters"),
    "TLE several": (TLE + TLE, "holds 2 element sets; allowed: one"),
    "TLE of two objects": (TLE.replace("2 25544  51.6449", "2 25543  51.6440").replace("305645", "305635"), "checksum"),
    "OMM frame": (OMM.replace("TEME", "TOD"), 'unknown REF_FRAME "TOD"'),
    "OMM scale": (OMM.replace("UTC", "UT1"), 'unknown TIME_SYSTEM "UT1"'),
    "OMM theory": (OMM.replace("= SGP4", "= DSST"), 'unknown MEAN_ELEMENT_THEORY "DSST"'),
    "OMM epoch": (OMM.replace("2021-10-05T04:37", "yesterday"), "bad epoch"),
    "OMM field missing": (OMM.replace("BSTAR = 0.00010130\n", ""), "BSTAR is missing"),
    "OMM not an orbit": (OMM.replace("0.0004158", "4.158"), "not an orbit"),
    "OMM geostationary": (OMM.replace("15.48933732", "1.0027"), "an orbit of 1436 min"),
    "JSON cut": (JSON[:-10], "is not complete JSON"),
    "JSON of something": ("[3]", "is JSON, but not of an element set"),
    "JSON fields missing": (JSON, "ECCENTRICITY is missing"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_station_file_is_one_sentence(case: str, tmp_path: Path) -> None:
    content, expected = BAD[case]
    path = tmp_path / "station.dat"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DataError) as caught:
        read_station_file(path)
    sentence = str(caught.value)
    assert expected in sentence
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))


def test_a_missing_file_a_directory_and_an_unknown_name_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no such station file: .*nowhere\.oem"):
        read_station_file(tmp_path / "nowhere.oem")
    with pytest.raises(DataError, match="is a directory"):
        read_station_file(tmp_path)
    with pytest.raises(DataError, match=r'did you mean "iss_2021-10-01\.xml\.gz"'):
        find_station_file("iss_2021-10-01.xml", tmp_path)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("-2298.188853", "-2398.188853"),
        (" 3.374825960", " 3.574825960"),
        ("2021-10-05T00:04:00.000 5809", "2021-10-05T00:03:00.000 5809"),
    ],
)
def test_a_state_off_the_orbit_is_refused(good: str, bad: str, tmp_path: Path) -> None:
    """One digit lost in storage is no reboost: the track is refused when it is first asked."""
    path = tmp_path / "station.oem"
    path.write_text(OEM.replace(good, bad))
    track = StationTrack.from_file(path)
    with pytest.raises(DataError, match=r"station\.oem: the state of .* from where the one before leads"):
        track.at(Epoch.from_utc("2021-10-05T00:01:00Z"))


def test_states_too_far_apart_are_refused(tmp_path: Path) -> None:
    """Every fifth state of a real file (20 min): nothing to interpolate with."""
    lines = bundled("tracks", "iss_2021-10-17.oem").read_text().splitlines(keepends=True)
    first = next(k for k, line in enumerate(lines) if line.startswith("2021"))
    path = tmp_path / "coarse.oem"
    path.write_text("".join([*lines[:first], *lines[first::5]]))
    track = StationTrack.from_file(path)
    with pytest.raises(DataError, match=r"coarse\.oem: 20\.0 min without a state after .* up to 15 min apart"):
        track.at(Epoch.from_utc("2021-10-17T01:00:00Z"))


def test_what_is_allowed_reads_without_complaint(tmp_path: Path) -> None:
    """The texts that the cases above damage are good themselves: nothing fails for another reason."""
    for content in (OEM, XML, TLE, OMM):
        path = tmp_path / "station.dat"
        path.write_text(content)
        assert read_station_file(path) is not None
