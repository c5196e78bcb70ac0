"""What a question says of the figure it asks for: when, planned or reached, in total, so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.periods import STRIVE
from rag.sentence import Fact
from rag.when import When, whens

_PLAN = re.compile(
    r"目标|计划|预计|预期|力争|拟|打算|规划|将(?!近)|到20\d\d年|(?<![主重])要(?=达到|实现|完成|建成|新?[建盖修造])"
)
_GOAL = re.compile(
    rf"目标|打算|准备(?![金好了])|拟(?!定)|力争|{STRIVE}|预期|预计|(?<![比按照度原])计划"
)
_OF_GOAL = re.compile(
    r"(?:完成|实现|占)[^要，。？]{0,6}(?:目标|计划|任务)的?(?:多少|几|百分|比例)"
    r"|(?:目标|计划|任务)[^，。？]{0,3}(?:完成|实现|落实|兑现|[干做]完)了?[^，。？]{0,2}(?:几成|百分)"
)
_RESULT = re.compile(
    r"实际|完成|实现|已经?|目前|(?<![到至])现在|现有|实有|眼下|如今|(?<![能将会或])达到了?|截至"
)
TOTAL = re.compile(r"总(?![值经部书理局站体工裁结])|共(?![同享建])|全[长部区市县省]|合计|整个")
_SAME_TIME = re.compile(  # 甲区去年同期新增多少 asks of it, 比去年同期多多少 does not
    r"(?<=[\u4e00-\u9fff])(?<![比较与和跟同于])(?=[去上前]年同期(?!相比|相较|比|[增减提持的]|下降|上升|回落))"
)
_SUMMED = re.compile(r"累计|历年")
_SINCE = re.compile("(?<!今年)以来|至今|到现在|到目前|迄今|前前后后|已经?攒")
_DONE = re.compile(r"完成|实际|已")
_ELAPSED = re.compile(r"上半年|[一二三]季度|前[一二三四五六七八九十\d]+个?[月季]|^1月?[至到—–-]")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question says of the figure it asks for, read once."""

    whens: tuple[When, ...]
    plan: bool
    goal: bool
    result: bool
    total: bool
    summed: bool
    since: bool


@lru_cache(maxsize=1024)
def sought(text: str) -> Sought:
    """Return what a question says of the figure it asks for."""
    return Sought(
        whens=_asked_whens(text),
        plan=bool(_PLAN.search(text)) and not _OF_GOAL.search(text),
        goal=bool(_GOAL.search(text)) and not _OF_GOAL.search(text),
        result=bool(_RESULT.search(text)) and not _PLAN.search(text),
        total=bool(TOTAL.search(text)),
        summed=bool(_SUMMED.search(text)),
        since=bool(_SINCE.search(text)),
    )


def _asked_whens(text: str) -> tuple[When, ...]:
    """Return the periods asked about, 去年同期 by that name where no months are told before it."""
    marked = _SAME_TIME.sub("，", text)
    return tuple(
        replace(one, text=marked[one.start : one.end])
        if len(one.text) == 2 and marked[one.start : one.end].endswith("同期")
        else one
        for one in whens(marked, None)
    )


def is_done(told: Sought, fact: Fact) -> bool:
    """Return whether what was reached stands where a target is asked for, of a year say."""
    if not told.goal or fact.modality == "plan":
        return False
    half = fact.when is not None and _ELAPSED.search(fact.when.text)
    if half and not any(_ELAPSED.search(when.text) for when in told.whens):
        return True
    return fact.modality == "result" and bool(_DONE.search(fact.own))
