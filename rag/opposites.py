"""Whether a text tells the contrary of what a question asks: 最低 for 最高, 第一批 for 第二批.

Words that exclude each other in news prose and numbers of the same row; none is of one topic alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from rag.numerals import parse

_NUMBERS = "一二三四五六七八九十"
_PAIRS = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("最高", "最低"),
        ("最多", "最少"),
        ("最大", "最小"),
        ("最长", "最短"),
        ("最[早先]", "最[晚后]"),
        ("流入", "流出"),
        ("收入", "支出"),
        ("内资", "外资"),
        ("内销|国内销", "外销|出口"),
        ("进口", "(?<!进)出口"),
        ("入境", "出境"),
        ("线上", "线下"),
        ("公办", "民办"),
        ("公立", "民营|私立"),
        ("常住", "户籍"),
        ("城镇", "农村"),
        ("男(?=[性生士童工职])", "女(?=[性生士童工职])"),
        ("死亡|遇难|丧生|死者", "受伤|伤者|轻伤|重伤"),
        ("开工|动工|奠基", "竣工|完工|建成|通车|投[用运产]|开通"),
        ("资产", "负债"),
        ("起点|[南北东西]起", "终点|[南北东西]至"),
        ("上午", "下午"),
        ("上半", "下半"),
        ("小学", "[初高]中"),
        ("初中", "高中|小学"),
    )
)
_IN_ROW = re.compile(
    rf"(?P<number>首(?=[批期届轮])|第[{_NUMBERS}\d]+)(?P<row>批|期|届|轮|次|阶段|季度|名|例|代|版)"
)


def contrary(question: str, text: str) -> bool:
    """Return whether a text tells only the contrary of what a question asks.

    >>> contrary("单次最低赔付多少", "单次最高赔付58.7万元")
    True
    >>> contrary("第二批有多少家", "首批有34家，第二批有46家")
    False
    """
    return _excluded(question, text) or _another_in_row(question, text)


def _excluded(question: str, text: str) -> bool:
    return any(
        _excludes(one, other, question, text) or _excludes(other, one, question, text)
        for one, other in _PAIRS
    )


def _excludes(asked: re.Pattern[str], told: re.Pattern[str], question: str, text: str) -> bool:
    """Return whether a question names the one alone and a text the other alone."""
    return bool(
        asked.search(question)
        and not told.search(question)
        and told.search(text)
        and not asked.search(text)
    )


def _another_in_row(question: str, text: str) -> bool:
    """Return whether a text numbers a member of the same row and not the one asked for."""
    asked, told = _rows(question), _rows(text)
    return any(row in told and not numbers & told[row] for row, numbers in asked.items())


@lru_cache(maxsize=4096)
def _rows(text: str) -> dict[str, frozenset[Decimal | None]]:
    """Return the numbers that a text gives in each row: ``{"批": {1}}`` for 首批."""
    found: dict[str, frozenset[Decimal | None]] = {}
    for m in _IN_ROW.finditer(text):
        found[m["row"]] = found.get(m["row"], frozenset()) | {_value(m["number"])}
    return found


def _value(number: str) -> Decimal | None:
    """Return what 首, 第二 or 第12 counts."""
    parsed = parse("一" if number == "首" else number.removeprefix("第"))
    return parsed[0] if parsed else None
