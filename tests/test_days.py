"""What is told of one day is not told of another."""

from __future__ import annotations

import pytest

from rag.days import Day, days, of_another_day, of_another_month
from tests import embedded


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("8月5日至7日", [Day(8, 5, 7)]),
        ("8月30日—9月2日", [Day(8, 30, 31)]),
        ("７月９日上午，１０号又来", [Day(7, 9, 9), Day(0, 10, 10)]),
        ("8号楼、3号线和2号文件室外12日", [Day(0, 12, 12)]),
        ("13.5日均值", []),
    ],
)
def test_days_are_read_with_their_month_where_it_is_told(text: str, told: list[Day]) -> None:
    assert list(days(text)) == told


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("8日上午市长去了哪里？", "7日上午，市长赴望海区。", True),
        ("5日几点发的预警？", "气象台4日7时50分发布预警。", True),
        ("8月6日几个村通水？", "8月5日至7日，12个村通水。", False),
        ("8月6日几个村通水？", "9月6日，12个村通水。", True),
        ("8月6日几个村通水？", "今天12个村通水，9日全部通水。", False),
        ("8日的预警是头天几点发的？", "气象台7日22时发布预警。", False),
        ("8日去了哪里？", "市长去了望海区。", False),
        ("7日到8日去了哪里，9日呢？", "10日，市长赴望海区。", False),
    ],
)
def test_a_sentence_of_another_day_is_no_answer(
    question: str, sentence: str, another: bool
) -> None:
    assert of_another_day(question, sentence) is another


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("8月份的党日活动在哪办？", "7月30日，党日活动在云溪村举办。", True),
        ("7月多少家开工？", "7月30日，12家开工。", False),
        ("7月涨了多少？", "6月涨4.5%，较上月回落。", False),
        ("1月至7月多少家开工？", "6月，12家开工。", False),
        ("8月比6月多了多少？", "8月，多2万户。", False),
    ],
)
def test_a_sentence_of_another_month_is_no_answer(
    question: str, sentence: str, another: bool
) -> None:
    assert of_another_month(question, sentence) is another


def test_where_a_day_is_asked_for_another_than_the_one_named_may_answer() -> None:
    text = "云溪县8月3日发布通知，珍珠杯骑行赛将于9月12日开赛。"
    answer = embedded.models().answer_over("8月3日通知说的珍珠杯骑行赛哪天开赛？", {"a": text})
    assert answer.short == ("9月12日",)
    refused = embedded.models().answer_over("8月9日云溪县发布了什么通知？", {"a": text})
    assert refused.verdict == "unanswerable"
