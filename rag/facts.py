"""The facts that a stretch of an article tells: its figures with what they are about.

Read sentence by sentence (``sentence``), once for each; what a sentence leaves out altogether is
taken from the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from rag.figures import Figure, comparable
from rag.interview import question_before
from rag.naming import names_something
from rag.scene import scene_of
from rag.sentence import Fact, Reading
from rag.things import thing_end
from rag.types import Article, Span
from rag.verify import figures_of, sentence_at
from rag.when import whens


def facts_in(article: Article, window: Span) -> list[Fact]:
    """Return the facts whose figures lie in a window of an article."""
    facts: list[Fact] = []
    place = window.start
    while place < window.end:
        sentence = sentence_at(article.text, place)
        facts += [f for f in _facts(article, sentence) if window.start <= f.start < window.end]
        place = max(sentence.end, place + 1)
    return facts


@lru_cache(maxsize=4096)
def _facts(article: Article, sentence: Span) -> tuple[Fact, ...]:
    text = article.text[sentence.start : sentence.end]
    scene, near = scene_of(article, sentence)
    reading = Reading(text, scene, near, article)
    facts: list[Fact] = []
    for number, figure in enumerate(reading.figures):
        facts.append(reading.fact(number, figure, facts, sentence.start))
    if facts and not names_something(facts[0].own) and not names_something(facts[0].after):
        facts = list(_carried(article, sentence, facts))
    return tuple(
        replace(
            fact,
            topic=_named_before(article, fact) or question_before(article.text, fact.start),
            counted=_counted(article, facts[:number], facts[number:]),
            as_of=_as_of(article, sentence, fact),
        )
        for number, fact in enumerate(facts)
    )


_KIND_ALONE = re.compile(
    "(?:该|这个?|本)?(?:项目|工程|公司|集团|中心|公园|基地|景区|社区|学校|医院|平台|隧道|大桥|水库|机场|线路)"
)
_BESIDE = re.compile(  # 由某集团 names who does it, 推进某中心建设 what is done to it
    "[由在与和被对向为]|推[进动]|建[设成]|打造|实施|加[快强]|启动|完善|成立|签约|新建|改造|引进|支持|依托|围绕|开工|规划"
)


def _counted(article: Article, told: Sequence[Fact], coming: Sequence[Fact]) -> str:
    """Return what is counted right behind the first fact to come, or has just been; "" for nothing.

    市级项目 in 总投资3亿元的11个市级项目 and in 13个市级项目，总投资441亿元.
    """
    fact = coming[0]
    for behind in coming[1:2]:
        if behind.figure.family == "count" and article.text[fact.end : behind.start] == "的":
            return behind.after
    if not told or told[-1].figure.family != "count" or fact.figure.family == "count":
        return ""
    before = told[-1]
    between = article.text[before.end : fact.start]
    apart = re.search("[。；;]", between) or not re.search("[，,]", between)
    return "" if apart else f"{before.own} {before.after}"


def _named_before(article: Article, fact: Fact) -> str:
    """Return the thing that a paragraph has last spoken of before a figure, "" for none.

    项目 alone goes back to the one before.
    """
    paragraph = article.text.rfind("\n", 0, fact.start) + 1
    told = re.split("[，,。；;：:、]", article.text[paragraph : fact.start])
    things = [piece[:end] for piece in told if (end := thing_end(piece))]
    named = [t for t in things if not _KIND_ALONE.fullmatch(t) and not _BESIDE.match(t)]
    if fact.figure.family == "count" and names_something(fact.after):  # 6个甲项目，13个乙项目
        named = [thing for thing in named if not any(map(_is_count, figures_of(thing)))]
    return "".join(named[-1:])


def _is_count(figure: Figure) -> bool:
    return figure.family == "count"


def _as_of(article: Article, sentence: Span, fact: Fact) -> date | None:
    """Return the day up to which a sentence tells, 截至8月底; None where it names none."""
    text = article.text[sentence.start : sentence.end]
    place = fact.start - sentence.start
    told = [w.last for w in whens(text, article.year) if w.sort == "stock" and w.end <= place]
    return told[-1] if told else None


def _carried(article: Article, sentence: Span, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield facts that name nothing themselves with what the sentence before spoke of."""
    paragraph = article.text.rfind("\n", 0, sentence.start) + 1
    above: tuple[Fact, ...] = ()
    if sentence.start > paragraph:
        above = _facts(article, sentence_at(article.text, sentence.start - 1))
    for fact in facts:
        like = [one for one in above if comparable(one.figure, fact.figure)]
        if like and not names_something(fact.about):
            yield replace(fact, about=f"{like[-1].about} {fact.about}".strip())
        else:
            yield fact


def fact_at(article: Article, span: Span) -> Fact | None:
    """Return the fact whose figure stands at a span of an article, None for none."""
    near = facts_in(article, Span(max(0, span.start - 8), span.end))
    return next((f for f in near if f.start < span.end and span.start < f.end), None)
