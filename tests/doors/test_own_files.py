"""Files of our own for each kind in which station files went wrong: read right, or refused with the truth.

Not those of ``tests/data/field``: other instances of the same kinds. Authority: NASA's ephemeris the states are of, the
published set, and what each file plainly is.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from ephemerides import STATES, oem
from sgp4.io import compute_checksum

from kazbek.base.errors import KazbekError
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.which import station_from
from kazbek.track.station import StationTrack, sources_of

FIELD = Path(__file__).parents[1] / "data" / "field"
OEM = oem()
XML, OMM_XML, CSV, TLE, KVN = (
    (FIELD / name).read_text(encoding="utf-8")
    for name in ("oemx_plain.xml", "omm_celestrak.xml", "omm_celestrak.csv", "tle_base.tle", "omm_celestrak.kvn")
)
NAME, LINE_1, LINE_2 = TLE.splitlines()[:3]
SEGMENT = "META_START" + OEM.partition("META_START")[2]


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def line_with(line: str, column: int, text: str) -> str:
    """A line of a set with other text from a column on, and the checksum made right again."""
    line = line[: column - 1] + text + line[column - 1 + len(text) : 68]
    return line + str(compute_checksum(line + "0"))


RAW = OEM.encode()
SAME_EPHEMERIS: dict[str, bytes | str] = {
    "one object by both ways to write its number": OEM + SEGMENT.replace("1998-067-A", "1998-067A"),
    "markers in small letters": OEM.replace("META_START", "meta_start").replace("META_STOP", "meta_stop"),
    "keys in small letters": re.sub(r"^([A-Z_]+) = ", lambda key: f"{key[1].lower()} = ", OEM, flags=re.MULTILINE),
    "a comment in small letters": OEM.replace("META_STOP", "META_STOP\ncomment by hand"),
    "three points of Windows in a comment": RAW.replace(
        STATES[50].encode(), b"COMMENT x \x85 y\n" + STATES[50].encode()
    ),
    "a form feed in a comment": OEM.replace(STATES[50], f"COMMENT page 1 \x0c TIME_SYSTEM = TAI\n{STATES[50]}"),
    "a line separator in a comment": OEM.replace(STATES[50], f"COMMENT x \u2028 y\n{STATES[50]}"),
    "Japanese in a comment": RAW.replace(b"META_START", b"COMMENT \x8b\x4f\x93\xb9\nMETA_START"),
    "a block filled with zeros": RAW + bytes(512),
    "two end marks of DOS": RAW + b"\x1a\x1a\r\n",
    "xz filled with zeros, as its format allows": lzma.compress(RAW) + bytes(8),
    "gzip and a line end": gzip.compress(RAW) + b"\r\n",
    "gzip behind gzip": gzip.compress(RAW[:3000]) + gzip.compress(RAW[3000:]),
    "zip in zip": zipped(a=zipped(b=RAW)),
    "zip of a Macintosh": zipped(**{"a": RAW, ".DS_Store": b"1", "__MACOSX/._a": b"2"}),
    "a zone of UTC": OEM.replace("TIME_SYSTEM = UTC", "TIME_SYSTEM = UTC(NIST)"),
}
SAME_SET: dict[str, str] = {
    "columns parted by tabs": CSV.replace(",", "\t"),
    "another namespace": OMM_XML.replace("<omm ", '<omm xmlns="urn:other" '),
    "a number in CDATA": re.sub(r"<BSTAR>(.*?)<", r"<BSTAR><![CDATA[\1]]><", OMM_XML),
}
REFUSED: dict[str, tuple[bytes | str, str]] = {
    "two objects in a block": (
        OEM.replace("CENTER_NAME", "OBJECT_ID = 2021-035-A\nCENTER_NAME"),
        "OBJECT_ID stands twice",
    ),
    "metres": (XML.replace('<X units="km">', '<X units="m">', 1), 'X has units "m"; allowed: km'),
    "metres, misspelt": (XML.replace('<X units="km">', '<X UNIT="m">', 1), 'X has units "m"; allowed: km'),
    "radians, misspelt": (
        OMM_XML.replace("<INCLINATION>", '<INCLINATION unit="rad">'),
        'INCLINATION has units "rad"; allowed: deg',
    ),
    "an OEM and what a comment calls an OMM": (XML.replace("FIELD", "FIELD & <!-- <omm> -->"), "not complete XML"),
    "states that a covariance swallowed": (
        OEM.replace(STATES[50], f"{STATES[50]}\nCOVARIANCE_START").replace(
            STATES[70], f"{STATES[70]}\nCOVARIANCE_STOP"
        ),
        "without a state",
    ),
    "a clock written with Z and called TAI": (
        re.sub(r"^(2021-\S+)", r"\1Z", oem(TIME_SYSTEM="TAI"), flags=re.MULTILINE),
        "its clock 37 ± 1 s early: TIME_SYSTEM is not TAI",
    ),
    "an hour east": (re.sub(r"^(2021-\S+)", r"\1+01:00", OEM, flags=re.MULTILINE), "is not an instant"),
    "a second that was none": (OEM.replace("18:04:30.000", "18:04:60.000"), '18:04:60.000" is not an instant'),
    "day 366 of 2021": (OEM.replace(STATES[9].split()[0], "2021-366T18:36:30"), "is not an instant"),
    "a digit late in the file": (OEM.replace(STATES[105], STATES[105].replace(".", ".9", 1)), "a digit of it is wrong"),
    "a colon for =": (OEM.replace(" = ", " : "), "does not give its CCSDS_OEM_VERS as KEY = VALUE"),
    "the plane of an orbit for a frame": (oem(REF_FRAME="LVLH"), "LVLH turns with an orbit"),
    "GPST": (oem(TIME_SYSTEM="GPST"), "TIME_SYSTEM = GPS"),
    "gzip with more behind": (gzip.compress(RAW) + b"garbage", "holds 7 bytes behind the end of its gzip"),
    "bzip2 with more behind": (bz2.compress(RAW) + b"garbage", "holds 7 bytes behind the end of its bzip2"),
    "xz with more behind": (lzma.compress(RAW) + b"garbage", "holds 7 bytes behind the end of its xz"),
    "RAR": (b"Rar!\x1a\x07\x00" + bytes(range(64)), "a RAR archive: unpack it"),
    "decimal commas": (CSV.replace(",", ";").replace(".", ","), "write the decimal comma as a point"),
    "eccentricity 0.99": (f"{LINE_1}\n{line_with(LINE_2, 27, '9999999')}", "not an orbit"),
    "eccentricity 0.05": (f"{LINE_1}\n{line_with(LINE_2, 27, '0500000')}", "no orbit fits"),
    "a revolution a day": (f"{LINE_1}\n{line_with(LINE_2, 53, ' 1.00270000')}", "under 225 min"),
    "a set of 1957": (f"{line_with(LINE_1, 19, '57')}\n{LINE_2}", "Earth orientation at 1957"),
    "lines the other way round": (f"{LINE_2}\n{LINE_1}", "line 2 of the element set does not follow its line 1"),
    "both on one line": (LINE_1 + LINE_2, "line 1 of the element set has 138 characters; allowed: 69"),
    "a set in quotes": (f'"{LINE_1}"\n"{LINE_2}"', "holds an element set among other text"),
    "a set with tabs": (TLE.replace(" 25544", "\t25544"), "holds an element set among other text"),
    "a theory of another name": (KVN.replace("SGP/SGP4", "DSST"), 'unknown MEAN_ELEMENT_THEORY "DSST"'),
}


def track_of(data: bytes | str) -> StationTrack:
    return StationTrack(tuple(sources_of(station_from(data if isinstance(data, bytes) else data.encode(), "f"), "f")))


def asked(data: bytes | str) -> None:
    track = track_of(data)
    track.at(track.covers[0])


@pytest.mark.parametrize("what", SAME_EPHEMERIS)
def test_the_same_states(what: str) -> None:
    track, nasa = track_of(SAME_EPHEMERIS[what]), StationTrack.from_file("iss_2021-10-17.oem")
    at = np.linspace(track.covers[0].tai_ns, track.covers[1].tai_ns, 50).astype(np.int64)
    assert np.linalg.norm((track.rv(at) - nasa.rv(at))[:, :3], axis=1).max() < 0.5


@pytest.mark.parametrize("what", SAME_SET)
def test_the_same_elements(what: str) -> None:
    found, published = station_from(SAME_SET[what].encode(), "f"), station_from(TLE.encode(), "f")
    assert isinstance(found, ElementSet)
    assert isinstance(published, ElementSet)
    at = np.array([(published.epoch + 86_400.0).tai_ns])
    np.testing.assert_allclose(found.rv_GCRF(at), published.rv_GCRF(at), rtol=0, atol=1.0)


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_the_truth(what: str) -> None:
    data, says = REFUSED[what]
    with pytest.raises(KazbekError) as caught:
        asked(data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_xml_comment_is_no_second_message() -> None:
    assert track_of(XML.replace("<ndm>", '<!-- not an <omm id="x"> --><ndm>')).covers == track_of(XML).covers
