"""The validation table: every case names its authority and is met, flights apart (they have tests of their own)."""

import pytest

from kazbek.base.data import names_in
from kazbek.base.errors import DataError
from kazbek.checks.case import Case
from kazbek.checks.published import case, published
from kazbek.checks.table import validation

GROUPS = [(what, compute) for what, compute in validation() if "Soyuz" not in what]


@pytest.mark.parametrize(("what", "compute"), GROUPS, ids=[what for what, _ in GROUPS])
def test_published_numbers(what, compute):
    cases = compute()
    assert cases
    for found in cases:
        assert found.authority
        assert found.within, found


@pytest.mark.parametrize("subject", names_in("cases"))
def test_every_case_says_who_published_it(subject):
    for key, known in published(subject).items():
        assert known.authority, key
        assert known.row, key


def test_an_unknown_case_names_the_nearest():
    with pytest.raises(DataError, match="kepler_equation"):
        case("two_bodies", "kepler_equatoin")


def test_a_miss_is_a_miss():
    assert not Case("n", "a", "q", "m", 1.0, 1.2, 0.1).within
    assert Case("n", "a", "q", "m", 1.0, 1.2, 0.3).json()["within"] is True


def test_a_published_case_wants_a_value_for_every_row():
    with pytest.raises(ValueError, match="zip"):
        list(case("earth", "geodetic").against(1.0))
