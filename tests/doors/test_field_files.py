"""Files as producers, catalogues, browsers and editors hand them out: each read right, or refused with the truth.

The inputs of ``tests/data/field`` follow bug reports and files of the trade. Orbits are held against NASA's ephemeris
of 2021-10-01 (the excerpts are of it) and against SGP4 on the set as published.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from kazbek.base.errors import DataError, KazbekError, OutOfRange
from kazbek.base.toml_file import read_toml
from kazbek.mission.file import read_mission
from kazbek.mission.search import window
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.which import find_station_file, read_station_file
from kazbek.track.station import StationTrack
from kazbek.world.wind import Wind

FIELD = Path(__file__).parents[1] / "data" / "field"

SAME_EPHEMERIS = {  # metres from NASA's file: digits, and the frames they came through
    "base.oem": 0.5,
    "base.oem.xz": 0.5,
    "base_twice.oem.gz": 0.5,
    "oem_accelerations.oem": 0.5,
    "oem_bluebook_digits.oem": 3.0,
    "oem_bluebook_digits_v6.oem": 3.0,
    "oem_bom.oem": 0.5,
    "oem_comment_amid.oem": 0.5,
    "oem_comment_colon.oem": 0.5,
    "oem_cr_only.oem": 0.5,
    "oem_crlf.oem": 0.5,
    "oem_doy_z.oem": 0.5,
    "oem_epoch_12_digits.oem": 0.5,
    "oem_epoch_1_digit.oem": 0.5,
    "oem_epoch_no_fraction.oem": 0.5,
    "oem_gcrf.oem": 0.5,
    "oem_gps.oem": 0.5,
    "oem_icrf.oem": 0.5,
    "oem_itrf2000.oem": 0.5,
    "oem_itrf97_hyphen.oem": 0.5,
    "oem_leading_blanks_cmsa.dat": 0.5,
    "oem_lowercase_values.oem": 0.5,
    "oem_mixed_scales.oem": 0.5,
    "oem_mixedcase_values.oem": 0.5,
    "oem_segments_overlap_no_useable.oem": 0.5,
    "oem_segments_reverse.oem": 0.5,
    "oem_segments_useable_cov.oem": 0.5,
    "oem_start_after_first.oem": 0.5,
    "oem_stop_after_last.oem": 0.5,
    "oem_tabs_nospace.oem": 0.5,
    "oem_tai.oem": 0.5,
    "oem_teme.oem": 0.5,
    "oem_tt.oem": 0.5,
    "oem_two_digit_exponent_e003.oem": 0.5,
    "oem_useable_only_start.oem": 0.5,
    "oem_utf16_powershell.oem": 0.5,
    "oem_v3_header.oem": 0.5,
    "oemx_bom.xml": 0.5,
    "oemx_cov.xml": 0.5,
    "oemx_default_ns.xml": 0.5,
    "oemx_doctype.xml": 0.5,
    "oemx_leading_blank_line.xml": 0.5,
    "oemx_no_declaration.xml": 0.5,
    "oemx_no_units_acc.xml": 0.5,
    "oemx_plain.xml": 0.5,
    "oemx_prefixed.xml": 0.5,
    "oemx_stylesheet_comment.xml": 0.5,
}
SAME_SET = (
    "omm_celestrak.csv",
    "omm_celestrak.json",
    "omm_celestrak.kvn",
    "omm_celestrak.xml",
    "omm_doy.kvn",
    "omm_json_bom.json",
    "omm_json_epoch_Z.json",
    "omm_json_epoch_offset.json",
    "omm_json_epoch_space.json",
    "omm_json_id_zero.json",
    "omm_json_lowercase_keys.json",
    "omm_json_six_digit.json",
    "omm_json_utf16.json",
    "omm_spacetrack.json",
    "omm_units.kvn",
    "omm_xml_leading_newline.xml",
    "omm_xml_units.xml",
    "omm_xml_user_defined.xml",
    "tle_3le_zero.tle",
    "tle_alpha5.tle",
    "tle_amsat_bulletin.txt",
    "tle_classification_C_prelaunch.tle",
    "tle_epoch_space_padded.tle",
    "tle_hash_name.tle",
    "tle_id_zero.tle",
    "tle_leading_zero_angle.tle",
    "tle_nbsp.tle",
    "tle_no_checksum.tle",
    "tle_no_name.tle",
    "tle_padded_id4.tle",
    "tle_trailing_crlf.tle",
)
REFUSED = {
    "bom_only.oem": "is empty",
    "celestrak_blocked.txt": "the catalogue's answer that it did not understand the question",
    "celestrak_no_data.txt": "the catalogue's answer that it has no such object",
    "json_5000_digits.json": "a number too long to read",
    "ocm.kvn": "is a CCSDS OCM",
    "oem_center_earth_barycenter.oem": 'CENTER_NAME is "EARTH BARYCENTER"; allowed: EARTH',
    "oem_drag_coeff_two_points.oem": 'COMMENT DRAG_COEFF = "1.4.5" is not a number',
    "oem_duplicate_last.oem": "does not come after",
    "oem_empty_object_id.oem": "OBJECT_ID is missing",
    "oem_first_state_1975_hangs.oem": "min without a state after 1975-10-16",
    "oem_fortran_D.oem": "write the exponent with E in place of D",
    "oem_frame_mj2000eq.oem": 'did you mean "EME2000"?',
    "oem_hourly.oem": "60.0 min without a state",
    "oem_meters.oem": "an OEM is written in km and km/s",
    "oem_positions_only.oem": "positions alone are not enough",
    "oem_space_instead_of_T.oem": "date and time joined by T",
    "oem_start_after_stop.oem": "does not come before STOP_TIME",
    "oem_stop_2400.oem": "STOP_TIME: bad epoch",
    "oem_time_system_twice_accepted.oem": 'TIME_SYSTEM stands twice, as "UTC" and as "TAI"',
    "oem_tod.oem": "ask for EME2000 or ICRF",
    "oem_unit_brackets.oem": '8 fields ("[km]" last)',
    "oem_wgs84.oem": "if so, write REF_FRAME = ITRF2014",
    "oem_year_2030.oem": "update the package astropy-iers-data",
    "oemx_html_error.xml": "a web page, not the file itself",
    "oemx_s3_denied.xml": 'a server\'s answer "AccessDenied"',
    "omm_blank_bstar.kvn": "BSTAR is missing",
    "omm_inclination_in_rad_accepted.omm": 'INCLINATION has units "rad"; allowed: deg',
    "omm_json_empty_list.json": "holds 0 element sets; allowed: one; the catalogue had none to give",
    "omm_json_lines.json": "holds 2 element sets",
    "omm_json_stations.json": "holds 2 element sets",
    "omm_two_messages.kvn": "holds 2 element sets",
    "omm_units_wrong.kvn": 'INCLINATION has units "rad"; allowed: deg',
    "omm_xml_two.xml": "holds 2 element sets",
    "one_byte_1f.oem": "is binary",
    "opm.kvn": "is a CCSDS OPM (a single state, not an ephemeris)",
    "stk_ephemeris.e": "an ephemeris of STK: export it as CCSDS OEM",
    "tle_epoch_day_zero.tle": "bad epoch: day 000",
    "tle_history_one_object.txt": "keep the last one before the date of the flight",
    "tle_letter_O_in_bstar.tle": "for its B*, columns 54 to 61",
    "tle_missing_blank_in_line2.tle": "has 68 characters; allowed: 69",
    "tle_same_set_twice.txt": "holds 2 element sets",
    "tle_stations_group.txt": "keep the lines of one object (25544, 48274)",
    "tle_type4_xp.tle": "of ephemeris type 4 (SGP4-XP)",
    "tle_type4_xp_fields.tle": "of ephemeris type 4 (SGP4-XP)",
    "tle_unicode_minus.tle": "fetch it as plain text, not from a web page",
    "xml_unknown_encoding.xml": "holds no segment",
}
TOLD_ELSEWHERE = {  # by tests/track/test_states_as_written.py, or below
    "css_like_41deg.dat",
    "css_oem_as_downloaded.zip",
    "oem_15min.oem",
    "oem_from_tle_icrf.oem",
    "oem_from_tle_icrf_stopfixed.oem",
    "oem_from_tle_teme.oem",
    "oem_from_tle_teme_stopfixed.oem",
    "oem_leap_second_2016.oem",
    "oem_ms18_bluebook_digits.oem",
    "omm_zero_bstar.kvn",
    "tle_base.tle",
}


def test_every_input_is_spoken_of() -> None:
    told = {*SAME_EPHEMERIS, *SAME_SET, *REFUSED, *TOLD_ELSEWHERE, *MISSIONS, *FILES_OF_A_MISSION}
    assert told == {path.name for path in FIELD.iterdir() if path.is_file()}
    assert {*WIND} == {path.name for path in (FIELD / "wind").iterdir()}


@pytest.mark.parametrize("name", SAME_EPHEMERIS)
def test_the_same_orbit_however_it_is_written(name: str) -> None:
    """Frames, scales, encodings, packings, versions and ways to write an epoch: NASA's orbit, and no burn."""
    track, nasa = StationTrack.from_file(FIELD / name), StationTrack.from_file("iss_2021-10-01.xml.gz")
    instants = np.linspace(track.covers[0].tai_ns, track.covers[1].tai_ns, 50).astype(np.int64)
    off_m = np.linalg.norm((track.rv(instants) - nasa.rv(instants))[:, :3], axis=1).max()
    assert off_m < SAME_EPHEMERIS[name]
    assert track.reboosts == ()


@pytest.mark.parametrize("name", SAME_SET)
def test_the_same_set_however_it_is_written(name: str) -> None:
    """SGP4 on the set as published, a day later, to a metre (digits of the epoch)."""
    published, found = read_station_file(FIELD / "tle_base.tle"), read_station_file(FIELD / name)
    assert isinstance(published, ElementSet)
    assert isinstance(found, ElementSet)
    instants = np.array([(published.epoch + 86_400.0).tai_ns])
    np.testing.assert_allclose(found.rv_GCRF(instants), published.rv_GCRF(instants), rtol=0, atol=1.0)


def test_a_pad_of_one_s_own_that_this_rocket_cannot_use() -> None:
    """Jiuquan with the usual rocket, whose orbits lie 10° steeper than the station's; with another it goes."""
    station, pad, start = str(FIELD / "css_like_41deg.dat"), str(FIELD / "pad_jiuquan.toml"), "2026-10-07T01:00"
    with pytest.raises(OutOfRange, match=r"inclined by 41\.5° .*51\.8°: their planes never come closer than 10\.3°"):
        window(station, pad, start, 0.1)
    other = {"launcher": "cz-2f", "ship": "shenzhou", "profiles": ["shenzhou-6.5h"]}
    (passage,) = window(station, pad, start, 1.0, **other).opportunities
    assert passage.plane_crossing.utc.startswith("2026-10-07T22:52")


def asked(path: Path) -> None:
    """Read a file and ask for its first state."""
    track = StationTrack.from_file(path)
    track.rv(np.array([track.covers[0].tai_ns]))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_told_truly(name: str) -> None:
    with pytest.raises(KazbekError) as caught:
        asked(FIELD / name)
    sentence = str(caught.value)
    assert REFUSED[name] in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("name", ["oem_from_tle_icrf.oem", "oem_from_tle_teme.oem", "oem_from_tle_icrf_stopfixed.oem"])
def test_an_ephemeris_made_from_a_set_is_that_set(name: str) -> None:
    """As the package ``oem`` writes it, STOP_TIME a step late: SGP4 to 1 m between states 4 min apart."""
    track, elements = StationTrack.from_file(FIELD / name), read_station_file(FIELD / "tle_base.tle")
    assert isinstance(elements, ElementSet)
    instants = np.linspace(track.covers[0].tai_ns, track.covers[1].tai_ns, 300).astype(np.int64)
    assert np.linalg.norm((track.rv(instants) - elements.rv_GCRF(instants))[:, :3], axis=1).max() < 1.0
    assert track.reboosts == ()


def test_a_station_of_another_inclination_holds_no_burns() -> None:
    """Written under 70×70: an interval that misses 36×36 by 6 mm/s is no burn."""
    for name in ("css_like_41deg.dat", "css_oem_as_downloaded.zip"):
        assert StationTrack.from_file(FIELD / name).reboosts == ()


def test_an_address_is_no_file() -> None:
    for address in ("https://celestrak.org/x.tle", "HTTP://a.b/c", "ftp://x/y"):
        with pytest.raises(DataError, match="download it first"):
            find_station_file(address)


def test_names_that_no_file_can_have_are_refused(tmp_path: Path) -> None:
    for name in ("a\0b.oem", "x" * 300 + ".oem"):
        with pytest.raises(DataError):
            find_station_file(name, tmp_path)
        with pytest.raises(DataError):
            read_toml(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    """A named pipe would wait for ever, a device never end."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="is a named pipe"):
        read_station_file(tmp_path / "pipe")
    with pytest.raises(DataError, match="is a device"):
        read_station_file(Path("/dev/zero"))


def test_what_is_packed_has_a_size_and_a_depth(tmp_path: Path) -> None:
    """200 MB of zeros in 200 kB, gzip in gzip in gzip, an archive of two files."""
    path = tmp_path / "bomb"
    path.write_bytes(gzip.compress(bytes(200_000_000), 1))
    with pytest.raises(DataError, match="more than 16 MB unpacked"):
        read_station_file(path)
    data = (FIELD / "base.oem").read_bytes()
    for _ in range(4):
        data = gzip.compress(data)
    path.write_bytes(data)
    with pytest.raises(DataError, match="packed more than 3 times"):
        read_station_file(path)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("a", "b"):
            archive.writestr(name, "x")
    path.write_bytes(packed.getvalue())
    with pytest.raises(DataError, match="zip archive of 2 files"):
        read_station_file(path)


WIND = {
    "bom_only.csv": "",
    "columns_swapped.csv": 'it begins "height_m,north_m_s,east_m_s"',
    "comment.csv": "",
    "crlf_only.csv": "",
    "descending.csv": "descending.csv: a wind profile whose heights do not rise",
    "duplicate_height.csv": "duplicate_height.csv: a wind profile whose heights do not rise",
    "empty.csv": "it is empty",
    "excel_bom_crlf.csv": "",
    "extra_column.csv": "temperature_K",
    "feet_knots.csv": 'it begins "height_ft,east_kt,north_kt"',
    "german_excel.csv": 'it begins "height_m;east_m_s;north_m_s"',
    "good.csv": "",
    "huge_wind.csv": "a wind of 2500 m/s",
    "missing_value.csv": '"5000,15," is not a row',
    "no_header.csv": 'a first line "height_m,east_m_s,north_m_s"',
    "spaces_in_header.csv": "",
    "speed_direction.csv": 'it begins "altitude,speed,direction"',
    "starts_high.csv": "starts_high",
    "tabs.tsv": "is not a wind profile",
    "trailing_blank.csv": "",
}


@pytest.mark.parametrize("name", WIND)
def test_a_wind_as_excel_and_others_write_it(name: str) -> None:
    path = FIELD / "wind" / name
    if not WIND[name]:
        assert Wind.from_file(path).profile[:2] == ((0.0, 2.0, 1.0), (1000.0, 5.0, 3.0))
        return
    if name == "starts_high.csv":
        with pytest.raises(KazbekError, match="begins at 5000 m"):
            Wind.from_file(path).from_the_ground(350.0, "zhezkazgan")
        return
    with pytest.raises(KazbekError) as caught:
        Wind.from_file(path)
    assert WIND[name] in str(caught.value)
    assert path.name in str(caught.value)


FILES_OF_A_MISSION = {"mine_powershell_utf16.toml", "launcher_2de5de.toml", "pad_jiuquan.toml"}
MISSIONS = {
    "mission_5000_digits.toml": "holds a number too long to read",
    "mission_deep.toml": "is nested too deeply",
    "mission_key_of_digits.toml": 'unknown key "2021"',
    "mission_nul_in_pad.toml": "holds the control character U+0000",
    "win_cp1251.toml": "is not in UTF-8",
}


@pytest.mark.parametrize("name", MISSIONS)
def test_a_mission_file_that_cannot_be_read_is_told_in_one_sentence(name: str) -> None:
    with pytest.raises(DataError) as caught:
        read_mission(str(FIELD / name))
    assert MISSIONS[name] in str(caught.value)


def test_what_powershell_writes_is_a_mission() -> None:
    """``kazbek missions soyuz-ms-19 > mine.toml`` in Windows PowerShell 5.1: UTF-16 with its mark."""
    own, bundled = read_mission(str(FIELD / "mine_powershell_utf16.toml")), read_mission("soyuz-ms-19")
    assert own.name == bundled.name
    assert [flight.crew for flight in own.flights] == [flight.crew for flight in bundled.flights]


@pytest.mark.parametrize("letter", ["\\n", "\\u001b", "\\u0007", "\\u202e", "\\u2028"])
def test_names_hold_no_control_characters(letter: str, tmp_path: Path) -> None:
    """A line end would write lines of an OEM, an escape colours of a terminal, U+202E turns the writing."""
    text = (FIELD / "mine_powershell_utf16.toml").read_text(encoding="utf-16")
    path = tmp_path / "m.toml"
    path.write_text(text.replace('ship = "Soyuz MS-19"', f'ship = "Soyuz{letter}MS-19"'), encoding="utf-8")
    with pytest.raises(DataError, match="holds the control character"):
        read_mission(str(path))


def test_other_encodings_may_stand_in_comments(tmp_path: Path) -> None:
    text = (FIELD / "mine_powershell_utf16.toml").read_text(encoding="utf-16")
    path = tmp_path / "m.toml"
    path.write_bytes("# naïve café\n".encode("latin-1") + text.encode("ascii", "ignore"))
    assert read_mission(str(path)).name == "soyuz-ms-19"


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("REF_FRAME", "WGS72", "metres to some tens of metres from ITRF"),
        ("REF_FRAME", "PZ-90.11", "metres to some tens of metres from ITRF"),
        ("REF_FRAME", "ECI", "ask which it is"),
        ("REF_FRAME", "CIRS", "is none of these"),
        ("REF_FRAME", "TEME OF DATE", 'did you mean "TEME"'),
        ("TIME_SYSTEM", "TDT", "TIME_SYSTEM = TT"),
        ("TIME_SYSTEM", "ET", "TIME_SYSTEM = TT is right to 15 m"),
        ("TIME_SYSTEM", "UT", "0.9 s apart"),
        ("TIME_SYSTEM", "ZULU", "TIME_SYSTEM = UTC"),
    ],
)
def test_advice_goes_by_meaning(key: str, value: str, says: str, tmp_path: Path) -> None:
    """WGS 72 is turned by 0.55 arc seconds against WGS 84 (DMA TR 8350.2): 18 m in orbit."""
    text = re.sub(rf"{key} = .*", f"{key} = {value}", (FIELD / "base.oem").read_text(encoding="utf-8"))
    (tmp_path / "f.oem").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(says)):
        read_station_file(tmp_path / "f.oem")


def test_sets_as_people_paste_and_save_them(tmp_path: Path) -> None:
    """Indented lines, semicolons of a spreadsheet, and the end mark of DOS: the same elements."""
    tle, table = ((FIELD / name).read_text(encoding="utf-8") for name in ("tle_base.tle", "omm_celestrak.csv"))
    indented = "".join(f"   {line}\n" for line in tle.splitlines())
    for whole, pasted in ((tle, indented), (tle, f"{tle}\x1a"), (table, table.replace(",", ";"))):
        for name, text in (("a", whole), ("b", pasted)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        one, other = read_station_file(tmp_path / "a"), read_station_file(tmp_path / "b")
        assert isinstance(one, ElementSet)
        assert isinstance(other, ElementSet)
        at = np.array([one.epoch.tai_ns])
        assert one.rv_GCRF(at).tobytes() == other.rv_GCRF(at).tobytes()


@pytest.mark.parametrize(
    ("begin", "says"),
    [("%PDF-1.7", "a PDF"), (r"{\rtf1 CCSDS", "word processor"), ("version https://git-lfs.github.com", "Git LFS")],
)
def test_what_is_no_station_file_is_told_as_what_it_is(begin: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_text(f"{begin}\nand more\n", encoding="utf-8")
    with pytest.raises(DataError, match=says):
        read_station_file(tmp_path / "f")
