"""去年 and 今年 are two also where no year is written, and 比去年 tells nothing of 去年."""

from __future__ import annotations

import pytest

from rag.when import agree, whens, without_bases
from tests import embedded

JOBS = "今年一季度，甘泉区新增就业6218人。去年同期，全区新增就业5876人。"
SCHOOLS = (
    "松岭市公布招生计划\n\n2023年5月10日 本报记者 李明\n\n"
    "全市小学计划招生4.62万人，比去年减少0.21万人；初中计划招生4.35万人，比去年增加0.18万人。"
)
HARVEST = "去年，甘泉县粮食总产量达56万吨；今年有望突破60万吨。"
UNDATED = "2023年，松岭市初中计划招生4.35万人，比去年增加0.18万人。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年一季度新增6218人，去年同期5876人", ["今年一季度", "去年一季度"]),
        ("2023年1—4月成交12亿元；去年同期为9亿元", ["2023年1—4月", "去年1—4月"]),
        ("今年一季度新增6218人，比去年同期多342人", ["今年一季度"]),
        ("今年一季度新增6218人，去年同期的两倍", ["今年一季度"]),
    ],
)
def test_the_same_time_of_last_year_is_a_period_of_its_own(text: str, expected: list[str]) -> None:
    assert [one.text for one in whens(text, None)] == expected


@pytest.mark.parametrize(
    ("asked", "told", "right"),
    [
        ("上半年", "年底前", False),
        ("2023年上半年", "年底前", False),
        ("上半年", "6月底前", True),
        ("三季度", "9月底前", True),
        ("今年", "年底前", True),
        ("全年", "年底前", True),
    ],
)
def test_months_are_not_over_at_a_later_deadline(asked: str, told: str, right: bool) -> None:
    (one,), (other,) = whens(asked, 2023), whens(told, 2023)
    assert agree(one, other) is right


def test_a_base_of_comparison_is_left_out() -> None:
    assert without_bases("增长5.5%，快于去年全年3%的增速") == "增长5.5%，快于3%的增速"
    assert without_bases("去年4万人，比上年增加2万人") == "去年4万人，比增加2万人"


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("甘泉区去年一季度新增就业多少人？", JOBS, ("5876人",)),
        ("甘泉区今年一季度新增就业多少人？", JOBS, ("6218人",)),
        ("甘泉区一季度新增就业多少人？", JOBS, ("6218人",)),
        ("松岭市去年初中招生多少人？", SCHOOLS, ()),
        ("松岭市2022年初中招生多少人？", SCHOOLS, ()),
        ("甘泉县去年粮食总产量多少？", HARVEST, ("56万吨",)),
        ("松岭市初中计划招生多少人？", SCHOOLS, ("4.35万人",)),
        ("松岭市去年初中招生多少人？", UNDATED, ()),
        ("甘泉区一季度新增就业比去年同期多多少人？", JOBS, ()),
    ],
)
def test_each_year_has_its_own_figure(question: str, text: str, short: tuple[str, ...]) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == short


def test_what_last_year_brought_is_not_told_of_this_year() -> None:
    answer = embedded.models().answer_over("甘泉县今年粮食总产量多少？", {"a": HARVEST})
    assert "56万吨" not in answer.short


def test_a_refusal_points_at_the_figure_whose_page_does_not_state_its_year() -> None:
    page = embedded.page("jobs.txt", f"甘泉区稳就业\n\n{JOBS}\n")
    answer = embedded.models().over([page]).answer("甘泉区2021年一季度新增就业多少人？")
    assert answer.verdict == "unanswerable"
    assert "最接近的是今年一季度（未注明哪一年）的" in answer.text
    assert "6218人" in answer.nearest[0].quote


def test_a_refusal_does_not_point_at_an_undated_figure_of_another_district() -> None:
    text = "甘泉区工业园区招工忙。今年一季度，新增就业6218人。\n\n丹河区一季度举办招聘会30场。"
    page = embedded.page("jobs.txt", f"两区稳就业\n\n{text}\n")
    answer = embedded.models().over([page]).answer("丹河区2021年一季度新增就业多少人？")
    assert answer.verdict == "unanswerable"
    assert "未注明" not in answer.text
