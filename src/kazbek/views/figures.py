"""Figures in tables, to the digits that their spread deserves."""

from __future__ import annotations

import math

from kazbek.base.epoch import Epoch

_MOST_DECIMALS = 12


def decimals(spread: float) -> int:
    """Decimals at which the last digit is about a third of `spread`, at most."""
    return min(max(0, -math.floor(math.log10(spread / 3.0))), _MOST_DECIMALS) if spread > 0.0 else 6


def shown(value: float, spread: float) -> str:
    """A number to the digits its spread deserves; small ones with an exponent."""
    places = decimals(spread)
    if abs(value) < 1e-3 and places > 6:
        if value == 0.0:
            return "0"
        digits = max(1, math.floor(math.log10(abs(value))) - math.floor(math.log10(spread)) + 1)
        return f"{value:.{digits}g}"
    return f"{value:,.{places}f}"


def shown_change(value: float, spread: float) -> str:
    """The same with its sign."""
    text = shown(value, spread)
    if not text.strip("-0.,"):
        return text.removeprefix("-")
    return text if text.startswith("-") else f"+{text}"


def clock(utc: str, spread_s: float) -> str:
    """``09:27:57`` of an instant, with decimals where its spread deserves them."""
    places = min(decimals(spread_s), 3)
    return rounded(utc, places)[11 : 19 + (places + 1 if places else 0)]


def rounded(utc: str, places: int = 0) -> str:
    """The instant rounded to so many decimals of a second, zeros behind them: what is told rounds as differences do."""
    step_ns = 10 ** (9 - places)
    return Epoch(round(Epoch.from_utc(utc).tai_ns / step_ns) * step_ns).utc


def spread_text(spread: float) -> str:
    """A sigma to two figures."""
    rounded = float(f"{spread:.2g}")
    return f"{rounded:,.0f}" if spread >= 10.0 else f"{rounded:g}"
