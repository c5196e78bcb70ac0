"""Whether a figure is of what was asked: the region, the period, plan or result, part or total.

The field's failure is a right number on a wrong subject. A fact (``facts``) is bound to a question
only where nothing that its sentence says of it speaks against that; what it leaves open is weighed
elsewhere. Every rule is one of Chinese news prose, none knows an indicator by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.asked import fits
from rag.facts import facts_in
from rag.features import coverage, match
from rag.gazetteer import TOWNS, is_local, within
from rag.given import is_given, is_of_other_number
from rag.keywords import Term, content_terms
from rag.locality import region_holds
from rag.naming import names_thing
from rag.narrowing import MISSED, extras, head_of, is_of_others, is_part, is_whole_of
from rag.opposites import of_another
from rag.questions import Part
from rag.rates import RATE_WORD, asks_rate, is_change, is_rate, of_rate
from rag.revisions import is_asked
from rag.sentence import Fact
from rag.siblings import is_of_sibling
from rag.sought import TOTAL, is_done, sought
from rag.timing import has_own_time, is_of_before, period_fits, sums_otherwise
from rag.types import Article, Span
from rag.verify import sentence_at

_ALL = re.compile(
    "(?:[总一]共|现|共|目前)有?(?:多少|几)|总[数量]|现有|共有|在[校读园岗职册]|保有|存量|常住"
)
_ADDED = re.compile("新[增建添]|增加|净增|招[生收聘募录]|录[取用]|引进")
_LEVEL = re.compile(  # 全省头一个 is of no level
    "全[市省国](?![最首第各性统重百]|头一?[个名家位]|前(?:列|茅|[十\\d一二三四五六七八九]+[名位强]))"
)
_FACILITY = re.compile(
    r"[\u4e00-\u9fff\d“”]{2,}?(?P<kind>景区|公园|产业园|医院|学校|机场|博物馆|大厦|号线|大桥|水库|院区)"
)
_SUM = re.compile("[一总合]共|合计|之和|[两三几]个?[区县市地]")
_RANKED = frozenset("名位强")  # 前三名 are no three people
_FAR = 0.25


def bound(part: Part, article: Article, window: Span) -> list[Fact]:
    """Return the facts of a window that may answer a part, the best bound first."""
    if part.asked is None:
        return []
    facts = [f for f in facts_in(article, window) if fits(f.figure, part.asked)]
    around = whole(article, window)
    rivals = [f for f in facts_in(article, around) if fits(f.figure, part.asked)]
    kept = [f for f in facts if objection(part, article, f) is None]
    kept = [f for f in kept if not is_of_sibling(part, article, f)]
    kept = [f for f in kept if not _outdone(part, f, rivals)]
    kept = [f for f in kept if not _told_of_another(part, f, facts_in(article, around))]
    return sorted(kept, key=lambda f: (misses_plan(part, f), -closeness(part, f)))


def whole(article: Article, window: Span) -> Span:
    """Return a window with its whole sentences."""
    return Span(
        sentence_at(article.text, window.start).start,
        sentence_at(article.text, max(window.start, window.end - 1)).end,
    )


def measured(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window holds any figure of the kind asked for, of whatever it may be."""
    return part.asked is not None and any(
        fits(fact.figure, part.asked) for fact in facts_in(article, window)
    )


def stated(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window has a figure whose own sentence tells the period asked."""
    if not (part.regions or part.years) or part.places:
        return False
    held = all(region_holds(region, article, window) for region in part.regions)
    return any(
        (fact.regions or held)
        and (fact.told or not sought(part.text).whens)
        and (not part.years or (fact.when is not None and fact.when.year is not None))
        for fact in bound(part, article, window)
    )


def objection(part: Part, article: Article, fact: Fact) -> str | None:
    """Return what speaks against a fact as the answer to a part, None for nothing."""
    told = sought(part.text)
    if not _region_fits(part, fact):
        return "region"
    if not period_fits(told, article, fact):
        return "period"
    if (told.result and fact.modality == "plan") or is_done(told, fact):
        return "plan"
    sentence = sentence_at(article.text, fact.start)
    lead = article.text[sentence.start : fact.start]
    if sums_otherwise(told, fact, lead) or _is_added(part, fact):
        return "cumulative"
    if not is_asked(part.text, fact.stage) and not (told.whens and has_own_time(article, fact)):
        return "stage"
    whole = article.text[sentence.start : sentence.end]
    if (
        is_given(part, fact)
        or (lead.endswith("前") and fact.figure.unit in _RANKED and "前" not in part.text)
        or is_of_other_number(part, fact, whole, len(lead))
        or of_another(part.text, fact.about, fact.counted, lead, fact.topic)
    ):
        return "other"
    rest = article.text[fact.end : sentence.end]
    if (
        is_of_others(part, lead)
        or is_part(part, fact, whole)
        or is_whole_of(part, f"{lead}{fact.after}", rest)
    ):
        return "part"
    return of_rate(part, fact)


def closeness(part: Part, fact: Fact) -> float:
    """Return how closely a fact's own words are those of the question."""
    told = sought(part.text)
    held = _held(part, fact)
    own = 0.1 * bool(part.asked and part.asked.unit and part.asked.unit == fact.figure.unit)
    own += 0.1 * bool(part.regions and fact.regions)
    extra = 0.1 * len(extras(part, fact))
    rate = 0.4 * (is_rate(fact) and not asks_rate(part.text))
    part_of = 0.2 * (fact.part and "其中" not in part.text)
    stale = 0.1 * is_of_before(told, fact)
    goal = 0.5 * (told.goal and fact.modality == "result")
    rate += 0.2 * ("新增" in fact.own and not re.search("[新增多添加建]", part.text))
    other = 0.2 * _is_of_another(part, fact)
    other += 0.3 * _counts_another(part, fact)
    total = 0.3 * (told.total and not is_change(fact) and bool(TOTAL.search(fact.own)))
    return (
        held
        + own
        + total
        - extra
        - rate
        - part_of
        - stale
        - goal
        - other
        - 0.05 * (fact.figure.approx is not None)
    )


def _held(part: Part, fact: Fact) -> float:
    """Return the share of the question's words that are said of a figure."""
    words = f"{fact.topic} {fact.counted} {fact.about}"
    return coverage(named_terms(part, fact) or part.terms, words)


def _is_of_another(part: Part, fact: Fact) -> bool:
    """Return whether a sentence without a region is about a thing where a region is asked about.

    云台山景区…接待游客 is not 云台县接待游客.
    """
    kind = _FACILITY.match(fact.topic)
    return bool(part.regions and not fact.regions and kind and kind["kind"] not in part.text)


def _counts_another(part: Part, fact: Fact) -> bool:
    """Return whether a figure counts something that only goes with what is asked about.

    推进网格化管理，134个社区… counts no 网格.
    """
    words = f"{fact.counted} {fact.about}"
    return (
        fact.figure.family == "count"
        and names_thing(fact.after)
        and all(
            match(term.word, words) < MISSED <= match(term.word, fact.topic) for term in part.focus
        )
    )


def named_terms(part: Part, fact: Fact) -> tuple[Term, ...]:
    """Return the words of a question that name what is counted.

    Neither those of its period (假期) nor, where a rate answers, those that only say so (比例).
    """
    rates = is_change(fact) or fact.figure.family == "ratio"
    return tuple(
        term
        for term in part.terms
        if not any(term.word in when.text for when in sought(part.text).whens)
        and not (rates and RATE_WORD.fullmatch(term.word))
    )


def misses_plan(part: Part, fact: Fact) -> bool:
    """Return whether a result stands where a plan is asked for, or a plan where none is."""
    return sought(part.text).plan != (fact.modality == "plan")


def _told_of_another(part: Part, fact: Fact, others: Sequence[Fact]) -> bool:
    """Return whether a figure names its own thing and only a rate is told of what is asked for.

    旅游收入47.4亿元，对地区生产总值的贡献率达到30% tells nothing of how much 地区生产总值 is.
    """
    words = f"{fact.topic} {fact.counted} {fact.about} {fact.after}".lower()
    terms = named_terms(part, fact)
    if is_change(fact) and asks_rate(part.text):
        return False
    if not names_thing(fact.about) or any(match(t.word, words) >= MISSED for t in terms):
        return False
    rates = [other for other in others if is_change(other)]
    return any(match(t.word, rate.own) >= MISSED for rate in rates for t in part.focus)


def _outdone(part: Part, fact: Fact, rivals: Sequence[Fact]) -> bool:
    """Return whether a sentence gives another figure for the very word that this one lacks.

    Where it tells 护理型床位 from 养老床位, a figure of 养老床位 is none of 护理型床位; where it
    tells a target, what was reached is none.
    """
    told = sought(part.text)
    words = f"{fact.topic} {fact.counted} {fact.about} {fact.after}"
    inner = part.text.partition("其中")[2]  # what stands before it names the whole
    named = [t for t in part.terms if t.word in inner] or part.terms
    lacking = [t for t in named if match(t.word, words) < MISSED]
    return any(
        (told.plan and rival.modality == "plan" != fact.modality and _is_as_near(part, rival, fact))
        or ("其中" in part.text and rival.part > fact.part)
        or (
            head_of(rival) == head_of(fact) != ""
            and any(match(term.word, _told_apart(rival, fact)) >= MISSED for term in lacking)
        )
        for rival in rivals
        if rival.figure.family == fact.figure.family and rival.figure.value != fact.figure.value
    )


def _is_as_near(part: Part, rival: Fact, fact: Fact) -> bool:
    """Return whether a rival comes about as close to the question's words as a fact."""
    return closeness(part, rival) >= closeness(part, fact) - _FAR


def _told_apart(rival: Fact, fact: Fact) -> str:
    """Return the words of a rival that do not hold for a fact too: of one before it, the last two.

    What a sentence begins with holds for all its figures: 高远市专利申请量9420件，授权量5630件.
    """
    words = [term.word for term in content_terms(f"{rival.counted} {rival.own}")]
    return " ".join(words if rival.start > fact.start else words[-2:])


def _region_fits(part: Part, fact: Fact) -> bool:
    if _LEVEL.search(part.text) and any(map(is_local, fact.regions)) and not fact.whole:
        return any(_in(own, r) for own in fact.regions for r in part.regions)
    if not part.regions:
        return True
    if fact.whole and any(map(is_local, part.regions)):
        return False
    if not fact.regions:
        return True
    held = [any(_in(own, region) for own in fact.regions) for region in part.regions]
    if len(held) > 1 and not _SUM.search(part.text):
        return any(held)  # 甲区的代表团在乙县待了几天
    several = len(fact.regions) > 1 and not all(own.endswith(TOWNS) for own in fact.regions)
    return all(held) and (not several or len(held) > 1)


def _in(own: str, region: str) -> bool:
    """Return whether a figure of a region is one of another: its own, or a street's of a district.

    A district's figure is not its city's.
    """
    return own == region or (is_local(region) and within(own, region)) or _town(own, region)


def _town(own: str, region: str) -> bool:
    """Return whether a street or town may lie in a district: no table holds where it does."""
    return is_local(region) and own.endswith(TOWNS) and not region.endswith(TOWNS)


def _is_added(part: Part, fact: Fact) -> bool:
    """Return whether what came to it stands where all there is is asked for: 招生, 在校生."""
    if _ALL.search(fact.own) or not _ADDED.search(fact.own) or fact.figure.family == "length":
        return False
    return bool(_ALL.search(part.text)) and not _ADDED.search(part.text)
