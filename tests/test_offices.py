"""What one office did is not told of another, nor a deputy's of the head."""

from __future__ import annotations

import pytest

from rag.offices import of_another_office, of_another_rank, offices


def test_an_office_is_known_by_its_field_whatever_it_is_called() -> None:
    assert offices("市市监局、国家发展改革委和县教体局") == {"市场监管", "发改", "教育"}
    assert offices("教育部署工作，规划委托他人") == frozenset()


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("税务局哪天开的会？", "16日，市市场监管局召开会议。", True),
        ("卫健委开了什么会？", "纪检监察机关召开反腐会议。", True),
        ("市监局查了几家？", "市市场监管局检查企业12家。", False),
        ("公安局抓了几人？", "警方抓获5人，已移送检察机关。", False),
        ("市台联哪天开的会？", "14日，市侨联召开座谈会。", True),
        ("市妇联做了什么？", "市妇联联合市残联开展活动。", False),
        ("教育局管几所学校？", "全区有学校12所。", False),
    ],
)
def test_a_sentence_on_another_office_is_no_answer(
    question: str, sentence: str, another: bool
) -> None:
    assert of_another_office(question, sentence) is another


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("研究院院长怎么说？", "研究院副院长张宁表示，合作很重要。", True),
        ("副市长去了哪里？", "市长张宁赴云溪县调研。", True),
        ("镇长是谁？", "镇长李静和副镇长王海到场。", False),
        ("首席部长是谁？", "副首席部长发表声明。", True),
        ("总经理是谁？", "副总经理赵宁介绍。", True),
        ("主任会议由谁主持？", "常委会副主任张宁主持会议。", False),
    ],
)
def test_a_deputy_is_not_the_head(question: str, sentence: str, another: bool) -> None:
    assert of_another_rank(question, sentence) is another
