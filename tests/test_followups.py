"""A follow-up completed with what it leaves out, from the questions and lists before it."""

from __future__ import annotations

import pytest

from rag.questions import understand
from rag.types import Turn

LIST = "三个在建项目是：白河水库扩容工程、东港引水工程、之江二桥。[1]"


def completed(text: str, *earlier: str, told: str = "1.2万个。[1]") -> str:
    turns = [(Turn("user", question), Turn("assistant", told)) for question in earlier]
    asked = understand(text, [turn for pair in turns for turn in pair]).text
    return asked.rstrip("？?")


SEATS = "2023年余杭区新增学位多少个？"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("前一年呢？", "2022年余杭区新增学位多少个"),
        ("那下一年呢？", "2024年余杭区新增学位多少个"),
        ("跟萧山区比呢？", "2023年余杭区和萧山区新增学位相差多少个"),
        ("萧山区比它少多少？", "2023年余杭区和萧山区新增学位相差多少个"),
        ("萧山区同期是多少？", "2023年萧山区新增学位多少个"),
        ("萧山区有多少？", "2023年萧山区新增学位多少个"),
        ("换成萧山区是多少？", "2023年萧山区新增学位多少个"),
        ("比2021年呢？", "2023年余杭区新增学位比2021年增加多少个"),
        ("同比呢？", "2023年余杭区新增学位同比增长多少"),
        ("为什么没完成原来的计划？", "2023年余杭区新增学位为什么没完成原来的计划"),
    ],
)
def test_the_same_figure_is_asked_of_another_time_or_place(text: str, question: str) -> None:
    assert completed(text, SEATS) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("哪个多？", "2023年余杭区和萧山区新增学位哪个多"),
        ("那加起来呢？", "2023年余杭区和萧山区新增学位加起来多少"),
        ("这两个区差多少？", "2023年余杭区和萧山区新增学位差多少"),
    ],
)
def test_the_districts_of_two_turns_are_compared(text: str, question: str) -> None:
    assert completed(text, SEATS, "萧山区呢？") == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("那座桥什么时候通车？", "之江二桥什么时候通车"),
        ("这个公园归谁管？", "滨江公园归谁管"),
        ("占地多大？", "滨江公园占地多大"),
        ("能停多少辆车？", "滨江公园能停多少辆车"),
    ],
)
def test_that_thing_is_the_last_one_of_its_kind(text: str, question: str) -> None:
    assert completed(text, "之江二桥总投资多少？", "滨江公园总投资多少？") == question


@pytest.mark.parametrize(
    ("text", "earlier", "question"),
    [
        ("那一期呢？", "滨江公园总面积多大？", "滨江公园一期总面积多大"),
        ("二期什么时候完工？", "滨江公园一期哪天开放？", "滨江公园二期什么时候完工"),
        ("能充电的呢？", "滨江公园有多少个停车位？", "滨江公园能充电的停车位有多少个"),
        ("厕所呢？", "滨江公园有多少个停车位？", "滨江公园有多少厕所"),
        ("主要分布在哪里？", "余杭区新建了几处公园？", "余杭区公园主要分布在哪里"),
        ("物资呢？", "余杭区募集了多少爱心资金？", "余杭区募集了多少物资"),
        (
            "国庆假期呢？",
            "2024年“五一”假期余杭区接待多少游客？",
            "2024年国庆假期余杭区接待多少游客",
        ),
        ("2025年打算再建多少？", "余杭区2024年新建了几处公园？", "余杭区2025年计划新建了几处公园"),
        (
            "萧山区的增速呢？",
            "2024年一季度余杭区固定资产投资增长多少？",
            "2024年一季度萧山区固定资产投资增速是多少",
        ),
    ],
)
def test_a_part_or_a_kind_of_it_is_asked_of_the_same(
    text: str, earlier: str, question: str
) -> None:
    assert completed(text, earlier) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("最后一个投资多少？", "之江二桥投资多少"),
        ("哪个投资最大？", "白河水库扩容工程、东港引水工程、之江二桥，哪个投资最大"),
    ],
)
def test_what_the_answer_listed_is_pointed_at(text: str, question: str) -> None:
    assert completed(text, "三个在建项目是哪三个？", told=LIST) == question


def test_a_third_of_the_list_is_asked_what_the_second_was() -> None:
    question = completed("第三个呢？", "三个在建项目是哪三个？", "第二个总投资多少？", told=LIST)
    assert question == "之江二桥总投资多少"


@pytest.mark.parametrize(
    ("text", "earlier", "question"),
    [
        ("它的总投资呢？", "余杭区有几个省级重点项目？", "余杭区省级重点项目总投资是多少"),
        ("它们总投资多少？", "余杭区省级重点项目有几个？", "余杭区省级重点项目总投资多少"),
        ("它的总投资呢？", "望海高铁有多少座隧道？", "望海高铁总投资是多少"),
    ],
)
def test_what_was_counted_keeps_its_level(text: str, earlier: str, question: str) -> None:
    assert completed(text, earlier) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("那固定资产投资呢？", "余杭区上半年固定资产投资增长多少"),
        ("地方财政收入呢？", "余杭区上半年地方财政收入增长多少"),
        ("萧山区呢？", "萧山区上半年GDP增长多少"),
        ("那排名呢？", "余杭区上半年GDP排名是什么"),
    ],
)
def test_another_indicator_is_asked_how_it_grew(text: str, question: str) -> None:
    assert completed(text, "余杭区上半年GDP增长多少？", told="16.4%。[1]") == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("区委书记是谁？", "余杭区区委书记是谁"),
        ("谁是区长？", "谁是余杭区区长"),
        ("全区新增就业多少人？", "余杭区新增就业多少人"),
        ("萧山区区长是谁？", "萧山区区长是谁"),
    ],
)
def test_the_district_and_its_offices_are_those_spoken_of(text: str, question: str) -> None:
    assert completed(text, "余杭区新增学位多少个？") == question


def test_what_is_among_it_is_asked_of_the_thing_asked_about_before() -> None:
    asked = "其中建设用地占多少？"
    assert completed(asked, "南部科创新城总用地多少？") == "南部科创新城建设用地占多少"
