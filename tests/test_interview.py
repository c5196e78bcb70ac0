"""Interviews: an answer stays with its question, and the question's words count for it."""

from __future__ import annotations

import pytest

from rag.articles import split_articles
from rag.chunks import chunk_article
from rag.heading import heading
from rag.interview import question_before
from rag.layout import read_blocks
from rag.types import Article, Page, Passage
from tests import embedded

PAGE = """江城日报 2023年6月2日

“让老醋走进年轻人的厨房”
——专访恒远醋业总经理周明

本报记者 何雨

周明在恒远醋业工作了十二年。

记者：出口占多少？
周明：不到5%。主要卖到日本，占出口的七成。
记者：公司现在有多少员工？
周明：一千一百多人，其中酿醋工320人。我们去年招了28名大学生。
记者：你们推出的苹果醋卖得好吗？
周明：去年8月上市，到年底卖了86万瓶，每瓶19.9元。今年的目标是三百万瓶。
"""


def interview() -> Article:
    (article,) = split_articles(Page("访谈.txt", PAGE, ""))
    return article


@pytest.mark.parametrize(
    "line", ["记者：出口占多少？", "问：何时开通？", "江城日报：明年呢？", "Q:多少人?"]
)
def test_what_an_interviewer_asks_is_no_title(line: str) -> None:
    blocks = read_blocks(f"建成两所学校。\n\n{line}\n\n近日，济南市举行发布会，公布了全年的目标。")
    assert blocks[1].role == "body"


def test_a_question_and_its_answer_are_one_chunk() -> None:
    assert [chunk.text for chunk in chunk_article(interview())][-3:] == [
        "记者：出口占多少？\n周明：不到5%。主要卖到日本，占出口的七成。",
        "记者：公司现在有多少员工？\n周明：一千一百多人，其中酿醋工320人。我们去年招了28名大学生。",
        "记者：你们推出的苹果醋卖得好吗？\n"
        "周明：去年8月上市，到年底卖了86万瓶，每瓶19.9元。今年的目标是三百万瓶。",
    ]


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("不到5%", "出口占多少？"),
        ("主要卖到日本", "出口占多少？"),
        ("一千一百", "公司现在有多少员工？"),
        ("记者：公司", ""),
        ("十二年", ""),
    ],
)
def test_an_answer_is_known_by_its_question(said: str, question: str) -> None:
    text = interview().text
    assert question_before(text, text.index(said)) == question


def test_an_answer_that_goes_on_is_read_below_its_question() -> None:
    more = "周明：第一，扩建厂房，招收熟练的酿醋工人，把老厂区改成博物馆。\n" * 12
    article = split_articles(Page("长.txt", f"{PAGE}记者：今后三年有什么打算？\n{more}", ""))[0]
    last = chunk_article(article)[-1]
    assert "打算" not in last.text
    head = heading(Passage(last, article, rank=1, score=1.0))
    assert head.endswith("周明。今后三年有什么打算？")


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("公司现在有多少员工？", ("一千一百多人",)),
        ("恒远醋业苹果醋今年的目标是多少瓶？", ("三百万瓶",)),
        ("恒远醋业苹果醋去年卖了多少瓶？", ("86万瓶",)),
    ],
)
def test_the_words_of_a_question_count_for_its_answer(
    question: str, short: tuple[str, ...]
) -> None:
    answer = embedded.models().over([Page("访谈.txt", PAGE, "访谈")]).answer(question)
    assert answer.short == short
