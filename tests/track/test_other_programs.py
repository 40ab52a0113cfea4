"""Where another program reads a file as well, positions agree to a metre: the packages ``oem`` and ``sgp4``."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
import pytest
from sgp4 import omm
from sgp4.api import Satrec

from kazbek.base.epoch import Epoch
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.frames import gcrf_from, rotated, teme_rotations
from kazbek.track.files.oem import Oem
from kazbek.track.files.which import read_station_file

FIELD = Path(__file__).parents[1] / "data" / "field"
KVN = (
    "base.oem",
    "oem_accelerations.oem",
    "oem_doy_z.oem",
    "oem_two_digit_exponent_e003.oem",
    "oem_icrf.oem",
    "oem_bluebook_digits.oem",
)


@pytest.mark.parametrize("name", KVN)
def test_states_are_those_of_the_package_oem(name: str) -> None:
    """``oem`` 0.4: every state of the file, in the file's own frame turned here into GCRF, to a centimetre."""
    from oem import OrbitEphemerisMessage

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own, and of astropy's
        theirs = OrbitEphemerisMessage.open(str(FIELD / name))
        states = list(theirs.states)
    found = read_station_file(FIELD / name)
    assert isinstance(found, Oem)
    (segment,) = found.segments
    rv = np.array([[*state.position, *state.velocity] for state in states]) * 1000.0
    instants = np.array([Epoch.from_utc(state.epoch.utc.isot).tai_ns for state in states])
    np.testing.assert_allclose(instants, segment.tai_ns, rtol=0, atol=2_000_000)
    turned = gcrf_from("ICRF" if "icrf" in name else "EME2000", segment.tai_ns, rv)
    np.testing.assert_allclose(turned[:, :3], segment.rv_GCRF[:, :3], rtol=0, atol=0.01)


@pytest.mark.parametrize("name", ["omm_celestrak.csv", "omm_celestrak.xml"])
def test_element_sets_are_those_of_the_package_sgp4(name: str) -> None:
    """``sgp4`` reads the catalogue's own forms itself: the same position two days later, to a metre."""
    text = (FIELD / name).read_text()
    parse = omm.parse_csv if name.endswith("csv") else omm.parse_xml
    (fields,) = parse(io.StringIO(text))
    theirs = Satrec()
    omm.initialize(theirs, fields)
    found = read_station_file(FIELD / name)
    assert isinstance(found, ElementSet)
    error, r_km, v_km_s = theirs.sgp4(theirs.jdsatepoch + 2.0, theirs.jdsatepochF)
    assert error == 0
    instants = np.array([(found.epoch + 2.0 * 86_400.0).tai_ns])
    rv = rotated(teme_rotations(instants), np.array([[*r_km, *v_km_s]]) * 1000.0)
    np.testing.assert_allclose(found.rv_GCRF(instants)[0, :3], rv[0, :3], rtol=0, atol=1.0)
