"""Figures on wording of real newspaper pages; values worked out by hand."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.figures import Figure, comparable, find_figures, same_value


def only(text: str) -> Figure:
    found = find_figures(text)
    assert len(found) == 1, found
    assert text[found[0].start : found[0].end] == found[0].text
    return found[0]


@pytest.mark.parametrize(
    ("text", "written", "value", "unit", "family", "approx"),
    [
        ("共募集爱心资金176.13万元，", "176.13万元", "1761300", "元", "money", None),
        ("减少近1000万元的测绘费用", "近1000万元", "10000000", "元", "money", "近"),
        ("累计讲党课2.9万余次", "2.9万余次", "29000", "次", "count", "余"),
        ("每年拿出2000多万元", "2000多万元", "20000000", "元", "money", "多"),
        ("投资二点一万元", "二点一万元", "21000", "元", "money", None),
        ("投资１２０亿元", "１２０亿元", "12000000000", "元", "money", None),
        ("计划投资过亿元的项目", "过亿元", "100000000", "元", "money", "过"),
        ("培育千亿级产业", "千亿级", "100000000000", "级", "count", None),
        ("外资6236万美元", "6236万美元", "62360000", "美元", "money", None),
        ("成本5000元/平方米", "5000元/平方米", "5000", "元/平方米", "rate", None),
        ("占百分之二十", "百分之二十", "20", "%", "percent", None),
        ("六成企业", "六成", "60", "成", "percent", None),
        ("七成半企业", "七成半", "75", "成", "percent", None),
        ("四分之三的居民", "四分之三", "75", "%", "percent", None),
        ("增长13%以上", "13%以上", "13", "%", "percent", "以上"),
        ("高于全国2.8个百分点", "2.8个百分点", "2.8", "个百分点", "percentage-point", None),
        ("参加党员80余万人次", "80余万人次", "800000", "人次", "people", "余"),
        ("吸引8300余名大学生", "8300余名", "8300", "名", "people", "余"),
        ("占地约5平方公里", "约5平方公里", "5000000", "平方公里", "area", "约"),
        ("用地3605公顷", "3605公顷", "36050000", "公顷", "area", None),
        ("时速350公里的市域高铁", "350公里", "350000", "公里", "length", None),
        ("最快只需22.5分钟，", "22.5分钟", "22.5", "分钟", "duration", None),
        ("共度过了9个年头", "9个年头", "9", "个年头", "duration", None),
        ("年龄一般在65（含）岁以下", "65（含）岁以下", "65", "岁", "age", "以下"),
        ("执行涉民营企业案件32案", "32案", "32", "案", "count", None),
        ("服务不少于1学年", "不少于1学年", "1", "学年", "duration", "不少于"),
        ("综合指标1.5星。", "1.5星", "1.5", "星", "count", None),
        ("育人17载，", "17载", "17", "载", "duration", None),
        ("平均接入速率20Mbps", "20Mbps", "20", "Mbps", "rate", None),
        ("用时两年", "两年", "2", "年", "duration", None),
        ("连续一年半改善", "一年半", "1.5", "年", "duration", None),
        ("耗时两个半小时", "两个半小时", "150", "小时", "duration", None),
        ("收入增长3倍", "3倍", "3", "倍", "multiple", None),
        ("夺得“十二连冠”。", "十二连冠", "12", "连冠", "count", None),
        ("位列全市第二。", "第二", "2", "", "ordinal", None),
        ("获第3名的", "第3名", "3", "名", "ordinal", None),
        ("区委十二届全会", "十二届", "12", "届", "ordinal", None),
        ("来自 30 余家企业", "30 余家", "30", "家", "count", "余"),
        ("开设了6000+家门店", "6000+家", "6000", "家", "count", "+"),
        ("献出了400CC的血浆", "400CC", "0.0004", "CC", "volume", None),
        ("处五日以下拘留", "五日以下", "7200", "日", "duration", "以下"),
        ("处以行政拘留7日", "7日", "10080", "日", "duration", None),
        ("应在15日内缴清罚款", "15日", "21600", "日", "duration", None),
        ("举行两次全区评查", "两次", "2", "次", "count", None),
        ("装机容量约 4.9 亿千瓦", "约 4.9 亿千瓦", "490000000", "千瓦", "power", "约"),
        ("调贬85个基点", "85个基点", "0.85", "个基点", "percentage-point", None),
        ("按1:4配比", "1:4", "0.25", "", "ratio", None),
        ("气温零下5℃", "零下5℃", "-5", "℃", "temperature", None),
        ("启动Ⅳ级响应", "Ⅳ级", "4", "级", "count", None),
        ("扣非净利润-16.68亿元", "-16.68亿元", "-1668000000", "元", "money", None),
        ("采用3nm工艺", "3nm", "0.000000003", "nm", "length", None),
        ("开出一等奖2注", "2注", "2", "注", "count", None),
        ("获得68个积分", "68个积分", "68", "个积分", "score", None),
        ("今年58岁的宋文廷", "58岁", "58", "岁", "age", None),
        ("总数达到950，", "950", "950", "", "number", None),
        ("总投资约510亿\n\n元，", "约510亿\n\n元", "51000000000", "元", "money", "约"),
    ],
)
def test_one_figure(
    text: str, written: str, value: str, unit: str, family: str, approx: str | None
) -> None:
    figure = only(text)
    assert (figure.text, figure.value) == (written, Decimal(value))
    assert (figure.unit, figure.family, figure.approx) == (unit, family, approx)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("计划用3-5年时间", 3, 5),
        ("需三至五年", 3, 5),
        ("投资10-20万元", 100_000, 200_000),
        ("投资10万—20万元", 100_000, 200_000),
        ("增长5%至8%", 5, 8),
        ("七八个人", 7, 8),
        ("十几家企业", 11, 19),
        ("几十名学生", 20, 90),
        ("捐款数百万元", 2_000_000, 9_000_000),
    ],
)
def test_a_range_has_both_ends(text: str, low: int, high: int) -> None:
    figure = only(text)
    assert (figure.value, figure.high) == (Decimal(low), Decimal(high))


def test_from_and_to_are_two_figures_and_no_range() -> None:
    assert [f.text for f in find_figures("从5家到8家")] == ["5家", "8家"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("市值2011.04 亿元，占2012.06", ["2011.04 亿元", "2012.06"]),
        ("系统规划了5个方面17项机制创新任务", ["5个", "17项"]),
        ("个性问题10类175条、共性风险点24类75条", ["10类", "175条", "24类", "75条"]),
        ("九大类39项攻坚措施", ["九大类", "39项"]),
        ("首期440亩的地块已在今年5月实现供地", ["440亩"]),
        ("13个105万平方米老旧小区", ["13个", "105万平方米"]),
        ("三条地铁线781个站台大屏", ["三条", "781个"]),
        ("近两年按照原则补短板", ["两年"]),
        ("2020年2月3日，1-10月，12月17日", []),
        ("“十四五”期间，80后、90后青年", []),
        ("9:30开会，8点30分结束，早上5点起床，提出3点建议", ["3点"]),
        ("IT之家 8 月 17 日消息", []),
        ("统一部署、十分重要、万一、一起、百姓、千佛山、百分点、万载县、一案双查、三星电子", []),
        ("五一小长假，七一社区，三八妇女节", []),
        ("汽车零部件，中铁二十二局，一批亿元楼", ["一批"]),
        ("配备11,200mAh电池", ["11,200mAh"]),
        ("附近3家，走过70年，通过3项", ["3家", "70年", "3项"]),
        ("事故造成两死四伤，伤者已送医", ["两死", "四伤"]),
        ("3人受伤，5名伤者，生死关头", ["3人", "5名"]),
    ],
)
def test_what_is_a_figure_and_what_is_none(text: str, written: list[str]) -> None:
    assert [f.text for f in find_figures(text)] == written


@pytest.mark.parametrize(
    ("text", "label"),
    [("确立“1364”工作思路", "1364"), ("推进5G网络", "5G"), ("国家4A级景区", "4A"),
     ("“1+467”工作体系", "1+467"),
     ("与12345市民热线连线", "12345"), ("打造“15分钟生活圈”", "15分钟"),
     ("“12100”民生工程", "12100"),
     ("“2021中国县域综合实力百强榜”", "2021")],
)  # fmt: skip
def test_what_stands_in_a_name_is_a_label(text: str, label: str) -> None:
    assert (only(text).text, only(text).family) == (label, "label")


def test_speech_in_quotes_keeps_its_figures() -> None:
    text = "“软弱围岩占全隧道的95%，施工中极易变形。”“收入增加3万元”"
    assert [(f.text, f.family) for f in find_figures(text)] == [
        ("95%", "percent"),
        ("3万元", "money"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("3.9万人", "39000人", True),
        ("3.9万人", "三万九千名", True),
        ("3.9万人", "3.8万人", False),
        ("近1000万元", "0.1亿元", True),
        ("15亩", "1公顷", True),
        ("1366亩", "91公顷", False),
        ("六成", "60%", True),
        ("三分之一", "六分之二", True),
        ("2.6公里", "2600米", True),
        ("1.5小时", "90分钟", True),
        ("3-5年", "三至五年", True),
        ("3-5年", "3年", False),
        ("10个", "10家", True),
        ("第二", "第2名", True),
        ("第二", "2名", None),
        ("10件", "10家", None),
        ("80万人", "80万人次", None),
        ("6236万元", "6236万美元", None),
        ("2.8%", "2.8个百分点", None),
        ("1年", "365天", None),
        ("5G", "4G", False),
        ("5G", "5G", True),
        ("“15分钟生活圈”", "15分钟", True),
        ("“15分钟生活圈”", "10分钟", False),
        ("“1364”思路", "1364", True),
    ],
)
def test_equality_knows_what_can_be_compared(one: str, other: str, expected: bool | None) -> None:
    a, b = only(one), only(other)
    assert same_value(a, b) is expected
    assert same_value(b, a) is expected
    assert comparable(a, b) is (expected is not None)


_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _chinese(number: int) -> str:
    """Write 1 to 9,999 in full: 2050 → 二千零五十."""
    written, zero = "", False
    for scale, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            written += ("零" if zero and written else "") + "零一二三四五六七八九"[digit] + scale
        zero = digit == 0
    return written


@given(st.integers(1, 9999), st.sampled_from(["元", "人", "家", "平方米", "户", "件"]))
def test_a_figure_written_seven_ways_is_one_figure(tens_of_thousands: int, unit: str) -> None:
    number = 10_000 * tens_of_thousands
    ways = (
        f"{number}{unit}",
        f"{number}{unit}".translate(_FULL_WIDTH),
        f"{number:,}{unit}",
        f"{tens_of_thousands}万{unit}",
        f"{Decimal(tens_of_thousands) / 10_000}亿{unit}",
        f"{_chinese(tens_of_thousands)}万{unit}",
        f"{tens_of_thousands}万 {unit}",
    )
    found = [only(f"共计{way}。") for way in ways]
    assert [f.value for f in found] == [number] * len(ways)
    assert all(same_value(found[0], figure) for figure in found)


_NEWS = "0123456789.,-—:%/+０９，。“”《》约近超过上余多几数半"
_NEWS += "一二两三五十百千万亿点分之成第年月日个人元家次到至从零下年G"


@given(st.one_of(st.text(), st.text(_NEWS, max_size=80)))
def test_any_text_is_read_and_spans_hold(text: str) -> None:
    end = 0
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text != ""
        assert figure.start >= end
        assert figure.high is None or figure.high >= figure.value
        assert same_value(figure, figure)
        end = figure.end


def _seconds(text: str) -> float:
    taken = []
    for _ in range(3):
        before = time.process_time()
        find_figures(text)
        taken.append(time.process_time() - before)
    return min(taken)


@pytest.mark.parametrize(
    "text",
    [
        "1-10月，全区一般公共预算收入47.4亿元，同比增长22.6%；落地项目585个。" * 300,
        "1" * 10_000,
        "三" * 10_000,
        "1,111" * 2_000,
        "约近超" * 3_000,
        "百分之" * 3_000,
        "“" * 10_000,
        "A1-" * 3_000,
    ],
    ids=lambda text: text[:6],
)
def test_time_grows_with_the_text_and_no_faster(text: str) -> None:
    assert _seconds(text) < 0.25  # about 10 ms where nothing else runs


def test_a_growth_below_zero_keeps_its_sign() -> None:
    (figure,) = find_figures("进出口总额同比增长-2.4%")
    assert (figure.text, figure.value) == ("-2.4%", Decimal("-2.4"))
