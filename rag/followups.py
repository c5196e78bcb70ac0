"""A follow-up question completed with what it leaves out, by rules.

Knows three ways of following up: another region or period in the same question (那天桥区呢？),
another attribute of the same thing (它的总投资呢？), and another in the same region (改造小区呢？).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import jieba

from rag.gazetteer import is_local
from rag.keywords import ASKING, content_terms, without
from rag.periods import Period, find_periods
from rag.references import referred
from rag.regions import RegionMention, find_regions, innermost
from rag.things import head_of, named_thing, quoted_name, thing_of
from rag.types import Turn
from rag.when import whens

_PRONOUN = re.compile(
    r"^(那么|那|这|它们|它|他们|他|她们|她|其|该)|它们?的|他们?的|她们?的|其中|这个|那个|该项目|该区|该市|前者|后者|上述"
)
_REFERS = re.compile(r"^(它们?|他们?|她们?|其中?|这个|那个|该项目|该区|该市|上述|前者|后者)的?")
_IT = re.compile(r"它|他|她|该|这个|那个|上述|其(?!中)")
_PREDICATE = re.compile(  # a question without a subject: 能装下多少, 占地多大, 什么时候开工
    r"(?:能(?!源)|可以|会(?![议展])|要|打算|计划|准备|预计|已经?|还|再|又|都|才|后来|现在|目前|总共|一共|什么时候|啥时候|何时"
    r"|多久|由谁|归谁|谁|哪家|哪个(?:单位|公司|部门)|花了?|投入|占地|完成|开工|完工|竣工|建成|开通|设了?|有[多几]|达到"
    r"|(?:重点|主要|大多|具体)(?:放|建|分布|集中|安排|布局|围绕|位于|设|在|落|用|面向))"
)
_DONE_SO_FAR = re.compile(r"[\u4e00-\u9fff]{2}了(?:多少|几)")
LOOKED_BACK = 4  # earlier questions that a follow-up may point at
MEASURED = re.compile(
    r"(投资|金额|面积|占地|全长|[长高宽]度|收入|利润|税收|增速|[增降]幅|比重|总额|总量|规模|[数率比价量额产值])$"
)
_LOCAL = re.compile(
    "(?:^|(?<=谁是)|(?<=[，,问]))(?:全[区县]|[区县](?:委|政府|长|里|纪委|监委|人大|政协))"
)
_PHASE = re.compile("[一二三四]期(?:工程)?|[主副]桥|[东西南北]段|[地上下]{2}段")


def complete(text: str, history: Sequence[Turn]) -> str:
    """Return a follow-up with what it leaves out, taken from the last question asked.

    >>> complete("那天桥区呢？", [Turn("user", "历下区新增学位多少个？")])
    '天桥区新增学位多少个？'
    """
    asked = [n for n, turn in enumerate(history) if turn.role == "user" and turn.content.strip()]
    if not asked:
        return text
    earlier = [complete(history[n].content.strip(), history[:n]) for n in asked[-LOOKED_BACK:]]
    placed = _in_place(text, earlier[-1])
    if placed is not None:
        return placed
    pointed = referred(text, earlier, history)
    if pointed is not None:
        return pointed
    return _completed(text, earlier[-1]) if _is_elliptic(text) else text


def _in_place(text: str, before: str) -> str | None:
    """Return a question of 区委书记 or 全区 as one of the district spoken of, None for another."""
    regions = [name for name in innermost(find_regions(before)) if is_local(name)]
    office = _LOCAL.search(text)
    if len(regions) != 1 or office is None or find_regions(text):
        return None
    whole = office[0] in ("全区", "全县")
    rest = text[office.end() :] if whole else text[office.start() :]
    return f"{text[: office.start()]}{regions[0]}{rest}"


def _completed(text: str, before: str) -> str:
    """Return an elliptic question with what it takes from the one before."""
    rest = _FILLER.sub("", text.strip())
    rest = re.sub(r"(呢|怎么样|如何)?[？?。]*$", "", rest)
    if re.fullmatch(r"(全市|全省|全国|整个市)(的|呢|是多少|多少)*", rest):
        return _swap_region(before, find_regions(before), rest[:2])
    new, old = find_regions(rest), find_regions(before)
    remaining = content_terms(re.sub("同期的?", "", without(rest, new)))
    if new and not remaining:
        return _swap_region(before, old, new[0].name)
    if new and (generic := _GENERIC.fullmatch(without(rest, new))):
        head = re.sub("(?:增长|下降|增加)$", "", head_of(before))
        return f"{_swap_region(head, find_regions(head), new[0].name)}{generic['what']}是多少？"
    when = find_periods(rest)
    if when and (planned := _planned(without(rest, when), before)) is not None:
        return _swap_period(before, find_periods(before), when[-1].text + planned)
    parallel = _swap_holiday(rest, before) or _swap_indicator(rest, before)
    if parallel := parallel or _swap_counted(rest, before):
        return parallel
    attribute = _REFERS.sub("", rest)
    phase = _PHASE.match(attribute)
    if phase and (thing := named_thing(before)) and thing in before:
        whole = _PHASE.sub("", thing)
        rest_of = before[before.index(thing) + len(thing) :]
        return whole + attribute + (rest_of if phase[0] == attribute else "？")
    topic = _topic(before, attribute, bool(_IT.match(rest)), bool(new), rest.startswith("其中"))
    if ASKING.search(attribute):
        return f"{topic}{attribute}？"
    return f"{topic}{attribute}{'是多少' if MEASURED.search(attribute) else '是什么'}？"


_FILLER = re.compile(
    r"^(?:那么|那(?![个些座条项家所处片只位栋里边天年])|这(?![个些座条项家所处片只位栋里边])"
    r"|再问一下[,，]?|换成|换做|如果是|要是|请问|还有|另外|对了[,，]?|顺便问[一下]*[,，]?)"
)
_SAME_ASKED = re.compile(
    "的?(?:情况|数字)?(?:又|则)?(?:是|有|为|达到?)?(?:多少个?|几个?|谁|哪位|怎么样|如何)"
)
_GENERIC = re.compile(
    "的?(?P<what>增速|增幅|涨幅|目标|计划|占比|比重|排名|总量)(?:是|有)?(?:多少)?"
)
_WILL = re.compile(r"(?:的)?(?:打算|计划|准备|预计|目标|力争|想|要)")


def _planned(rest: str, before: str) -> str | None:
    """Return 计划 where 「2025年打算再建多少」 plans what was told of before, "" for 「2025年呢」.

    None where the rest names something else.
    """
    will = _WILL.search(rest)
    bare = re.sub(
        r"多少[个座处家条]?|几[个座处家条]?|呢|[？?再又还新了共]", "", _WILL.sub("", rest)
    )
    if content_terms(bare) and not (len(bare) < 3 and all(one in before for one in bare)):
        return None
    return "计划" if will else ""


_GROWN = re.compile(
    r"的?[\u4e00-\u9fffA-Za-z]{2,14}?(?P<asked>(?:[同环]比)?(?:增长|下降|增速|增幅|涨幅|降幅)[^,，]*)"
)
_SAYS_HOW = re.compile("[增降涨]|排名|占|比重|目标|计划|原因|措施|总[量额]|规模")


def _swap_indicator(rest: str, before: str) -> str | None:
    """Return 甲区上半年GDP增长多少 with another indicator for GDP, None for what asks otherwise."""
    ends = [one.end for one in find_regions(before)] + [one.end for one in find_periods(before)]
    place, named = max(ends, default=0), rest.strip("的,，。？? ")
    grown = _GROWN.fullmatch(before[place:].strip())
    if not place or grown is None or ASKING.search(named) or not content_terms(named):
        return None
    if _SAYS_HOW.search(named) or _IT.match(named) or find_regions(named) or find_periods(named):
        return None
    return f"{before[:place]}{named}{grown['asked']}"


_HOW_MANY = re.compile(
    "(?P<head>.*[\u4e00-\u9fff]{2}了?(?:多少|几))(?P<unit>[个家所座条项名位处件]?)(?P<of>[^,，？?]{2,8})[？?]?"
)


def _swap_counted(rest: str, before: str) -> str | None:
    """Return 募集了多少资金 with another thing for 资金, None for what is no such thing."""
    named = rest.strip("的,，。？? ")
    asked = _HOW_MANY.fullmatch(before)
    if asked is None or ASKING.search(named) or not re.fullmatch("[\u4e00-\u9fff]{2,6}", named):
        return None
    if MEASURED.search(named) or _SAYS_HOW.search(named) or _IT.match(named):
        return None
    if find_regions(named) or find_periods(named) or _PHASE.match(named):
        return None
    return f"{asked['head']}{named}？"


def _topic(before: str, attribute: str, refers: bool, named: bool, among: bool = False) -> str:
    """Return what of the earlier question a new attribute is of; ``among`` it, 其中."""
    if named:
        return ""
    if _has_no_subject(attribute):
        return named_thing(before) or _counted(before) or thing_of(before)
    thing = named_thing(before)
    thing = None if _is_region(thing) else thing
    counted = _counted(before) if refers else None  # 它的总投资: of what has been counted
    if len(content_terms(attribute)) <= 1:
        return thing or counted or topic_of(before)
    if refers:
        return counted if counted and thing is None else thing_of(before)  # 它计划什么时候完工
    when = [] if find_periods(attribute) else find_periods(before)[:1]
    known = "".join([*innermost(find_regions(before))[-1:], *(period.text for period in when)])
    return known or ((thing or topic_of(before).removesuffix("总")) if among else "")


def _is_region(thing: str | None) -> bool:
    return thing is not None and not without(thing, find_regions(thing)).strip("的")


def _counted(before: str) -> str | None:
    """Return what a question counts, with its region and period: 甲县2024年重点项目."""
    asked = ASKING.search(before)
    if asked is None:
        return None
    behind = re.match(
        r"[万亿]?[个家所座条张项名位处件户]?(?P<of>[^,，？?]{2,})", before[asked.end() :]
    )
    if behind is None or not content_terms(behind["of"]):
        return None
    head = before[: asked.start()]
    ends = [p.end for p in find_periods(head)] + [m.end for m in find_regions(head)]
    return head[: max(ends, default=0)] + behind["of"].rstrip("？?。")


def _swap_period(before: str, old: Sequence[Period], when: str) -> str:
    if old:
        return before[: old[0].start] + when + before[old[0].end :]
    named = max((m.end for m in find_regions(before)), default=0)
    return before[:named] + when + before[named:]


def _is_elliptic(text: str) -> bool:
    """Return whether a question leaves out what it is about."""
    mentions = find_regions(text)
    terms = content_terms(without(text, mentions))
    if not mentions and not re.search("[“「《]", text):
        if _PHASE.match(text) or (_has_no_subject(text) and named_thing(text) is None):
            return True
    elif "同期" in text:
        return True
    if mentions and _SAME_ASKED.fullmatch(_FILLER.sub("", without(text, mentions)).strip("？?。 ")):
        return True
    if _PRONOUN.search(text) or re.search(r"呢([？?。，, ]|$)", text):
        return bool(terms or mentions or find_periods(text))
    return (
        len(terms) == 1
        and terms[0].weight > 0.15
        and not mentions
        and not re.search("[“「《]", text)
    )


def _has_no_subject(text: str) -> bool:
    """Return whether a question begins with what was done: 一季度开工了多少, 能装下多少家."""
    when = find_periods(text)
    rest = text[when[0].end :] if when and when[0].start == 0 else text
    return bool(_PREDICATE.match(rest) or _DONE_SO_FAR.match(rest))


def _swap_holiday(rest: str, before: str) -> str | None:
    """Return 「国庆假期呢？」 with what was asked of another holiday, in its year."""
    new = [w for w in whens(rest, None) if w.name]
    old = [w for w in whens(before, None) if w.name]
    if not new or not old or content_terms(without(rest, new[:1])):
        return None
    year = re.match(r"\d{4}年", old[0].text)
    own = "" if year is None or re.match(r"\d{4}", new[0].text) else year[0]
    return before[: old[0].start] + own + new[0].text + before[old[0].end :]


def _swap_region(before: str, old: Sequence[RegionMention], name: str) -> str:
    if not old:
        return f"{name}{before}"
    inner = [mention for mention in old if mention.name in innermost(old)]
    first = inner[0]
    lead = without(before[: first.start], [m for m in old if m.end <= first.start])
    rest = without(before, [m for m in inner if m != first])[first.end :]
    return lead + name + (re.sub(r"^[和与跟同及、，,]+", "", rest) if len(inner) > 1 else rest)


def topic_of(before: str) -> str:
    """Return what the earlier question was about, without the attribute it asked for."""
    found = ASKING.search(before)
    head = re.sub(r"(是|为|有|达到?|共|将)+$", "", before[: found.start()] if found else before)
    head = re.sub(r"^(请问|那么|那)", "", head).rstrip("，,？?。 的")
    if quoted := quoted_name(head):
        return quoted
    if found and found.group().startswith("多") and found.group() != "多少":
        return head  # 多长 names its attribute itself
    if "的" in head:
        return head.rsplit("的", 1)[0]
    words = jieba.lcut(head)
    topic = "".join(words[:-1]) if len(words) > 1 else head
    return re.sub("(?<=[\u4e00-\u9fff]{2})(接待|实现|完成|新增|建成|累计|(?<!老)总)+$", "", topic)
