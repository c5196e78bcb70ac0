"""Two annotators of one set: kappa against a library and by hand, F1 of what they wrote."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score  # type: ignore[import-untyped]

from rag.agreement import agreement, cohen_kappa
from rag.errors import UsageError
from rag.gold import Evidence, Gold

SCHOOLS = Gold(
    "1", "fact", "新增学位多少？", (("2.1万个", "21000个"),), (Evidence("a", "新增学位2.1万个"),)
)
MAYOR = Gold("2", "unanswerable", "区长是谁？", ())
JOBS = Gold("3", "fact", "新增就业多少？", (("3.9万人",),), (Evidence("a", "新增就业3.9万人"),))


def test_kappa_by_hand() -> None:
    # agree on 3 of 4; by chance 2/4 · 3/4 + 2/4 · 1/4 = 1/2; (3/4 − 1/2) / (1 − 1/2)
    assert cohen_kappa("aabb", "aaba") == pytest.approx(0.5)
    assert cohen_kappa("ab", "ab") == 1
    assert cohen_kappa("ab", "ba") == -1


def test_kappa_agrees_with_scikit_learn() -> None:
    dice = np.random.default_rng(3)
    for _ in range(300):
        size, labels = int(dice.integers(2, 40)), int(dice.integers(2, 6))
        first, second = dice.integers(0, labels, (2, size)).tolist()
        if len({*first, *second}) > 1:
            assert cohen_kappa(first, second) == pytest.approx(
                cohen_kappa_score(first, second), abs=1e-12
            )


def test_where_chance_alone_would_agree_kappa_says_nothing() -> None:
    assert cohen_kappa("aaa", "aaa") is None
    assert cohen_kappa("", "") is None


def test_the_same_labels_agree_in_everything() -> None:
    found = agreement([SCHOOLS, MAYOR, JOBS], [JOBS, SCHOOLS, MAYOR])
    assert (found.common, found.only_first, found.only_second) == (3, 0, 0)
    assert (found.said, found.kinds, found.answers, found.evidence) == (1, 1, 1, 1)
    assert found.apart == ()


def test_forms_are_compared_both_ways_and_other_answers_listed() -> None:
    mine = replace(SCHOOLS, answers=(("21000个",),))  # a form of theirs, theirs none of mine
    theirs = [SCHOOLS, replace(MAYOR, kind="who", answers=(("王明",),)), replace(JOBS, id="4")]
    found = agreement([mine, MAYOR, JOBS], theirs)
    assert (found.common, found.only_first, found.only_second) == (2, 1, 1)
    # 21000 个 stands in 2.1 万 个 with 个 alone: 2 · 1 / (2 + 3); the other way round it is equal
    assert found.answers == pytest.approx((1 + 0.4) / 2)
    assert found.said == 0  # they agree on one of two; by chance 1/2 · 1 + 1/2 · 0
    assert found.apart == ("1", "2")


def test_files_that_cannot_be_compared_are_named() -> None:
    with pytest.raises(UsageError, match="no question id in common"):
        agreement([SCHOOLS], [MAYOR])
    with pytest.raises(UsageError, match="different questions under '1'"):
        agreement([SCHOOLS], [replace(MAYOR, id="1")])
