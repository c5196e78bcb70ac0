"""Times of day in Chinese news text: 6时30分, 晚上9点半, 21:30. None is a quantity."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from rag.figures import Figure
from rag.labels import CLOCK
from rag.numerals import fold, parse

_DAYPART = r"(?:凌晨|清晨|早上?|早晨|上午|中午|午后|下午|傍晚|晚上?|夜[里间]|当[日天晚]|次日)?"
_WRITTEN = (  # 九点 may begin a list, 九点半 and 晚上九点 don't
    r"(?<=[晨早上午晚])(?:十[一二]?|[一二三四五六七八九两])点(?!\d)半?"
    r"|(?<![十\d])(?:十[一二]?|[一二三四五六七八九两])点[半整钟许]"
)
_HOUR = re.compile(
    rf"{_DAYPART}(?P<time>{CLOCK}|{_WRITTEN})(?:[-—–~～至到]{{1,2}}{_DAYPART}(?:{CLOCK}|{_WRITTEN}))?"
)
_PARTS = re.compile(r"(\d+|[一二三四五六七八九十两]+)(?:\D+(\d+))?")
_LATE = re.compile("下午|午后|傍晚|晚|夜")


@lru_cache(maxsize=8192)
def find_hours(text: str) -> tuple[Figure, ...]:
    """Return the times of day in a text, 8:30至17:00 as one; the value is its first minute.

    >>> [(hour.text, int(hour.value)) for hour in find_hours("首班车6时30分，末班车晚上9点半")]
    [('6时30分', 390), ('晚上9点半', 1290)]
    """
    return tuple(
        Figure(*m.span(), text[m.start() : m.end()], _minutes(m), None, "", "clock", None)
        for m in _HOUR.finditer(fold(text))
    )


def _minutes(match: re.Match[str]) -> Decimal:
    told = _PARTS.search(match["time"])
    hour, minute = told.groups() if told else ("0", None)
    value = parse("二" if hour == "两" else hour)
    hours = value[0] if value else Decimal(0)
    hours += 12 * (hours < 12 and bool(_LATE.match(match[0])))
    return 60 * hours + Decimal(minute or (30 if "半" in match["time"] else 0))
