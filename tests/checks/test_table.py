"""The validation table: every case names its authority and is met, flights apart (they have tests of their own)."""

import pytest

from kazbek.checks.table import Case, validation

GROUPS = [(what, compute) for what, compute in validation() if "Soyuz" not in what]


@pytest.mark.parametrize(("what", "compute"), GROUPS, ids=[what for what, _ in GROUPS])
def test_published_numbers(what, compute):
    cases = compute()
    assert cases
    for case in cases:
        assert case.authority
        assert case.within, case


def test_a_miss_is_a_miss():
    assert not Case("n", "a", "q", "m", 1.0, 1.2, 0.1).within
    assert Case("n", "a", "q", "m", 1.0, 1.2, 0.3).json()["within"] is True
