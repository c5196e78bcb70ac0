"""What a question of several parts is answered with: each part its own figure, or said missing."""

from __future__ import annotations

import pytest

from rag.types import Answer
from tests import embedded

CITY = """余杭区教育与交通建设提速

2023年3月5日 本报记者 李明

记者从余杭区获悉，全区今年新建学校4所、幼儿园7所，新增学位1.2万个。
望海铁路余杭段正线需要建设24座隧道、53座桥梁。
余杭区落地项目585个，总投资320亿元。
余杭区规模以上工业实现营业收入4304.6亿元，同比增长28.5%，实现利润255亿元。
余杭区打造13条花卉大道和花漾街区。
余杭区6个省级重点项目，总投资278亿元，13个市级重点项目，总投资441亿元。
滨湖地铁2号线全长10.8公里，设车站9座。滨湖地铁3号线全长34.1公里，设车站20座。
"""
DISTRICTS = {
    "a": "余杭区城市更新\n\n余杭区委书记刘颖表示，今年全区改造老旧小区24.8万平方米。",
    "b": "萧山区城市更新\n\n萧山区委书记王敏介绍，萧山区今年改造老旧小区36万平方米。",
}


def ask(question: str) -> Answer:
    return embedded.models().answer_over(question, {"city": CITY})


@pytest.mark.parametrize(
    ("question", "shorts"),
    [
        ("余杭区新建了多少所学校和幼儿园？", ("4所", "7所")),
        ("望海铁路余杭段要建多少座隧道和桥梁？", ("24座", "53座")),
        ("余杭区规上工业实现利润多少？营业收入多少？", ("255亿元", "4304.6亿元")),
        ("余杭区省级重点项目和市级重点项目分别多少个？", ("6个", "13个")),
    ],
)
def test_each_part_has_a_figure_of_its_own(question: str, shorts: tuple[str, ...]) -> None:
    answer = ask(question)
    assert (answer.verdict, answer.short) == ("answered", shorts)


def test_one_figure_that_counts_both_things_is_said_once() -> None:
    answer = ask("余杭区打造多少条花卉大道和花漾街区？")
    assert (answer.verdict, answer.short, len(answer.statements)) == ("answered", ("13条",), 1)


def test_the_figure_of_one_part_does_not_answer_another() -> None:
    answer = ask("余杭区落地项目多少个？过亿元的有多少个？")
    assert (answer.verdict, answer.short) == ("partial", ("585个",))
    assert answer.missing == ("余杭区落地项目过亿元的有多少个",)


def test_equal_figures_of_two_parts_are_two_bare_answers() -> None:
    answer = embedded.models().answer_over(
        "余杭区和萧山区新建学校各多少所？",
        {"a": "余杭区今年新建学校5所。", "b": "萧山区今年新建学校5所。"},
    )
    assert (len(answer.statements), answer.short) == (2, ("5所", "5所"))


def test_which_line_is_longer_compares_lengths() -> None:
    answer = ask("滨湖地铁2号线和滨湖地铁3号线哪个长？")
    assert answer.short == ("10.8公里", "34.1公里", "3号线")
    assert "3号线更长" in answer.text


def test_a_comparison_that_is_not_computed_is_said_to_be_missing() -> None:
    answer = ask("余杭区和萧山区新增学位哪个多？")
    assert (answer.verdict, answer.missing) == ("partial", ("萧山区",))
    assert answer.notes == ("问题要求的比较没有得出：缺少其中一部分的数据。",)


@pytest.mark.parametrize(
    "question",
    [
        "滨湖地铁2号线全长多少公里？设几座车站？",
        "余杭区规上工业营业收入多少？比去年增长多少？",
    ],
)
def test_two_figures_that_are_not_to_be_compared_are_all_of_the_answer(question: str) -> None:
    answer = ask(question)
    assert (answer.verdict, len(answer.short), answer.notes) == ("answered", 2, ())


@pytest.mark.parametrize(
    "question",
    ["哪些区公布了老旧小区改造的面积？", "各区老旧小区改造面积从大到小排一下"],
)
def test_every_district_that_tells_a_figure_is_found(question: str) -> None:
    answer = embedded.models().answer_over(question, DISTRICTS)
    assert set(answer.short[:2]) == {"24.8万平方米", "36万平方米"}


def test_districts_put_in_order_are_compared() -> None:
    answer = embedded.models().answer_over("各区老旧小区改造面积从大到小排一下", DISTRICTS)
    assert "萧山区36万平方米＞余杭区24.8万平方米" in answer.text


def test_who_holds_an_office_is_answered_name_by_name() -> None:
    answer = embedded.models().answer_over("各区的区委书记都是谁？", DISTRICTS)
    assert set(answer.short) == {"刘颖", "王敏"}


def test_one_district_where_every_one_is_asked_about_is_not_all() -> None:
    answer = embedded.models().answer_over("各区的区委书记都是谁？", {"a": DISTRICTS["a"]})
    assert (answer.verdict, answer.short) == ("partial", ("刘颖",))
    assert answer.notes == ("问题问的是各个地方，这里只查到一处的说法。",)


def test_a_place_and_a_sum_make_no_table() -> None:
    text = "本报11月6日讯 云州酒业酿造基地选址在北山镇工业园，项目总投资6.8亿元，明年投产。"
    answer = embedded.models().answer_over("酿造基地选址在哪里？总投资多少？", {"a": text})
    assert "北山镇工业园" in answer.short
    assert answer.table is None


GIFTS = "本报11月9日讯 截至10月底，东湖区公益基金共募集现金176.13万元，物资{}，惠及1200人。"


def test_one_item_of_a_sum_is_only_a_part_of_the_answer() -> None:
    asked = "东湖区公益基金募集现金和物资合计多少万元？"
    answer = embedded.models().answer_over(asked, {"a": GIFTS.format("折合人民币83.2万元")})
    assert (answer.verdict, answer.short[-1]) == ("answered", "259.33万元")
    answer = embedded.models().answer_over(asked, {"a": GIFTS.format("8300件")})
    assert (answer.verdict, answer.short) == ("partial", ("176.13万元",))
    assert "合计没有得出" in answer.notes[0]


def test_one_figure_fills_no_two_rows_of_a_table() -> None:
    asked = "东湖区公益基金现金和物资一共募集多少？"
    answer = embedded.models().answer_over(asked, {"a": GIFTS.format("8300件")})
    assert (answer.verdict, answer.table) == ("partial", None)
