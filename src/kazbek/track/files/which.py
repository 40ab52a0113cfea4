"""A station file from anywhere: an ephemeris or an element set, told apart by content and never by name."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from kazbek.base.data import bundled
from kazbek.base.errors import DataError, nearest
from kazbek.base.text import decoded, file_bytes, plain_blanks
from kazbek.base.toml_file import Path_or_package
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.kinds import ALLOWED, binary, unknown_text, unknown_xml
from kazbek.track.files.oem import Oem
from kazbek.track.files.oem_kvn import read_oem_kvn
from kazbek.track.files.oem_xml import read_oem_xml
from kazbek.track.files.omm import looks_like_csv, read_omm_csv, read_omm_json, read_omm_kvn, read_omm_xml
from kazbek.track.files.revolutions import check_revolution
from kazbek.track.files.tle import looks_like_tle, read_tle
from kazbek.track.files.unpack import unpacked

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
_VERSION = re.compile(r"^\s*CCSDS_(OEM|OMM)_VERS\s*=", re.MULTILINE | re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")


def find_station_file(name: str, base: Path | None = None) -> Path_or_package:
    """Where a station file is: a user's path (relative to `base`), else one of kazbek's own tracks.

    Raises
    ------
    DataError
        when there is neither, with the nearest bundled name.
    """
    if not name.strip():
        raise DataError('station file ""', allowed=f"a path, or one of {', '.join(tracks())}")
    if _ADDRESS.match(name):
        raise DataError(f"{name} is a web address", allowed="a file", cure="download it first, then give the file")
    path = (base or Path()) / name
    if _exists(path):
        return path
    own = bundled("tracks", name)
    if Path(name).name == name and _exists(own):
        return own
    known = tracks()
    raise DataError(
        f"no such station file: {path}",
        allowed=f"a path, or one of {', '.join(known)}",
        cure=f'did you mean "{nearest(name, known)}"?',
    )


def _exists(path: Path_or_package) -> bool:
    try:
        return path.exists() if isinstance(path, Path) else path.is_file()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        return False


def tracks() -> list[str]:
    """Names of the bundled station files."""
    return sorted(f.name for f in bundled("tracks").iterdir() if not f.name.endswith((".md", ".toml")))


def read_station_file(path: Path_or_package) -> Oem | ElementSet:
    """Read a station file.

    Raises
    ------
    DataError
        one sentence for a file that is missing, empty, too large, binary, truncated, of another kind, or wrong inside.
    """
    return station_from(_bytes(path), path.name)


def station_from(packed: bytes, where: str) -> Oem | ElementSet:
    """What the bytes of a station file say. Raises as :func:`read_station_file`."""
    data = unpacked(packed, where)
    text = _text(data, where)
    start = text.lstrip()
    if not start:
        raise DataError(f"{where} is empty", allowed=ALLOWED)
    if start.startswith("<"):
        return _read_xml(start, where)
    versions = {found.upper() for found in _VERSION.findall(text)}
    if len(versions) > 1:
        raise _both(where)
    if versions:
        return read_oem_kvn(text, where) if versions == {"OEM"} else read_omm_kvn(text, where)
    if start[0] in "{[" and not start.startswith("{\\rtf"):
        return read_omm_json(start, where)
    level = textwrap.dedent(text)  # pasted sets are indented
    if looks_like_tle(level):
        return _tle(level, where)
    if looks_like_csv(text):
        return read_omm_csv(text, where)
    raise unknown_text(text, where)


def _both(where: str) -> DataError:
    return DataError(f"{where} holds an OEM and an OMM", allowed="one message", cure="put them in files of their own")


def _bytes(path: Path_or_package) -> bytes:
    try:
        return file_bytes(path)
    except DataError as fault:
        what = fault.what.replace("no such file", "no such station file").replace("not a file", "not a station file")
        raise DataError(what, allowed=fault.allowed, cure=fault.cure) from None


def _text(data: bytes, where: str) -> str:
    declared = _ENCODING.match(data)
    try:
        return plain_blanks(decoded(data, declared[1].decode("ascii") if declared else "").text)
    except ValueError:
        raise binary(data, where) from None


def _tle(text: str, where: str) -> ElementSet:
    elements = read_tle(text, where)
    check_revolution(elements, where)
    return elements


def _read_xml(text: str, where: str) -> Oem | ElementSet:
    found = {kind for kind in ("oem", "omm") if re.search(rf"<(\w+:)?{kind}[\s>]", text)}
    if len(found) > 1 and "<!--" in text:
        return _read_xml(re.sub(r"<!--.*?(-->|\Z)", "", text, flags=re.DOTALL), where)
    if len(found) > 1:
        raise _both(where)
    if found == {"oem"}:
        return read_oem_xml(text, where)
    if found == {"omm"}:
        return read_omm_xml(text, where)
    raise unknown_xml(text, where)
