"""The bare answer: a whole figure, a whole name, and the one that was asked for."""

from __future__ import annotations

import pytest

from rag.assemble import Answerer
from tests import embedded


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return embedded.answerer()


@pytest.mark.parametrize(
    ("question", "article", "short"),
    [
        (
            "云岩区布局的人才公寓面积？",
            "云岩区引才留才\n\n云岩区持续优化人才服务，布局1000万平米人才公寓，让青年人才安心落户。\n",
            "1000万平米",
        ),
        (
            "观山湖公园被评为什么？",
            "观山湖公园升级\n\n观山湖公园接待游客突破200万人次，被评为国家级夜间文化和旅游消费集聚区。\n",
            "国家级夜间文化和旅游消费集聚区",
        ),
        (
            "网上布匹城成交额是增长还是下降？",
            "布匹城成交额破千亿\n\n1至4月，中国布匹城市场群实现成交额1018.6亿元，同比增长9.2%；"
            "其中网上布匹城成交额312.4亿元，同比下降1.7%。\n",
            "同比下降1.7%",
        ),
        (
            "贵州规上工业上半年实现利润多少？",
            "工业半年报\n\n今年上半年，贵州省规模以上工业实现营业收入4304.6亿元，同比增长28.5%，实现利润255亿元，"
            "同比增长46.1%，营业收入利润率提高0.9个百分点。\n",
            "255亿元",
        ),
        (
            "云岩区GDP增速在全市排第几？",
            "云岩区经济半年报\n\n上半年，云岩区地区生产总值增速全市第一，固定资产投资增速全市第二。\n",
            "第一",
        ),
    ],
)
def test_an_answer_is_whole_and_the_one_asked_for(
    answerer: Answerer, question: str, article: str, short: str
) -> None:
    answer = answerer.answer_over(question, {"page": article})
    assert (answer.verdict, answer.short) == ("answered", (short,))
    assert short in answer.text
    assert any(short in citation.quote for citation in answer.citations)


def test_the_name_of_a_company_is_not_cut(answerer: Answerer) -> None:
    article = (
        "南明区校企牵手\n\n今年10月，南明区政府与贵州产研院、贵州金峰先进材料有限公司等签署战略合作协议，"
        "共同成立南明区先进材料研究院。\n"
    )
    answer = answerer.answer_over("南明区先进材料研究院是和谁一起成立的？", {"page": article})
    assert answer.short[0].endswith("贵州产研院、贵州金峰先进材料有限公司")


def test_a_name_that_is_part_of_another_is_not_explained_by_that(answerer: Answerer) -> None:
    article = (
        "花溪区推进“一带一城”\n\n今年，该区将举全区之力推进“一带一城”建设——“一带”，即以环湖南路为轴线，"
        "打造“环湖南路科技创新产业带”。而“一城”，即南部科创新城，规划范围包括三个片区。\n"
    )
    answer = answerer.answer_over("花溪区“一带一城”的“一城”指什么？", {"page": article})
    assert "产业带" not in answer.text
