"""Of a value that was revised the one asked for is said: the former, the present, the coming."""

from __future__ import annotations

import pytest

from rag.figures import find_figures
from rag.revisions import stages
from tests import embedded

TICKETS = "游乐园门票从每张80元降至60元，年卡由300元提高到360元。"
WATER = "松岭市居民用水价格由每吨3.2元调整为3.6元。"
BREWERY = "酒厂新建酿造基地，年产能将从7万千升提高到12万千升。"
YEARS = "云溪县民宿从2021年的80家增加到2023年的120家。"
TOLL = "2023年，云溪县通行费从10元降为8元。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("票价从80元降至60元", ["former", "present"]),
        ("产能将从7万吨提高到12万吨", ["standing", "coming"]),
        ("增速由上年的5.2%回落，降为4.8%", ["former", "present"]),
        ("“学位1080个”应为“学位1800个”", ["wrong", None]),
        ("从3个社区选派20名干部", [None, None]),
        ("提高奖金80元，发放60元", [None, None]),
    ],
)
def test_which_value_of_a_revision_each_is(text: str, expected: list[str | None]) -> None:
    assert stages(text, find_figures(text)) == expected


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("游乐园门票原来多少钱？", TICKETS, "80元"),
        ("游乐园门票现在多少钱？", TICKETS, "60元"),
        ("游乐园门票多少钱？", TICKETS, "60元"),
        ("年卡以前多少钱？", TICKETS, "300元"),
        ("年卡现在多少钱？", TICKETS, "360元"),
        ("松岭市居民用水价格现在是多少？", WATER, "3.6元"),
        ("松岭市居民用水价格从多少调整的？", WATER, "3.2元"),
        ("酒厂现在的年产能是多少？", BREWERY, "7万千升"),
        ("酒厂年产能将提高到多少？", BREWERY, "12万千升"),
        ("云溪县2021年民宿多少家？", YEARS, "80家"),
        ("云溪县现在民宿多少家？", YEARS, "120家"),
        ("云溪县2023年民宿多少家？", YEARS, "120家"),
        ("云溪县2023年通行费现在多少？", TOLL, "8元"),
        ("云溪县2023年通行费多少元？", TOLL, "8元"),
    ],
)
def test_the_value_asked_for_answers(question: str, text: str, short: str) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == (short,)


def test_neither_value_is_the_amount_of_the_change() -> None:
    answer = embedded.models().answer_over("云溪县民宿增加了多少家？", {"a": YEARS})
    assert answer.short == ()


def test_what_a_correction_takes_back_is_not_said() -> None:
    page = (
        "更正\n本报5月16日A05版《云溪新添三所幼儿园》一文中，"
        "“新增学位1080个”应为“新增学位1800个”，特此更正。"
    )
    answer = embedded.models().answer_over("云溪新添三所幼儿园新增学位多少个？", {"a": page})
    assert answer.short == ("1800个",)
