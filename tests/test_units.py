"""Units: sizes from the law of measures, and words that only begin like a unit."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from rag.units import UNIT, unit_named


def test_fifteen_mu_are_one_hectare() -> None:
    mu, hectare = unit_named("亩"), unit_named("公顷")
    assert mu and hectare and mu.dimension == hectare.dimension
    assert 15 * mu.size == hectare.size


@pytest.mark.parametrize(
    ("unit", "size", "base"),
    [("公里", 1000, "米"),
     ("平方公里", 10**6, "平方米"), ("吨", 1000, "公斤"),
     ("斤", Fraction(1, 2), "公斤"),
     ("小时", 60, "分钟"), ("天", 24 * 60, "分钟"),
     ("个月", Fraction(1, 12), "年"), ("成", 10, "%")],
)  # fmt: skip
def test_sizes(unit: str, size: Fraction, base: str) -> None:
    found = unit_named(unit)
    assert found and (found.size, found.dimension) == (size, base)


def test_every_currency_is_a_dimension_of_its_own() -> None:
    currencies = [unit_named(name) for name in ("元", "美元", "欧元", "港元", "日元")]
    assert len({unit.dimension for unit in currencies if unit}) == 5


def test_a_quotient_of_units_is_a_rate() -> None:
    rate = unit_named("元/平方米")
    assert rate and rate.family == "rate"
    assert unit_named("") is None


@pytest.mark.parametrize(
    "word",
    [
        "元旦",
        "位居",
        "家庭",
        "部分",
        "次性",
        "年级代",
        "天桥",
        "mA",
        "基本",
        "首次",
        "县委",
        "双方",
    ],
)
def test_a_word_that_begins_like_a_unit_is_none(word: str) -> None:
    found = re.match(UNIT, word)
    assert found is None or found.group() != word[0]


def test_the_longest_unit_is_taken() -> None:
    found = re.match(UNIT, "平方米的老旧小区")
    assert found and found.group() == "平方米"
    people = re.match(UNIT, "人次，同比")
    assert people and people.group() == "人次"
