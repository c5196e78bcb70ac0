"""Who has most of a thing is who the figures give most, not whoever the text lists."""

import pytest

from rag.superlatives import is_outdone
from rag.types import Span
from tests import embedded

INVESTED = "分地区看，东部地区投资同比增长1.4%，中部地区投资增长4.6%，西部地区投资下降2.3%。"
RAINED = "全市平均降雨量257.9毫米，城东区降雨235.1毫米，城西区降雨470.2毫米，城北区降雨414.6毫米。"


def outdone(question: str, text: str, answer: str) -> bool:
    at = text.index(answer)
    return is_outdone(question, text, Span(at, at + len(answer)))


@pytest.mark.parametrize(
    ("question", "text", "answer", "others"),
    [
        ("哪个地区投资增长最快？", INVESTED, "中部地区", ("东部地区", "西部地区")),
        ("哪个地区投资增速最低？", INVESTED, "西部地区", ("东部地区", "中部地区")),
        ("哪个地区投资下降最多？", INVESTED, "西部地区", ("东部地区", "中部地区")),
        ("哪里雨下得最大？", RAINED, "城西区", ("城东区", "城北区")),
        ("哪个区雨下得最少？", RAINED, "城东区", ("城西区", "城北区")),
    ],
)
def test_the_figures_tell_who_has_most(
    question: str, text: str, answer: str, others: tuple[str, ...]
) -> None:
    assert not outdone(question, text, answer)
    assert all(outdone(question, text, other) for other in others)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("哪里投资多？", INVESTED, "东部地区"),  # no order is asked for
        ("哪年雨下得最大？", RAINED, "城东区"),
        ("哪个国家增长最快？", "甲国、乙国分别增长3%、5%", "甲国"),  # paired by their order
        (
            "谁卖得最多？",
            "甲厂卖出3万台，居首位，连同代销乙厂9万台",
            "甲厂",
        ),  # the text has its own
        ("哪个区卖得最多？", "城东区卖出3万台，全市共卖出9万台", "城东区"),
        ("哪个部门花得最多？", "教育花费3亿元，修路12公里", "教育"),
    ],
)
def test_what_cannot_be_compared_outdoes_nothing(question: str, text: str, answer: str) -> None:
    assert not outdone(question, text, answer)


def test_an_answer_is_who_has_most() -> None:
    answer = embedded.models().answer_over("哪个地区投资增长最快？", {"a": INVESTED})
    assert answer.short == ("中部地区",)
