from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.terms import bigrams, letters, normalise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("５Ｇ基站", "5g基站"),
        ("濟南市歷下區", "济南市历下区"),
        ("12,000个", "12000个"),
        ("1,234,567元", "1234567元"),
        ("22.6％", "22.6%"),
        ("三十八座", "38座"),
        ("两千三百零五", "2305"),
        ("二〇二〇年", "2020年"),
        ("百分之二十二点六", "22.6%"),
        ("1.5万人", "15000人"),
    ],
)
def test_what_is_written_in_several_ways_is_searched_in_one(written: str, folded: str) -> None:
    assert normalise(written) == folded


@pytest.mark.parametrize("written", ["一百二十亿", "120亿", "１２０億", "12,000,000,000"])
def test_equal_numbers_become_one_term(written: str) -> None:
    assert bigrams(normalise(written)) == ["12000000000"]


@pytest.mark.parametrize("said", ["一个", "十四五规划", "近千万", "三四百", "万亿级", "几十"])
def test_what_is_no_single_number_stays_as_it_is(said: str) -> None:
    assert normalise(said) == said


def test_han_runs_become_bigrams_and_latin_words_and_numbers_stay_whole() -> None:
    assert bigrams("5g产业园15000人") == ["5g", "15000", "产业", "业园", "人"]
    assert bigrams("增长22.6%,gdp达到covid-19前") == [
        *("22.6%", "gdp", "covid-19"),
        *("增长", "达到", "前"),
    ]


def test_bigrams_do_not_cross_punctuation() -> None:
    assert bigrams("历下、天桥") == ["历下", "天桥"]


def test_letters_are_the_han_characters() -> None:
    assert letters("5g产业园，ai") == ["产", "业", "园"]


@pytest.mark.parametrize("text", ["", "  \n", "，。！", "😀"])
def test_text_without_words_has_no_terms(text: str) -> None:
    assert bigrams(normalise(text)) == letters(normalise(text)) == []


def test_half_a_surrogate_pair_is_passed_over() -> None:
    assert bigrams(normalise("\ud83d历下")) == ["历下"]


@given(st.text(alphabet="历下區0123456789.,%一二十百万亿零点分之 ５Ａｂ\ud83d", max_size=14))
def test_whatever_is_written_has_a_form_in_half_width_and_lower_case(text: str) -> None:
    assert not re.search("[５Ａａｂ區\ud83d]", normalise(text))


@given(st.integers(10, 10**12 - 1))
def test_a_number_with_commas_is_the_number(number: int) -> None:
    assert normalise(f"投资{number:,}元") == f"投资{number}元"
