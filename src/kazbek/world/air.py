"""The air of the day: NRLMSISE-00 evaluated once into a grid, the US Standard Atmosphere 1976 below 20 km.

pymsis is called with ``version=0`` (NRLMSISE-00: later versions exclude commercial use) and with every index given, so
that it downloads nothing.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field, replace

import numpy as np
import pymsis
from numpy.typing import NDArray
from pymsis import Variable

from kazbek.base.chance import PhaseChance
from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.base.epoch import Epoch
from kazbek.laws.atmosphere import AirGrid, us76
from kazbek.world.space_weather import Indices, indices_at

_HEIGHTS_km = np.concatenate(
    (
        np.arange(20.0, 130.0, 2.0),
        np.arange(130.0, 200.0, 5.0),
        np.arange(200.0, 500.0, 12.5),
        np.array((500.0, 550.0, 600.0, 700.0, 800.0, 900.0, 1000.0)),
    )
)
_LATITUDES_deg = np.linspace(-90.0, 90.0, 19)
_SOLAR_TIMES_h = np.arange(0.0, 24.0, 2.0)  # where the model is asked; between them it is a sum of few waves
_FINER = 2  # so many nodes of the grid for each of them
_STEP_ns = 6 * 3600 * 10**9  # resolves the model's dependence on universal time
_PHASE_ns = _STEP_ns // 2
_MOST_NODES = 18  # of time: longer spans take a longer step, about 0.05 s of work per node

# US Standard Atmosphere 1976, NOAA-S/T 76-1562, tables 1 and 8: geometric km, kg/m³, K, kg/kmol
_US76_ABOVE = np.array(
    (
        (86, 6.958e-6, 186.87, 28.95),
        (90, 3.416e-6, 186.87, 28.91),
        (95, 1.393e-6, 188.42, 28.73),
        (100, 5.604e-7, 195.08, 28.40),
        (110, 9.708e-8, 240.00, 27.27),
        (120, 2.222e-8, 360.00, 26.20),
        (130, 8.152e-9, 469.27, 25.44),
        (140, 3.831e-9, 559.63, 24.75),
        (150, 2.076e-9, 634.39, 24.10),
        (160, 1.233e-9, 696.29, 23.49),
        (180, 5.194e-10, 790.07, 22.34),
        (200, 2.541e-10, 854.56, 21.30),
        (250, 6.073e-11, 941.33, 19.19),
        (300, 1.916e-11, 976.01, 17.73),
        (350, 7.014e-12, 990.06, 16.64),
        (400, 2.803e-12, 995.83, 15.98),
        (450, 1.184e-12, 998.22, 15.25),
        (500, 5.215e-13, 999.24, 14.33),
        (600, 1.137e-13, 999.85, 11.51),
        (700, 3.070e-14, 999.97, 8.00),
        (800, 1.136e-14, 999.99, 5.54),
        (900, 5.759e-15, 1000.0, 4.40),
        (1000, 3.561e-15, 1000.0, 3.94),
    )
)
_GAS_CONSTANT_J_kmol_K = 8_314.462_618
_SPECIES = [
    *(Variable.N2, Variable.O2, Variable.O, Variable.HE, Variable.H, Variable.AR, Variable.N, Variable.ANOMALOUS_O),
]
_SPECIES_u = np.array((28.0134, 31.9988, 15.9994, 4.0026, 1.00794, 39.948, 14.0067, 15.9994))  # kg/kmol, IUPAC


class LevelOfAir(Frozen):
    """One height, and how far the density of a day is there from that of its model, as a part of it."""

    height_m: float
    density_frac: Datum


class StandardAir(DataFile):
    """How far the air of a day is from the standard one below 80 km, as ``data/earth/air.toml`` says.

    `density_ratio` is one for all heights; the deviations of a day at two heights are correlated as
    exp(-distance / `layer_m`).
    """

    density_ratio: Datum
    layer_m: Datum
    level: tuple[LevelOfAir, ...]

    @classmethod
    @functools.cache
    def figures(cls) -> StandardAir:
        """The bundled figures."""
        return load("earth", "air", cls)

    def drawn_ratio(self, chance: PhaseChance | None) -> float:
        """Real over modelled density on one day: log-normal about the value, which it is without `chance`."""
        ratio = self.density_ratio
        if chance is None:
            return ratio.v
        return ratio.v * math.exp(chance.deviation("air.density_ratio", ratio.sigma, ratio.scatter))

    def of_a_day(self, air: Air, chance: PhaseChance | None) -> Air:
        """The air with the deviations of one day, a first-order Markov chain up the levels; itself without `chance`."""
        if chance is None:
            return air
        z, below_m, found = 0.0, -math.inf, []
        for level in self.level:
            size = level.density_frac
            kept = math.exp((below_m - level.height_m) / self.layer_m.v)
            z = kept * z + math.sqrt(1.0 - kept * kept) * chance.deviation(f"air.{level.height_m:.0f}_m", 1.0, 1.0)
            found.append(math.log1p(size.v) + size.scatter * z)
            below_m = level.height_m
        off = np.interp(air.heights_m, [level.height_m for level in self.level], found)
        return replace(air, ln_density=air.ln_density + off)


@dataclass(frozen=True)
class Air:
    """The air over a span of time, ready for kernels.

    Attributes
    ----------
    first : instant of the first time node
    step_s : seconds between time nodes
    heights_m : (H,)
    ln_density : (T, B, S, H) ln of kg/m³ over time, latitude, local solar time, height
    gas_m2_s2 : (H,) pressure / density, mean over the globe and the span
    indices : space weather at the time nodes; empty for the standard atmosphere
    """

    first: Epoch
    step_s: float
    heights_m: NDArray[np.float64] = field(repr=False)
    ln_density: NDArray[np.float64] = field(repr=False)
    gas_m2_s2: NDArray[np.float64] = field(repr=False)
    indices: tuple[Indices, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, start: Epoch, end: Epoch, indices: Indices | None = None) -> Air:
        """The air from `start` to `end`, from the space weather of those days or from `indices` as given.

        Time nodes lie at 3, 9, 15, 21 h TAI of every day, so that spans which overlap share them, and the step of the
        daily indices at midnight falls in the middle between two.
        """
        step_ns = _STEP_ns * max(1, math.ceil((end.tai_ns - start.tai_ns) / (_STEP_ns * (_MOST_NODES - 2))))
        first = (start.tai_ns - _PHASE_ns) // step_ns
        last = max(-((_PHASE_ns - end.tai_ns) // step_ns), first + 1)
        nodes = [_node(k * step_ns + _PHASE_ns, indices) for k in range(first, last + 1)]
        return cls(
            Epoch(first * step_ns + _PHASE_ns),
            step_ns / 1e9,
            _HEIGHTS_km * 1000.0,
            np.ascontiguousarray([node.ln_density for node in nodes]),
            np.mean([node.gas_m2_s2 for node in nodes], axis=0),
            tuple(node.indices for node in nodes),
        )

    @classmethod
    def standard(cls) -> Air:
        """The US Standard Atmosphere 1976 at all heights: no date, no place."""
        below = np.array([(h, *us76(h)[:2]) for h in np.arange(20e3, 86e3, 250.0)])
        above = _US76_ABOVE
        heights_m = np.concatenate((below[:, 0], above[:, 0] * 1000.0))
        ln_density = np.log(np.concatenate((below[:, 1], above[:, 1])))
        gas = np.concatenate((below[:, 2] / below[:, 1], _GAS_CONSTANT_J_kmol_K * above[:, 2] / above[:, 3]))
        return cls(Epoch(0), 1.0, heights_m, ln_density.reshape(1, 1, 1, -1), gas)

    def scaled(self, factor: float) -> Air:
        """The same air with the density of the grid multiplied by `factor` (the standard air below is kept)."""
        return replace(self, ln_density=self.ln_density + math.log(factor))

    def grid(self, reference: Epoch) -> AirGrid:
        """For a kernel whose time counts in seconds from `reference`."""
        _, utc_of_day_s = reference.utc_mjd
        return AirGrid(
            utc_of_day_s, self.first - reference, self.step_s, self.heights_m, self.ln_density, self.gas_m2_s2
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """One sentence per kind of space weather that is not observed."""
        return tuple(dict.fromkeys(i.note for i in self.indices if i.note))


@dataclass(frozen=True, slots=True)
class _Node:
    """The model at one instant: ln density over latitude, solar time, height (B, S, H); mean pressure/density (H,)."""

    ln_density: NDArray[np.float64]
    gas_m2_s2: NDArray[np.float64]
    indices: Indices


@functools.lru_cache(maxsize=64)
def _node(tai_ns: int, given: Indices | None) -> _Node:
    epoch = Epoch(tai_ns)
    indices = given or indices_at(epoch)
    date = np.datetime64(epoch.utc.removesuffix("Z"), "s")
    _, utc_s = epoch.utc_mjd
    # the solar time that is meant lies at this longitude at this instant
    longitudes_deg = (_SOLAR_TIMES_h - utc_s / SECONDS_PER_DAY_s * 24.0) * 15.0
    out = pymsis.calculate(
        date,
        longitudes_deg % 360.0,
        _LATITUDES_deg,
        _HEIGHTS_km,
        f107s=indices.f107,
        f107as=indices.f107_81,
        aps=[[indices.ap] * 7],
        version=0,
    )[0]
    density = np.swapaxes(out[..., Variable.MASS_DENSITY], 0, 1).astype(np.float64)  # (S, B, H) -> (B, S, H)
    number = np.nan_to_num(out[..., _SPECIES].astype(np.float64))
    molar_kg_kmol = number @ _SPECIES_u / number.sum(axis=-1)
    gas = _GAS_CONSTANT_J_kmol_K * out[..., Variable.TEMPERATURE] / molar_kg_kmol
    weights = np.cos(np.radians(_LATITUDES_deg))
    return _Node(_finer(np.log(density)), np.average(gas.mean(axis=0), axis=0, weights=weights), indices)


def _finer(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values over one turn of solar time, axis 1, at nodes nearer to each other, by the waves they are made of."""
    n = values.shape[1]
    waves = np.fft.rfft(values, axis=1)
    waves[:, -1] *= 0.5  # the shortest wave stands for both of its senses
    return np.ascontiguousarray(np.fft.irfft(waves, _FINER * n, axis=1) * _FINER)
