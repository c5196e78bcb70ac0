"""Which passages come up for a question, and which never do."""

from __future__ import annotations

import pytest

from rag.index import Index
from rag.retrieve import Filters, retrieve, speaks_of
from rag.types import Article, Page, Passage
from tests.conftest import LetterEncoder
from tests.gazette import pages

NEW_PLACES = "今年新增学位多少个"


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.from_pages(pages(), LetterEncoder("学位游客小区"))


def titles(passages: list[Passage]) -> list[str]:
    return [passage.article.title for passage in passages]


def article(*regions: str, published: str | None = None) -> Article:
    return Article("a", "a.txt", "", None, published, None, regions, (), "")


def test_the_passage_that_holds_the_words_comes_first(index: Index) -> None:
    first = retrieve("接待游客多少人次", index, 3)[0]
    assert "接待游客86.5万人次" in first.chunk.text


def test_passages_come_best_first_numbered_from_one_each_once(index: Index) -> None:
    found = retrieve(NEW_PLACES, index, 5)
    assert [passage.rank for passage in found] == [1, 2, 3, 4, 5]
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    assert len({passage.chunk.chunk_id for passage in found}) == 5


def test_both_retrievers_are_heard_and_named(index: Index) -> None:
    first = retrieve(NEW_PLACES, index, 1)[0]
    assert set(first.scores) >= {"lexical", "dense"}


def test_no_more_than_asked_for(index: Index) -> None:
    assert len(retrieve(NEW_PLACES, index, 2)) == 2
    assert len(retrieve(NEW_PLACES, index, 1000)) <= len(index.chunks)


def test_a_passage_is_the_articles_own_characters(index: Index) -> None:
    for found in retrieve(NEW_PLACES, index, 10):
        assert found.article.text[found.chunk.start : found.chunk.end] == found.chunk.text


def test_words_that_stand_nowhere_do_no_harm(index: Index) -> None:
    assert isinstance(retrieve("量子纠缠", index, 3), list)
    assert isinstance(retrieve('"学位" AND (小区 OR *', index, 3), list)


# regions


def test_a_district_named_shuts_out_the_others(index: Index) -> None:
    found = retrieve(NEW_PLACES, index, 10, ("吴江区",))
    assert set(titles(found)) == {"吴江区：民生投入再加码"}


def test_a_city_takes_in_its_districts(index: Index) -> None:
    found = retrieve(NEW_PLACES, index, 10, ("苏州市",))
    assert {title[:3] for title in titles(found)} == {"姑苏区", "吴江区"}


def test_a_district_that_no_article_speaks_of_finds_nothing(index: Index) -> None:
    assert retrieve(NEW_PLACES, index, 10, ("虎丘区",)) == []


def test_a_district_lies_in_its_city_but_not_the_other_way_round() -> None:
    assert speaks_of(article("吴江区"), ["苏州市"])
    assert speaks_of(article("长沙市", "吴江区"), ["吴江区"])
    assert not speaks_of(article("苏州市"), ["吴江区"])
    assert not speaks_of(article(), ["吴江区"])


# filters


@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        (Filters(), {"suzhou.txt", "2019/gusu.txt", "changsha.txt"}),
        (Filters(sources=("2019/gusu.txt",)), {"2019/gusu.txt"}),
        (Filters(regions=("岳麓区",)), {"changsha.txt"}),
        (Filters(regions=("江苏省",)), {"suzhou.txt", "2019/gusu.txt"}),
        (Filters(published_to="2019-12-31"), {"2019/gusu.txt"}),
        (Filters(published_from="2022-03-08"), {"suzhou.txt", "changsha.txt"}),
        (Filters(published_from="2022-03-08", published_to="2022-03-08"), {"suzhou.txt"}),
        (Filters(sources=("nowhere.txt",)), set()),
        (Filters(regions=("岳麓区",), published_to="2020-01-01"), set()),
    ],
)
def test_a_filter_lets_through_what_it_names(
    index: Index, filters: Filters, sources: set[str]
) -> None:
    found = retrieve("新增学位 接待游客", index, 100, (), filters)
    assert {passage.article.source for passage in found} == sources


@pytest.mark.parametrize(
    "filters", [Filters(published_from="1900-01-01"), Filters(published_to="2999-12-31")]
)
def test_an_article_without_a_date_is_in_no_span_of_dates(filters: Filters) -> None:
    assert not filters.allow(article("吴江区"))
    assert filters.allow(article("吴江区", published="2022-03-08"))


def test_a_filter_and_the_district_of_the_question_both_hold(index: Index) -> None:
    filters = Filters(published_to="2019-12-31")
    assert {p.article.published for p in retrieve(NEW_PLACES, index, 9, ("姑苏区",), filters)} == {
        "2019-12-20"
    }
    assert retrieve(NEW_PLACES, index, 9, ("吴江区",), filters) == []


def test_one_page_with_one_line_can_be_searched() -> None:
    index = Index.from_pages([Page("a.txt", "新增学位9个。", "")], LetterEncoder("学位"))
    assert [passage.chunk.text for passage in retrieve("学位", index, 3)] == ["新增学位9个。"]
