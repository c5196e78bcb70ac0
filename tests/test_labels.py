"""Digits that measure nothing."""

from __future__ import annotations

import pytest

from rag.labels import codes, names, words


@pytest.mark.parametrize(
    "word", ["80后", "统一", "8:30", "星期三", "九十年代", "长三角", "8点30分"]
)
def test_words_and_clock_times(word: str) -> None:
    text = f"这里有{word}。"
    assert [text[a:b] for a, b in words(text)] == [word]


@pytest.mark.parametrize(
    ("text", "code"),
    [("推进5G网络", "5G"), ("国家4A级景区", "4A"), ("以“1+467”工作体系", "1+467"),
     ("G20峰会", "G20"),
     ("与12345市民热线连线", "12345"), ("电话0531-85196666", "0531-85196666"),
     ("7-ELEVEn便利店", "7-ELEVEn")],
)  # fmt: skip
def test_codes(text: str, code: str) -> None:
    assert [text[a:b] for a, b in codes(text)] == [code]


@pytest.mark.parametrize("text", ["22.5分钟", "全长2.6km。", "110868件", "3,500家", "时速350公里"])
def test_measures_are_no_codes(text: str) -> None:
    assert codes(text) == []


def test_a_quoted_name_is_a_name_and_a_quoted_sentence_is_not() -> None:
    text = "推进“12100”民生工程。他说：“今年收入多了，比去年多3万元。”见《五年规划》"
    assert [text[a:b] for a, b in names(text)] == ["12100", "五年规划"]
