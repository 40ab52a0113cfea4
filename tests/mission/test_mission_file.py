"""A mission file holds decisions; every slip is refused with one sentence that says what to do."""

import pytest

from kazbek.base.errors import KazbekError
from kazbek.mission.checks import check
from kazbek.mission.day import spacecraft_name
from kazbek.mission.file import mission_names, mission_text, read_mission
from kazbek.mission.prepare import prepare

MS19 = mission_text("soyuz-ms-19")
KLIM = '{ name = "Klim Shipenko", seat = "left" }'


def refused(tmp_path, old, new):
    """The sentence for the flagship's file with one slip in it."""
    assert old in MS19
    file = tmp_path / "mine.toml"
    file.write_text(MS19.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KazbekError) as fault:
        prepare(str(file))
    sentence = str(fault.value)
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("name", mission_names())
def test_the_bundled_missions_can_be_flown(name):
    mission = read_mission(name)
    check(mission)
    assert mission.name == name
    assert mission.plan.title


def test_the_flagship_says_what_the_contract_shows():
    up, film, commander = read_mission("soyuz-ms-19").flights
    assert (up.ship, up.pad, up.profile, up.port) == ("Soyuz MS-19", "baikonur-31", "2-orbit", "rassvet-nadir")
    assert (up.failure[0].system, up.failure[0].at_range_m, up.failure[0].sets) == ("kurs", 40.0, 2)
    assert (film.zone, film.revolutions_to_burn, commander.revolutions_to_burn) == ("zhezkazgan", 2, 3)
    assert film.names == ("Oleg Novitsky", "Yulia Peresild", "Klim Shipenko")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("date = 2021-10-05", "day = 2021-10-05", ['unknown key "flight.0.day"', 'did you mean "date"?']),
        ('seat = "left"', 'sit = "left"', ['"flight.0.crew.1.sit"', 'did you mean "seat"?']),
        ("at_range_m = 40.0", "at_range = 40.0", ['did you mean "at_range_m"?']),
        ("at_range_m = 40.0", 'at_range_m = "40"', ["at_range_m", "'40'"]),
        ("at_range_m = 40.0", "at_range_m = -40", ["-40", "greater than 0"]),
        ("sets = 2", "sets = 7", ["7", "less than or equal to 2"]),
        ("date = 2021-10-05", "date = 2021-02-30", ["not valid TOML", "date = 2021-02-30"]),
        ("date = 2021-10-05", 'date = "2021-02-30"', ["2021-02-30", "day"]),
        ('pad = "baikonur-31"\n', "", ['flight "up" lacks pad']),
        ('zone = "zhezkazgan"\n', "", ['flight "film-crew-home" lacks zone']),
        ('zone = "zhezkazgan"\n', 'zone = "zhezkazgan"\npad = "baikonur-31"\n', ["pad", "zone"]),
        ('name = "up"', 'name = "film-crew-home"', ["two flights"]),
        ('name = "up"', 'name = "../up"', ["ASCII letters"]),
        ('ship = "Soyuz MS-19"\nlauncher', 'ship = "Vostok 1"\nlauncher', ['unknown ship "Vostok 1"', "soyuz-ms"]),
        ('name = "iss"', 'name = "mir"', ['unknown station "mir"', '"iss"']),
        (
            'role = "commander"',
            'role = "captain"',
            ['mine.toml, flight "up"', 'did you mean "commander"?', "participant"],
        ),
        ('crew_plan = "expedition-66"', 'crew_plan = "expedition-67"', ["mine.toml", 'did you mean "expedition-66"?']),
        ("date = 2021-10-05", "date = 0", ["no day", "2021-10-05"]),
        ("crew = [{ name", "crew = 3 #", ["a list: [ … ]"]),
        ('ship = "Soyuz MS-19"\nlauncher', "ship = 19\nlauncher", ["text in quotes"]),
        (
            'zone = "zhezkazgan"',
            'zone = "jezkazgan"',
            ['mine.toml: flight "film-crew-home": unknown zone', "zhezkazgan"],
        ),
        ('launcher = "soyuz-2.1a"', 'launcher = "soyuz"', ['mine.toml: flight "up": unknown launcher', "soyuz-2.1a"]),
        ('pad = "baikonur-31"', 'pad = "baikonur"', ['mine.toml: flight "up": unknown pad', "baikonur-31"]),
        ('pad = "baikonur-31"', 'pad = "baikonur-31"\napproach = "curs"', ["unknown approach", 'did you mean "kurs"?']),
        ('pad = "baikonur-31"', 'pad = "baikonur-31"\nspacecraft = "soyuz"', ["unknown spacecraft", "soyuz-ms"]),
        ("at_range_m = 40.0", "at_range_m = 4e9", ["mine.toml", 'flight "up"', "200000"]),
        ('port = "rassvet-nadir"', 'port = "rasvet-nadir"', ["unknown port", 'did you mean "rassvet-nadir"?']),
    ],
)
def test_slips_in_the_file(tmp_path, old, new, says):
    sentence = refused(tmp_path, old, new)
    assert all(part in sentence for part in says), sentence


@pytest.mark.parametrize(
    "key",
    [
        'liftoff_utc = "2021-10-05T08:55:02Z"',
        "docking = 2021-10-05T12:22:31Z",
        'contact_utc = "12:22:31"',
        'burns = ["2021-10-05T10:00:00Z"]',
        "t0 = 0",
        'undocking_utc = "x"',
        "deorbit_burn_utc = 1",
        'touchdown = "x"',
        "burn_3_utc = 1",
        "burn_12 = 1",
        "max_q_met_s = 1",
        "spacecraft_separation = 1",
        "hatch_open_utc = 1",
        "contact = { utc = 1 }",
        "entry_interface_time = 1",
    ],
)
def test_an_instant_that_kazbek_predicts_is_never_an_input(tmp_path, key):
    sentence = refused(tmp_path, 'profile = "2-orbit"', f'profile = "2-orbit"\n{key}')
    assert "kazbek predicts" in sentence
    assert key.split(" ")[0] in sentence


@pytest.mark.parametrize("instant", ["2021-10-05T08:55:02Z", '"2021-10-05T08:55:02Z"', "2021-10-05 08:55:02"])
def test_a_date_is_a_day(tmp_path, instant):
    assert "2021-10-05" in refused(tmp_path, "date = 2021-10-05", f"date = {instant}")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("date = 2021-10-17", "date = 2021-04-01", ["Soyuz MS-18", "2021-04-09"]),
        ("date = 2022-03-30", "date = 2021-10-01", ["Soyuz MS-19", "2021-10-01", "before it docks"]),
        ("date = 2022-03-30", "date = 2022-05-30", ["237 days", "200 days"]),
        ('profile = "2-orbit"', 'profile = "3-orbit"', ["unknown profile", "2-orbit"]),
        ('port = "rassvet-nadir"', 'port = "nauka-nadir"', ['"Soyuz MS-18" is there', "rassvet-nadir"]),
        ('port = "rassvet-nadir"', 'port = "prichal-nadir"', ["not open on 2021-10-05"]),
        (KLIM, '{ name = "Mark Vande Hei", seat = "left" }', ["Mark Vande Hei", "two ships at once"]),
        (KLIM, '{ name = "Klim Shipenka", seat = "left" }', ["unknown person", 'did you mean "Klim Shipenko"?']),
        (KLIM, '{ name = "Ada Example", seat = "left" }', ["invented"]),
        (KLIM, '{ name = "Klim Shipenko", seat = "lefty" }', ['unknown seat "lefty"', 'did you mean "left"?']),
        (KLIM, '{ name = "Klim Shipenko", seat = "right" }', ["two people in the right seat"]),
        (KLIM, KLIM + ', { name = "Alexey Dudin", seat = "top" }', ["4 people", "at most 3"]),
        ('ship = "Soyuz MS-18"\ndate', 'ship = "Soyuz MS-17"\ndate', ["Soyuz MS-17", "not at the station"]),
        ('"Pyotr Dubrov", "Mark Vande Hei"]\n\n[[flight]]', '"Pyotr Dubrov", "Pyotr Dubrov"]\n\n[[flight]]', ["twice"]),
        ('"Soyuz MS-18" = ["Oleg Novitsky"', '"Soyuz MS-18" = ["Anton Shkaplerov"', ["Anton Shkaplerov", "two ships"]),
        ("date = 2021-10-07", "date = 2021-10-01", ["swap of 2021-10-01"]),
    ],
)
def test_slips_between_days(tmp_path, old, new, says):
    sentence = refused(tmp_path, old, new)
    assert all(part in sentence for part in says), sentence


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "missing"), (b"\x00\xff\xfe binary", "cannot read"), (b"name = ", "not valid TOML")]
)
def test_files_that_are_no_mission(tmp_path, content, says):
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(KazbekError, match=says):
        read_mission(str(file))


def test_a_mission_file_may_begin_with_a_mark_of_byte_order(tmp_path):
    (tmp_path / "mine.toml").write_bytes(b"\xef\xbb\xbf" + MS19.encode())
    mission = read_mission(str(tmp_path / "mine.toml"))
    assert mission.plan == read_mission("soyuz-ms-19").plan
    assert mission.text == MS19


def test_a_new_person_flies_and_a_misspelt_one_does_not(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(MS19.replace("Klim Shipenko", "Nikolai Petrov"), encoding="utf-8")
    check(read_mission(str(file)))
    file.write_text(MS19.replace("Klim Shipenko", "Klim Shipenkov"), encoding="utf-8")
    with pytest.raises(KazbekError, match='did you mean "Klim Shipenko"'):
        check(read_mission(str(file)))


def test_a_directory_is_no_mission_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KazbekError, match="is a directory"):
        read_mission(".")


def test_an_unknown_mission_names_the_nearest():
    with pytest.raises(KazbekError, match='did you mean "soyuz-ms-19"'):
        read_mission("soyus-ms-19")


def test_a_ship_is_described_by_the_file_whose_name_begins_hers():
    assert spacecraft_name("Soyuz MS-28") == "soyuz-ms"
    assert spacecraft_name("Anything", "mine.toml") == "mine.toml"


def test_a_two_day_chase_is_not_over_the_next_day(tmp_path):
    home = (
        '\n[[flight]]\nname = "down"\nship = "Soyuz Demo-34"\nspacecraft = "soyuz-ms"\ndate = 2021-10-09\n'
        'zone = "zhezkazgan"\ncrew = [{ name = "Ada Example", seat = "centre" }]\n'
    )
    (tmp_path / "demo.toml").write_text(mission_text("demo-two-day") + home, encoding="utf-8")
    with pytest.raises(KazbekError, match="before it docks"):
        check(read_mission(str(tmp_path / "demo.toml")))


@pytest.mark.parametrize("rows", ["5", "1.5", "true", "'up'", "[1, 2]"])
def test_flights_that_are_no_tables_are_one_sentence(rows, tmp_path):
    path = tmp_path / "m.toml"
    path.write_text(f"name = 'm'\nflight = {rows}\nswap = {rows}\nstation = {{ name = 'iss', track = ['a'] }}\n")
    with pytest.raises(KazbekError, match=r'm\.toml: "flight'):
        read_mission(str(path))
