"""Whether two figures may be one value: rounded differently, or 近7000 and 6900.

What an approximating word allows: 近 a little less, 超 and 余 a little more, 约 both.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rag.figures import Figure, comparable, unit_of
from rag.numerals import fold

_MORE = re.compile(r"超|逾|突破|余|多|以上|不止|不低于|不少于|高于|至少|开外|过|上")
_LESS = re.compile(r"近|不到|不足|以下|以内|接近|将近|不超过|低于|至多|最多")
_FUZZ = Decimal("0.07")


def agree_in_value(one: Figure, other: Figure) -> bool:
    """Return whether two figures may be one value, differently rounded or approximated."""
    if not comparable(one, other):
        return False
    (low, high), (least, most) = _range(one), _range(other)
    return low <= most and least <= high


def _range(figure: Figure) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest value that a figure as written may mean."""
    value, high = figure.value, figure.high or figure.value
    place, word = _place(figure), figure.approx or ""
    if word in ("余", "多"):
        return value, high + place  # 十余万 stays below 二十万
    if _MORE.search(word):
        return value, high + max(min(place, value / 2), value / 10)
    if _LESS.search(word):
        return value * Decimal("0.85"), high
    if word:
        return value * (1 - _FUZZ), high * (1 + _FUZZ)
    half = place / 2 if _is_rounded(figure) else value * Decimal("0.002")
    return value - half, high + half


def _place(figure: Figure) -> Decimal:
    """Return what one more in the last digit of a figure is worth: 0.01万 in 2.31万."""
    size = unit_of(figure).size
    plain = (figure.value * size.denominator / size.numerator).normalize()
    exponent = plain.as_tuple().exponent
    worth = Decimal(10) ** exponent if isinstance(exponent, int) else Decimal(0)
    return worth * size.numerator / size.denominator


def _is_rounded(figure: Figure) -> bool:
    """Return whether a figure is written in 万 or 亿 with at least two digits: 2.31万, not 3万."""
    number = re.search(r"\d[\d,.]*", fold(figure.text))
    return (
        number is not None
        and bool(re.search("[万亿]", figure.text))
        and (len(re.sub(r"\D", "", number[0])) > 1)
    )
