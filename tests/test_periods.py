"""Dates, periods, bases and modality, on wording of real newspaper pages."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.periods import Period, bases, find_periods, modality, resolve


def only(text: str) -> Period:
    (period,) = find_periods(text)
    assert text[period.start : period.end] == period.text
    return period


@pytest.mark.parametrize(
    ("text", "written", "kind", "first", "last"),
    [
        ("2020年2月3日，历城区率先建成", "2020年2月3日", "day", date(2020, 2, 3), date(2020, 2, 3)),
        ("２０２０年２月３日建成", "２０２０年２月３日", "day", date(2020, 2, 3), date(2020, 2, 3)),
        ("曾于2019年9月印发", "2019年9月", "month", date(2019, 9, 1), date(2019, 9, 30)),
        ("二〇二〇年二月揭牌", "二〇二〇年二月", "month", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021年上半年完成", "2021年上半年", "half", date(2021, 1, 1), date(2021, 6, 30)),
        ("2021年前三季度", "2021年前三季度", "quarter", date(2021, 1, 1), date(2021, 9, 30)),
        ("2021年第二季的销量", "2021年第二季", "quarter", date(2021, 4, 1), date(2021, 6, 30)),
        ("2021年半年度报告", "2021年半年度", "half", date(2021, 1, 1), date(2021, 6, 30)),
        ("2021 年 Q2 的销量", "2021 年 Q2", "quarter", date(2021, 4, 1), date(2021, 6, 30)),
        ("2021年第二季度", "2021年第二季度", "quarter", date(2021, 4, 1), date(2021, 6, 30)),
        ("2021年1-10月，全区", "2021年1-10月", "month", date(2021, 1, 1), date(2021, 10, 31)),
        ("颁发2021年度奖", "2021年度", "year", date(2021, 1, 1), date(2021, 12, 31)),
        ("截至2023年6月30日止", "2023年6月30日", "day", date(2023, 6, 30), date(2023, 6, 30)),
        ("2023 年 9 月 2 日发布", "2023 年 9 月 2 日", "day", date(2023, 9, 2), date(2023, 9, 2)),
        ("2019—2021年累计", "2019—2021年", "years", date(2019, 1, 1), date(2021, 12, 31)),
        ("预计到2025年基本建成", "到2025年", "deadline", None, date(2025, 12, 31)),
        ("2022年底前实现突破", "2022年底前", "deadline", None, date(2022, 12, 31)),
        ("2011.04—2012.06 县教育局职员", "2011.04", "month", date(2011, 4, 1), date(2011, 4, 30)),
        ("2012.06 县教育局局长", "2012.06", "month", date(2012, 6, 1), date(2012, 6, 30)),
        ("2019年以来新建", "2019年以来", "year", date(2019, 1, 1), None),
        ("5月3日至8日，2021-05-03", "5月3日至8日", "day", None, None),
        ("8月20日至9月5日举行", "8月20日至9月5日", "day", None, None),
        ("“十四五”期间投入", "“十四五”期间", "years", date(2021, 1, 1), date(2025, 12, 31)),
        ("是十三五规划收官之年", "十三五", "years", date(2016, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_period_with_its_year_has_its_days(
    text: str, written: str, kind: str, first: date | None, last: date | None
) -> None:
    period = find_periods(text)[0]
    assert (period.text, period.kind, period.first, period.last) == (written, kind, first, last)


@pytest.mark.parametrize(
    ("text", "year", "first", "last"),
    [
        ("12月17日召开", 2021, date(2021, 12, 17), date(2021, 12, 17)),
        ("今年5月实现供地", 2021, date(2021, 5, 1), date(2021, 5, 31)),
        ("今年上半年增长", 2021, date(2021, 1, 1), date(2021, 6, 30)),
        ("比去年总量增长", 2021, date(2020, 1, 1), date(2020, 12, 31)),
        ("去年底提高", 2021, date(2020, 12, 31), date(2020, 12, 31)),
        ("1-10月，全区", 2021, date(2021, 1, 1), date(2021, 10, 31)),
        ("前三季度接待", 2021, date(2021, 1, 1), date(2021, 9, 30)),
        ("头五个月，全区", 2021, date(2021, 1, 1), date(2021, 5, 31)),
        ("头半年接待", 2021, date(2021, 1, 1), date(2021, 6, 30)),
        ("下半年冲刺", 2021, date(2021, 7, 1), date(2021, 12, 31)),
        ("力争年底前完成", 2021, None, date(2021, 12, 31)),
        ("9月底前出台", 2021, None, date(2021, 9, 30)),
        ("今年以来新建", 2021, date(2021, 1, 1), None),
        ("年内建成", 2020, date(2020, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_period_without_its_year_waits_for_it(
    text: str, year: int, first: date | None, last: date | None
) -> None:
    period = only(text)
    assert (period.first, period.last, period.relative) == (None, None, True)
    assert resolve(period, None) == period
    known = resolve(period, year)
    assert (known.first, known.last, known.relative) == (first, last, False)
    assert known.text == period.text


@pytest.mark.parametrize(
    "text",
    [
        "近年来",
        "近两年",
        "三年内",
        "五年内",
        "3-5年内",
        "两年来",
        "未来5年",
        "过去十年",
        "截至目前",
    ],
)
def test_a_stretch_of_time_is_never_given_days(text: str) -> None:
    period = only(text)
    assert period.text == text
    assert resolve(period, 2021) == period
    assert period.first is None and period.last is None


@pytest.mark.parametrize(
    "text",
    ["三个月", "第一时间", "5年级学生", "底层创新", "每月一次", "周年庆典",
     "达到高点", "五月天演唱会", "两年", "年度计划"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find_periods(text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("今年初三学生5万人", ["今年"]),
        ("去年末位淘汰三家", ["去年"]),
        ("去年底薪上调两成", ["去年"]),
        ("今年底特律车展开幕", ["今年"]),
        ("2023年末班车延长", ["2023年"]),
        ("9月初中毕业生报到", ["9月"]),
        ("去年底部分企业停产", ["去年底"]),
        ("截至去年末日均客流", ["去年末"]),
        ("今年初一期工程竣工", ["今年初"]),
        ("去年底下发通知", ["去年底"]),
        ("8月底数据显示", ["8月底"]),
    ],
)
def test_an_edge_of_a_year_is_no_part_of_another_word(text: str, written: list[str]) -> None:
    assert [p.text for p in find_periods(text)] == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2025年投产后年产能将达12万吨", ["2025年"]),
        ("建成后年处理污水300万吨", []),
        ("整治后年均降尘5吨", []),
        ("亚运会后年举行，预计后年底完工", ["后年", "后年底"]),
    ],
)
def test_a_year_after_something_is_not_the_year_after_next(text: str, written: list[str]) -> None:
    assert [p.text for p in find_periods(text)] == written


def test_a_day_that_does_not_exist_has_no_days() -> None:
    period = only("2021年2月30日")
    assert (period.year, period.first, period.last) == (2021, None, None)


def test_several_periods_of_one_sentence_come_in_order() -> None:
    text = "今年各项任务取得初步成效，2022年底前实现明显突破，2023年底前基本形成机制"
    assert [p.text for p in find_periods(text)] == ["今年", "2022年底前", "2023年底前"]


def test_bases_of_comparison() -> None:
    text = "同比增长14.9%，环比下降1%，两年平均增长9.8%，比去年底提高0.3个百分点，年均增长5%"
    assert [b.text for b in bases(text)] == ["同比", "环比", "两年平均", "比去年底", "年均"]
    assert bases("同比增长")[0].start == 0


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("力争在五年内企业达到300家，工业增加值达到300亿元", "300亿元", "plan"),
        ("力争年内“亿元楼”达到38座", "38座", "plan"),
        ("首期让利优惠将突破3000万元", "3000万元", "plan"),
        ("片区预计到2025年建成5个组团", "5个", "plan"),
        ("计划用3-5年时间", "3-5年", "plan"),
        ("预期目标是：工业增加值增长12%", "12%", "plan"),
        ("目前，项目已完成征迁61万平方米，已建成安置房29万平方米", "29万", "result"),
        ("累计为民办实事1.5万件", "1.5万件", "result"),
        ("全区高新技术企业突破190家", "190家", "result"),
        ("完成技术交易额1.96亿元", "1.96亿元", "result"),
        ("实际利用外资6236万美元，完成全年任务的96.2%", "96.2%", "result"),
        ("省重点项目完成年度投资计划的60%", "60%", "result"),
        ("启动教育提升三年行动计划，新建并投入使用23处", "23处", "result"),
        ("力争新增200家。去年新增89家", "89家", "result"),
        ("目前已完成20个，力争年底达到30个", "30个", "plan"),
        ("向上争取各类扶持资金6.03亿元", "6.03亿元", None),
        ("争取到2025年建成300家", "300家", "plan"),
        ("王家隧道全长2.6公里", "2.6公里", None),
    ],
)
def test_modality_tells_what_is_planned_from_what_is_reached(
    text: str, figure: str, expected: str | None
) -> None:
    assert modality(text, text.index(figure)) == expected


@given(
    st.text(
        alphabet="0123456789年月日上下半前三季度今去底到至-十四五“”近来内个，。二〇", max_size=60
    )
)
def test_any_text_is_read_and_spans_hold(text: str) -> None:
    end = 0
    for period in find_periods(text):
        assert text[period.start : period.end] == period.text
        assert period.start >= end
        end = period.end
        known = resolve(period, 2021)
        assert known.first is None or known.last is None or known.kind == "day" or (
            known.first <= known.last or known.kind in ("month", "years")
        )  # fmt: skip


@pytest.mark.parametrize("text", ["1" * 10_000, "三" * 10_000, "2021年" * 2_000, "1-" * 5_000])
def test_time_grows_with_the_text_and_no_faster(text: str) -> None:
    took = []
    for _ in range(3):  # one may meet a collection of all that the other tests left
        before = time.thread_time()
        find_periods(text)
        took.append(time.thread_time() - before)
    assert min(took) < 0.25  # 5 to 60 ms where nothing else runs


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("星河公司2023中报显示", (1, 6)),
        ("2023一季报显示", (1, 3)),
        ("2023年三季报显示", (1, 9)),
        ("2023头六个月赚了多少", (1, 6)),
        ("2023前7个月新增", (1, 7)),
    ],
)
def test_a_report_by_its_short_name_is_of_its_months(text: str, months: tuple[int, int]) -> None:
    (period,) = find_periods(text)
    assert period.first is not None and period.last is not None
    assert (period.year, (period.first.month, period.last.month)) == (2023, months)
