"""Some runs flown one after the other: the unit of work that a worker is given and a file is written for."""

from __future__ import annotations

import io
import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scipy.special import ndtri

from kazbek.campaign.design import Design
from kazbek.campaign.flights import Flights
from kazbek.campaign.receipt import Receipt
from kazbek.campaign.rows import KILLED, Row, failed_row, parquet
from kazbek.campaign.sensitivity.blocks import Blocks

Span = tuple[int, int]  # first run, and the one after the last


@dataclass(frozen=True, slots=True)
class FlownPart:
    """Runs as flown: the receipt, and the contents of the two files."""

    receipt: Receipt
    runs: bytes = field(repr=False)
    draws: bytes = field(repr=False)


def fly_chunk(flights: Flights, span: Span) -> FlownPart:
    """Fly the runs of one part."""
    begun = time.perf_counter()
    rows = flights.several(span[0], span[1] - span[0])
    return _part(flights.question.design, span, rows, time.perf_counter() - begun)


def killed_part(design: Design | Blocks, run: int) -> FlownPart:
    """The part of one run that ended the process which flew it, twice."""
    why = "the process that flew it was killed, twice: too little memory, or a defect"
    return _part(design, (run, run + 1), [failed_row(run, KILLED, why)], 0.0)


def _part(design: Design | Blocks, span: Span, rows: Sequence[Row], seconds: float) -> FlownPart:
    runs = parquet(rows, {"runs": f"{span[0]}-{span[1]}"})
    draws = draws_of(design, span)
    return FlownPart(Receipt.of(rows, runs, seconds, f"{platform.node()} {os.getpid()}", draws), runs, draws)


def draws_of(design: Design | Blocks, span: Span) -> bytes:
    """The numbers of the runs in sigmas, a column a key."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = ndtri(design.uniforms(span[0], span[1] - span[0]))
    columns: Mapping[str, object] = {key: table[:, k].copy() for k, key in enumerate(design.keys)}
    sink = io.BytesIO()
    runs = pa.array(range(*span), pa.int64())
    pq.write_table(pa.table({"run": runs, **columns}), sink, compression="zstd", use_dictionary=False)
    return sink.getvalue()


def split(span: Span) -> list[Span]:
    """A part in two halves; one run alone stays."""
    first, end = span
    middle = (first + end) // 2
    return [(first, middle), (middle, end)] if end - first > 1 else [span]


def missing(runs: int, chunk: int, there: Sequence[Span]) -> list[Span]:
    """The parts still to be flown: what is not there, cut at multiples of `chunk`."""
    done = sorted(there)
    gaps, at = [], 0
    for first, end in [*done, (runs, runs)]:
        if at < min(first, runs):
            gaps.append((at, min(first, runs)))
        at = max(at, end)
    found = []
    for first, end in gaps:
        while first < end:
            cut = min((first // chunk + 1) * chunk, end)
            found.append((first, cut))
            first = cut
    return found
