"""Intervals against SciPy's own, published orders, and a known normal in a thousand campaigns."""

import math

import numpy as np
import pytest
from scipy import stats

from kazbek.base.errors import DataError, OutOfRange
from kazbek.campaign.design import Design
from kazbek.campaign.rates import rate
from kazbek.campaign.sensitivity.blocks import REST, Blocks, check_patterns
from kazbek.campaign.sensitivity.effects import effects, pawn
from kazbek.campaign.sensitivity.sobol import indices_of
from kazbek.campaign.statistics import ellipse, paired, quantile, runs_needed, upper_order

CAMPAIGNS, RUNS = 1_000, 200


@pytest.mark.parametrize(
    ("hits", "runs"), [(0, 10_000), (1, 10_000), (3, 10_000), (100, 10_000), (10_000, 10_000), (1, 2)]
)
def test_rates_are_those_of_clopper_and_pearson(hits, runs):
    found, theirs = rate(hits, runs), stats.binomtest(hits, runs).proportion_ci()
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_runs_that_a_reliability_needs():
    """Hanson and Beard, NASA/TP-2010-216447: 1 705 and 2 880 runs for 99.865 % at 10 % consumer risk."""
    assert [runs_needed(0.99865, 0.90, k) for k in (0, 1, 2)] == [1705, 2880, 3941]
    assert [runs_needed(0.99, 0.95, k) for k in (0, 1, 2)] == [299, 473, 628]
    assert [upper_order(10_000, p) for p in (0.5, 0.99, 0.997, 0.99865)] == [5083, 9917, 9980, 9993]


def test_intervals_cover_a_known_normal():
    """95 % intervals of a thousand campaigns hold the truth in 93 to 97 % of them."""
    chance = np.random.default_rng(1)
    flown = chance.standard_normal((CAMPAIGNS, RUNS))
    truth = {0.5: 0.0, 0.9: stats.norm.ppf(0.9)}
    for level, value in truth.items():
        bounds = [quantile(values, level) for values in flown]
        assert 0.93 <= np.mean([b.low <= value <= b.high for b in bounds]) <= 0.97, level
    probability = stats.norm.sf(0.5)
    rates = [rate(int(hits), RUNS) for hits in (flown > 0.5).sum(axis=1)]
    assert 0.93 <= np.mean([r.low <= probability <= r.high for r in rates]) <= 0.97


@pytest.mark.parametrize("runs", [1, 2, 6, 7, 50, 999, 1_000])
def test_a_quantile_lies_within_its_own_bounds(runs):
    values = np.random.default_rng(runs).standard_normal(runs)
    for level in (0.01, 0.5, 0.9, 0.99, 0.99865):
        found = quantile(values, level)
        assert found.low <= found.value <= found.high


def test_the_interval_of_a_mean_difference_covers_it():
    """Student's t, 20 pairs each of a known normal: 93 to 97 % of a thousand."""
    chance = np.random.default_rng(5)
    found = [paired(chance.normal(2.0, 1.0, 20), np.zeros(20)) for _ in range(CAMPAIGNS)]
    assert 0.93 <= np.mean([one.low <= 2.0 <= one.high for one in found]) <= 0.97
    assert paired(np.ones(1), np.zeros(1)).mean == 1.0
    assert math.isnan(paired(np.empty(0), np.empty(0)).mean)


def test_too_few_runs_bound_nothing():
    bound = quantile(np.arange(100.0), 0.99)
    assert math.isinf(bound.high)
    assert bound.value < 99.0
    assert quantile(np.full(3, np.nan), 0.5).runs == 0


def test_an_ellipse_holds_what_it_says():
    chance = np.random.default_rng(2)
    points = chance.standard_normal((4_000, 2)) * (3.0, 1.0)
    found = ellipse(points, 0.9)
    assert found.share == pytest.approx(0.9, abs=1e-3)
    assert found.normal_ratio == pytest.approx(1.0, abs=0.03)
    assert found.axes == pytest.approx(np.array((3.0, 1.0)) * math.sqrt(-2.0 * math.log(0.1)), rel=0.05)
    assert abs(math.sin(found.angle_rad)) < 0.05


def test_pairs_with_the_same_numbers_need_fewer_runs():
    chance = np.random.default_rng(3)
    as_was = 10.0 * chance.standard_normal(500)
    found = paired(as_was + 1.0 + 0.1 * chance.standard_normal(500), as_was)
    assert found.mean == pytest.approx(1.0, abs=3.0 * found.error)
    assert found.gain == pytest.approx(2.0 * 100.0 / 0.01, rel=0.2)


def test_what_decides_is_found_and_what_does_not_is_left_out():
    """y = z0 + z1 |z1|: z2, squared, is seen by PAWN alone."""
    z = np.random.default_rng(4).standard_normal((3_000, 5))
    y = z[:, 0] + 0.5 * z[:, 1] * np.abs(z[:, 1]) + 0.8 * z[:, 2] ** 2
    found = {effect.key: effect for effect in effects(z, ("a", "b", "c", "d", "e"), y)}
    assert {key for key, effect in found.items() if effect.counts} == {"a", "b", "c"}
    assert found["a"].rank > 0.5
    assert abs(found["c"].rank) < 0.1
    assert found["a"].first == pytest.approx(1.0 / y.std(), abs=0.05)


def test_pawn_is_the_distance_between_slices_and_the_whole():
    """y = x: a slice of a tenth is a step, 0.9 from the whole at the ends and 0.45 in the middle at least."""
    x = np.arange(1_000.0)
    assert 0.45 <= pawn(x, x) <= 0.9


ISHIGAMI = {"x1": (0.3139, 0.5576), "x2": (0.4424, 0.4424), "x3": (0.0, 0.2437)}


@pytest.mark.parametrize(("sample", "off"), [("random", 0.05), ("sobol", 0.015)])
def test_sobol_indices_of_the_ishigami_function(sample, off):
    """sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 on [−π, π]³: Ishigami and Homma, ISUMA 1990; first and total indices as in
    Sobol' and Levitan 1999. Intervals of blocks of flights laid out as a campaign's hold them, and are narrow."""
    keys = ("x1", "x2", "x3", "z")  # z does nothing
    blocks = Blocks(Design(3, sample, keys, 2_048 * 6), ("x1", "x2", "x3"))
    x = math.pi * (2.0 * blocks.uniforms(0, 2_048 * blocks.size) - 1.0)
    y = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = {index.factor: index for index in indices_of(y, ("x1", "x2", "x3"))}
    assert found[REST].total.value == 0.0
    for factor, published in ISHIGAMI.items():
        for share, expected in zip((found[factor].first, found[factor].total), published):
            assert share.value == pytest.approx(expected, abs=off)
            assert share.low - 1e-9 <= expected <= share.high + 1e-9
            assert share.high - share.low < 0.15


def test_blocks_of_flights_differ_in_one_factor_at_a_time_whatever_part_they_are_in():
    blocks = Blocks(Design(3, "random", ("a.1", "a.2", "b", "c"), 100), ("a.*", "b"))
    whole = blocks.uniforms(0, 15)
    assert (blocks.uniforms(7, 3) == whole[7:10]).all()
    a, b, *mixed = whole[5:10]
    changed = [[k for k in range(4) if row[k] != a[k]] for row in mixed]
    assert changed == [[0, 1], [2], [3]]
    assert all(row[k] == b[k] for row, of in zip(mixed, changed) for k in of)
    assert [blocks.stream(run) for run in range(5, 10)] == [2, 3, 2, 2, 3]  # noise belongs to everything else


@pytest.mark.parametrize(("patterns", "says"), [(("a.3",), 'did you mean "a.1"'), (("a*",) * 13, "at most 12")])
def test_a_pattern_that_no_key_matches_is_one_sentence(patterns, says):
    with pytest.raises((DataError, OutOfRange), match=says):
        check_patterns(patterns, ("a.1", "b"))
