"""What is noted beside a refusal: what may have kept the question from being answered."""

from __future__ import annotations

import pytest

from rag.assemble import Answerer
from rag.retrieve import Filters
from rag.types import Answer
from tests import embedded

ASKED = "姑苏区今年新增学位多少个？"


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return embedded.answerer()


def refused(answer: Answer) -> tuple[str, ...]:
    assert answer.verdict == "unanswerable"
    return answer.notes


def test_a_question_in_another_language_is_told_that_it_is_not_read(answerer: Answerer) -> None:
    (note,) = refused(answerer.answer("How many school places does Gusu add this year?"))
    assert note.startswith("Quanwen reads questions in Chinese only")


@pytest.mark.parametrize("filters", [Filters(regions=("火星",)), Filters(sources=("nope.txt",))])
def test_a_filter_that_leaves_no_article_is_told(answerer: Answerer, filters: Filters) -> None:
    (note,) = refused(answerer.answer(ASKED, filters=filters))
    assert note == f"筛选条件把已收录的{len(answerer.index.articles)}篇文章全部排除了。"


def test_a_filter_by_date_tells_how_many_articles_have_none() -> None:
    pages = (
        "凤城区新增学位\n\n今年凤城区新增学位8600个。\n",
        "丹河区新增学位\n\n今年丹河区新增学位900个。\n",
    )
    undated = embedded.models().over(
        [embedded.page(f"{number}.txt", text) for number, text in enumerate(pages)]
    )
    answer = undated.answer("凤城区新增学位多少个？", filters=Filters(published_from="2023-01-01"))
    assert refused(answer) == ("筛选条件把已收录的2篇文章全部排除了，其中2篇没有注明日期。",)


def test_a_region_that_is_one_character_off_is_asked_back(answerer: Answerer) -> None:
    answer = answerer.answer("姑酥区今年新增学位多少个？")
    assert answer.text == "已收录的文章没有关于姑酥区的报道。"
    assert refused(answer) == ("要问的会不会是姑苏区？姑酥区没有文章提到。",)


def test_another_region_is_no_slip_of_the_pen(answerer: Answerer) -> None:
    assert refused(answerer.answer("虎丘区今年新增学位多少个？")) == ()


def test_an_answer_has_no_such_note(answerer: Answerer) -> None:
    assert answerer.answer(ASKED, filters=Filters(regions=("姑苏区",))).notes == ()
