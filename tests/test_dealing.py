"""分别 deals figures out in order: each answers for its own item."""

from __future__ import annotations

import pytest

from rag.dealing import deals
from rag.figures import find_figures
from tests import embedded

GROWTH = "上半年，松岭市规上工业增加值同比增长18.1%，分别高于全国、全省2.8和2.1个百分点。"
PROJECTS = "今年安排重点项目，其中国家级3个、省级12个、市级45个，总投资分别为20、66和180亿元。"
INVESTED = "东湖区、西山区分别完成投资38亿元和29亿元，同比分别增长12%和8%。"
GREENWAY = "云溪江绿道三期全长12.8公里。此前建成的一期、二期绿道分别长9.5公里和11.2公里。"

SPENDING = "1至7月，基础设施、制造业投资分别增长6.8%和5.7%。"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("甲区、乙区分别新增38家和29家", ["甲区", "乙区"]),
        ("分别高于全国、全省2.8和2.1个百分点", ["全国", "全省"]),
        ("省级3个、市级5个，投资分别为20和66亿元", [None, None, "省级3个", "市级5个"]),
        ("甲区、乙区、丙区分别新增38家和29家", [None, None]),
        ("新增38家和29家", [None, None]),
        (
            "商户落地46万家，流通交易7329万笔，较去年底分别增长51%、38%",
            [None, None, "商户落地", "流通交易"],
        ),
        ("商户46万家，比去年多51%；流通交易7329万笔，分别增长51%、38%", [None] * 5),
    ],
)
def test_the_item_that_each_figure_is_dealt_to(text: str, items: list[str | None]) -> None:
    found = deals(text, find_figures(text))
    told = [deal and text[deal.item.start : deal.item.end] for deal in found]
    assert told == items


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("松岭市规上工业增加值增速比全国高多少个百分点？", GROWTH, "2.8"),
        ("松岭市规上工业增加值增速比全省高多少个百分点？", GROWTH, "2.1个百分点"),
        ("市级重点项目总投资多少亿元？", PROJECTS, "180亿元"),
        ("国家级重点项目总投资多少亿元？", PROJECTS, "20"),
        ("西山区投资同比增长多少？", INVESTED, "8%"),
        ("云溪江绿道一期长多少公里？", GREENWAY, "9.5公里"),
        ("云溪江绿道二期长多少公里？", GREENWAY, "11.2公里"),
        ("1至7月基础设施投资增长多少？", SPENDING, "6.8%"),
        ("1至7月制造业投资增长多少？", SPENDING, "5.7%"),
    ],
)
def test_the_figure_of_the_item_asked_for_answers(question: str, text: str, short: str) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == (short,)
