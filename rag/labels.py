"""Where digits stand in a text and measure nothing: words, clock times, codes and names."""

from __future__ import annotations

import re

from rag.numerals import STARTS
from rag.units import UNIT

CLOCK = (
    r"(?:(?<![\d比例为])(?:[01]?\d|2[0-4])[:：][0-5]\d(?::[0-5]\d)?(?!\d)"
    r"|(?<![\d.])(?:[01]?\d|2[0-4])\s?(?:时(?!速)(?:[0-5]?\d分|许|整)?"
    r"|点(?:[0-5]?\d分|[0-5]\d(?=[起至到前后，,。—-])|半|整|许|钟|(?![\d建意要希体启措]))))"
)
"""A time of day in digits: 6时30分, 21:30."""

_WORDS = re.compile(
    rf"(?=[{STARTS}周星礼统唯专单逐同长珠])(?:"
    r"[\d〇零一二三四五六七八九][0零〇]后"  # 80后
    rf"|{CLOCK}"
    r"|(?<![\d.])(?<!拘留)[0-3]?\d日(?!以[下内上]|内(?![蒙地外环部涝])|的?(?:行政)?拘留)"
    r"|(?<!\d)\d{2}年代|[一二三四五六七八九]十年代"
    r"|(?:周|星期|礼拜)[一二三四五六](?![个家年])|[统唯专单逐同]一|万一|一定|十分(?!之|钟)|[长珠]三角)"
)
_CODES = re.compile(
    r"(?=[A-Za-z\d])(?:(?<![A-Za-z\d])[A-Za-z]+-?\d+(?:\.\d+)?[A-Za-z\d]*"  # G20, COVID-19
    rf"|(?<![\d.,])(?:\d{{1,3}}(?:,\d{{3}}){{1,6}}|\d+)(?:\.\d+)?(?!{UNIT})"
    r"-?[A-Za-z][A-Za-z\d]*"  # 5G, 4A, 7-ELEVEn
    r"|(?<=[（(])\d{5,6}(?=[)）]|\.(?:SH|SZ|HK|BJ))"  # a share's code
    r"|(?<!\d)\d+(?:\+(?:\d+|[A-Z]))+|(?<!\d)\d{16,}|0\d{2,3}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<![\d.,])0\d+(?![\d.])"
    r"|(?<![\d.])\d{3,}(?=[^，,。；;\d]{0,6}热线)"
    r"|(?<![\d.])(?:[15]0|[1-5]00)(?=强(?![度于烈大化制])))"  # 世界500强
)
_QUOTED = re.compile(
    r"[“「『‘〈]([^“”「」『』‘’〈〉，。；！？…\n]{1,20})[”」』’〉]|《([^《》\n]{1,40})》"
)

_CORRECTED = re.compile(r"应当?[为是]|更正为|订正为")  # “学位1080个”应为“学位1800个”: both are told

Spans = list[tuple[int, int]]


def words(folded: str) -> Spans:
    """Return where numerals are part of a word or a clock time: 80后, 统一, 8:30, 星期三."""
    return [match.span() for match in _WORDS.finditer(folded)]


def codes(folded: str) -> Spans:
    """Return where digits are a code: 5G, 4A, 1+467, a telephone number, 12345热线, 500强."""
    return [match.span() for match in _CODES.finditer(folded)]


def names(text: str) -> Spans:
    """Return the insides of quoted names and titles.

    A quoted sentence is speech and no name; nor is what a correction quotes.
    """
    return [
        match.span(match.lastindex or 0)
        for match in _QUOTED.finditer(text)
        if match[1] is None
        or not (
            _CORRECTED.match(text, match.end())
            or _CORRECTED.search(text, max(0, match.start() - 4), match.start())
        )
    ]
