"""When a page was printed, as far as it says so: nothing here is guessed from what it tells about.

A date counts as the day of printing in the page's own line (masthead, 发布时间), beside the names
of who wrote and in an agency's dateline; the year that 「今年」 means also follows from what a page
says of its own year, or from two weaker signs that agree.
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
_NAMED_THIS = re.compile(r"今年(?:被)?(?:作为|[确选]?定为|列为|称为|是|为)[“「]([^”」]{2,12})[”」]")
_SINCE = re.compile(  # 曾于2019年9月印发…。两年来
    r"[于在自从]([12]\d{3})年(?:\d{1,2}月)?(?:\d{1,2}日)?[^。]{0,60}。?[^。]{0,8}?"
    r"([一两二三四五六七八九十])年多?[以]?来"
)
_IN_TURN = re.compile(  # 今年初见成效，2022年底前明显突破，2023年底前基本形成
    r"今年[^。\d]{0,40}?[，,、；]\s*([12]\d{3})年[^。\d]{0,40}?[，,、；]\s*([12]\d{3})年"
)
_OF_YEAR = re.compile(r"(?:发布|公布|揭晓|表彰|评选|颁发|命名)了?[^。\d]{0,8}([12]\d{3})年度")
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
    gives nothing. Two of three weaker signs give it where they agree: what is counted from a year
    (``"于2019年印发。两年来"``), what follows in turn (``"今年…，2022年…，2023年…"``), and what is
    awarded for one (``"发布2021年度…名单"``).
    """
    if plan := _PLAN.search(text):
        number = _small_number(plan[1])
        first = _FIRST_PLAN_YEAR if number == 1 else _THIRD_PLAN_YEAR + 5 * (number - 3)
        return first + 4 if plan[2] in ("收官", "收尾", "最后一") else first
    years = {int(next(filter(None, match.groups()))) for match in _THIS_YEAR.finditer(text)}
    years |= _named_years(text)
    return years.pop() if len(years) == 1 else None if years else _agreed_year(text)


def _named_years(text: str) -> set[int]:
    """Return the years that carry the name of this one: 2020年度“聚焦提升年”, and 今年作为 it."""
    return {
        int(match[1])
        for name in _NAMED_THIS.findall(text)
        for match in re.finditer(rf"([12]\d{{3}})年度?(?:是|为)?[“「]{re.escape(name)}[”」]", text)
    }


def _agreed_year(text: str) -> int | None:
    """Return the year that at least two weaker signs give and none contradicts."""
    since = {
        int(year) + _small_number(count.replace("两", "二")) for year, count in _SINCE.findall(text)
    }
    turn = {int(one) - 1 for one, next_ in _IN_TURN.findall(text) if int(next_) == int(one) + 1}
    told = [signs for signs in (since, turn, set(map(int, _OF_YEAR.findall(text)))) if signs]
    years = set().union(*told)
    return years.pop() if len(told) > 1 and len(years) == 1 else None


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
