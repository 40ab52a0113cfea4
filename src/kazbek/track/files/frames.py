"""Time scales and reference frames of station files: those an operator uses; any other is refused, never guessed.

Source: CCSDS 502.0-B-3, *Orbit Data Messages*, 2023, annex B, and the SANA registries it names.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import ORIGIN_MJD, DAY_ns, Epoch
from kazbek.base.errors import DataError
from kazbek.base.types import Array
from kazbek.world import earth

_NS = 1_000_000_000
_TAI_MINUS_SCALE_NS = {"TAI": 0, "TT": -32_184_000_000, "GPS": 19 * _NS}  # SI clocks: constant offsets from TAI
TIME_SCALES = ("UTC", *_TAI_MINUS_SCALE_NS)
FRAMES = ("EME2000", "GCRF", "ICRF", "ITRF", "J2000", "TEME")

# What a name that kazbek does not read means, and what to do about it: by meaning, never by spelling.
_SCALES_SAID = {
    "UT1": "UT1 differs from UTC by up to 0.9 s, 7 km of an orbit: ask for the file in UTC",
    "UT": "UT may be UTC or UT1, up to 0.9 s apart, 7 km of an orbit: ask for the file in UTC",
    "GMST": "sidereal time is no clock of kazbek: ask for the file in UTC",
    "TDB": "TDB and TT differ by less than 2 ms: TIME_SYSTEM = TT is right to 15 m",
    "ET": "ephemeris time is TDB today, and TDB and TT differ by less than 2 ms: TIME_SYSTEM = TT is right to 15 m",
    "TDT": "TDT is TT's earlier name: TIME_SYSTEM = TT",
    "ZULU": "Z stands for UTC: TIME_SYSTEM = UTC",
    "Z": "Z stands for UTC: TIME_SYSTEM = UTC",
    "TCB": "TCB runs fast by 20 s by now: ask for the file in UTC or TT",
    "TCG": "TCG runs fast by 1 s by now: ask for the file in UTC or TT",
    "GLONASS": "GLONASS time is UTC, with 3 h added in its receivers: ask for the file in UTC",
    "BDT": "BeiDou time is GPS less 14 s: ask for the file in UTC",
    "GST": "Galileo time is GPS to some nanoseconds: TIME_SYSTEM = GPS",
    "GPST": "GPST is GPS time: TIME_SYSTEM = GPS",
    "GLONASST": "GLONASS time is UTC, with 3 h added in its receivers: ask for the file in UTC",
    "UTCG": "UTCG is how STK writes dates of UTC: TIME_SYSTEM = UTC",
    "GMT": "GMT may be UTC or UT1, up to 0.9 s apart, 7 km of an orbit: ask for the file in UTC",
    "MSK": "a zone's clock: ask for the file in UTC",
    "BJT": "a zone's clock: ask for the file in UTC",
    "MET": "mission elapsed time needs its zero: ask for the file in UTC",
    "LOCAL": "ask for the file in UTC",
}
_OF_THE_ORBIT = ("RTN", "RSW", "QSW", "TNW", "NTW", "VVLH", "LVLH", "RIC", "PQW")
_EARTH_FIXED = ("WGS", "ITRS", "ECEF", "ECF", "EFG", "EFI", "GTRF", "CGCS", "GRC", "IGS")
_NEARLY_FIXED = ("WGS72", "WGS66", "WGS60", "PZ-90", "PZ90", "NAD", "ED50")  # WGS 72 is turned by 0.55": DMA TR 8350.2
_OF_DATE = (
    "TOD",
    "TDR",
    "MOD",
    "GTOD",
    "TEMEOFEPOCH",
    "TEMEEPOCH",
    "PEF",
    "CIRF",
    "CIRS",
    "TIRF",
    "TIRS",
    "TRUEOF",
    "MEANOF",
)
_INERTIAL_1950 = ("B1950", "M50", "FK4")
_J2000_NAMES = ("MJ2000EQ", "EARTHMJ2000EQ", "MEME2000", "MEMEJ2000", "J2000EQ", "FK5", "EMEJ2000", "MJ2000", "EME2K")


def check_scale(scale: str, where: str) -> str:
    """A CCSDS time scale that kazbek reads, whatever its case.

    Raises
    ------
    DataError
        for any other, with what it means.
    """
    name = scale.upper()
    if name not in TIME_SCALES and name.startswith("UTC("):  # of one laboratory: nanoseconds apart
        name = "UTC"
    if name not in TIME_SCALES:
        raise DataError(
            f'unknown TIME_SYSTEM "{scale}" in {where}', allowed=", ".join(TIME_SCALES), cure=_SCALES_SAID.get(name, "")
        )
    return name


def read_epoch(text: str, scale: str, where: str) -> Epoch:
    """An instant of one time scale, as a calendar date or a day of year.

    Raises
    ------
    DataError
        when the text is no instant.
    """
    try:
        face = Epoch.from_utc(text)
    except DataError as fault:
        raise DataError(f"{where}: bad epoch: {fault.what}", allowed=fault.allowed, cure=fault.cure) from None
    if scale == "UTC":
        return face
    mjd, seconds = face.utc_mjd  # the face of the clock, leap seconds taken out again
    face_ns = (mjd - ORIGIN_MJD) * DAY_ns + round(seconds * _NS)
    return Epoch(face_ns + _TAI_MINUS_SCALE_NS[scale])


def check_frame(frame: str, where: str) -> str:
    """The canonical name of a CCSDS reference frame (any ITRF realisation is ITRF: they differ by centimetres).

    Raises
    ------
    DataError
        for a frame kazbek does not know, with what it means.
    """
    name = frame.upper()
    name = "ITRF" if name.startswith("ITRF") else name
    if name not in FRAMES:
        raise DataError(f'unknown REF_FRAME "{frame}" in {where}', allowed=", ".join(FRAMES), cure=_frame_said(name))
    return name


def _frame_said(name: str) -> str:
    bare = name.replace("_", "").replace(" ", "")
    if bare.startswith(_NEARLY_FIXED):
        return f"{name} turns with the Earth, but lies metres to some tens of metres from ITRF: ask for ITRF or EME2000"
    if bare.startswith(_EARTH_FIXED):
        return f"{name} turns with the Earth and agrees with ITRF to centimetres: if so, write REF_FRAME = ITRF2014"
    if bare.startswith(_OF_DATE):
        return f"{name} is none of these (TEME lies up to half a kilometre from TOD): ask for EME2000 or ICRF"
    if bare.startswith(_INERTIAL_1950):
        return f"{name} is turned by 0.3° against EME2000, 35 km in orbit: ask for EME2000 or ICRF"
    if bare in _J2000_NAMES or name.startswith(("EME", "J200")):
        return 'did you mean "EME2000"?'
    if bare == "TEMEOFDATE":
        return 'did you mean "TEME"?'
    if bare.startswith(_OF_THE_ORBIT):
        return f"{name} turns with an orbit, and no station's path can be written in it: ask for EME2000 or ICRF"
    if bare in ("ECI", "INERTIAL"):
        return f"{name} is no one frame (EME2000, TEME and TOD are all called so, kilometres apart): ask which it is"
    if bare.startswith(("ICRS", "ICRF")):
        return 'did you mean "ICRF"?'
    return 'did you mean "GCRF"?' if bare.startswith(("GCRS", "GCRF")) else ""


def gcrf_from(frame: str, tai_ns: NDArray[np.int64], rv: Array) -> Array:
    """Positions (m) and velocities (m/s), shape (n, 6), of a CCSDS frame turned into GCRF."""
    if frame in ("GCRF", "ICRF"):  # same axes to 0.1 milliarcsecond
        return rv
    if frame in ("EME2000", "J2000"):
        return rotated(earth.C_GCRF_EME2000, rv)
    if frame == "TEME":
        return rotated(teme_rotations(tai_ns), rv)
    return earth.rv_GCRF(tai_ns, rv)


def rotated(C: Array, rv: Array) -> Array:
    """Apply rotation(s) C, shape (3, 3) or (n, 3, 3), to position and velocity rows (n, 6)."""
    turned: Array = np.einsum("...ij,...kj->...ki", C, rv.reshape(-1, 2, 3)).reshape(-1, 6)
    return turned


def teme_rotations(tai_ns: NDArray[np.int64]) -> Array:
    """C_GCRF_TEME at each instant, (n, 3, 3), linear between 6 h nodes (nutation bends by 0.3 mas: 1 cm in orbit)."""
    step_ns = 6 * 3600 * _NS
    nodes = np.arange(int(tai_ns.min()) // step_ns, int(tai_ns.max()) // step_ns + 2)
    C = np.array([earth.C_GCRF_TEME(Epoch(int(node) * step_ns)) for node in nodes])
    index = tai_ns // step_ns - nodes[0]
    frac = ((tai_ns % step_ns) / step_ns)[:, None, None]
    blend: Array = (1.0 - frac) * C[index] + frac * C[index + 1]
    return blend
