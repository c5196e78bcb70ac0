"""What a comparing question is cut into: one plain question for each figure that it needs."""

from __future__ import annotations

import pytest

from rag.derivation import operation_of
from rag.questions import Part, understand
from rag.sought import sought
from rag.wording import plainly


def asked(question: str) -> list[str]:
    return [part.text.rstrip("？?") for part in understand(question).parts]


def words(part: Part) -> set[str]:
    return {term.word for term in part.terms}


@pytest.mark.parametrize(
    "question",
    [
        "2023年余杭区和萧山区新增学位，拉开了多大差距？",
        "2023年余杭区和萧山区新增学位，哪个区多？多多少个？",
        "2023年余杭区比萧山区多新增多少个学位？",
        "2023年余杭区新增学位比萧山区多吗？多几个？",
        "2023年余杭区、萧山区新增学位之差是多少？",
        "2023年余杭区新增学位离萧山区还差多少？",
        "把2023年余杭区和萧山区新增学位加在一块儿，有多少个？",
        "2023年余杭、萧山两个区新增学位谁多谁少？",
        "2023年余杭区和萧山区新增学位从多到少排一下",
        "2023年余杭区新增学位是萧山区的几倍？",
        "2023年余杭区新增学位有没有萧山区多？",
        "2023年余杭区新增学位多还是萧山区多？",
        "2023年余杭区和萧山区新增学位，谁多谁少？",
        "2023年余杭区新增学位多少？萧山区呢？",
    ],
)
def test_two_districts_are_asked_for_the_plain_figure_each(question: str) -> None:
    one, other = understand(question).parts
    assert (one.regions, other.regions) == (("余杭区",), ("萧山区",))
    assert one.years == other.years == (2023,)
    for part in (one, other):
        assert words(part) <= {"新增", "学位"}
        assert "学位" in words(part)


@pytest.mark.parametrize(
    "question",
    [
        "余杭区的增速和全市平均比高多少？",
        "余杭区的增速比全杭州高多少？",
        "余杭区增速是多少？杭州市呢？",
    ],
)
def test_compared_with_the_city_one_is_asked_for_the_same_of_both(question: str) -> None:
    one, other = understand(question).parts
    assert (one.regions, other.regions) == (("余杭区",), ("杭州市",))
    assert words(one) == words(other) == {"增速"}
    assert one.asked == other.asked


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("余杭区2024年新增学位比上一年涨了百分之几？", 2024, 2023),
        ("余杭区2024年新增学位跟2023年比，涨幅是多少？", 2024, 2023),
        ("与2023年相比，余杭区2024年新增学位增加了多少个？", 2024, 2023),
        ("余杭区2024年新增学位较2023年净增多少个？", 2024, 2023),
        ("余杭区2022年和2023年新增学位，哪年多，多了几个？", 2022, 2023),
        ("余杭区2022年、2023年两年的新增学位合起来有多少？", 2022, 2023),
    ],
)
def test_two_years_are_asked_for_the_plain_figure_each(
    question: str, first: int, second: int
) -> None:
    one, other = understand(question).parts
    assert (one.years, other.years) == ((first,), (second,))
    assert one.regions == other.regions == ("余杭区",)
    assert words(one) == words(other) == {"新增", "学位"}


def test_the_ends_of_a_stretch_are_asked_as_they_are_written() -> None:
    assert asked("余杭区养老床位从2024年5月底到2025年6月底增加了多少张？") == [
        "余杭区养老床位2025年6月底是多少张",
        "余杭区养老床位2024年5月底是多少张",
    ]
    assert asked("余杭区养老床位，2025年6月底比2024年5月底多多少张？") == [
        "余杭区养老床位,2025年6月底是多少张",
        "余杭区养老床位,2024年5月底是多少张",
    ]


def test_the_year_goes_before_its_holiday() -> None:
    one, other = asked("余杭区“五一”假期接待游客，2024年比2023年多多少万人次？")
    assert "2024年“五一”假期" in one
    assert "2023年“五一”假期" in other


def test_several_parts_of_a_year_are_as_many_questions() -> None:
    assert asked("余杭区一季度、上半年、前三季度的出口分别是多少？") == [
        "余杭区一季度的出口是多少",
        "余杭区上半年的出口是多少",
        "余杭区前三季度的出口是多少",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "余杭区2024年新增学位有没有超过当初的目标？超出多少个？",
        "余杭区2024年新增学位原计划完成多少个，最后实际完成了多少个，缺口多大？",
        "余杭区2024年新增学位的目标和实际分别是多少？超额多少个？",
    ],
)
def test_target_and_result_are_asked_for_each(question: str) -> None:
    result, target = asked(question)
    assert "实际" in result
    assert "目标" not in result
    assert any(word in target for word in ("目标", "计划"))


def test_what_is_planned_to_be_invested_is_no_target_of_its_own() -> None:
    one, other = asked("余杭区省级重点项目和市级重点项目的年度计划投资差了多少亿元？")
    assert one == "余杭区省级重点项目的年度计划投资是多少亿元"
    assert other == "余杭区市级重点项目的年度计划投资是多少亿元"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "余杭区的责任清单比权力清单多几项？",
            ["余杭区的责任清单是多少项", "余杭区的权力清单是多少项"],
        ),
        (
            "白河水库扩容工程和东港引水工程，哪个总投资多？多多少？",
            ["白河水库扩容工程总投资是多少", "东港引水工程总投资是多少"],
        ),
        (
            "白河水库扩容工程比东港引水工程多投多少钱？",
            ["白河水库扩容工程投资是多少钱", "东港引水工程投资是多少钱"],
        ),
        (
            "余杭区的小麦面积是玉米面积的几倍？",
            ["余杭区的小麦面积是多少", "余杭区玉米面积是多少"],
        ),
    ],
)
def test_two_things_are_asked_for_with_what_they_share(question: str, parts: list[str]) -> None:
    assert asked(question) == parts


def test_the_distance_of_two_rates_is_asked_as_two_rates() -> None:
    parts = understand("余杭区上半年地区生产总值增速和固定资产投资增速相差多少个百分点？").parts
    assert [part.asked and part.asked.unit for part in parts] == [None, None]
    assert all("增速" in part.text for part in parts)


def test_a_share_of_a_thing_is_worked_out_of_figures_of_that_thing() -> None:
    question = understand("之江地铁2号线地下段占全长的比例是多少？")
    assert [part.text for part in question.instead] == [
        "之江地铁2号线地下段是多少?",
        "之江地铁2号线全长是多少?",
    ]


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("甲区和乙区的投资,缺口多大?", "甲区和乙区的投资,相差多少?"),
        ("甲区和乙区的投资加一起是多少?", "甲区和乙区的投资合计是多少?"),
        ("甲区比乙区多接待多少万人次游客?", "甲区比乙区接待游客多多少万人次?"),
        ("甲区新建公园比乙区多建几处?", "甲区新建公园比乙区多几处?"),
        ("甲区的投资比乙区多出多少?", "甲区的投资比乙区多出多少?"),
        ("甲区税收在财政收入里占几成?", "甲区税收占财政收入的几成?"),
        ("甲区投资多少?", "甲区投资多少?"),
        ("门槛比上一年高多少?", "门槛比上年高多少?"),
        ("警方端掉多少个团伙?", "警方端掉多少个团伙?"),
        ("今天股价掉了多少?", "今天股价下降多少?"),
        ("去年这时候的比重是多少?", "去年同期的比重是多少?"),
        ("猪价跟去年比涨多少?", "猪价比去年增长多少?"),
        ("云溪环保一季度毛利率", "云溪环保一季度毛利率是多少？"),
        ("解释一下毛利率", "解释一下毛利率"),
        ("咨询退税拨打几号?", "咨询退税电话是多少?"),
        ("退税打哪个电话?", "退税电话是多少?"),
        ("退税热线电话是几号?", "退税热线是多少?"),
        ("王芳几号打的电话?", "王芳几号打的电话?"),
        ("新增学位", "新增学位"),
        ("提升办学质量", "提升办学质量"),
        ("相机上半年比上年多卖几个点?", "相机上半年比上年多卖几个点?"),
    ],
)
def test_everyday_words_are_told_in_plain_ones(said: str, plain: str) -> None:
    assert plainly(said) == plain


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("甲区原计划新增多少个，实际新增多少个，缺口多大？", "difference"),
        ("甲区2024年新增学位多少个？", None),
        ("甲区、乙区、丙区的产值由高到低怎么排？", "rank"),
        ("甲区投资占全市的多大比重？", "share"),
    ],
)
def test_what_is_worked_out_is_known_by_its_words(question: str, operation: str | None) -> None:
    assert operation_of(question) == operation


def test_what_is_measured_of_two_things_of_one_kind_is_asked_of_both() -> None:
    both = asked("江城县的省级重点项目和市级重点项目总投资各是多少？")
    assert both == ["江城县的省级重点项目总投资多少", "江城县的市级重点项目总投资多少"]
    assert asked("江城县的新增就业和就业率各是多少？")[0] == "江城县的新增就业多少"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("小麦和玉米产量分别是多少？", ["小麦产量多少", "玉米产量多少"]),
        ("东部和西部投资增速各是多少？", ["东部投资增速多少", "西部投资增速多少"]),
        ("城镇和农村居民收入各是多少？", ["城镇居民收入多少", "农村居民收入多少"]),
        ("产值和投资增速各是多少？", ["产值多少", "投资增速多少"]),
        ("学校和学生人数各是多少？", ["学校多少", "学生人数多少"]),
    ],
)
def test_what_is_measured_is_asked_of_two_things_named_alike(
    question: str, parts: list[str]
) -> None:
    assert asked(question) == parts


def test_the_ends_of_a_way_are_one_question() -> None:
    assert len(asked("从余杭区坐地铁到萧山区要多久？")) == 1
    assert len(asked("从2022年到2023年，余杭区和萧山区新增学位各多少？")) == 2


def test_the_whole_of_a_city_within_a_city_is_that_city_alone() -> None:
    for city in ("义乌市", "义乌"):
        (part,) = understand(f"{city}全市新增学位多少个？").parts
        assert part.regions == ("义乌市",)


def test_where_a_thing_is_sent_is_no_region_that_it_is_of() -> None:
    (part,) = understand("基金会头一批送涿州的物资值多少钱？").parts
    assert (part.regions, part.places) == ((), ("涿州市",))
    (part,) = understand("河北给涿州送了多少床被子？").parts
    assert (part.regions, part.places) == ((), ("河北省", "涿州市"))
    (part,) = understand("郑州派了多少个老师去卢氏讲课？").parts
    assert (part.regions, part.places) == ((), ("郑州市", "卢氏县"))


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("2号线和3号线支线哪个长？", ["2号线有多长", "3号线支线有多长"]),
        ("之江大桥和东港大桥哪个宽？", ["之江大桥有多宽", "东港大桥有多宽"]),
        ("之江大厦和东港大厦哪座高？", ["之江大厦有多高", "东港大厦有多高"]),
        ("滨江公园和东湖公园哪个大？", ["滨江公园面积有多大", "东湖公园面积有多大"]),
        ("两期工程的工期和预算哪个长？", ["两期工程的工期是多少", "两期工程的预算是多少"]),
    ],
)
def test_how_a_thing_is_more_says_what_is_measured(question: str, parts: list[str]) -> None:
    assert asked(question) == parts


def test_two_things_with_names_of_their_own_share_none() -> None:
    assert asked("望海地铁1号线主线和2号线支线哪个长？")[1] == "2号线支线有多长"


def test_what_two_districts_signed_is_asked_of_each() -> None:
    assert len(asked("余杭区和萧山区签约项目多少个？")) == 2
    assert len(asked("余杭区和萧山区签了多少个项目？")) == 2
    assert len(asked("余杭区和萧山区协议投资额多少亿元？")) == 2


def test_a_rank_in_the_city_is_asked_of_the_district_alone() -> None:
    assert len(asked("余杭区地区生产总值增速在全市排第几？")) == 1
    assert len(asked("余杭区和全市的地区生产总值增速各是多少？")) == 2


@pytest.mark.parametrize(
    "question",
    [
        "绍兴的学生在杭州游了哪些景点？",
        "余杭区的李先生去萧山区治什么病？",
        "绍兴到杭州的城际铁路谁牵头修？",
        "萧山高新区一共规划了多大面积？",
        "上海对口帮喀什算什么性质的事？",
        "江西代表团来湖南在哪座谈？",
        "桐梓跟珠海哪个区合作办医？",
        "余杭离萧山多远？",
        "王先生觉得余杭和萧山哪儿像？",
        "余杭和萧山签教育协议是几月？",
        "余杭区跟萧山区签了份什么文件？",
        "宁波舟山港的航线有几条？",
        "今年武汉台湾周排了多少样重头活动？",
        "绍兴的中奖者凭什么比杭州那位多拿八百万？",
        "绍兴靠什么和杭州连到了一块？",
        "和绍兴旅行社配对签约的是杭州哪家？",
    ],
)
def test_who_goes_somewhere_is_no_second_district(question: str) -> None:
    assert asked(question) == [question.rstrip("？")]


@pytest.mark.parametrize(
    "question",
    [
        "已有多少企业参与创新积分评估？",
        "几位作家参与采写了书香人？",
        "失踪的孩子是从哪儿被找到的，警方怎么说？",
    ],
)
def test_what_only_looks_like_a_second_thing_asks_for_one(question: str) -> None:
    assert len(asked(question)) == 1


def test_a_town_is_asked_about_in_its_district_and_in_no_other() -> None:
    (part,) = understand("济宁高新区柳行街道建了几个站？").parts
    assert (part.regions, part.places) == (("柳行街道",), ("济宁市", "高新区"))


def test_a_sum_of_two_kinds_may_be_told_as_one() -> None:
    question = understand("余杭区一共看望了多少老人和孩子？")
    assert [part.text for part in question.instead] == ["余杭区一共看望了多少老人和孩子?"]


def test_what_was_before_is_no_second_thing() -> None:
    assert asked("7月工厂产出比一年前多了多少？") == ["7月工厂产出比一年前多了多少"]


@pytest.mark.parametrize(
    "question", ["建设安全杭州的机制有几项？", "余杭区的学位有没有明显提高？", "主要建了几座桥？"]
)
def test_words_that_only_look_like_a_comparison_or_a_plan_stay(question: str) -> None:
    assert plainly(question) == question
    (part,) = understand(question).parts
    assert not sought(part.text).plan
