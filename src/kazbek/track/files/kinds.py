"""What a file is that is no station file, so that a person knows what happened to it."""

from __future__ import annotations

import re

from kazbek.base.errors import DataError

ALLOWED = (
    "CCSDS OEM (KVN or XML), TLE, or OMM (KVN, XML, JSON or CSV), also as gzip, xz, bzip2 or zip"  # told by content
)
_MESSAGES = {
    "OPM": "a single state, not an ephemeris",
    "OCM": "an orbit comprehensive message",
    "AEM": "an attitude ephemeris",
    "APM": "an attitude",
    "TDM": "tracking data",
    "CDM": "a conjunction",
    "RDM": "a re-entry",
}
_MESSAGE = re.compile(r"^\s*CCSDS_([A-Z]{3})_VERS|<(?:\w+:)?(opm|ocm|aem|apm|tdm|cdm|rdm)[\s>]", re.MULTILINE)
_SET_WITHIN = re.compile(r"(?<!\d)1\s[ \d]{4}\d[A-Z]\s\d{5}[A-Z]", re.IGNORECASE)  # in quotes, behind >, with tabs
_BINARY = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd: unpack it"),
    (b"DAF/SPK", "a SPICE kernel"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89HDF", "HDF5"),
    (b"CDF", "NetCDF"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"\x04\x22\x4d\x18", "packed by lz4: unpack it"),
    (b"\x1f\x9d", "packed by compress: unpack it"),
    (b"\x5d\x00\x00", "packed by lzma: unpack it"),
)
_TEXTS = (
    (r"%PDF", "a PDF"),
    (r"\{\\rtf", "a word processor's document: save it as plain text"),
    (r"DAF/SPK", "a SPICE kernel"),
    (r"version https://git-lfs", "a pointer of Git LFS, not the file itself: fetch the file"),
    (r"stk\.v", "an ephemeris of STK: export it as CCSDS OEM"),
    (r"#[a-d][PV]\d{4}", "an SP3 file: kazbek reads CCSDS OEM"),
    (r"(?i)\s*(<!doctype html|<html)", "a web page, not the file itself: fetch the file"),
    (r"(?i)no gp data found", "the catalogue's answer that it has no such object"),
    (r"(?i)invalid query", "the catalogue's answer that it did not understand the question"),
    (r"(?i)(error|access denied|forbidden|not found|too many requests|you have exceeded)", "an error message"),
)


def binary(data: bytes, where: str) -> DataError:
    """The error for bytes that are no text."""
    kind = next((name for magic, name in _BINARY if data.startswith(magic)), "")
    if data[257:262] == b"ustar":
        kind = "a tar archive: unpack it"
    return DataError(f"{where} is binary, not a station file{f' ({kind})' if kind else ''}", allowed=ALLOWED)


def unknown_text(text: str, path: object) -> DataError:
    """The error for a text that is no station file."""
    return _unknown(text, path) or DataError(f"{path} is not a station file", allowed=ALLOWED)


def unknown_xml(text: str, where: str) -> DataError:
    """The error for XML that is neither an OEM nor an OMM."""
    found = _unknown(text, where)
    if found is not None:
        return found
    code = re.search(r"<Error>.*?<(?:Code|Message)>([^<]{1,80})<", text, re.DOTALL)
    if code:
        return DataError(
            f'{where} is a server\'s answer "{code[1]}", not the file', cure="fetch the file from a place that has it"
        )
    root = re.search(r"<([A-Za-z_][\w:.-]*)", text)
    return DataError(
        f"{where} is XML{f' of <{root[1][:40]}>' if root else ''}, but neither an OEM nor an OMM", allowed=ALLOWED
    )


def _unknown(text: str, path: object) -> DataError | None:
    message = _MESSAGE.search(text)
    if message:
        name = (message[1] or message[2]).upper()
        if name in ("OEM", "OMM"):
            return DataError(f"{path} does not give its CCSDS_{name}_VERS as KEY = VALUE", cure="look at how it begins")
        said = _MESSAGES.get(name, "another message of CCSDS")
        return DataError(f"{path} is a CCSDS {name} ({said}), not a station file", allowed=ALLOWED)
    start = text.lstrip()[:200]
    if _SET_WITHIN.search(text):
        return DataError(f"{path} holds an element set among other text", cure="keep its two lines, each for itself")
    kind = next((said for form, said in _TEXTS if re.match(form, start)), "")
    if kind:
        first = start.splitlines()[0][:60]
        return DataError(f'{path} is not a station file but {kind} (it begins "{first}")', allowed=ALLOWED)
    return None
