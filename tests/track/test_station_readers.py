"""The same orbit reads the same from every form, frame and time scale."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.toml_file import Path_or_package
from kazbek.base.types import Array
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.frames import read_epoch
from kazbek.track.files.oem import Oem
from kazbek.track.files.omm import read_omm_csv, read_omm_json, read_omm_kvn, read_omm_xml
from kazbek.track.files.tle import read_tle
from kazbek.track.files.which import read_station_file
from kazbek.world import earth

HEADER = """CCSDS_OEM_VERS = 2.0
CREATION_DATE = 2021-274T17:27:25.130Z
ORIGINATOR = JSC
{comments}META_START
OBJECT_NAME = ISS
OBJECT_ID = 1998-067-A
CENTER_NAME = EARTH
REF_FRAME = {frame}
TIME_SYSTEM = {scale}
START_TIME = {epochs[0]}
STOP_TIME = {epochs[1]}
META_STOP
"""
EPOCHS = ("2021-10-05T00:00:00.000", "2021-10-05T00:04:00.000")
STATES = np.array(
    (
        (4798.591924, -4028.006666, 2631.922868, 5.002107947, 2.526772020, -5.225227081),
        (5809.989417, -3282.451589, 1297.158018, 3.374825960, 3.648195481, -5.829675107),
    )
)


def written(
    path: Path,
    states_km: Array,
    frame: str = "EME2000",
    scale: str = "UTC",
    epochs: tuple[str, ...] = EPOCHS,
    comments: str = "",
) -> Path:
    """A small KVN ephemeris of two states."""
    rows = "".join(f"{epoch} {' '.join(f'{x:.9f}' for x in row)}\n" for epoch, row in zip(epochs, states_km))
    path.write_text(HEADER.format(frame=frame, scale=scale, epochs=epochs, comments=comments) + rows)
    return path


def read(path: Path_or_package) -> Oem:
    found = read_station_file(path)
    assert isinstance(found, Oem)
    return found


def test_the_whole_message_and_its_printed_numbers() -> None:
    """First and last state of JSC's message of 2021-10-01, through its frame bias, and its three drag figures."""
    whole = read(bundled("tracks", "iss_2021-10-01.xml.gz"))
    (segment,) = whole.segments
    assert len(segment.tai_ns) == 5425
    assert str(segment.start) == "2021-10-01T13:02:53.536000Z"
    assert str(segment.end) == "2021-10-16T13:02:53.536000Z"
    first = (-3655.398853, 3701.569011, -4383.249501, -6.4395215722090002, -2.314894111419, 3.4227412761770002)
    back = np.concatenate([earth.C_EME2000_GCRF @ half for half in np.split(segment.rv_GCRF[0], 2)])
    np.testing.assert_allclose(back / 1e3, first, rtol=0, atol=1e-9)
    assert whole.ballistics is not None
    assert (whole.ballistics.mass_kg, whole.ballistics.drag_area_m2, whole.ballistics.cd) == (447606.0, 1964.96, 1.80)


def test_kvn_and_xml_of_one_message_agree(tmp_path: Path) -> None:
    """The extract of 2021-10-17 in KVN, rewritten as XML here, reads to the same bits."""
    kvn = bundled("tracks", "iss_2021-10-17.oem")
    tags = ("EPOCH", "X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
    metadata, states = "", ""
    for line in kvn.read_text().partition("META_START")[2].splitlines():
        if " = " in line and not line.startswith("COMMENT"):
            key, value = line.split(" = ")
            metadata += f"<{key}>{value}</{key}>"
        elif line.startswith("2021"):
            leaves = "".join(f"<{tag}>{field}</{tag}>" for tag, field in zip(tags, line.split()))
            states += f"<stateVector>{leaves}</stateVector>"
    xml = tmp_path / "again"
    xml.write_text(f"<oem><body><segment><metadata>{metadata}</metadata><data>{states}</data></segment></body></oem>")
    (one,), (two,) = read(kvn).segments, read(xml).segments
    assert len(one.tai_ns) == 211
    np.testing.assert_array_equal(one.tai_ns, two.tai_ns)
    np.testing.assert_array_equal(one.rv_GCRF, two.rv_GCRF)


def test_gzip_is_recognised_by_content(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.tle", STATES)
    zipped = tmp_path / "b.txt"
    zipped.write_bytes(gzip.compress(plain.read_bytes()))
    np.testing.assert_array_equal(read(plain).segments[0].rv_GCRF, read(zipped).segments[0].rv_GCRF)


def test_comments_are_no_input(tmp_path: Path) -> None:
    table = "COMMENT  65S Launch  278:08:55:05.000  0.0  427.9  411.2\nCOMMENT  GMT285 Reboost 285:07:28:00.000 0.5\n"
    bare, told = written(tmp_path / "a", STATES), written(tmp_path / "b", STATES, comments=table)
    np.testing.assert_array_equal(read(bare).segments[0].rv_GCRF, read(told).segments[0].rv_GCRF)
    assert read(told).ballistics is None


def test_time_scales_differ_by_their_constants() -> None:
    """2021: TAI − UTC = 37 s, TT − TAI = 32.184 s, TAI − GPS = 19 s (IERS Bulletin C 61, ICD-GPS-200)."""
    face = "2021-278T08:55:02.442"
    utc = read_epoch(face, "UTC", "")
    assert {scale: utc - read_epoch(face, scale, "") for scale in ("TAI", "TT", "GPS")} == {
        "TAI": 37.0,
        "TT": 69.184,
        "GPS": 18.0,
    }


def test_tai_across_a_leap_second() -> None:
    """2016-12-31T23:59:60 UTC is 2017-01-01T00:00:36 TAI."""
    assert read_epoch("2017-01-01T00:00:36", "TAI", "") == Epoch.from_utc("2016-12-31T23:59:60")


@pytest.mark.parametrize("frame", ["GCRF", "ICRF", "EME2000", "J2000", "TEME", "ITRF", "ITRF2014", "ITRF-97"])
def test_every_frame_leads_to_the_same_orbit(frame: str, tmp_path: Path) -> None:
    """States of one orbit written in each frame come back to a centimetre (TEME: node interpolation)."""
    gcrf = read(written(tmp_path / "j", STATES, "J2000")).segments[0]
    rows = []
    for ns, row in zip(gcrf.tai_ns, gcrf.rv_GCRF):
        epoch = Epoch(int(ns))
        if frame.startswith("ITRF"):
            rows.append(np.concatenate(earth.itrf_from_gcrf(epoch, row[:3], row[3:])))
            continue
        C = {"TEME": earth.C_GCRF_TEME(epoch).T, "EME2000": earth.C_EME2000_GCRF, "J2000": earth.C_EME2000_GCRF}.get(
            frame, np.eye(3)
        )
        rows.append(np.concatenate((C @ row[:3], C @ row[3:])))
    again = read(written(tmp_path / "f", np.array(rows) / 1e3, frame)).segments[0]
    np.testing.assert_allclose(again.rv_GCRF, gcrf.rv_GCRF, rtol=0, atol=0.01)


TLE_5 = """1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753
2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667
"""
TLE_ISS = """ISS (ZARYA)
1 25544U 98067A   21278.19241828  .00005122  00000-0  10130-3 0  9993
2 25544  51.6449 158.7999 0004158  60.5965  83.2371 15.48933732305645
"""
OMM = {
    "OBJECT_NAME": "ISS (ZARYA)",
    "EPOCH": "2021-10-05T04:37:04.939392",
    "MEAN_MOTION": "15.48933732",
    "ECCENTRICITY": "0.0004158",
    "INCLINATION": "51.6449",
    "RA_OF_ASC_NODE": "158.7999",
    "ARG_OF_PERICENTER": "60.5965",
    "MEAN_ANOMALY": "83.2371",
    "NORAD_CAT_ID": "25544",
    "BSTAR": "0.00010130",
}


def test_sgp4_against_its_verification_case() -> None:
    """Satellite 00005 at 0 and 360 min: Vallado et al., AIAA 2006-6753, tcppver.out (TEME, km)."""
    elements = read_tle(TLE_5, "case 00005")
    instants = elements.epoch.tai_ns + np.array((0, 360 * 60 * 10**9))
    expected = ((7022.46529266, -1400.08296755, 0.03995155), (-7154.03120202, -3783.17682504, -3536.19412294))
    for epoch, row, r_km in zip(map(Epoch, instants.tolist()), elements.rv_GCRF(instants), expected):
        np.testing.assert_allclose(earth.C_GCRF_TEME(epoch).T @ row[:3] / 1e3, r_km, rtol=0, atol=2e-5)


def test_element_sets_agree_in_every_form() -> None:
    """TLE and OMM in KVN, XML, JSON and CSV of one set, a day from its epoch, to a metre (digits of the epoch)."""
    kvn = "CCSDS_OMM_VERS = 2.0\n" + "".join(f"{key} = {value}\n" for key, value in OMM.items())
    leaves = "".join(f"<{key}>{value}</{key}>" for key, value in OMM.items())
    xml = f"<ndm><omm><body><segment><data>{leaves}</data></segment></body></omm></ndm>"
    json = "[{" + ", ".join(f'"{key}": "{value}"' for key, value in OMM.items()) + "}]"
    sets: list[ElementSet] = [
        read_tle(TLE_ISS, "t"),
        read_omm_kvn(kvn, "k"),
        read_omm_xml(xml, "x"),
        read_omm_json(json, "j"),
        read_omm_csv(",".join(OMM) + "\n" + ",".join(OMM.values()), "c"),
    ]
    instants = np.array([(Epoch.from_utc("2021-10-06T04:00") + 60.0 * k).tai_ns for k in range(3)])
    reference = sets[0].rv_GCRF(instants)
    for other in sets[1:]:
        assert other.object_name == "ISS (ZARYA)"
        np.testing.assert_allclose(other.rv_GCRF(instants), reference, rtol=0, atol=1.0)


def test_sgp4_across_a_leap_second_is_continuous() -> None:
    """SGP4 runs on days of UTC: two instants one second apart are one second of flight apart, leap second or not."""
    text = TLE_ISS.replace("21278.19241828", "16366.50000000")
    line = text.splitlines()[1]
    digit = sum(int(c) if c.isdigit() else c == "-" for c in line[:68]) % 10
    elements = read_tle(text.replace(line, line[:68] + str(digit)), "t")
    start = Epoch.from_utc("2016-12-31T23:59:58")
    rv = elements.rv_GCRF(np.array([(start + k).tai_ns for k in range(6)]))
    steps_m = np.linalg.norm(np.diff(rv[:, :3], axis=0), axis=1)
    np.testing.assert_allclose(steps_m, steps_m.mean(), rtol=1e-3)
