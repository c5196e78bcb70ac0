"""The days and months that a text names: what is told of the 7th is none of the 8th."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.numerals import fold
from rag.periods import find_periods, resolve
from rag.when import without_bases

_ANY_YEAR = 2001  # months are compared, no years
_DAY = re.compile(  # also without its month, which is no period
    r"(?<![\d.])(?:(?P<month>1[0-2]|0?[1-9])月)?(?P<day>[12]\d|3[01]|0?[1-9])"
    r"(?:[日号]?[至到—–~～-](?:(?P<to_month>1[0-2]|0?[1-9])月)?(?P<to>[12]\d|3[01]|0?[1-9]))?"
    r"(?:日|号(?![楼线院店台机公文令门厅馆桌]))"
)
_RELATIVE = re.compile("[上本当]个?月|前值|以来")
_SINCE = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(?:\d{1,2}日)?以来")
_ASKS_WHEN = re.compile("何时|哪一?[天年]|(?:什么|啥)时候|几月几[号日]")
_NEVER = re.compile("并未|尚未|从未|未曾|未能|未获|没有获得")
_OF_WRITING = re.compile("[今当][天日](?![（(])")  # 今天5时: the day stands above the report
_COUNTED_FROM = re.compile("[头前]一?[天日]|[次隔]日|[第隔][二三]?天")  # 8月5号的警报是头天发的


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or several in a row; ``month`` is 0 where none is told."""

    month: int
    first: int
    last: int


@lru_cache(maxsize=4096)
def days(text: str) -> tuple[Day, ...]:
    """Return the days that a text names.

    >>> days("8月5日至7日，9日又开一次")
    (Day(month=8, first=5, last=7), Day(month=0, first=9, last=9))
    """
    return tuple(
        Day(int(m["month"] or 0), int(m["day"]), _last(m)) for m in _DAY.finditer(fold(text))
    )


def _last(match: re.Match[str]) -> int:
    """Return the last day of a stretch: one that ends in another month goes on to its 31st."""
    if match["to_month"] not in (None, match["month"]):
        return 31
    return int(match["to"] or match["day"])


def of_another_day(question: str, sentence: str) -> bool:
    """Return whether a question names one day and a sentence only others.

    >>> of_another_day("8日上午市长去了哪里", "7日上午，市长赴西青区。")
    True
    """
    asked, told = days(question), days(sentence)
    if len(asked) != 1 or _COUNTED_FROM.search(question) or _OF_WRITING.search(sentence):
        return False
    return bool(told) and not any(_meet(asked[0], other) for other in told)


def _meet(one: Day, other: Day) -> bool:
    if one.month and other.month and one.month != other.month:
        return other.month < one.month and other.last == 31
    return one.first <= other.last and other.first <= one.last


def of_another_month(question: str, sentence: str) -> bool:
    """Return whether a question names one month and a sentence only others.

    >>> of_another_month("8月份的党日活动在哪办", "7月30日，党日活动在舜河村举办。")
    True
    """
    asked = _months(question)
    if asked is None or len(asked) != 1:
        return False
    since = _SINCE.findall(sentence)
    if since and min(map(int, since)) > min(asked) and sentence.count("月") == len(since):
        return True  # of 6月, 自7月20日以来 tells nothing
    told = _months(sentence)
    return told is not None and bool(told) and not asked & told


@lru_cache(maxsize=4096)
def _months(text: str) -> frozenset[int] | None:
    """Return the single months that a text names, None where it tells of longer stretches."""
    if "月" not in text:
        return frozenset()
    text = without_bases(text)
    told = [resolve(period, _ANY_YEAR) for period in find_periods(text)]
    dated = [(one.first.month, one.last.month) for one in told if one.first and one.last]
    long = any(first != last for first, last in dated) or len(dated) < len(told)
    return None if long or _RELATIVE.search(text) else frozenset(first for first, _ in dated)


def is_denied(question: str, sentence: str) -> bool:
    """Return whether a question asks when and a sentence tells, without a day, that it was not.

    >>> is_denied("他何时取得证书", "他并未取得证书"), is_denied("他何时获奖", "未能获奖后3月再战")
    (True, False)
    """
    asked = _ASKS_WHEN.search(question) and _NEVER.search(sentence)
    return bool(asked) and re.search(r"\d", sentence) is None
