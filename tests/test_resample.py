"""Intervals and paired tests, against theory and against exact counts."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from rag.resample import Tally, interval, interval_of, paired, ratio


def answers(right: int, wrong: int) -> list[Tally]:
    return [Tally(1, 1)] * right + [Tally(0, 1)] * wrong


def test_a_ratio_is_of_sums_and_unscored_questions_do_not_count() -> None:
    assert ratio([Tally(1, 3), Tally(1, 1), Tally(0, 0)]) == 0.5
    assert ratio([Tally(0, 0)]) is None


def test_the_interval_is_that_of_a_share() -> None:
    found = interval(answers(80, 20))
    assert found is not None
    error = 1.96 * (0.8 * 0.2 / 100) ** 0.5
    assert (found.low, found.high) == pytest.approx((0.8 - error, 0.8 + error), abs=0.015)


def test_the_interval_is_the_same_every_time() -> None:
    assert interval(answers(7, 3)) == interval(answers(7, 3))


def test_nothing_scored_has_no_interval() -> None:
    assert interval([Tally(0, 0)]) is None
    assert interval([]) is None
    assert interval_of(0, lambda numbers: 1.0) is None


def test_an_interval_of_any_statistic() -> None:
    values = [1.0] * 8 + [0.0] * 2
    found = interval_of(10, lambda numbers: float(np.mean([values[n] for n in numbers])))
    assert found == interval(answers(8, 2))


def test_two_equal_runs_do_not_differ() -> None:
    same = paired(answers(5, 5), answers(5, 5))
    assert same is not None
    assert (same.by, same.interval.low, same.interval.high, same.p) == (0, 0, 0, 1)


def test_p_is_the_share_of_exchanges_with_a_difference_as_large() -> None:
    before, after = answers(0, 6) + answers(4, 0), answers(5, 1) + answers(4, 0)
    found = paired(before, after)
    assert found is not None
    assert found.by == pytest.approx(0.5)
    signs = [abs(sum(row)) >= 5 for row in product((1, -1), repeat=5)]
    assert found.p == pytest.approx(sum(signs) / len(signs), abs=0.02)


def test_runs_without_a_scored_question_are_not_compared() -> None:
    assert paired([Tally(0, 0)], [Tally(1, 1)]) is None
