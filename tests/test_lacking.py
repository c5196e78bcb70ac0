"""What an article does not say of a question's words, and what that tells: learned, then read."""

from __future__ import annotations

import pytest

from rag.keywords import Term
from rag.lacking import doubt, lacking, traits
from training.lacking import counted, weights

ARTICLE = "青溪县教育局局长李明介绍，2024年全县新建幼儿园23所，进口教具1200套。"


def test_the_words_that_stand_in_the_text_are_not_lacking() -> None:
    assert [term.word for term in lacking("青溪县新建了多少所幼儿园？", ARTICLE)] == []
    assert [term.word for term in lacking("青溪县新建了多少所养老院？", ARTICLE)] == ["养老院"]


def test_a_deputy_is_another_word_than_the_head() -> None:
    assert "副局长" in [term.word for term in lacking("教育局副局长是谁？", ARTICLE)]


def test_a_lacking_word_is_known_by_what_it_is_like() -> None:
    met = traits(Term("柳湾村", 1.0), "柳湾村有多少户？")
    assert {"word 柳湾村", "last 村", "first 柳", "length 3", "rarity 5"} < set(met)


@pytest.mark.parametrize(
    ("told", "other"),
    [
        ("青溪县教育局局长是谁？", "青溪县教育局副局长是谁？"),
        ("青溪县进口教具多少套？", "青溪县出口教具多少套？"),
        ("青溪县新建幼儿园多少所？", "青溪县新建幼儿园的电话是多少？"),
    ],
)
def test_what_is_not_told_is_doubted_more(told: str, other: str) -> None:
    assert doubt(other, ARTICLE) > doubt(told, ARTICLE) + 1


def test_words_of_the_asker_alone_raise_less_doubt_than_those_of_another_matter() -> None:
    asker = doubt("青溪县今年给娃娃们添了多少所上学的地方？", ARTICLE)
    assert asker < doubt("青溪县今年查处了多少所幼儿园？", ARTICLE)


def test_a_year_that_stands_nowhere_raises_no_doubt() -> None:
    asked = "年青溪县新建了多少所幼儿园？"
    assert doubt(f"2021{asked}", ARTICLE) == doubt(asked.removeprefix("年"), ARTICLE)


def test_weights_are_learned_from_what_documents_leave_open() -> None:
    open_ones = [("出口多少", "进口3亿元")] * 30
    told = [("娃娃多少", "幼儿3万人")] * 30
    met = [counted(question, text) for question, text in open_ones + told]
    found = weights(met, [True] * 30 + [False] * 30)
    assert found["word 出口"] > 0 > found["word 娃娃"]


def test_a_trait_too_seldom_seen_is_not_weighed() -> None:
    met = [counted("出口多少", "进口3亿元")] * 5 + [counted("娃娃多少", "幼儿3万人")] * 30
    assert not any("出口" in trait for trait in weights(met, [True] * 5 + [False] * 30))
