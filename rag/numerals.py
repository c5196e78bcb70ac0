"""Numbers as Chinese newspapers write them → exact ``Decimal`` values.

Own code, because the kept library (cn2an 0.5) refuses 二点一万, 几十 and thousands separators,
returns floats and needs 40 µs a number; its writer is the outside truth of the property tests.
Does not know units; a lone scale (百, 亿) is a number only where its reader says so.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_D = "[〇零一二两三四五六七八九]"

# 百分点, 百姓 and 千瓦, 千米, 千克 begin with a scale that is none.
SCALE = r"(?:[万亿]|百(?!分[点之]|姓)|千(?![米克瓦卡赫]))"
# Every repeat is bounded: a page of digits must not cost its square.
ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,20})(?:\.\d{1,20})?"
_SCALED = rf"{ARABIC}(?: ?{SCALE}{{1,3}}(?:{ARABIC}{SCALE}{{1,3}}){{0,3}})?"
_VAGUE = rf"[几数](?:十|{SCALE}){{1,4}}"
_WRITTEN = (
    rf"(?:{_D}|十|{SCALE}){{1,24}}几?(?:(?<=几){SCALE}{{1,3}})?"
    rf"(?:点{_D}{{1,12}}(?!十){SCALE}{{0,3}})?"
)
NUMBER = rf"(?:{_SCALED}|{_VAGUE}|{_WRITTEN})"
STARTS = r"\d〇零一二两三四五六七八九十百千万亿几数"  # what a number can begin with, for a [class]

_FULL_WIDTH = str.maketrans(
    "０１２３４５６７８９．％：＋－／ⅠⅡⅢⅣⅤⅥⅦⅧⅨ", "0123456789.%:+-/123456789"
)  # Ⅳ级响应
_FULL_WIDTH_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_SCALED_PARTS = re.compile(rf"({ARABIC}) ?([百千万亿]*)")
_SMALL = re.compile(
    rf"(?:({_D})千)?(?:([零〇])?({_D})百)?(?:([零〇])?({_D})?(十))?(?:([零〇])?({_D}))?"
)
_PAIR = re.compile(rf"(.*十|)({_D})({_D})([十百千万亿]*)")


def fold(text: str) -> str:
    """Return the text with full-width digits and their marks as ASCII; the length stays.

    A full-width comma is a thousands separator only between full-width digits.
    """
    if text.isascii():
        return text
    return _FULL_WIDTH_COMMA.sub(",", text).translate(_FULL_WIDTH)


@lru_cache(maxsize=4096)
def parse(number: str) -> tuple[Decimal, Decimal | None] | None:
    """Return (value, high) of a folded number; high is None but for vague ones; None if it is none.

    >>> parse("二点一万"), parse("七八百")
    ((Decimal('21000'), None), (Decimal('700'), Decimal('800')))
    """
    if number[0].isdigit() and number[0].isascii():
        value = _arabic(number)
        return None if value is None else (value, None)
    if number[0] in "几数":
        size = magnitude(number[1:])
        return (2 * size, 9 * size)
    return _several(number) or _pair(number) or _exact(number)


def magnitude(scales: str) -> Decimal:
    """Return what a run of scales alone stands for: 千万 → 10000000."""
    return Decimal(10) ** sum(_POWERS[scale] for scale in scales)


def _arabic(number: str) -> Decimal | None:
    total, below = Decimal(0), None
    for digits, scales in _SCALED_PARTS.findall(number):
        size = magnitude(scales)
        if below is not None and size >= below:
            return None  # 3万5万 is two numbers that ran together
        total, below = total + Decimal(digits.replace(",", "")) * size, size
    return total


def _several(number: str) -> tuple[Decimal, Decimal] | None:
    """Read 十几, 二十几, 十几亿: the last digit is somewhere from 1 to 9."""
    head, several, scales = number.partition("几")
    low = _whole(head) if several and head.endswith("十") else None
    if low is None:
        return None
    size = magnitude(scales)
    return (low + 1) * size, (low + 9) * size


def _pair(number: str) -> tuple[Decimal, Decimal] | None:
    """Read 七八, 三五, 十七八, 三四百: two neighbours, or 三五, stand for a range."""
    pair = _PAIR.fullmatch(number)
    if not pair or (pair[1] and pair[4].startswith("十")):
        return None
    low, high = _DIGITS[pair[2]], _DIGITS[pair[3]]
    if low == 0 or (high - low != 1 and (low, high) != (3, 5)):
        return None
    ends = [_whole(pair[1] + digit + pair[4]) for digit in (pair[2], pair[3])]
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def _exact(number: str) -> tuple[Decimal, None] | None:
    whole, point, rest = number.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return None if value is None else (value, None)
    digits = rest.rstrip("百千万亿")
    fraction = Decimal("0." + "".join(str(_DIGITS[digit]) for digit in digits))
    return (value + fraction) * magnitude(rest[len(digits) :]), None


def _whole(number: str) -> Decimal | None:
    if all(character in _DIGITS for character in number):
        return _digits(number)
    for big in "亿万":
        head, found, tail = number.rpartition(big)
        if found:
            return _joined(head, tail, magnitude(big))
    return _small(number)


def _digits(number: str) -> Decimal | None:
    """Read 二〇二一 digit by digit; 五一 and 三八 are days' names, not 51 and 38."""
    if not number or (len(number) == 2 and not set(number) & {"〇", "零"}):
        return None
    return Decimal("".join(str(_DIGITS[digit]) for digit in number))


def _joined(head: str, tail: str, size: Decimal) -> Decimal | None:
    """Read head 万 tail; 一万二 is 12,000 and 一万零二 is 10,002."""
    high = _whole(head)
    if high is None or not tail:
        return None if high is None else high * size
    low = _whole(tail.lstrip("零〇"))
    if low is None or low >= size:
        return None
    spoken = len(tail) == 1 and tail in _DIGITS
    return high * size + (low * size / 10 if spoken else low)


def _small(number: str) -> Decimal | None:
    """Read a number below ten thousand that has 十, 百 or 千."""
    parts = _SMALL.fullmatch(number)
    if not parts:
        return None
    thousands, _, hundreds, _, tens, ten, zero, ones = parts.groups()
    value = 1000 * _DIGITS.get(thousands, 0) + 100 * _DIGITS.get(hundreds, 0)
    value += 10 * (_DIGITS[tens] if tens else 1) if ten else 0
    if not ones:
        return Decimal(value)
    spoken = 1 if ten or zero else 10 if hundreds else 100
    return Decimal(value + _DIGITS[ones] * spoken)
