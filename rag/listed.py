"""Several things that one clause asks for, side by side: a question for each of them.

「新建学校和幼儿园各多少所」, 「新建多少所学校和幼儿园」, 「产值、投资、税收分别增长多少」.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jieba import posseg

from rag.keywords import ASKING, content_terms, without
from rag.numerals import SCALE
from rag.periods import find_periods
from rag.regions import find_regions
from rag.things import thing_end
from rag.units import UNIT

_LINK = (
    "(?:以及|、|(?<![共柔温缓总附饱])(?<!国家)和(?![平谐解睦])"
    "|(?<![参给赠授])与(?!会)|(?<![普涉惠危波触])及(?!时))"
)
_BOTH = re.compile(
    rf"(?P<of>.*的)?(?P<things>[^，、和与及是]{{2,14}}(?:{_LINK}[^的，、和与及是]{{2,14}})+)"
    r"(?P<head>的[^的，]{1,6})?[，,]?(?:分别|各自|各)(?P<is>是|为|有|达到?)?(?P<asks>.*)"
)
_COUNT = rf"(?:多少|几){SCALE}*(?:{UNIT})?"
_COUNTED = re.compile(
    rf"(?P<lead>.*?)(?P<count>{_COUNT})"
    rf"(?P<things>[^，,、和与及是的]{{2,10}}(?:{_LINK}(?:{_COUNT})?[^，,、和与及是的]{{2,10}}?)+)(?:了|呢)?"
)
_WHICH_MORE = re.compile(r"[,，](?:哪一?个|谁)更?(?:多|高|大|长|少|低|小|短|快|慢)(?=[?？。]?$)")
_MEASURE = re.compile(  # what is not counted: no 人数, 学校和学生人数 are two counts
    "(?:[增涨跌降]幅|增速|占比|比[重例]|(?<!效)率|产量|[总产价]值|额|面积|长度|高度|重量|浓度|温度|收入|利润"
    "|工资|价格|年龄|期限|里程|投资|规模|成本)$"
)
_NAMES = "nsfj"  # tags of things, places, sides and short names: 小麦, 长三角, 东部
_KINDS = "级类型性期段"  # 省级和市级重点项目: both are 重点项目
_WHAT = re.compile("(?:什么|哪些|哪几[个条项家所座]?)$")
_WHAT_HAPPENED = re.compile(
    r"(?:签约|落地|新建|新增|在建|开工|完工|竣工|建成|引进|投产|完成|实施)+的$"
)


def listed(clause: str) -> list[str]:
    """Return a question for each thing that a clause asks for, the clause alone where it is one.

    >>> listed("余杭区新建了多少所学校和幼儿园?")
    ['余杭区新建了多少所学校', '余杭区新建了多少所幼儿园']
    """
    return _of_each(clause) or _counted(clause) or [clause]


def _of_each(clause: str) -> list[str]:
    """Return the questions of 「A、B和C的X各多少」."""
    text = _WHICH_MORE.sub("", clause).rstrip("？?。")
    begin = _shared(text)
    both = _BOTH.fullmatch(text[begin:])
    if both is None or not ASKING.search(both["asks"]):
        return []
    *first, last = _in_full(re.split(_LINK, both["things"]))
    head, tail = both["head"] or "", _asked(both["is"] or "", both["asks"])
    lead = text[:begin] + (both["of"] or "")
    if both["of"] and f"{last}{head}".endswith(first[0]):  # 签约落地的项目和开工的项目
        bare = text[:begin] + _WHAT_HAPPENED.sub("", both["of"])
        return [f"{lead}{first[0]}{tail}", *(f"{bare}{t}{tail}" for t in [*first[1:], last + head])]
    return [
        *(f"{lead}{own_words(one, last)}{_measured(one, last)}{head}{tail}" for one in first[:1]),
        *(
            f"{lead}{_of_same(first[0], one)}{_measured(one, last)}{head}{tail}"
            for one in first[1:]
        ),
        f"{lead}{_of_same(first[0], last)}{head}{tail}",
    ]


def _shared(text: str) -> int:
    """Return where what all things share ends: the region, the thing and the period before them."""
    end = max((m.end for m in find_regions(text)), default=0)
    one, *others = re.split(_LINK, re.split("[，,]|分别|各", text[end:], maxsplit=1)[0])
    if not any(map(thing_end, others)) and thing_end(one) < len(one):
        end += thing_end(one)
        one = one[thing_end(one) :]
    when = [] if any(map(find_periods, others)) else find_periods(one)
    return end + when[0].end if when and when[0].start == 0 and when[0].end < len(one) else end


def _asked(link: str, asks: str) -> str:
    """Return what is asked of each thing; of what are several, 分别是什么, which they are."""
    if _WHAT.fullmatch(asks):
        return "有哪些"
    return asks if re.match("多少|几", asks) else link + asks


def _counted(clause: str) -> list[str]:
    """Return the questions of 「多少座隧道和桥梁」, [] where a verb stands behind the things."""
    both = _COUNTED.fullmatch(clause.rstrip("？?。"))
    if both is None:
        return []
    things = [re.fullmatch(f"({_COUNT})?(.+)", thing) for thing in re.split(_LINK, both["things"])]
    counts = [thing[1] or both["count"] for thing in things if thing]
    names = _in_full([thing[2] for thing in things if thing])
    if not all(content_terms(name) and _is_thing(name) for name in names):
        return []
    return [f"{both['lead']}{count}{name}" for count, name in zip(counts, names, strict=True)]


def _is_thing(words: str) -> bool:
    """Return whether words only name a thing: no 街道进行整治, no 村居划成几个网格."""
    told = posseg.lcut(words)
    return not ASKING.search(words) and all(word.flag != "v" for word in told[1:])


def _in_full(things: Sequence[str]) -> list[str]:
    """Return things with the kind that the last names for all: 省级 and 市级重点项目."""
    *first, last = things
    kinds = [last[last.find(one[-1]) + 1 :] if one[-1] in _KINDS else "" for one in first]
    return [*(f"{one}{kind}" for one, kind in zip(first, kinds, strict=True)), last]


def own_words(piece: str, last: str) -> str:
    """Return what is asked of one of several: its own words, or those after the last.

    「历下区和槐荫区新增学位各多少」 shares them; 「甲区1-10月和乙区上半年，投资增速…」 shares all
    but the period.
    """
    if piece == last:
        return piece
    if ASKING.search(piece) and not content_terms(piece):
        return last
    periods = find_periods(piece)
    if content_terms(without(piece, periods)):
        return piece
    shared = without(last, [p for p in find_periods(last) if p.start == 0]) if periods else last
    return piece + shared.lstrip("，,")


def _measured(one: str, other: str) -> str:
    """Return what is asked of two things of one kind, "" where their kind ends both.

    >>> _measured("省级重点项目", "市级重点项目总投资"), _measured("小麦", "玉米产量")
    ('总投资', '产量')
    """
    for size in range(len(one), 1, -1):
        kind = other.find(one[-size:])
        if kind > 0:
            head = other[kind + size :]
            return head if len(head) > 1 else ""
    return _measured_alike(one, other)


def _measured_alike(one: str, other: str) -> str:
    """Return what is measured of both where one word stands beside another of its sort."""
    if _MEASURE.search(one) or not _MEASURE.search(other):
        return ""
    alone, (thing, *measure) = posseg.lcut(one), posseg.lcut(other)
    sorts = {word.flag[0] in _NAMES or word.flag[0] for word in [*alone, thing]}
    alike = len(alone) == len(sorts) == 1
    return "".join(word.word for word in measure) if alike else ""


def _of_same(one: str, other: str) -> str:
    """Return the second of two things with what the first says before its period.

    「规上工业增加值全年目标和上半年增速」 asks for 规上工业增加值上半年增速.
    """
    periods = find_periods(one)
    begins = any(period.start == 0 for period in find_periods(other))
    return one[: periods[0].start] + other if begins and periods and periods[0].start else other
