"""Draws depend on (seed, run, key) alone, keep within bounds without heaps at them, and keep two spreads apart."""

import math

import numpy as np
import pytest
from scipy import stats

from kazbek.base.chance import Sampling, Spread, chances, uniforms
from kazbek.base.data import Datum

FIGURE = Datum(v=10.0, sigma=5.0, scatter=3.0, src="estimate")


def _drawn(spread, path="thrust_N", runs=4_000, datum=FIGURE, world=None):
    return np.array([Sampling(2, run, spread, world).figure(path, path, datum) for run in range(runs)])


def test_a_block_of_runs_is_the_runs_one_by_one():
    assert np.array_equal(uniforms(7, "up/x_m", 400, 30)[17:18], uniforms(7, "up/x_m", 417, 1))


def test_one_more_key_changes_no_other_draw():
    alone = Sampling(1, 417).figure("up/a_m", "a_m", FIGURE)
    sampling = Sampling(1, 417)
    sampling.figure("up/b_m", "b_m", FIGURE)
    assert sampling.figure("up/a_m", "a_m", FIGURE) == alone
    assert sampling.figure("up/b_m", "b_m", FIGURE) != alone


def test_draws_follow_the_normal_distribution():
    z = _drawn(Spread.BOTH, datum=Datum(v=0.0, sigma=1.0, src="estimate"), path="x_deg")
    assert stats.kstest(stats.norm.cdf(z), "uniform").pvalue > 1e-3


@pytest.mark.parametrize(("spread", "size"), [("scatter", 3.0), ("knowledge", 4.0), ("both", 5.0)])
def test_scatter_and_what_is_not_known_add_up_to_sigma(spread, size):
    wide = Datum(v=100.0, sigma=5.0, scatter=3.0, src="estimate")
    assert np.std(_drawn(Spread(spread), datum=wide)) == pytest.approx(size, rel=4.0 / math.sqrt(8_000.0))


def test_flights_of_one_world_share_what_is_not_known():
    known = Datum(v=100.0, sigma=5.0, src="estimate")
    assert len(set(_drawn(Spread.BOTH, datum=known, runs=5, world=3))) == 1


def test_cut_off_at_a_bound_without_a_heap_at_it():
    near_zero = Datum(v=1.0, sigma=2.0, src="estimate")
    drawn = _drawn(Spread.KNOWLEDGE, datum=near_zero)
    low = stats.truncnorm(-0.5, math.inf, loc=1.0, scale=2.0)
    assert drawn.min() > 0.0
    assert stats.kstest(drawn, low.cdf).pvalue > 1e-3


def test_a_design_takes_the_place_of_the_seed():
    middle = Sampling(1, 0, Spread.SCATTER, table={"up/x_deg": 0.5})
    assert middle.figure("up/x_deg", "x_deg", FIGURE) == pytest.approx(10.0, abs=1e-12)


def test_noise_is_the_scatter_of_what_differs_within_one_flight():
    spring = Datum(v=0.12, sigma=0.05, scatter=0.03, src="estimate")
    scatter, knowledge = (Sampling(1, 0, Spread(name)).of("home")("undocking") for name in ("scatter", "knowledge"))
    assert scatter.share(spring) == pytest.approx(0.6)
    assert knowledge.share(spring) == pytest.approx(0.8)
    assert scatter.noisy
    assert not knowledge.noisy
    assert chances(1, 0, "home")("undocking").standard_normal() == scatter.standard_normal()


def test_scatter_is_a_part_of_sigma():
    with pytest.raises(ValueError, match="part of sigma"):
        Datum(v=1.0, sigma=0.1, scatter=0.2, src="estimate")


@pytest.mark.parametrize("run", [0, 1, 63, 64, 1000, 2**40 + 5])
def test_a_run_made_with_its_neighbours_has_the_number_it_has_alone(run):
    alone = stats.norm.ppf(uniforms(7, "a/b", run, 1)[0])
    assert Sampling(7, run).deviation("a/b", 1.0, 1.0) == pytest.approx(alone, rel=1e-12)
