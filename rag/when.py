"""The period that holds for what stands at a place of a text: its days, its holiday, its year.

A year told once holds for the months that follow it (2024年…，上半年…); 今年 and 去年 are counted
from the year of the article, and stay words where it tells none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from rag.periods import Period, find_periods, resolve

Sort = Literal["stretch", "stock", "day", "span", "now"]

_HOLIDAY = re.compile(
    r"[“\"]?(元旦|春节|清明|(?<!周)五一|端午|中秋|国庆|暑期|暑假|寒假|春运|双十[一二]|(?<![\d.])618(?![\d.])|(?<=年)[春夏秋冬][季天]|汛期|采暖季)[”\"]?"
    r"(?:、[“\"]?国庆[”\"]?)?(?:小?长?假期?|节?假期|黄金周|期间|假日)?"
)
_AGO = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "年内": 0, "明年": 1, "后年": 2}
_GLOSS = re.compile(r"[（(][^（）()]{1,12}[)）]")
_SAME = {"暑假": "暑期", "春天": "春季", "夏天": "夏季", "秋天": "秋季", "冬天": "冬季"}
_MOST_OF_A_YEAR = 360  # days
_BASIS = re.compile(
    r"(?:[比较]|[高低快慢优好多少]于|超过|[农阴]历)$"
)  # 比2023年增长: measured against, not told of; 农历六月 is not June
_OF_WRITING = re.compile("[今去本上前明后当]年")
_MEASURED = re.compile(
    r"(?:同期|全年)?(?:相比|比较|相较|比(?=[,，一增多少高低])|的?(?:几|多少|[\d.]+)倍)|年?初?(?:定|确定|制定|提出|设定)[下的了]"
)
_SAME_TIME = re.compile(  # 。去年同期5876人 tells of it, 比去年同期多342人 measures against it
    r"(?<![^，,。；;：（(\n而])[去上前]年同期(?!相比|相较|比|[增减提持的]|下降|上升|回落)"
)
_YEAR = re.compile(rf"^(?:\d{{4}}年|{'|'.join(_AGO)})度?")
_AS_OF = re.compile(r"(?:截至|截止|截止到|截至到|到|至|自|从)$")
_NUMBERED = re.compile(r"第\d+号")  # 今年第6号台风 tells its name, and not of when
_EVENT = re.compile("(?:举[行办]|召开|[承主]办|参加|出席|启动)了?$")  # 举行2023年…会议 names it
_RANKED = re.compile(  # 今年入夏以来第一场: the day it came is told elsewhere
    r"(?:[今去]年|\d{4}年|近[\d一二三四五六七八九十]+年)(?:入[春夏秋冬汛伏])?(?:以来|来)[^，。；,]{0,10}?(?:第一|首[次场个轮]|最|新[高低])"
)
_EDGE = re.compile(r"[底末初]$")


@dataclass(frozen=True, slots=True)
class When:
    """A period as written at ``text[start:end]``, with its days where they are known.

    ``sort``: over a ``stretch`` (上半年), as of a day (``stock``: 截至5月底), on a ``day``, a
    ``span`` counted back from then (五年来), or ``now``. ``name`` is that of a holiday.
    """

    start: int
    end: int
    text: str
    sort: Sort
    first: date | None
    last: date | None
    year: int | None
    name: str | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """Return first and last day, None where one is unknown."""
        return (self.first, self.last) if self.first and self.last else None

    @property
    def ago(self) -> int | None:
        """Return how many years it is from the one of writing, 去年 -1; None where no word says."""
        return _AGO.get(self.text[:2])

    @property
    def is_part(self) -> bool:
        """Return whether it is less than a whole year."""
        if self.name is not None:
            return True
        return self.days is not None and (self.days[1] - self.days[0]).days < _MOST_OF_A_YEAR

    def of_years(self, place: int, count: int) -> When | None:
        """Return one of as many years as a period has: the second of 2020—2022年 is 2021."""
        if self.days is None or self.days[1].year - self.days[0].year + 1 != count:
            return None
        year = self.days[0].year + place
        return replace(self, first=date(year, 1, 1), last=date(year, 12, 31), year=year)

    @property
    def is_years(self) -> bool:
        """Return whether it is longer than a year."""
        return self.days is not None and (self.days[1] - self.days[0]).days > 366


@lru_cache(maxsize=8192)
def whens(text: str, year: int | None, scene: When | None = None) -> tuple[When, ...]:
    """Return the periods that a text speaks of, in order; ``year`` is what 今年 means in it.

    ``scene`` is the one that the text before it speaks of: of its year 全年 and 上半年 are, of its
    months 去年同期 is. What a change is measured against (比2023年, 与上年相比) is none of them.

    >>> [(w.text, w.sort, str(w.last)) for w in whens("截至5月底，累计建成126家", 2024)]
    [('5月底', 'stock', '2024-05-31')]
    """
    told: list[When] = []
    current = year if scene is None or scene.year is None else scene.year
    for period in find_periods(text):
        if _is_basis(text, period):
            continue
        if _SAME_TIME.match(text, period.start):
            told.append(_same_time(period, told[-1] if told else scene, year))
            continue
        solved = resolve(period, year if _OF_WRITING.search(period.text) else current)
        one = _when(text, solved)
        if solved.year is not None and period.kind not in ("deadline", "span", "now"):
            current = solved.year
        told.append(one)
    return tuple(_with_holidays(text, told, current))


def leads_all(text: str, when: When) -> bool:
    """Return whether a period is of all that a sentence tells behind it: 发布2023中报：….

    >>> leads_all("2023中报显示，营收6.7亿元", whens("2023中报显示", None)[0])
    True
    """
    return (
        re.match(
            "[年季]?报告?显示|(?:业绩|[财中季年]报|数据|成绩单)(?:报告)?[：:]", text[when.end :]
        )
        is not None
    )


def _is_basis(text: str, period: Period) -> bool:
    if _NUMBERED.match(text, period.end) or _RANKED.match(text, period.start):
        return True
    before = text[max(0, period.start - 2) : period.start]
    after = text[period.end : period.end + 4]
    if _BASIS.search(before) or _MEASURED.match(after):
        return True
    if period.kind == "year" and _EVENT.search(text[max(0, period.start - 3) : period.start]):
        return True
    return text.startswith("同期", period.end) and not _SAME_TIME.match(text, period.start)


def without_bases(text: str) -> str:
    """Return a text without the periods that it only measures against.

    >>> without_bases("去年招生4万人，比上年增加2万人")
    '去年招生4万人，比增加2万人'
    """
    for period in reversed(find_periods(text)):
        if _is_basis(text, period):
            text = text[: period.start] + text[period.end :]
    return text


def _same_time(period: Period, before: When | None, year: int | None) -> When:
    """Return what 去年同期 means after a period: the same months of the year before."""
    words = period.text + (_YEAR.sub("", before.text) if before else "")
    base = before.year if before and before.year else year
    solved = resolve(next(iter(find_periods(words)), period), base)
    one = When(
        period.start, period.end + 2, words, "stretch", solved.first, solved.last, solved.year
    )
    return replace(one, sort=before.sort, name=before.name) if before else one


def _when(text: str, period: Period) -> When:
    edge = bool(_EDGE.search(period.text))
    as_of = bool(_AS_OF.search(text[max(0, period.start - 3) : period.start]))
    sort: Sort = "stretch"
    if period.kind in ("span", "now"):
        sort = period.kind
    elif edge or (as_of and period.kind in ("day", "month", "year")):
        sort = "stock"
    elif period.kind == "day" and not _is_range(period):
        sort = "day"
    return When(period.start, period.end, period.text, sort, period.first, period.last, period.year)


def _is_range(period: Period) -> bool:
    """Return whether days are told from one to another, 8月10日到11日, of whatever year."""
    solved = resolve(period, 2001)
    return solved.first != solved.last


def _with_holidays(text: str, told: Sequence[When], year: int | None) -> list[When]:
    """Return the periods, a holiday joined to the year right before it (2024年“五一”假期)."""
    found = list(told)
    for match in _HOLIDAY.finditer(text):
        if match[0][0] in '“"' and not re.search('[”"]', match[0][1:]):
            continue  # “暑期消费节” is a name
        name = _SAME.get(match[1], match[1])
        gloss = _GLOSS.match(text, match.end())  # 暑期（7—8月）
        if gloss:
            found = [one for one in found if not gloss.start() <= one.start < gloss.end()]
        near = next((one for one in found if 0 <= match.start() - one.end <= 1), None)
        if near is not None:
            named = replace(near, end=match.end(), text=text[near.start : match.end()], name=name)
            found[found.index(near)] = replace(named, first=None, last=None)
            continue
        before = [one.year for one in found if one.end <= match.start() and one.year is not None]
        own = before[-1] if before else year
        found.append(When(match.start(), match.end(), match[0], "stretch", None, None, own, name))
    return sorted(found, key=lambda one: one.start)


def agree(asked: When, told: When) -> bool:
    """Return whether what is told of one period can answer for another.

    An unknown year agrees with any; a part of a year never stands for the whole, nor the whole for
    a part, nor several years for one. 去年 and 今年 are two whatever the year.
    """
    if _words_differ(asked, told):
        return False
    if "now" in (asked.sort, told.sort) or asked.sort == "span":
        return True
    if told.sort == "span":  # 五年来 is no single year, 近年来 says little
        return not asked.year or not re.search(r"[两二三四五六七八九十\d]", told.text)
    if _years_differ(asked, told):
        return False
    if asked.name or told.name:
        return asked.name == told.name
    if told.sort == "day" and asked.sort != "day":
        return _holds_day(asked, told)
    if "stock" in (asked.sort, told.sort):
        return _same_end(asked, told)
    return _ends_by(asked, told) if told.text.endswith("前") else _covers(asked, told)


def _covers(asked: When, told: When) -> bool:
    """Return whether two periods are the same months, as far as is known."""
    return _shape(asked) == _shape(told) or None in (_shape(asked), _shape(told))


def _ends_by(asked: When, told: When) -> bool:
    """Return whether months asked about end where a deadline lies: 上半年 is not over 年底前."""
    days = asked.days or _dated(asked)
    ends = [resolve(period, 2001).last for period in find_periods(told.text)]
    last = ends[-1] if ends else None
    if days is None or last is None or (days[1] - days[0]).days > _MOST_OF_A_YEAR:
        return True
    return (days[1].month, days[1].day) == (last.month, last.day)


def _words_differ(asked: When, told: When) -> bool:
    return None not in (asked.ago, told.ago) and asked.ago != told.ago


def _years_differ(asked: When, told: When) -> bool:
    if asked.ago and told.ago is None and None in (asked.year, told.year):
        return True  # of an article without a year nothing shows that it is of 去年
    if told.first and not told.last and asked.year and told.first.year < asked.year:
        return True  # 2019年以来 is more than the year asked about
    one_year = not (asked.is_years or told.is_years)
    return bool(one_year and asked.year and told.year and asked.year != told.year)


def _holds_day(asked: When, told: When) -> bool:
    if asked.days and told.days:
        return asked.days[0] <= told.days[0] <= asked.days[1]
    days, day = asked.days or _dated(asked), told.days or _dated(told)
    if days is None or day is None or days[0].year != days[1].year:
        return True
    first, last, one = ((d.month, d.day) for d in (*days, day[0]))
    return first <= one <= last


def _same_end(asked: When, told: When) -> bool:
    """Return whether two periods end on one day; a year's stock is that of its last day."""
    if asked.last is None or told.last is None:
        ends = _dated(asked), _dated(told)
        if asked.sort == "stretch" or ends[0] is None or ends[1] is None:
            return True
        return (ends[0][1].month, ends[0][1].day) == (ends[1][1].month, ends[1][1].day)
    if asked.sort == "stretch" and not asked.is_part and asked.last.year == told.last.year:
        return True
    return asked.last == told.last


def _shape(when: When) -> tuple[int, ...] | None:
    """Return which months a period covers, over how many years."""
    days = when.days or _dated(when)
    if days is None:
        return None
    return (days[1].year - days[0].year, days[0].month, days[0].day, days[1].month, days[1].day)


def _dated(when: When) -> tuple[date, date] | None:
    """Return the days of a period without its year as those of some year."""
    for period in find_periods(when.text):
        solved = resolve(period, 2001)
        if solved.first and solved.last:
            return solved.first, solved.last
    return None
