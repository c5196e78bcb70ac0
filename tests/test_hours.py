"""几点 asks for a time of day, which is no quantity."""

from __future__ import annotations

import pytest

from rag.hours import find_hours
from tests import embedded

METRO = "云溪地铁首班车6时30分发车，末班车22时发车，高峰时段行车间隔7分钟。"
PARK = "滨江公园每天早上8点开放，晚上九点半闭园。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("末班车21:30", [("21:30", 1290)]),
        ("晚上9点半闭馆", [("晚上9点半", 1290)]),
        ("上午九点至下午5点开放", [("上午九点至下午5点", 540)]),
        ("8时30分开门，下午5点闭馆", [("8时30分", 510), ("下午5点", 1020)]),
        ("6时30分", [("6时30分", 390)]),
        ("比分为3:1，提出九点建议", []),
        ("时速80公里，历时22小时", []),
    ],
)
def test_times_of_day_are_found(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(hour.text, int(hour.value)) for hour in find_hours(text)] == expected


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("云溪地铁末班车几点？", METRO, "22时"),
        ("云溪地铁首班车几点发车？", METRO, "6时30分"),
        ("滨江公园几点闭园？", PARK, "晚上九点半"),
        ("滨江公园早上几点开放？", PARK, "早上8点"),
        ("云溪的公交车几点停的？", "受台风影响，7月29日7点30起，云溪公交车停运。", "7点30"),
    ],
)
def test_the_time_asked_for_answers(question: str, text: str, short: str) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == (short,)


def test_no_time_of_day_is_told() -> None:
    text = "云溪地铁高峰时段行车间隔7分钟。"
    assert embedded.models().answer_over("云溪地铁末班车几点？", {"a": text}).short == ()
