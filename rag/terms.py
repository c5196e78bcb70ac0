"""Text to search terms: one form for what is written in several ways, then bigrams or words.

Does not: keep offsets (quotes are found in the article's own text), drop stop words, stem. Checking a
figure with its unit belongs to ``figures``; here equal numbers only get an equal term.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from decimal import Decimal
from functools import cache

import jieba
import opencc

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff々〇]+")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_TOKEN = re.compile(
    r"\d+(?:\.\d+)?(?:%|[千万亿]+)|[^\W\u3400-\u9fff々〇]+(?:[.+#&'/-][a-z0-9]+)*%?"
)
_ARABIC = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)([百千万亿]+)")
_SPOKEN = re.compile(
    r"(?P<percent>百分之)?(?P<whole>[零〇一二两三四五六七八九十百千万亿]+)"
    r"(?:点(?P<part>[零〇一二三四五六七八九]+))?(?P<scale>[万亿]*)"
)
_DIGITS = {mark: digit for digit, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def normalise(text: str) -> str:
    """Return the one form that both pages and questions are searched in.

    Half width (NFKC), lower case, simplified characters, no commas within numbers:
    ``"濟南５Ｇ基站12,000個"`` gives ``"济南5g基站12000个"``.
    """
    sound = text.encode("utf-8", "replace").decode(
        "utf-8"
    )  # half of a surrogate pair is no character
    folded = _simplified().convert(unicodedata.normalize("NFKC", sound).lower())
    return _THOUSANDS.sub(lambda number: number[0].replace(",", ""), folded)


def terms(text: str) -> list[str]:
    """Return what keyword search compares: ``bigrams`` and the plain values of ``number_terms``."""
    folded = normalise(text)
    return _bigrams(folded) + _numbers(folded)


def bigrams(text: str) -> list[str]:
    """Return the character bigrams of Han runs, and Latin words and numbers whole.

    ``"5G产业园1.5万人"`` gives ``["5g", "1.5万", "产业", "业园", "万人"]``; a run of one character
    gives that character.
    """
    return _bigrams(normalise(text))


def number_terms(text: str) -> list[str]:
    """Return the plain decimal of each number that is written with scales or in Chinese.

    ``一百二十亿``, ``120亿`` and ``１２０億`` all give ``"12000000000"``; ``百分之二十二点六`` gives
    ``"22.6%"``. Single characters such as 一 are too common to tell anything and give nothing.
    """
    return _numbers(normalise(text))


def words(text: str) -> list[str]:
    """Return dictionary words (jieba, search mode: long words with their parts)."""
    return [word for word in _jieba().lcut_for_search(normalise(text)) if word.isalnum()]


def _bigrams(folded: str) -> list[str]:
    found: list[str] = _TOKEN.findall(folded)
    for run in _HAN.findall(folded):
        found += [run[at : at + 2] for at in range(max(len(run) - 1, 1))]
    return found


def _numbers(folded: str) -> list[str]:
    arabic = [_plain(Decimal(m[1]) * _product(m[2])) for m in _ARABIC.finditer(folded)]
    return arabic + [value for m in _SPOKEN.finditer(folded) if (value := _spoken(m)) is not None]


def _spoken(match: re.Match[str]) -> str | None:
    whole, part, scale = match["whole"], match["part"], match["scale"]
    if len(whole) == 1 and part is None and match["percent"] is None:
        return None
    value = _digits(whole) if all(mark in _DIGITS for mark in whole) else _scaled(whole)
    if value is None:
        return None
    exact = Decimal(f"{value}.{_digits(part)}") if part else Decimal(value)
    return _plain(exact * _product(scale)) + ("%" if match["percent"] else "")


def _digits(marks: str) -> str:
    """Return digits read one by one: 二〇二〇 is 2020."""
    return "".join(str(_DIGITS[mark]) for mark in marks)


def _scaled(marks: str) -> str | None:
    """Return a number read by its scales, None where it is no single number (十四五, 近千万).

    一百二十亿 is 12000000000, 一亿三千万 is 130000000, 一万二 is 12000.
    """
    total = section = digit = 0
    before = ""
    for mark in marks:
        if mark in _DIGITS:
            if before in _DIGITS and before not in ("零", "〇"):
                return None
            digit = _DIGITS[mark]
        elif _SCALES[mark] < 10**4:
            if not (digit or mark == "十"):
                return None
            section += (digit or 1) * _SCALES[mark]
            digit = 0
        else:
            total = _raised(total, section + digit, _SCALES[mark])
            section = digit = 0
        before = mark
    short = _SCALES.get(marks[-2], 1) if digit else 1
    return str(total + section + digit * max(short // 10, 1)) if total + section + digit else None


def _raised(total: int, section: int, scale: int) -> int:
    """Return the total after 万 or 亿, which takes all that stands before it when that is smaller."""
    return (total + section) * scale if total < scale else total + section * scale


def _product(scales: str) -> int:
    product = 1
    for scale in scales:
        product *= _SCALES[scale]
    return product


def _plain(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _jieba() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.ERROR)
    return jieba.Tokenizer()
