"""A follow-up question completed with what it leaves out, by rules.

Knows three ways of following up: another region or period in the same question (那天桥区呢？),
another attribute of the same thing (它的总投资呢？), and another in the same region (改造小区呢？).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import jieba

from rag.keywords import ASKING, content_terms, without
from rag.periods import Period, find_periods
from rag.regions import RegionMention, find_regions, innermost
from rag.types import Turn

_PRONOUN = re.compile(
    r"^(那么|那|这|它们|它|他们|他|她们|她|其|该)|它们?的|他们?的|她们?的|其中|这个|那个|该项目|该区|该市|前者|后者|上述"
)
_REFERS = re.compile(r"^(它们?|他们?|她们?|其中?|这个|那个|该项目|该区|该市|上述|前者|后者)的?")
_MEASURED = re.compile(r"(投资|金额|面积|长度|收入|利润|增速|增幅|总额|总量|规模|[数率比价量额])$")


def complete(text: str, history: Sequence[Turn]) -> str:
    """Return a follow-up with what it leaves out, taken from the last question asked.

    >>> complete("那天桥区呢？", [Turn("user", "历下区新增学位多少个？")])
    '天桥区新增学位多少个？'
    """
    earlier = [turn.content.strip() for turn in history if turn.role == "user" and turn.content]
    if not earlier or not _is_elliptic(text):
        return text
    before = complete(earlier[-1], [Turn("user", content) for content in earlier[:-1]])
    rest = re.sub(r"^(那么|那|这|再问一下|请问|还有|另外)", "", text.strip())
    rest = re.sub(r"(呢|怎么样|如何)?[？?。]*$", "", rest)
    if re.fullmatch(r"(全市|全省|全国|整个市)(的|呢|是多少|多少)*", rest):
        return _swap_region(before, find_regions(before), rest[:2])
    new, old = find_regions(rest), find_regions(before)
    remaining = content_terms(without(rest, new))
    if new and not remaining:
        return _swap_region(before, old, new[0].name)
    when = find_periods(rest)
    if when and not content_terms(without(rest, when)):
        return _swap_period(before, find_periods(before), when[-1].text)
    attribute = _REFERS.sub("", rest)
    old_names = innermost(old)
    alone = bool(new) or len(content_terms(attribute)) > 1
    topic = "".join(() if new else old_names[-1:]) if alone else topic_of(before)
    if ASKING.search(attribute):
        return f"{topic}{attribute}？"
    return f"{topic}{attribute}{'是多少' if _MEASURED.search(attribute) else '是什么'}？"


def _swap_period(before: str, old: Sequence[Period], when: str) -> str:
    if old:
        return before[: old[0].start] + when + before[old[0].end :]
    named = max((m.end for m in find_regions(before)), default=0)
    return before[:named] + when + before[named:]


def _is_elliptic(text: str) -> bool:
    """Return whether a question leaves out what it is about."""
    mentions = find_regions(text)
    terms = content_terms(without(text, mentions))
    if _PRONOUN.search(text) or re.search(r"呢([？?。，, ]|$)", text):
        return bool(terms or mentions or find_periods(text))
    return (
        len(terms) == 1
        and terms[0].weight > 0.15
        and not mentions
        and not re.search("[“「《]", text)
    )


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
    named = re.search(r"[“「《『][^”」》』]+[”」》』]", head)
    if named:
        regions = [mention.name for mention in find_regions(head[: named.start()])]
        return "".join(regions[-1:]) + named.group()
    if found and found.group().startswith("多") and found.group() != "多少":
        return head  # 多长 names its attribute itself
    if "的" in head:
        return head.rsplit("的", 1)[0]
    words = jieba.lcut(head)
    return "".join(words[:-1]) if len(words) > 1 else head
