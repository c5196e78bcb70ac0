"""The sides of one thing that a question compares: its years, its holidays, target and result.

Each side becomes a plain question of its own, with a name: 「甲县2024年产量比2023年多多少」 asks
for 2024年 and 2023年.
"""

from __future__ import annotations

import re

from rag.derivation import operation_of, plain, without_gap, without_rate
from rag.periods import find_periods
from rag.regions import find_regions, innermost
from rag.years import against, from_to, side_by_side

_HOLIDAY = (
    r"(?:元旦|春节|清明|(?<!周)[“\"]?五一[”\"]?|端午|中秋|国庆|暑期|寒假|上半年|下半年|前[一二三两]个?季度"
    r"|(?<!前)[一二三四]季度)"
)
_CHANGE = re.compile(
    r"(?:一共|总共|共)?(?:增加|增长|减少|下降|提高|上升|变化|多|少)了?(?:多少|几|百分之)[^,，?？]*[?？]?$"
)
_GOAL = re.compile(
    r"(?:年初|当初|原先|原来|原本|此前|事先|既定|预定|年度|全年|原)*的?(?:定下?的?|制定的?|确定的?)?"
    r"(?:目标|计划|任务|预期)(?:任务|数|值)?(?![\u4e00-\u9fff]*?(?:投资|实施|开工))"
)
_REACHED = re.compile(
    r"[,，]?(?:有没有|是否|是不是|能否|到底)?(?:超额完成|超过|达到|完成|实现|超|达成|比|离|距离?|与|和|跟)了?$"
)
_DEED = re.compile(
    r"(?:实际|最后|最终|结果)*(?P<deed>[\u4e00-\u9fff]{2})(?:了)?(?:多少|几)(?P<unit>[^,，?？]*)"
)
_SEVERAL = re.compile(rf"{_HOLIDAY}(?:假期)?(?:(?:和|与|、|跟|以及){_HOLIDAY}(?:假期)?)+")
_AGAINST = re.compile(
    rf"(?P<one>{_HOLIDAY}).+?(?P<phrase>[比较](?P<other>{_HOLIDAY}(?:假期|期间)?))"
)


def sides(text: str) -> list[tuple[str, str]]:
    """Return (question, name) of each side that a question compares in time; [] for none.

    >>> [name for _, name in sides("甲县哪一年产量更高,2023年还是2024年?")]
    ['2023年', '2024年']
    """
    return _by_year(text) or _over_years(text) or _of_goal(text) or _of_holidays(text)


def _by_year(text: str) -> list[tuple[str, str]]:
    """Return the sides of 「甲县2024年产量比2023年多多少」, and years named side by side."""
    found = against(text)
    if found is None:
        return _of_each_year(text)
    phrase, other = found
    rest = _asked_once(text.replace(phrase, "", 1).lstrip(",，"), text)
    periods = [p for p in find_periods(rest) if p.year is not None]
    if not rest or not periods or periods[0].year is None:
        return []
    first = periods[0]
    own = re.sub(r"\d{4}年?", _year_of(other, periods[0].year), first.text, count=1)
    second = other if len(other) > len("2024年") else own
    if second == first.text:
        return []
    bare = rest[: first.start] + rest[first.end :]
    names = (first.text, second) if second[:4] == first.text[:4] else (first.text[:5], second[:5])
    return [
        (_told_of(bare, when, first.start), name)
        for when, name in zip((first.text, second), names, strict=True)
    ]


def _year_of(other: str, year: int | None) -> str:
    """Return the year that 比2023年 or 比上年 names."""
    return other[:5] if re.match(r"\d{4}", other) else f"{(year or 0) - 1}年"


def _told_of(bare: str, when: str, place: int) -> str:
    """Return a question with its period, before a holiday of it: 2024年“五一”假期."""
    holiday = re.search(_HOLIDAY, bare[:place])
    at = holiday.start() if holiday else place
    return bare[:at] + when + bare[at:].lstrip(",，" if holiday is None and not at else "")


def _asked_once(rest: str, text: str) -> str:
    """Return the question for one year, "" where a change over years is not what is asked."""
    operation = operation_of(text)
    if operation == "growth":
        return f"{without_rate(rest.rstrip('?？。的,')).rstrip('的,')}是多少?"
    if operation != "difference":
        return ""
    asked = plain(rest)
    return asked.text if asked.operation else without_gap(rest)


def _of_each_year(text: str) -> list[tuple[str, str]]:
    """Return a question for each of several years named side by side: 2022年、2023年."""
    asked = plain(text).text
    run = side_by_side(asked)
    if not run:
        return []
    begin, end = run[0].start, run[-1].end
    rest = re.sub(r"(?:分别|各自|各)(?=是|为|有|多少|达|新增|完成)", "", asked[end:])
    rest = re.sub("^(?:这)?[两二三四五]年(?:间|里)?的?", "", rest)
    before = asked[:begin].rstrip(",，")
    return [(before + period.text + rest, period.text) for period in run]


def _over_years(text: str) -> list[tuple[str, str]]:
    """Return the sides of 「从2023年到2024年增加了多少」."""
    found = from_to(text)
    change = _CHANGE.search(text)
    if found is None or change is None:
        return []
    phrase, one, other = found
    unit = re.search("(?:多少|几)(?P<unit>[^,，?？]*)", change[0])
    thing = text[: change.start()].replace(phrase, "\0", 1).rstrip(",，的")
    asked = f"{thing}是多少{unit['unit'] if unit else ''}?".replace("\0,", "\0")
    return [(asked.replace("\0", when), when) for when in (other, one)]


def _of_goal(text: str) -> list[tuple[str, str]]:
    """Return result and target where the question asks by how much they differ."""
    goal = _GOAL.search(text)
    if goal is None or operation_of(text) != "difference":
        return []
    if len(innermost(find_regions(text))) > 1 and not re.search("实际|完成|超", text):
        return []  # both targets are asked for
    if re.match("(?:数|值)?比(?!实际|完成|原|计划|预期|年初)", text[goal.end() :]):
        return []  # 目标比“月亿楼”多几座: against another thing
    thing = _REACHED.sub("", text[: goal.start()]).rstrip(",，的")
    asked = [m for m in _DEED.finditer(text[goal.start() :]) if m["deed"] not in _EMPTY]
    deed = asked[0]["deed"] if asked else ""
    gap = re.search(r"(?:多少|几)(?P<unit>[^,，?？]{0,4})[?？]?$", text)
    unit = (asked[0]["unit"] if asked else "") or (gap["unit"] if gap else "")
    if not thing:
        return []
    done = "实际" if deed else "实际完成"
    return [
        (f"{thing}{done}{deed}多少{unit}?", "实际"),
        (f"{thing}{'计划' if deed else '的目标是'}{deed}多少{unit if deed else ''}?", "目标"),
    ]


_EMPTY = (
    "目标",
    "计划",
    "任务",
    "预期",
    "相差",
    "超额",
    "超出",
    "超过",
    "实际",
    "分别",
    "完成",
    "标是",
    "别是",
    "还差",
)


def _of_holidays(text: str) -> list[tuple[str, str]]:
    """Return the sides where holidays or parts of a year stand side by side."""
    run = _SEVERAL.search(text)
    if run is not None:
        names = [match[0] for match in re.finditer(_HOLIDAY, run[0])]
        rest = re.sub("^(?:这?[两三四]个?)?(?:小?长?假期?|期间|节日)?[,，]?", "", text[run.end() :])
        tail = "假期" if "假" in text else ""
        bare = plain(f"{text[: run.start()]}{names[0]}{tail}{rest}").text
        bare = re.sub("(?:分别|各自|各|都)(?=是|为|有)", "", bare)
        bare = bare if re.search("多少|几", bare) else f"{bare.rstrip('?？,，的')}是多少?"
        return [(bare.replace(names[0], name, 1), name.strip('“”"')) for name in names]
    one = _AGAINST.search(text)
    if one is None or one["one"] == one["other"]:
        return []
    asked = plain(text.replace(one["phrase"], "", 1))
    if asked.operation != "difference":
        return []
    other = re.sub("假期|期间", "", one["other"])
    told = (one["one"], other)
    return [(asked.text.replace(told[0], name, 1), name.strip('“”"')) for name in told]
