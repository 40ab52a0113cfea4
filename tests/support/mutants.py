"""Spoilt inputs without end, each known by its target, its seed and its number: what fuzzing tries and can try again.

The mutators of text know the formats: numbers that are none, keys doubled, lines lost, exchanged and cut, units and
encodings changed, parts of two files mixed, archives damaged. Those of tables are in `tables`.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from ephemerides import HEAD, STATES, oem
from photographs import photographs
from tables import spoilt

from kazbek.base.data import bundled, names_in

FIELD = Path(__file__).parents[1] / "data" / "field"
Chance = random.Random

_ODD = (
    *(
        "nan",
        "inf",
        "-inf",
        "1e999",
        "-1e999",
        "1e-400",
        "",
        "-",
        "+",
        ".",
        "-.",
        "0",
        "-0",
        "00",
        "1_0",
        "1,5",
        "1.2.3",
        "0x1F",
    ),
    *(
        "1.5D+02",
        "٣",
        "１２",
        "−5",
        "1e",
        "e5",
        "1" * 400,
        "9" * 5000,
        "1e+5",
        "TRUE",
        "null",
        "[1]",
        "{}",
        '"',
        "'",
        "=",
        "<x/>",
    ),
    *(
        "2021-13-45T99:99:99",
        "1066-01-01",
        "2021-366T00:00:00",
        "2021-10-05T24:00:00",
        "2021-10-05T23:59:60",
        "9999-12-31",
    ),
    *(
        "[rad]",
        "[m]",
        "EARTH",
        "MARS",
        "TEME",
        "UTC",
        "TAI",
        "GPS",
        "ITRF",
        "SGP4-XP",
        "\x00",
        "\x1b[31m",
        "\n",
        "\r",
        "\t",
        "\u2028",
        "\ufeff",
        "\u00a0",
        "\u202e",
    ),
)
_TOKEN = re.compile(r"[^\s=<>,\[\]{}\":]+")


def mutant(target: str, seed: int, number: int) -> bytes:
    """The mutant of that number."""
    chance = random.Random(f"{target} {seed} {number}")
    if target in OF_TABLES:
        return spoilt(chance.choice(OF_TABLES[target]), chance).encode("utf-8", "surrogatepass")
    if target == "photograph":
        return _of_bytes(chance.choice(photographs()), chance)
    text = chance.choice(SEEDS[target])
    for _ in range(min(1 + int(chance.expovariate(0.7)), 8)):
        text = chance.choice(_OF_TEXT)(text, chance, target)
    return _encoded(text, chance)


def _of_bytes(data: bytes, chance: Chance) -> bytes:
    for _ in range(1 + int(chance.expovariate(0.5))):
        data = chance.choice(_OF_BYTES)(data, chance)
    return data


def _encoded(text: str, chance: Chance) -> bytes:
    data = text.encode(chance.choice(("utf-8",) * 20 + ("utf-16", "utf-8-sig", "utf-32", "utf-16-be")), "surrogatepass")
    for _ in range(int(chance.expovariate(1.5))):
        data = chance.choice(_OF_BYTES)(data, chance)
    if chance.random() < 0.04:
        data = chance.choice((gzip.compress, lzma.compress, bz2.compress, _zipped))(data)
        if chance.random() < 0.5:
            data = chance.choice(_OF_BYTES)(data, chance)
    return data


def _zipped(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", data)
    return packed.getvalue()


def _odd_token(text: str, chance: Chance, target: str) -> str:
    found = list(_TOKEN.finditer(text))
    if not found:
        return text
    token = chance.choice(found)
    return text[: token.start()] + chance.choice(_ODD) + text[token.end() :]


def _digit(text: str, chance: Chance, target: str) -> str:
    places = [k for k, letter in enumerate(text) if letter.isdigit()]
    if not places:
        return text
    k = chance.choice(places)
    return text[:k] + chance.choice("0123456789.-+eEO lI") + text[k + 1 :]


def _token_for_token(text: str, chance: Chance, target: str) -> str:
    found = list(_TOKEN.finditer(text))
    if len(found) < 2:
        return text
    one, other = sorted(chance.sample(found, 2), key=lambda token: token.start())
    return text[: one.start()] + other[0] + text[one.end() : other.start()] + one[0] + text[other.end() :]


def _lines(change: Callable[[list[str], Chance], None]) -> Callable[[str, Chance, str], str]:
    def changed(text: str, chance: Chance, target: str) -> str:
        lines = text.splitlines(keepends=True)
        if lines:
            change(lines, chance)
        return "".join(lines)

    return changed


def _drop(lines: list[str], chance: Chance) -> None:
    k = chance.randrange(len(lines))
    del lines[k : k + chance.choice((1, 1, 1, 2, 5))]


def _double(lines: list[str], chance: Chance) -> None:
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))


def _exchange(lines: list[str], chance: Chance) -> None:
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[i], lines[j] = lines[j], lines[i]


def _cut(text: str, chance: Chance, target: str) -> str:
    return text[: chance.randrange(len(text) + 1)] if chance.random() < 0.7 else text[chance.randrange(len(text) + 1) :]


def _letter(text: str, chance: Chance, target: str) -> str:
    k = chance.randrange(len(text) + 1)
    return (
        text[:k]
        + chance.choice(("", chr(chance.randrange(32, 127)), chr(chance.choice((0, 9, 27, 160, 0x2212, 0x1F680)))))
        + text[k + chance.choice((0, 1)) :]
    )


def _splice(text: str, chance: Chance, target: str) -> str:
    other = chance.choice(SEEDS[chance.choice((target, target, chance.choice(list(SEEDS))))])
    i, j = chance.randrange(len(text) + 1), chance.randrange(len(other) + 1)
    return text[:i] + other[j:]


def _case(text: str, chance: Chance, target: str) -> str:
    return (
        chance.choice((str.lower, str.upper, str.swapcase))(text)
        if chance.random() < 0.2
        else text.replace("EARTH", "Earth")
    )


def _nest(text: str, chance: Chance, target: str) -> str:
    left, right = chance.choice((("[", "]"), ("{", "}"), ("<a>", "</a>"), ('{"a":', "}"), ("x = [", "]")))
    depth = chance.choice((1, 3, 50, 3000))
    return left * depth + chance.choice((text, "1")) + right * depth


_OF_TEXT: tuple[Callable[[str, Chance, str], str], ...] = (
    *(_odd_token,) * 4,
    *(_digit,) * 4,
    *(_token_for_token,) * 2,
    _lines(_drop),
    _lines(_double),
    _lines(_exchange),
    _cut,
    _letter,
    _letter,
    _splice,
    _case,
    _nest,
)


def _flip(data: bytes, chance: Chance) -> bytes:
    if not data:
        return data
    k = chance.randrange(len(data))
    return data[:k] + bytes((data[k] ^ 1 << chance.randrange(8),)) + data[k + 1 :]


def _lose(data: bytes, chance: Chance) -> bytes:
    k = chance.randrange(len(data) + 1)
    return data[:k] + data[k + chance.randrange(1, 9) :]


def _junk(data: bytes, chance: Chance) -> bytes:
    k = chance.randrange(len(data) + 1)
    return data[:k] + chance.randbytes(chance.randrange(1, 9)) + data[k:]


_OF_BYTES: tuple[Callable[[bytes, Chance], bytes], ...] = (_flip, _lose, _junk)


def _short_oem() -> list[str]:
    few = STATES[:12]
    plain = oem(few, [re.sub(r"^STOP_TIME.*", f"STOP_TIME = {few[-1].split()[0]}", line) for line in HEAD])
    drag = "COMMENT MASS=447606.00\nCOMMENT DRAG_AREA=1964.96\nCOMMENT DRAG_COEFF=1.80\n"
    return [plain, plain.replace(few[0], drag + few[0]), plain + "META_START" + plain.partition("META_START")[2]]


def _short_xml() -> list[str]:
    whole = (FIELD / "oemx_plain.xml").read_text()
    vectors = re.findall(r"<stateVector>.*?</stateVector>", whole, re.DOTALL)[:10]
    head, tail = whole[: whole.index("<stateVector>")], whole[whole.rindex("</stateVector>") + len("</stateVector>") :]
    last = re.search(r"<EPOCH>(.*?)</EPOCH>", vectors[-1])
    assert last is not None
    return [re.sub(r"(<STOP_TIME>).*?<", rf"\g<1>{last[1]}<", head) + "".join(vectors) + tail]


def _texts(*names: str) -> list[str]:
    return [(FIELD / name).read_text(encoding="utf-8") for name in names]


_FOUNTAIN = """INT. CUPOLA - DAY #1#

The Earth turns. /* a note */

ZHENYA (V.O.)
I see it.

.FORCED HEADING

@Ivan
Yes.

CUT TO:
"""
_FINAL_DRAFT = """<?xml version="1.0" encoding="UTF-8"?><FinalDraft><Content>
<Paragraph Type="Scene Heading" Number="1"><Text>INT. CUPOLA</Text></Paragraph>
<Paragraph Type="Character"><Text>IVAN (V.O.)</Text></Paragraph><Paragraph Type="Dialogue"><Text>Yes</Text></Paragraph>
</Content></FinalDraft>
"""

_OF_A_PHOTOGRAPH = """taken = 2021-10-05T13:55:02+05:00
title = "Lift-off"
caption = "From the west."
credit = "Ann Bell/NASA"
people = ["Cid Dale"]
kind = "group"
links = [{ text = "More", url = "https://example.org/a" }]
"""
_OF_ALL_PHOTOGRAPHS = """credit = "Ann Bell"
rights = "free"
zone = "Asia/Qyzylorda"
links = [{ text = "More", url = "https://example.org/a" }]
"""
_CAMPAIGN = f"""format = 1
text = {json.dumps(bundled("missions", "demo-two-day.toml").read_text(encoding="utf-8"))}
mission = "demo-two-day"
runs = 100
seed = 3
draw = "both"
sample = "sobol"
inner = 10
chunk = 50
fail = ["kurs@40"]
keys = ["up.launcher.thrust", "up.air"]
until = "miss < 0.01"
undispersed = ["a sentence"]
changes = {{ "up.payload_kg" = 10.0 }}
versions = {{ kazbek = "0.1.0", numpy = "2.4.0" }}
files = {{ "a.toml" = "00ff" }}
nominal = {{ contact_s = 100.0, outcome = "docked" }}
"""

SEEDS: dict[str, list[str]] = {
    "film": [_FOUNTAIN],
    "film xml": [_FINAL_DRAFT],
    "oem": _short_oem(),
    "oem xml": _short_xml(),
    "tle": _texts(
        "tle_base.tle", "tle_alpha5.tle", "tle_classification_C_prelaunch.tle", "tle_no_name.tle", "tle_no_checksum.tle"
    ),
    "omm": _texts(
        "omm_celestrak.kvn",
        "omm_units.kvn",
        "omm_celestrak.xml",
        "omm_celestrak.json",
        "omm_spacetrack.json",
        "omm_celestrak.csv",
    ),
    "mission": [bundled("missions", f"{name}.toml").read_text(encoding="utf-8") for name in names_in("missions")],
    "launcher": [bundled("launchers", f"{name}.toml").read_text(encoding="utf-8") for name in names_in("launchers")],
    "wind": [(FIELD / "wind" / "good.csv").read_text(), (FIELD / "wind" / "comment.csv").read_text()],
}

_TABLES = {  # target: the folder of data files it is of
    "mission tables": "missions",
    "launcher tables": "launchers",
    "ground": "ground",
    "jobs": "jobs",
    "days": "days",
    "films": "films",
    "crew plan": "crew_plans",
    "profile": "profiles",
    "capsule": "capsules",
    "station": "stations",
    "countdown": "countdowns",
    "escape": "escapes",
}
OF_TABLES: dict[str, list[str]] = {
    target: [bundled(folder, f"{name}.toml").read_text(encoding="utf-8") for name in names_in(folder)]
    for target, folder in _TABLES.items()
} | {
    "campaign": [_CAMPAIGN],
    "photograph's words": [_OF_A_PHOTOGRAPH],
    "photographs' words": [_OF_ALL_PHOTOGRAPHS],
}
