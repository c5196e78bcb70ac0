"""What a text tells of the contrary, or of another number in a row, is no answer."""

import pytest

from rag.opposites import contrary
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
    ],
)
def test_what_is_asked_is_told_too_or_nothing_contrary(question: str, text: str) -> None:
    assert not contrary(question, text)


def test_the_highest_is_no_answer_where_the_lowest_is_asked_for() -> None:
    page = "本市惠民保今年参保312万人。据统计，单次最高赔付金额达58.7万元，平均每天赔付210人。\n"
    models = embedded.models()
    assert "58.7万元" in models.answer_over("惠民保单次最高赔付多少钱？", {"惠民保": page}).text
    lowest = models.answer_over("惠民保单次最低赔付多少钱？", {"惠民保": page})
    assert "58.7万元" not in lowest.text
