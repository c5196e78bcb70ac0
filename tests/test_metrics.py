"""Metrics against values worked by hand, and against a library where one has them."""

from __future__ import annotations

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.metrics import (
    Point,
    calibration_error,
    exact_match,
    f1,
    figure_accuracy,
    group_exact_match,
    group_f1,
    ndcg_at_k,
    percentile,
    recall_at_k,
    reciprocal_rank,
    risk_area,
    risk_coverage,
    rouge_l,
    segments,
)


def test_recall_counts_relevant_items_within_k() -> None:
    assert recall_at_k([1, 6, None], 5) == pytest.approx(1 / 3)
    assert recall_at_k([1, 6, None], 10) == pytest.approx(2 / 3)


def test_reciprocal_rank_is_of_the_first_relevant_item() -> None:
    assert reciprocal_rank([4, 2, None]) == 0.5
    assert reciprocal_rank([None]) == 0


def test_ndcg_by_hand() -> None:
    # ranks 1 and 3 of two: (1 + 1/2) / (1 + 1/log2(3)) = 1.5 / 1.63093
    assert ndcg_at_k([3, 1], 5) == pytest.approx(0.919721, abs=1e-6)
    # gains 3 at rank 2 and 1 at rank 1: (1 + 3/1.58496) / (3 + 1/1.58496)
    assert ndcg_at_k([2, 1], 5, [3, 1]) == pytest.approx(0.796707, abs=1e-6)


def test_two_items_in_one_passage_are_not_more_than_perfect() -> None:
    assert ndcg_at_k([1, 1], 5) == 1


def test_without_a_relevant_item_nothing_is_scored() -> None:
    assert (recall_at_k([], 5), reciprocal_rank([]), ndcg_at_k([], 5)) == (None, None, None)


def test_retrieval_agrees_with_ir_measures_on_1000_random_rankings() -> None:
    dice = np.random.default_rng(7)
    for _ in range(1000):
        documents = [f"d{number}" for number in dice.permutation(30)]
        relevant = dice.choice(40, size=dice.integers(1, 6), replace=False)
        gains = [float(gain) for gain in dice.integers(1, 4, len(relevant))]
        names = [f"d{number}" for number in relevant]
        ranks = [documents.index(name) + 1 if name in documents else None for name in names]
        qrels = {"q": {name: int(gain) for name, gain in zip(names, gains, strict=True)}}
        run = {"q": {name: float(-place) for place, name in enumerate(documents)}}
        theirs = ir_measures.calc_aggregate(
            [ir_measures.R @ 5, ir_measures.RR, ir_measures.nDCG @ 10], qrels, run
        )
        ours = [recall_at_k(ranks, 5), reciprocal_rank(ranks), ndcg_at_k(ranks, 10, gains)]
        assert ours == pytest.approx(
            [theirs[ir_measures.R @ 5], theirs[ir_measures.RR], theirs[ir_measures.nDCG @ 10]],
            abs=1e-9,
        )


def test_segments_are_characters_and_whole_numbers() -> None:
    assert segments("GDP增长6.5%，达1,000亿。") == [
        "gdp",
        "增",
        "长",
        "6.5",
        "%",
        "达",
        "1,000",
        "亿",
    ]


def test_exact_match_takes_case_and_punctuation() -> None:
    assert exact_match("“1364”工作思路。", ["1364工作思路"])
    assert not exact_match("1364思路", ["1364工作思路"])


def test_f1_is_over_the_longest_common_run() -> None:
    # segments 新 增 学 位 2.2 万 个 against 2.2 万 个: a run of 3, 3/7 and 3/3
    assert f1("新增学位2.2万个", ["2.2万个"]) == pytest.approx(0.6)
    # a run is without gaps: 甲乙 of 甲X乙 is one segment, 1/2 and 1/3
    assert f1("甲乙", ["甲丙乙"]) == pytest.approx(0.4)
    assert f1("甲", ["乙", "甲"]) == 1
    assert f1("", ["甲"]) == 0


def test_an_ellipsis_counts_as_in_cmrcs_script() -> None:
    # its list of marks has …… as one item, which no single character equals
    assert not exact_match("甲…", ["甲"])


def test_rouge_l_is_over_the_longest_common_subsequence() -> None:
    # segments 新 增 2.1 万 个 学 位 and 新 增 学 位 2.1 万 个: 新 增 2.1 万 个, 5 of 7 and 5 of 7
    assert rouge_l("新增2.1万个学位", "新增学位2.1万个") == pytest.approx(5 / 7)
    # 甲 丙 of three and of two: 2 · 2 / (3 + 2)
    assert rouge_l("甲乙丙", "甲丙") == pytest.approx(0.8)
    assert rouge_l("", "甲") == 0
    assert rouge_l("甲", "") is None


def test_lists_are_scored_both_ways() -> None:
    groups = [["产业"], ["城建"], ["生态"]]
    assert group_f1(["产业", "城建", "生态"], groups) == 1
    # one of three said: precision 1, recall 1/3
    assert group_f1(["产业"], groups) == pytest.approx(0.5)
    assert group_exact_match(["生态", "产业", "城建"], groups) == 1
    assert group_exact_match(["产业", "城建"], groups) == 0
    assert group_exact_match(["产业", "城建", "生态", "民生"], groups) == 0


def test_what_the_articles_do_not_say_has_no_f1() -> None:
    assert (group_f1(["2个"], []), group_exact_match([], [])) == (None, None)


def test_figures_count_by_value_and_unit() -> None:
    assert figure_accuracy("新增学位2.1万个", [["21000个"]]) == 1
    assert figure_accuracy("新增学位2.2万个", [["21000个"]]) == 0
    assert figure_accuracy("新增2.1万人", [["2.1万个"], ["3人", "2.1万人"]]) == 0.5
    assert figure_accuracy("建设用地1340公顷，学位2.1万个", [["1340"], ["21000"]]) == 1
    assert figure_accuracy("建设用地1340公顷", [["134"]]) == 0
    assert figure_accuracy("钢城区", [["钢城区"]]) is None


def test_risk_grows_as_less_sure_answers_come_in() -> None:
    # surest first: right, wrong, right; a fourth question was refused
    points = risk_coverage([0.5, 0.9, 0.7], [False, False, True], asked=4)
    assert points == [Point(0.25, 0), Point(0.5, 0.5), Point(0.75, 1 / 3)]
    area = risk_area([0.5, 0.9, 0.7], [False, False, True])
    assert area == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert (risk_coverage([], [], 4), risk_area([], [])) == ([], None)


def test_the_order_of_equally_sure_answers_plays_no_part() -> None:
    one = risk_coverage([0.5, 0.5], [True, False], asked=2)
    assert one == risk_coverage([0.5, 0.5], [False, True], asked=2)
    assert [point.risk for point in one] == [0.5, 0.5]


def test_calibration_error_by_hand() -> None:
    # bin .9: two answers, half right, |1/2 - .95|; bin .6: one, right, |1 - .6|
    value = calibration_error([0.95, 0.95, 0.6], [True, False, True])
    assert value == pytest.approx((2 * 0.45 + 0.4) / 3)


def test_a_score_that_is_no_probability_has_no_calibration() -> None:
    assert calibration_error([1.2], [True]) is None
    assert calibration_error([], []) is None
    assert calibration_error([1.0], [True]) == 0


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([40, 10, 30, 20], 0.5) == 20
    assert percentile([40, 10, 30, 20], 0.95) == 40
    assert percentile([], 0.5) is None


@given(st.text("历下区新增2.1万个，", max_size=12), st.text("历下区新增2.1万个，", max_size=12))
def test_f1_is_symmetric_and_a_share(left: str, right: str) -> None:
    value = f1(left, [right])
    assert 0 <= value <= 1
    assert value == pytest.approx(f1(right, [left]))
