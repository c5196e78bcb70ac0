"""When a page was printed, as far as it says so: nothing here is guessed from what it tells about.

A date counts as the day of printing in the page's own line (masthead, 发布时间), beside the names
of who wrote and in an agency's dateline; the year that 「今年」 means also follows from what a page
says of its own year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from rag.layout import Block
from rag.lines import is_dateline

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_DATE = re.compile(
    r"([12]\d{3})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})(?!\d)"
    r"|([12〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_PLAN = re.compile(
    r"今年(?:是|既是|正是|作为)[^。]{0,60}?[“「\"]?([一二三四五六七八九十]{1,3})五[”」\"]?规划[^。，]{0,6}?"
    r"(收官|收尾|最后一|开局|起步|第一|首)"
)
_THIS_YEAR = re.compile(
    r"今年[（(]\s*([12]\d{3})\s*年?\s*[）)]|今年是\s*([12]\d{3})\s*年"
    r"|([12]\d{3})\s*年\s*(?:截至目前|以来|[，,]?截至目前|至今|至目前)|截至目前[，,]?\s*([12]\d{3})\s*年已"
)
_FIRST_PLAN_YEAR = 1953  # the first five-year plan ran from 1953 to 1957
_THIRD_PLAN_YEAR = 1966  # the third began in 1966 after three years between plans


def published(blocks: Iterable[Block]) -> str | None:
    """Return the ISO date that these blocks give as the day of printing, or None."""
    for block in blocks:
        if block.role == "byline":
            found = _first_date(block.plain)
        elif block.role == "body" and is_dateline(block.text):
            found = _first_date(re.split(r"[讯电]|消息", block.text[:50], maxsplit=1)[0])
        else:
            found = None
        if found:
            return found.isoformat()
    return None


def this_year(text: str) -> int | None:
    """Return the year that 「今年」 means in a text, where the text says so.

    ``"今年是“十三五”规划收官之年"`` gives 2020, ``"2021年截至目前"`` gives 2021, a date of an event
    gives nothing.
    """
    if plan := _PLAN.search(text):
        number = _small_number(plan[1])
        first = _FIRST_PLAN_YEAR if number == 1 else _THIRD_PLAN_YEAR + 5 * (number - 3)
        return first + 4 if plan[2] in ("收官", "收尾", "最后一") else first
    years = {int(next(filter(None, match.groups()))) for match in _THIS_YEAR.finditer(text)}
    return years.pop() if len(years) == 1 else None


def _first_date(text: str) -> date | None:
    found = _DATE.search(unicodedata.normalize("NFKC", text))
    if not found:
        return None
    year, month, day = (part for part in found.groups() if part)
    numbers = int(year.translate(_DIGITS)), _small_number(month), _small_number(day)
    try:
        return date(*numbers)
    except ValueError:
        return None


def _small_number(written: str) -> int:
    """Return a number below 100 written in either way: ``"26"`` and ``"二十六"`` give 26."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (int(tens.translate(_DIGITS) or 1) * 10 if ten else 0) + int(
        ones.translate(_DIGITS) or 0
    )
