"""Which words of a question carry content, and how much each tells."""

from __future__ import annotations

import pytest

from rag.keywords import content_terms, rarity


def words(question: str) -> list[str]:
    return [term.word for term in content_terms(question)]


@pytest.mark.parametrize(
    "asking",
    ["什么时候", "几号", "几月份", "多长时间", "百分之几", "在哪", "为啥", "几级", "多少岁"],
)
def test_a_word_that_asks_tells_nothing(asking: str) -> None:
    assert words(f"运河大桥{asking}") == ["运河", "大桥"]


@pytest.mark.parametrize("counted", ["这起", "那份", "几支", "哪支", "这回"])
def test_nor_does_a_measure_word(counted: str) -> None:
    assert words(f"{counted}龙舟") == ["龙舟"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("会议哪天开的", ["会议", "开"]),
        ("大桥花多少钱建的", ["大桥", "花", "钱", "建"]),
        ("发了多少助学金", ["发", "助学金"]),
        ("第十三季在哪所学校", ["季", "学校"]),
        ("印发哪份文件", ["印发", "文件"]),
        ("有多少家规上企业", ["规上", "企业"]),
    ],
)
def test_no_word_begins_in_one_that_asks(question: str, said: list[str]) -> None:
    assert words(question) == said


def test_words_that_begin_with_one_that_asks_stay() -> None:
    assert words("几乎是几何图形") == ["几乎", "几何图形"]


def test_a_space_before_a_word_does_not_make_it_rarer() -> None:
    assert content_terms(" 社会消费品零售总额") == content_terms("社会消费品零售总额")


def test_what_all_news_speak_of_tells_less_than_what_few_do() -> None:
    assert rarity("的") < rarity("项目") < rarity("利润") < rarity("学位") < rarity("质子")


def test_formulas_of_reports_tell_no_more_than_what_they_are_about() -> None:
    assert rarity("同比增长") < rarity("增加值")
    assert rarity("负责") < rarity("监督")


def test_a_weight_is_never_more_than_one_nor_none() -> None:
    for word in ("的", "月", "项目", "济莱", "吞吐量", "gdp", "囧"):
        assert 0 < rarity(word) <= 1
