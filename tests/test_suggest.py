"""Questions made from an article: answered by it, proved by its page, taken or left by a person."""

from __future__ import annotations

from collections.abc import Callable

from rag.articles import split_articles
from rag.gold import says
from rag.goldcheck import gold_findings
from rag.suggest import as_gold, reviewed, suggestions
from rag.types import Article, Page
from tests import gazette
from tests.fake_answerer import SCHOOLS, TEXT

SUZHOU = Page("suzhou.txt", gazette.SUZHOU, "")
GUSU, WUJIANG = split_articles(SUZHOU)


def replies(*words: str) -> Callable[[str], str]:
    left = [*words, *["q"] * 99]
    return lambda shown: left.pop(0)


def test_a_figure_becomes_a_question_and_a_byline_none() -> None:
    made = {one.question: one.answer for one in suggestions(GUSU)}
    assert made["今年姑苏区将新建学校多少所？"] == "12所"
    assert made["姑苏区全区计划投入多少元改造老旧小区45个？"] == "3.6亿元"
    assert made["今年姑苏区将新建学校12所，新增学位多少个？"] == "1.2万个"
    assert "2022年3月8日" not in made.values()


def test_a_suggestion_never_gives_its_answer_away_and_comes_once() -> None:
    for article in (GUSU, WUJIANG):
        made = list(suggestions(article))
        assert len({one.question for one in made}) == len(made)
        assert not [one for one in made if says(one.question, one.answer)]
        assert made == list(suggestions(article))


def test_what_is_suggested_is_sound_gold() -> None:
    golds = [
        as_gold(one, article, SUZHOU, number)
        for article in (GUSU, WUJIANG)
        for number, one in enumerate(suggestions(article))
    ]
    assert len(golds) == 8
    assert gold_findings(golds, {"suzhou.txt": gazette.SUZHOU}) == []


def test_evidence_that_the_page_breaks_comes_in_pieces() -> None:
    page = Page(SCHOOLS.source, TEXT, "")
    (one,) = [made for made in suggestions(SCHOOLS) if made.answer == "1.2万个"]
    gold = as_gold(one, SCHOOLS, page, 1)
    assert [item.text for item in gold.evidence] == ["青禾区今年新增学", "位1.2万个。"]


def test_a_person_takes_leaves_or_mends_each() -> None:
    first, second, third, *_ = suggestions(GUSU)
    taken = list(reviewed(GUSU, SUZHOU, replies("a", "r", "换一种问法？", "q")))
    assert [gold.question for gold in taken] == [first.question, "换一种问法？"]
    assert taken[1].answers == ((third.answer,),)
    assert second.question not in {gold.question for gold in taken}


def test_a_question_is_shown_with_its_answer_and_sentence() -> None:
    shown: list[str] = []

    def ask(text: str) -> str:
        shown.append(text)
        return "q"

    assert list(reviewed(GUSU, SUZHOU, ask)) == []
    (text,) = shown
    one = next(suggestions(GUSU))
    assert one.question in text
    assert one.answer in text
    assert "[a]ccept" in text


def test_an_article_of_nothing_to_ask_for_has_no_suggestion() -> None:
    empty = Article("x", "x.txt", "", None, None, None, (), (), "大家都很高兴。")
    assert list(suggestions(empty)) == []
