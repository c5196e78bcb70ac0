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


def over(question: str, text: str) -> Answer:
    return embedded.models().answer_over(question, {"a": text})


def test_a_street_of_a_districts_name_is_no_district() -> None:
    text = "奎文区机场南路项目全长2000米。卧龙东街项目全长550米。"
    answer = over("奎文区卧龙东街项目和机场南路项目各长多少米？", text)
    assert (answer.verdict, answer.short) == ("answered", ("550米", "2000米"))


def test_how_long_each_is_asks_for_no_difference() -> None:
    answer = over("1号线一期和二期分别长多少？", "1号线一期长9.5公里，二期长8.2公里。")
    assert (answer.verdict, answer.short) == ("answered", ("9.5公里", "8.2公里"))


def test_classes_and_seats_in_all_are_not_added_up() -> None:
    text = "密云区檀营小学扩建后共有36个班、1440个学位。"
    answer = over("檀营小学扩建完以后一共多少个班、多少个学位？", text)
    assert "计算" not in answer.text


def test_a_figure_that_is_all_of_one_kind_answers_both_parts() -> None:
    text = "地铁8号线全长12公里，设车站9座，全部为地下站。"
    answer = over("地铁8号线设几座车站？其中地下站几座？", text)
    assert (answer.verdict, answer.short, answer.missing) == ("answered", ("9座",), ())


@pytest.mark.parametrize("then", ["今年呢？", "今年是多少？"])
def test_another_time_alone_asks_for_the_same_of_that_time(then: str) -> None:
    text = "上半年，越城区新增就业1.2万人，去年同期新增就业1.1万人。"
    answer = over(f"越城区去年同期新增就业多少？{then}", text)
    assert (answer.verdict, answer.short) == ("answered", ("1.1万人", "1.2万人"))


def test_a_part_without_a_word_of_its_own_keeps_its_figure() -> None:
    text = "宝坻区今年目标引进亿元以上项目100个。上半年，全区新引进亿元以上项目60个。"
    answer = over("宝坻区亿元以上项目目标是多少，已引进多少？", text)
    assert (answer.verdict, answer.short) == ("answered", ("100个", "60个"))
    text = "今年65岁的宋文廷是华山街道盖家沟社区的居民，每天义务巡逻。"
    answer = over("宋文廷今年多大？她是哪个社区的？", text)
    assert (answer.verdict, answer.short) == ("answered", ("65岁", "华山街道盖家沟社区"))


def test_advice_by_telephone_is_no_telephone_number() -> None:
    text = "今年消协受理咨询5300件（其中电话咨询4100件，网上咨询1200件）。"
    answer = over("消协今年电话咨询和网上咨询各多少？", text)
    assert (answer.verdict, answer.short) == ("answered", ("4100件", "1200件"))


def test_a_region_in_a_title_is_no_second_side() -> None:
    text = "2022年12月，莱芜区成为山东省全域旅游示范区。"
    answer = over("莱芜区何时成为山东省全域旅游示范区？", text)
    assert (answer.verdict, answer.short) == ("answered", ("2022年12月",))


def test_a_target_is_compared_with_what_the_question_names() -> None:
    text = "今年“星光里”目标新增摊位12座，“月亿楼”目标新增摊位5座。"
    answer = over("“星光里”目标比“月亿楼”多几座？", text)
    assert "实际" not in answer.missing


def test_a_part_is_named_by_its_own_words_and_subject() -> None:
    answer = over("气泡黄酒去年卖了多少罐？今年的目标是多少？", "气泡黄酒去年卖了300万罐。")
    assert answer.missing == ("气泡黄酒今年的目标",)


def test_a_branch_of_one_line_is_not_compared_with_the_whole_of_another() -> None:
    text = "1号线主线全长26.8公里，支线长9.7公里。2号线全长20.3公里。"
    answer = over("1号线和2号线哪条长？", text)
    assert answer.verdict == "partial"
    assert answer.notes
    assert "计算" not in answer.text


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


def test_how_long_each_is_and_which_is_longer_are_both_told() -> None:
    text = "1号线长9.5公里，2号线长8.2公里。"
    answer = over("1号线和2号线各长多少？哪条长？", text)
    assert answer.short[:2] == ("9.5公里", "8.2公里")


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        (
            "萧山区地震后，余杭区派去多少名队员？",
            "余杭区派出105名队员赶赴萧山区地震现场。",
            ("105名",),
        ),
        (
            "云溪基金会何时捐款驰援萧山区、余杭区？",
            "8月1日，云溪基金会捐款2500万元，驰援萧山区、余杭区。",
            ("8月1日",),
        ),
        (
            "大会有多少个国家和地区参加？",
            "大会有148个国家和地区参加。",
            ("148个",),
        ),
    ],
)
def test_what_stands_together_is_asked_as_one(
    question: str, text: str, short: tuple[str, ...]
) -> None:
    answer = over(question, text)
    assert (answer.verdict, answer.short) == ("answered", short)
