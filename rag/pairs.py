"""Two things side by side in one question: a question for each of them.

「电话咨询和网上咨询哪个多」, 「责任清单比权力清单多几项」, 「税收占财政收入的比重」. What is worked
out of the two figures is ``derivation``'s; regions and years are not compared here.
"""

from __future__ import annotations

import re

from rag.derivation import SHARE, TIMES, plain
from rag.periods import find_periods
from rag.regions import find_regions
from rag.things import thing_end

_WHICH = re.compile(
    r"[,，]?(?:(?:是|到底)?哪一?[个类项种处家条座边方]|谁)的?(?P<measure>[^,，?？]{0,6}?)(?:更|最|比较)?"
    r"(?P<how>[多高大长少低小短快慢宽窄深浅重轻])(?:一些|些)?(?=[,，?？]|$)"
)
_EXTENT = {
    "长": "长",
    "短": "长",
    "宽": "宽",
    "窄": "宽",
    "深": "深",
    "浅": "深",
    "重": "重",
    "轻": "重",
}
_OF_THING = {"高": "有多高", "大": "面积有多大", "小": "面积有多大"}  # 收入高 is more of it
_LASTS = re.compile("时间|时长|工期|期限|周期|历时|年限")
_LINK = re.compile("和|与|跟|还是")
_UNIT = re.compile(r"(?:多少|几)(?P<unit>[^,，?？]*)[?？]?$")
_ASKED = re.compile(r"(?:分别|各自|各)?(?:是|有|为)?(?:多少|几)[^,，?？]*[?？]?$")
_NO_THING = re.compile(r"[多少几谁]|什么|哪")
_NO_RIVAL = re.compile(
    "[去上前同]|全[国省市]|年?初|计划|目标|[一几]?年前|以前|之前|原[来先]|平[时日]|往[年常]"
)
_WHOLE = re.compile(r"全[市省区县]|[\u4e00-\u9fff]{2,3}[市省](?:全[市省])?")


def either(text: str) -> list[str]:
    """Return a question for each of two things that are compared: 电话咨询和网上咨询哪个多.

    [] where no two things stand side by side.
    """
    asked = plain(text)
    which = _WHICH.search(text)
    if which is None and asked.operation not in ("difference", "sum"):
        return []
    unit = _UNIT.search(asked.text if which is None else text)
    tail = f"是多少{unit['unit'] if unit else ''}?"
    if which is not None:
        clause = text[: which.start()]
        tail = _how(clause, which["measure"], which["how"]) or tail
        return _of_several(clause, which["measure"], tail) or _asked_of(
            clause, which["measure"], tail
        )
    asking = _ASKED.search(asked.text)
    clause = asked.text[: asking.start()] if asking else asked.text.rstrip("?？")
    return _asked_of(clause, "", tail) or _one_against(clause, tail)


def _how(clause: str, measure: str, how: str) -> str:
    """Return how far, wide or heavy each thing is asked to be; "" where a number of it is asked.

    >>> _how("2号线和1号线", "", "长")
    '有多长?'
    """
    if _LASTS.search(measure or clause):
        return ""
    if how in _EXTENT:
        return f"有多{_EXTENT[how]}?"
    alone = not measure and thing_end(clause) == len(clause)
    return f"{_OF_THING[how]}?" if alone and how in _OF_THING else ""


def _of_several(clause: str, measure: str, tail: str) -> list[str]:
    """Return a question for each of three or more things named: 甲工程、乙工程和丙工程."""
    things = re.split("、|以及|和|与", clause)
    if len(things) < 3 or any(thing_end(thing) != len(thing) for thing in things):
        return []
    return [f"{thing}{measure}{tail}" for thing in things]


def _asked_of(clause: str, measure: str, tail: str) -> list[str]:
    """Return the two questions of 「A和B的M」; ``measure`` is what is asked of both behind it."""
    link = next((m for m in reversed(list(_LINK.finditer(clause))) if m.start()), None)
    if link is None:
        return []
    left, right = clause[: link.start()], clause[link.end() :]
    lead, one = _lead(left, thing_end(right) == 0)
    other, mark, head = right.partition("的")
    if mark and "的" in one:  # 募到的资金和收到的物资
        other, mark, head = right, "", ""
    elif "的" in one:
        begin, one = one.rsplit("的", 1)
        lead += f"{begin}的"
    if _no_thing(one) or _no_thing(other):
        return []
    period = next((p for p in find_periods(one) if p.end < len(one)), None)
    shared = one[: period.end] if period and not find_periods(other) else ""
    behind = f"{mark}{head}{measure}{tail}"
    return [f"{lead}{one}{behind}", f"{lead}{shared}{other}{behind}"]


def _one_against(clause: str, tail: str) -> list[str]:
    """Return the two questions of 「A比B」, what is measured behind B being asked of A too."""
    left, link, right = clause.rpartition("比")
    lead, one = _lead(left)
    if "的" in one:
        begin, one = one.rsplit("的", 1)
        lead += f"{begin}的"
    if not link or _no_thing(one) or _no_thing(right) or _NO_RIVAL.match(right):
        return []
    end = thing_end(right)
    measure = right[end:] if end and thing_end(one) == len(one) else ""
    return [f"{lead}{one}{measure}{tail}", f"{lead}{right}{tail}"]


def _lead(left: str, of_one: bool = True) -> tuple[str, str]:
    """Return what both things share before the first, a region or a clause, and the first.

    ``of_one``: both may be of a thing named first, 望海园的绿地和水面.
    """
    ends = [*(m.end for m in find_regions(left)), thing_end(left) if of_one else 0]
    end = max([left.rfind(",") + 1, *(end for end in ends if end < len(left))])
    if left[end : end + 1] == "的":
        end += 1
    return left[:end], left[end:]


def _no_thing(words: str) -> bool:
    return not 2 <= len(words) <= 18 or bool(_NO_THING.search(words) or find_regions(words))


def ratio(text: str) -> tuple[str, str] | None:
    """Return the two questions that a share or a multiple is worked out of.

    「甲区占全市新增就业的比重」 asks for 甲区新增就业 and 全市新增就业, 「甲县税收收入占财政收入的
    比重」 for two figures of 甲县, and so does 「甲县的小麦面积是玉米面积的几倍」.
    """
    times = TIMES.search(text)
    match = SHARE.search(text) or times
    if match is None or (
        match is times and (find_regions(match["of"]) or find_periods(match["of"]))
    ):
        return None
    part, whole = text[: match.start()].rstrip(",，的"), match["of"].rstrip("的")
    ends = [p.end for p in find_periods(part)] + [m.end for m in find_regions(part)]
    begin = max([0, *ends, thing_end(part)])
    thing = part[begin:].strip(",，的 ")
    level = _WHOLE.match(whole)
    if level is None:
        if not thing or not whole:
            return None
        return f"{part}是多少?", f"{part[:begin]}{whole}是多少?"
    named = whole[level.end() :].strip("的") or thing
    if not named:
        return None
    subject = part if thing else f"{part}{named}"
    periods = find_periods(part)
    when = periods[0].text if periods else ""
    return f"{subject}是多少?", f"{when}{level[0]}{named}是多少?"
