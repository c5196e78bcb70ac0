"""What a text tells of the contrary, or of another number in a row, is no answer."""

import pytest

from rag.opposites import contrary, of_another
from tests import embedded


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("沪惠保单次最低赔付多少钱？", "单次最高赔付金额达58.7万元"),
        ("城镇居民人均可支配收入是多少？", "农村居民人均可支配收入2.1万元"),
        ("实际利用内资多少？", "实际利用外资3.7亿美元"),
        ("新线什么时候开工的？", "新线于8月15日正式通车"),
        ("第二批名录有多少个古镇？", "首批名录有34个古镇"),
        ("第12届大会签约多少项？", "第十一届大会签约26项"),
        ("跨江大桥什么时候通车？", "跨江大桥5月3日合龙"),
        ("1号线有几座车站？", "2号线设车站9座"),
        ("绿道一期总投资多少？", "三期总投资3.6亿元"),
        ("党的十九大报告提出建设哪几个强国？", "党的二十大报告强调加快建设制造强国"),
        ("本届展会签约多少？", "上届展会签约18.9亿元"),
        ("省级重点项目有多少个？", "市级重点项目13个"),
        ("公园几点开放？", "公园晚上9点半闭园"),
        ("第三人民医院有多少床位？", "第一人民医院有床位1500张"),
        ("海外有几家企业公布了规划？", "国内29家企业公布了规划"),
        ("冬天取暖占用电的多少？", "夏季空调占用电的四成"),
        ("未来三年关闭多少家门店？", "未来三年拓展2万家门店"),
        ("月均活跃用户涨了多少？", "日均活跃用户9650万"),
        ("夏天容易长痘的原因是什么？", "秋季容易长痘，原因在于燥邪伤肺"),
        ("前三季度要亏多少？", "前三季度净利润4.5亿元"),
        ("市级重点项目完成年度计划的多少？", "其中，省重点项目完成年度计划的60%"),
    ],
)
def test_the_contrary_alone_is_told(question: str, text: str) -> None:
    assert contrary(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("单次最低赔付多少钱？", "单次最高赔付58.7万元，最低赔付1万元"),
        ("最高和最低气温各是多少？", "最高气温32℃"),
        ("项目什么时候完工？", "项目预计明年6月竣工"),
        ("第12届大会签约多少项？", "第十二届大会签约26项"),
        ("第二批有多少家？", "共有46家入选"),
        ("女子今年多大年纪？", "其男友称她26岁"),
        ("十九大以来新建学校多少所？", "党的十九大以来，新建学校12所"),
        ("这里有几家十大企业？", "全球十二大企业中有三家"),
        ("欠债占资产的几成？", "负债率34.17%"),
        ("公司亏了多少？", "扣非净利润-16.68亿元"),
        ("货卖到国外哪些地方？", "为国内汽车厂配套，并出口至欧洲"),
        ("哪年能开工生产芯片？", "预计2026年投产"),
        ("岁数最大的几岁？", "年纪最小的2岁，年龄最长者76岁"),
        ("1号线有几座车站？", "1、2号线共设车站31座"),
        ("绿道一期长多少？", "一期、二期绿道分别长9.5公里和11.2公里"),
        ("省级项目有多少个？", "国家级、省级项目13个"),
        ("市级项目有多少个？", "省市级项目13个"),
        ("省级项目有多少个？", "省级以上项目13个"),
        ("第六届展会签约多少？", "本届展会签约18.9亿元"),
        ("1号线有几座车站？", "12家企业参加3期培训"),
    ],
)
def test_what_is_asked_is_told_too_or_nothing_contrary(question: str, text: str) -> None:
    assert not contrary(question, text)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("青龙山隧道全长多少？", "王家隧道全长3.2公里", True),
        ("滨江医院有多少张床位？", "市人民医院有床位900张", True),
        ("青龙山隧道全长多少？", "青龙山特长隧道全长3.2公里", False),
        ("青龙山隧道全长多少？", "确保了隧道如期贯通", False),
        ("青龙山隧道全长多少？", "该隧道全长3.2公里", False),
        ("全市新建公园多少处？", "口袋公园30处", False),
    ],
)
def test_another_name_before_the_same_kind_of_place(
    question: str, text: str, expected: bool
) -> None:
    assert of_another(question, text) is expected


def test_the_nearest_words_that_name_one_of_the_row_decide() -> None:
    assert of_another("1号线总投资多少？", "总投资", "2号线一期工程")
    assert not of_another("1号线总投资多少？", "1号线总投资", "2号线一期工程")


def test_the_highest_is_no_answer_where_the_lowest_is_asked_for() -> None:
    page = "本市惠民保今年参保312万人。据统计，单次最高赔付金额达58.7万元，平均每天赔付210人。\n"
    models = embedded.models()
    assert "58.7万元" in models.answer_over("惠民保单次最高赔付多少钱？", {"惠民保": page}).text
    lowest = models.answer_over("惠民保单次最低赔付多少钱？", {"惠民保": page})
    assert "58.7万元" not in lowest.text
