"""What a follow-up points back at: 第二个 of a list just given, 两个区, 其中…的, 比前一年.

Each rule returns the question completed, or None where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.keywords import ASKING, content_terms, without
from rag.numerals import parse
from rag.periods import find_periods
from rag.regions import find_regions, innermost
from rag.things import head_of, named_thing, thing_of
from rag.types import Turn

_NTH = re.compile(
    r"^(?:那么?|那)?(?:第(?P<nth>[一二三四五六七八九十两\d]{1,2})|(?P<last>最后一)|(?P<former>前者)|(?P<latter>后者))"
    r"[个项条家座位种处名所类批件区县]?(?:的)?(?P<rest>.*)$"
)
_LIST = re.compile(
    r"(?:[:：]|分别(?:是|为)|包括|有|是|为)(?P<items>[^:：。？?]*[、；;][^。？?]*)[。？?]?"
)
_BOTH = re.compile(
    r"^(?:那么?|那)?(?:这)?(?P<many>[两二三四五](?:个|家|座)?(?:区县|县区|[区县市地者])|二者|两者|(?:它们|他们)俩?)(?:之间|当中|中|里)?的?"
    r"(?=.*(?:相差|差|哪|谁|合计|总共|一共|加起来|之和|高|多|大|比))(?P<rest>.+)$"
)
_OF_THEM = re.compile(
    r"^(?:那么?|那)?(?:其中|这里面|里面|当中)的?(?P<which>[^,，？?]{1,20}?)的(?:一?共)?(?:有|是|占|达到?)?"
    r"(?P<asks>多少|几)(?P<unit>[^,，？?]{0,3})[？?。]*$"
)
_OF_KIND = re.compile(r"^(?:那么?|那)?(?P<which>[^,，？?它他她其个]{2,12}?)的呢[？?。]*$")
_MORE = re.compile(
    r"^(?:那么?|那)?(?:同比|环比|[比较][^,，]{1,8}(?:增|减|多|少|高|低|下降|提高|上升|大|长)|增长|下降|增加|减少|占[^,，]{1,12}的?(?:比|多少|百分))"
)
_DEED = re.compile(
    r"^(?:是)?(?:由谁|被谁|谁|什么时候|何时|哪[年天]|在哪|多久|为什么|怎么)[^,，的]{0,10}[？?。]*$"
)
_DONE = re.compile("累计|建成|新建|新增|完成|接待|实现|达到|现有|共有")


_AND_SO = re.compile(r"^(?:那么|那(?=[^个些座条项家所处片只位栋里边天年])|再问一下[,，]?|请问)")


def referred(text: str, before: Sequence[str], history: Sequence[Turn]) -> str | None:
    """Return a question that points back, with what it points at; None for any other.

    ``before`` holds the earlier questions, each completed, the last one at the end.
    """
    said = re.sub(
        r"^(?:那么|那(?=[^个些座条项家所处片只位栋里边天年])|再问一下[,，]?|请问)", "", text.strip()
    )
    return (
        _nth(text, before[-1], history)
        or _of_those_listed(said, history)
        or _of_both(text, before)
        or _year_next_to(said, before[-1])
        or _against_another(said, before[-1])
        or _that_thing(text, before)
        or _of_them(text, before[-1])
        or _growth(said, before[-1])
        or _more_than(text, before[-1])
        or _why(said, before[-1])
        or _of_the_same(text, before[-1])
    )


def _nth(text: str, before: str, history: Sequence[Turn]) -> str | None:
    """Return 「第二个是谁负责？」 with the second thing that the last list names."""
    match = _NTH.match(text.strip())
    told = [turn.content for turn in history if turn.role == "assistant"]
    if match is None or not told:
        return None
    items = next((items for answer in reversed(told) if len(items := listed(answer)) > 1), [])
    if match["nth"]:
        value = parse(match["nth"].replace("两", "二"))
        place = int(value[0]) - 1 if value else -1
    else:
        place = 0 if match["former"] else len(items) - 1
    if not 0 <= place < len(items):
        return None
    rest = re.sub(r"(?:呢|怎么样|如何)?[？?。]*$", "", match["rest"])
    other = next((item for item in items if item in before), None)
    if not rest and other is not None:
        return before.replace(other, items[place], 1)
    return f"{items[place]}{rest}？" if rest else f"{items[place]}是什么？"


def listed(answer: str) -> list[str]:
    """Return the things that an answer lists, without its markers.

    >>> listed("三项工程是：甲桥、乙路和丙站。[1]")
    ['甲桥', '乙路', '丙站']
    """
    plain = re.sub(r"[\[［【]\d+[\]］】]", "", answer)
    match = _LIST.search(plain)
    if match is None:
        return []
    items = re.split(r"[、；;]|(?:以及|和|及)(?=[^、；;]{2,20}$)", match["items"])
    bare = (re.sub(r"^[一二三四五六七八九十]是|[，,].*$", "", item.strip()) for item in items)
    return [item.strip('“”" ') for item in bare if item]


def _of_those_listed(text: str, history: Sequence[Turn]) -> str | None:
    """Return 「哪个投资最大？」 with the things that the last answer lists."""
    told = [turn.content for turn in history if turn.role == "assistant"]
    if not told or not re.match("哪一?[个项家座条处](?![区县市])", text) or find_regions(text):
        return None
    items = listed(told[-1])
    return f"{'、'.join(items)}，{text}" if len(items) > 1 else None


_ALL = re.compile(
    r"(?P<rest>(?:哪一?[个边家](?:[区县市])?|谁)的?(?:更|最)?(?:多|高|大|长|少|低|小|快).*"
    r"|(?:相差|差|一共|总共|合计|加起来|加一起|加在一起)(?:是|有)?(?:多少|几)?.{0,3})[呢]?[?？。]*"
)


def _of_both(text: str, before: Sequence[str]) -> str | None:
    """Return 「两个区相差多少？」 with the regions of the earlier questions."""
    bare = _AND_SO.sub("", text.strip())
    match = _BOTH.match(bare) or _ALL.fullmatch(bare)
    if match is None or find_regions(text):
        return None
    many = match.groupdict().get("many") or "两"
    names: list[str] = []
    for question in reversed(before):
        names[:0] = [n for n in innermost(find_regions(question)) if n not in names]
        if len(names) >= _many(many):
            break
    if len(names) < 2:
        return None
    last = before[-1]
    mentions = [m for m in find_regions(last) if m.name in names]
    if not mentions:
        return None
    thing = head_of(last[: mentions[0].start] + "\0" + last[mentions[-1].end :])
    rest = re.sub("呢?[?？。]*$", "", match["rest"])
    asks = "" if ASKING.search(rest) else "多少"
    return f"{thing.replace(chr(0), '和'.join(names))}{rest}{asks}？"


def _many(word: str) -> int:
    return {"三": 3, "四": 4, "五": 5}.get(word[0], 2)


def _of_them(text: str, before: str) -> str | None:
    """Return 「其中护理型的有多少？」 with the thing that was counted."""
    kind = _OF_KIND.match(text.strip())
    if kind and (find_regions(kind["which"]) or find_periods(kind["which"])):
        return None
    match = _OF_THEM.match(text.strip()) or kind
    asked = ASKING.search(before)
    if match is None or asked is None:
        return None
    subject = named_thing(before[: asked.start()]) or "".join(m.name for m in find_regions(before))
    counted = match.groupdict().get("unit") or _unit_of(before[asked.start() :])
    behind = before[asked.end() :].removeprefix(counted)
    told = content_terms(behind) or content_terms(without(head_of(before), find_regions(before)))
    own = [term.word for term in told if not _DONE.fullmatch(term.word)]
    if not own:
        return None
    when = "" if find_periods(match["which"]) else "".join(p.text for p in find_periods(before)[:1])
    which = match["which"].rstrip("的")
    named = "" if own[-1] in which else own[-1]
    return f"{when}{subject}{which}的{named}有多少{counted}？"


_NEXT_TO = re.compile(
    r"(?:再)?(?:(?P<before>[前上头]一年|上年度?)|(?P<after>[后下次]一?年|第二年))(?:同期)?的?"
    r"(?:是?多少|情况|数据)?[呢啊]?[?？。]*"
)


def _year_next_to(text: str, before: str) -> str | None:
    """Return 「前一年呢？」 with the year before that of the earlier question."""
    match = _NEXT_TO.fullmatch(text)
    told = [p for p in find_periods(before) if p.year is not None and re.match(r"\d{4}", p.text)]
    if match is None or not told:
        return None
    year = int(told[0].text[:4]) + (-1 if match["before"] else 1)
    return f"{before[: told[0].start]}{year}{before[told[0].start + 4 :]}"


_ANOTHER = re.compile(
    r"(?:跟|和|与|同|比|比起|对比)(?P<one>[^,，比]{2,12}?)(?:(?:相|来|对)?比较?|起来|相比之下)*"
    r"(?P<gap>[多少高低大小差]?(?:了|出)?多少[^,，?？]{0,4}|差距.*|谁.*|哪个.*)?[呢啊]?[?？。]*"
    r"|(?P<other>[^,，比]{2,12}?)(?:比|跟|和|与)(?:它|他|她|这个|那个|前者|前面的?|刚才的?)们?(?:相?比)?"
    r"(?:要|还)?(?:.{0,4}?)(?:多少|几|谁|哪个).*"
)


def _against_another(text: str, before: str) -> str | None:
    """Return 「跟白河县比呢？」 and 「白河县比它少多少？」 as a question for how both differ."""
    match = _ANOTHER.fullmatch(text)
    if match is None:
        return None
    other = (match["one"] or match["other"]).strip()
    head = re.sub("(?:增长|下降|增加|减少)$", "", head_of(before))
    asked = ASKING.search(before)
    unit = _unit_of(before[asked.start() :]) if asked else ""
    when = find_periods(other)
    if when and not without(other, when).strip("的同期"):
        return f"{head}比{other}增加多少{unit}？"
    new, own = find_regions(other), find_regions(before)
    if not new or not own or without(other, new).strip("的"):
        return None
    last = [m for m in own if m.name in innermost(own)][-1]
    both = f"{last.name}和{new[-1].name}"
    return f"{head[: last.start]}{both}{head[last.end :]}相差多少{unit}？"


_THAT = re.compile(
    r"^(?:那么|那)?(?:[那这该])(?:个|座|条|项|家|所|处|片|栋|只)?(?P<noun>项目|工程|地方|单位|活动|大?桥|隧道|铁路|高铁|地铁"
    r"|公路|线路?|水库|公园|产业园|园区?|学校|医院|院区|社区|小区|中心|基地|平台|公司|集团|企业|景区|大厦|楼)"
    r"(?:的)?(?P<rest>.+)$"
)
_ANY_THING = ("项目", "工程", "地方", "单位", "活动")


def _that_thing(text: str, before: Sequence[str]) -> str | None:
    """Return 「那座桥什么时候通车？」 with the last thing named that is such a one."""
    match = _THAT.match(text.strip())
    if match is None:
        return None
    for question in reversed(before):
        thing = named_thing(question)
        if thing and (match["noun"] in _ANY_THING or match["noun"] in thing):
            return f"{thing}{match['rest']}"
    return None


_RATES = re.compile(
    r"(?:它的?|这个的?)?(?P<basis>[同环]比)?(?:的?(?:增速|增幅|涨幅|增长率?|变化))?(?:是|有|增长|下降|涨)?了?"
    r"(?:多少|几何|百分之几)?(?:情况)?(?:呢|怎么样|如何)?[?？。]*"
)


_ON_RATES = re.compile("(?:它的?|这个的?)?(?:[同环]比|增|涨|变化)")


def _growth(text: str, before: str) -> str | None:
    """Return 「同比呢？」 and 「增速呢？」 with what grew."""
    if not _RATES.fullmatch(text) or not _ON_RATES.match(text):
        return None
    head = re.sub("(?:同比|环比)?(?:增长|增加|提高|上升|下降)?$", "", head_of(before))
    return f"{head}{'环比' if '环比' in text else '同比'}增长多少？"


def _why(text: str, before: str) -> str | None:
    """Return 「为什么没完成？」, which names no subject, with what the earlier question asked."""
    if not re.match("(?:这是)?(?:为什么|为何|为啥|怎么会?|原因)", text) or find_regions(text):
        return None
    return f"{head_of(before)}{text}"


def _unit_of(asking: str) -> str:
    found = re.match(
        r"(?:多少|几)(?P<unit>万?[个家所座条张项名位处类件户人次公里亩吨元米辆台套]{1,3})", asking
    )
    return found["unit"] if found else ""


def _more_than(text: str, before: str) -> str | None:
    """Return 「比前一年多了多少？」 with the thing that was told of."""
    return f"{head_of(before)}{text}" if _MORE.match(text.strip()) else None


def _of_the_same(text: str, before: str) -> str | None:
    """Return 「由谁负责建设？」, which names nothing, with what was asked about."""
    if not _DEED.match(text.strip()) or find_regions(text):
        return None
    return f"{thing_of(before)}{text}"
