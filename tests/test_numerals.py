"""Numbers as newspapers write them, against another library's writer and hand-worked values."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.numerals import fold, magnitude, parse


class Writer(Protocol):
    """Another library, which writes numbers as Chinese numerals."""

    def an2cn(self, number: str) -> str: ...


@pytest.fixture(scope="module")
def writer() -> Writer:
    library: Writer = pytest.importorskip("cn2an")
    return library


def value(written: str) -> Decimal | None:
    parsed = parse(fold(written))
    return None if parsed is None else parsed[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1364", "1364"),
        ("22.5", "22.5"),
        ("1,234,567", "1234567"),
        ("１２０亿", "12000000000"),
        ("１，２００", "1200"),
        ("176.13万", "1761300"),
        ("1.2万亿", "1200000000000"),
        ("2亿5000万", "250000000"),
        ("3万5千", "35000"),
        ("二点一万", "21000"),
        ("十二", "12"),
        ("两千", "2000"),
        ("一百二十亿", "12000000000"),
        ("三千五百六十万", "35600000"),
        ("一亿零三万", "100030000"),
        ("两万三", "23000"),
        ("一万零二", "10002"),
        ("三百五", "350"),
        ("三百零五", "305"),
        ("二〇二一", "2021"),
        ("零点五", "0.5"),
    ],
)
def test_a_number_has_the_value_a_reader_gives_it(written: str, expected: str) -> None:
    assert value(written) == Decimal(expected)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [("七八", 7, 8), ("三五", 3, 5), ("十七八", 17, 18), ("两三百", 200, 300), ("三四十", 30, 40),
     ("十几", 11, 19), ("二十几万", 210_000, 290_000), ("几十", 20, 90),
     ("数百万", 2_000_000, 9_000_000)],
)  # fmt: skip
def test_a_vague_number_is_a_range(written: str, low: int, high: int) -> None:
    assert parse(written) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "written", ["百", "千万", "亿", "五一", "三八", "十四六", "3万5万", "百十"]
)
def test_what_is_no_number_has_no_value(written: str) -> None:
    assert parse(written) is None


@given(st.integers(min_value=1, max_value=10**15))
def test_chinese_numerals_mean_what_another_library_meant_by_them(
    writer: Writer, number: int
) -> None:
    assert value(writer.an2cn(str(number))) == number


@given(st.from_regex(r"[1-9][0-9]{0,3}[.][0-9]{1,4}", fullmatch=True))
def test_decimals_are_exact_in_digits_and_in_words(writer: Writer, written: str) -> None:
    whole, fraction = written.split(".")
    spoken = writer.an2cn(whole) + "点" + "".join("零一二三四五六七八九"[int(d)] for d in fraction)
    assert value(written) == value(spoken) == Decimal(written)


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_a_full_width_comma_between_words_is_left_alone() -> None:
    assert fold("３项，２００家") == "3项，200家"
    assert fold("３，２００家") == "3,200家"


def test_scales_multiply() -> None:
    assert magnitude("千万") == 10**7
    assert magnitude("") == 1
