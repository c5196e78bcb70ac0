"""A figure beside which a word is missing that it is always told with is of something else."""

from __future__ import annotations

from itertools import repeat

import pytest

from rag.demanded import misses
from tests import embedded
from training.demanded import demanded
from training.measure import Record


@pytest.mark.parametrize(
    ("question", "told", "missing"),
    [
        ("冲突造成多少人死亡？", "冲突已导致大约2万人流离失所。", True),
        ("冲突造成多少人死亡？", "冲突已造成23人遇难。", False),  # another word for it
        ("公司上半年净利润多少？", "公司上半年营业收入3.2亿元。", True),
        ("公司上半年净利润多少？", "公司上半年净利润3.2亿元。", False),
        ("这些娃娃住在几间屋子里？", "宿舍共有12间。", False),  # words of the asker alone
    ],
)
def test_what_must_be_told_with_a_figure(question: str, told: str, missing: bool) -> None:
    assert misses(question, told) is missing


def test_a_figure_of_something_else_is_not_said() -> None:
    text = "青溪县遭遇暴雨。8月11日，暴雨造成青溪县2万人受灾，转移群众3100人。"
    answer = embedded.models().answer_over("暴雨造成青溪县多少人死亡？", {"a": text})
    assert answer.verdict == "unanswerable"


def test_a_word_is_demanded_that_answers_hold_and_near_misses_lack() -> None:
    told: Record = {
        "context": "云溪公司净利润3亿元。",
        "head": "",
        "start": 0,
        "answers": ["3亿元"],
    }
    other: Record = {"context": "云溪公司营收5亿元。", "head": "", "answers": []}
    rows = [*repeat({"question": "净利润多少", **told}, 20)]
    rows += repeat({"question": "净利润多少", **other}, 10)
    assert demanded(rows) == ["净利润"]
