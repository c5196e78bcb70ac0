"""How sure a number is: bootstrap intervals and paired tests over questions, seeded.

A metric is a ratio of two sums over questions, ``hits`` and ``of``: a mean has 1 under each
scored question, citation precision has the number of citations, and an unscored question has 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

SEED = 20_24
RESAMPLES = 1000

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """What one question adds to a metric: ``hits`` out of ``of``; nothing to score is 0 of 0."""

    hits: float
    of: float


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % interval of a number."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How much higher the second run is, its 95 % interval, and how often chance alone gives it."""

    by: float
    interval: Interval
    p: float


def ratio(tallies: Sequence[Tally]) -> float | None:
    """Return the sum of hits over the sum of ``of``; None when nothing was scored."""
    of = sum(tally.of for tally in tallies)
    return sum(tally.hits for tally in tallies) / of if of else None


def interval(tallies: Sequence[Tally]) -> Interval | None:
    """Return the 95 % percentile bootstrap interval of ``ratio`` (Efron & Tibshirani 1993, 13).

    Questions are drawn again with replacement; a draw with nothing scored is left out.
    """
    columns = _columns(tallies)
    return _middle(_drawn(columns)) if columns[1].any() else None


def interval_of(size: int, statistic: Callable[[list[int]], float | None]) -> Interval | None:
    """Return the same interval of any statistic of a list of question numbers below ``size``."""
    drawn = [statistic(row.tolist()) for row in _draws(size)] if size else []
    values = [value for value in drawn if value is not None]
    return _middle(np.array(values)) if values else None


def paired(before: Sequence[Tally], after: Sequence[Tally]) -> Difference | None:
    """Return how two runs over the same questions differ, with a paired randomization test.

    The test exchanges the two runs' tallies of a question at random (Noreen 1989; Smucker et al.
    2007): ``p`` is the share of exchanges, the real one among them, with a difference as large.
    """
    first, second = _columns(before), _columns(after)
    if not (first[1].any() and second[1].any()):
        return None
    by = float(_total(*second) - _total(*first))
    drawn = _drawn(second) - _drawn(first)
    swaps = np.random.default_rng(SEED).random((RESAMPLES, len(before))) < 0.5
    left = [np.where(swaps, two, one) for one, two in zip(first, second, strict=True)]
    right = [np.where(swaps, one, two) for one, two in zip(first, second, strict=True)]
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = np.abs(_rows(*right) - _rows(*left))
    as_large = int(np.sum(chance >= abs(by) - 1e-12))
    return Difference(by, _middle(drawn), (as_large + 1) / (RESAMPLES + 1))


def _columns(tallies: Sequence[Tally]) -> tuple[Floats, Floats]:
    return (
        np.array([tally.hits for tally in tallies], dtype=np.float64),
        np.array([tally.of for tally in tallies], dtype=np.float64),
    )


def _draws(size: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng(SEED).integers(0, size, (RESAMPLES, size))


@lru_cache(maxsize=4)
def _weights(size: int) -> Floats:
    """Return how often each question is in each draw: (RESAMPLES, size)."""
    counts = [np.bincount(draw, minlength=size) for draw in _draws(size)]
    return np.array(counts, dtype=np.float64)


def _drawn(columns: tuple[Floats, Floats]) -> Floats:
    hits, of = (np.einsum("ij,j->i", _weights(len(one)), one) for one in columns)
    with np.errstate(invalid="ignore", divide="ignore"):
        divided: Floats = hits / of
    return divided


def _rows(hits: Floats, of: Floats) -> Floats:
    divided: Floats = hits.sum(axis=1) / of.sum(axis=1)
    return divided


def _total(hits: Floats, of: Floats) -> np.float64:
    return np.float64(hits.sum() / of.sum())


def _middle(values: Floats) -> Interval:
    low, high = np.nanquantile(values, [0.025, 0.975])
    return Interval(float(low), float(high))
