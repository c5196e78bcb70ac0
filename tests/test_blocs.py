"""A figure of one part of the country is no answer about another, nor is the whole country's."""

from functools import cache

import pytest

from rag.assemble import Answerer
from rag.blocs import is_of_other_bloc
from tests import embedded


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("东北农产品网络零售额增长多少？", "全国农产品网络零售额增长7.3%"),
        ("珠三角进出口多少？", "长三角地区进出口总值11.9万亿元"),
        ("中部投资增长多少？", "东部地区投资同比增长1.4%"),
        ("一季度西部投资增速是多少？", "东北地区投资下降3.1%"),
        ("西南三省用电量多少？", "华北、华东和华南地区用电量合计3.2万亿千瓦时"),
        ("东部地区工资水平怎样？", "中部、西部地区平均工资分别为8.1万元和9.2万元"),
    ],
)
def test_other_parts_of_the_country_are_told_apart(question: str, text: str) -> None:
    assert is_of_other_bloc(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("西部投资增速是多少？", "东部地区投资增长1.4%，西部地区投资增长2.3%"),
        ("东部投资增长多少？", "东部、中部和西部地区投资分别增长1%、2%和3%"),
        ("长三角进出口多少？", "华东地区进出口总值21.9万亿元"),  # the one lies in the other
        ("全国投资增长多少？", "东部地区投资增长1.4%"),  # the whole is asked elsewhere
        ("西部计划招募多少人？", "全国招募志愿者2万人"),  # the name of a programme
        ("东部地区有多少家？", "江苏东部地区有15家"),  # of a province, not of the country
        ("我国西部有多少律师？", "我国西部律师不足一万人"),
        ("就业目标是多少？", "东部地区新增就业1万人"),
    ],
)
def test_a_part_that_is_told_or_not_asked_is_no_other(question: str, text: str) -> None:
    assert not is_of_other_bloc(question, text)


def test_the_first_text_that_names_a_part_decides() -> None:
    assert not is_of_other_bloc("西部投资增长多少？", "增长2.3%", "西部地区投资", "东部地区投资")


PAGE = """前10个月全国固定资产投资增长3.4%

新华社北京11月15日电 （记者王文）国家统计局15日发布数据，1至10月份，全国固定资产投资（不含农户）\
42.3万亿元，同比增长3.4%。分地区看，东部地区投资同比增长1.4%，中部地区投资增长4.6%，\
西部地区投资增长2.3%。

前三季度网络零售平稳增长

本报讯 （记者李方）商务部日前发布数据，前三季度，全国农产品网络零售额增长7.3%，其中西部地区\
农产品网络零售额增长11.2%，东北三省增长9.8%。长三角地区进出口总值11.9万亿元，京津冀地区进出口\
3.6万亿元。
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("西部投资增速是多少？", ("2.3%",)),
        ("中部投资增长多少？", ("4.6%",)),
        ("东北投资增长多少？", ()),
        ("东北农产品网络零售额增长多少？", ("9.8%",)),
        ("东部农产品网络零售额增长多少？", ()),
        ("长三角进出口多少？", ("11.9万亿元",)),
        ("珠三角进出口多少？", ()),
    ],
)
def test_each_part_has_its_own_figure(question: str, short: tuple[str, ...]) -> None:
    assert over_the_page().answer(question).short == short


@cache
def over_the_page() -> Answerer:
    return embedded.models().over([embedded.page("数据.txt", PAGE)])
