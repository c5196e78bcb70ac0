"""Evidence → an answer a person can check: statements, each proved by quotes of the page.

A statement is the source's own clause, with the region put in front where the clause leaves it out.
What fails a check of ``rag.verify`` is not said; the next best evidence gets its turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from rag.asof import last_day, wants_latest
from rag.bare import bare
from rag.binding import closeness, misses_plan, stated
from rag.evidence import Evidence
from rag.excerpt import excerpt_of
from rag.facts import fact_at
from rag.heading import name_at
from rag.kinds import items_asked, items_in
from rag.phrasing import phrase
from rag.questions import Part
from rag.rounding import agree_in_value
from rag.sentence import Fact
from rag.siblings import is_shared
from rag.types import Article, Citation, Page, Passage, Reprint, Span, Statement
from rag.verify import figures_hold, sentence_at

TRIES = 5  # pieces of evidence looked at before a part is given up
LIKE = 0.2  # how much less near to the question's words a later figure may be
FIRM = 0.75  # how near to the question's words a figure proves itself
AS_SURE = 0.2  # how far below the first a piece of evidence is as good, if it is later
NAMED = 0.3  # how near to the words what is asked has surely been named
LONGEST_NAME = 20  # characters
_LEFT_OUT = re.compile(  # a sentence that goes on about what the one before has named
    "[该这此其]|项目|工程|[片园]区|隧道|大桥|线路|公园|基地|小区|产业园|[首一二三]期|首批|总?投资|全长|总?长度"
    "|占地|总?建筑面积|建成后|建设规模"
)
NEAREST = 3  # passages shown beside a refusal


@dataclass(frozen=True, slots=True)
class Proved:
    """A statement of one part with the page quotes that prove it, not yet numbered."""

    part: Part
    evidence: Evidence
    text: str
    short: str
    quotes: tuple[Citation, ...]

    @property
    def article(self) -> Article:
        """Return the article that proves it."""
        return self.evidence.passage.article

    @property
    def fact(self) -> Fact | None:
        """Return the figure that answers, None where none does."""
        return fact_at(self.article, self.evidence.answer)


def rest_on_one(one: Proved, other: Proved) -> bool:
    """Return whether two parts are answered by one figure: 17所学校、幼儿园 counts both."""
    return other.fact is not None and _place(one.evidence) == _place(other.evidence)


def is_taken(part: Part, evidence: Evidence, other: Proved) -> bool:
    """Return whether evidence points at the figure that answers another part, and it alone."""
    if other.fact is None or _place(evidence) != _place(other.evidence):
        return False
    return not is_shared(part, other.part.label, other.article, other.fact)


def _place(evidence: Evidence) -> tuple[str, Span]:
    return evidence.passage.article.article_id, evidence.answer


class Ledger:
    """The citations of one answer: numbered from 1 as they come, the same quote only once.

    ``reprints`` names the articles that print an article's story too.
    """

    def __init__(self, reprints: Callable[[str], tuple[Reprint, ...]] = lambda _: ()) -> None:
        self.citations: list[Citation] = []
        self._reprints = reprints

    def number(self, quotes: Sequence[Citation]) -> tuple[int, ...]:
        """Return the ids of the quotes, entering those not cited yet."""
        return tuple(self._number(quote) for quote in quotes)

    def of(self, statement: Statement) -> tuple[Citation, ...]:
        """Return the citations of a statement."""
        return tuple(quote for quote in self.citations if quote.id in statement.citations)

    def _number(self, quote: Citation) -> int:
        for known in self.citations:
            if (known.source, known.start, known.end) == (quote.source, quote.start, quote.end):
                return known.id
        also_in = self._reprints(quote.article_id)
        self.citations.append(replace(quote, id=len(self.citations) + 1, also_in=also_in))
        return len(self.citations)


def prove(
    part: Part, found: Sequence[Evidence], threshold: float, pages: Mapping[str, Page]
) -> Proved | None:
    """Return the first piece of evidence that is sure enough and passes every check."""
    for evidence in _latest_first(part, _sure(part, found, threshold))[:TRIES]:
        evidence = replace(evidence, answer=bare(part, evidence))
        excerpt = excerpt_of(part, evidence)
        quotes = cite(excerpt.article, excerpt.quoted, evidence.confidence, pages)
        text = phrase(part, excerpt, evidence.short)
        if quotes and figures_hold(text, excerpt.source):
            said = replace(evidence, window=excerpt.core)
            name, named = _subject(part, evidence, text, pages)
            return Proved(part, said, f"{name}{text}", said.short, (*named, *quotes))
    return None


def _subject(
    part: Part, evidence: Evidence, text: str, pages: Mapping[str, Page]
) -> tuple[str, tuple[Citation, ...]]:
    """Return what a statement is about, and the quote that names it, where it leaves that out.

    「望湖片区：」 before 项目总投资约510亿元, which the paragraph above says of it; not before
    what has a subject of its own.
    """
    where = name_at(part.text, evidence.passage) if _LEFT_OUT.match(text) else None
    article = evidence.passage.article
    name = article.text[where.start : where.end].strip("“”「」《》 ") if where else ""
    if where is None or not 3 <= len(name) <= LONGEST_NAME or name in text or "\n" in name:
        return "", ()
    sentence = sentence_at(article.text, where.start)
    return f"{name}：", cite(article, sentence, evidence.confidence, pages)


def _latest_first(part: Part, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence, what is of a later period before what is as sure.

    Who asks for the latest gets the last of all; who names a period gets what is surest, and what
    was reached before what was planned.
    """
    if not found:
        return []
    if part.years and not wants_latest(part.text):
        return sorted(found, key=partial(_is_worse, part, found[0]))
    fact, latest = _fact(found[0]), wants_latest(part.text)
    if fact is None and not latest:
        return _as_many(part, found)  # nothing tells that two passages speak of one thing
    named = latest and fact is not None and closeness(part, fact) >= NAMED
    bar = 0.0 if named else found[0].confidence - AS_SURE
    near = [one for one in found if one.confidence >= bar and _is_like(part, one, found[0])]
    if latest or not _is_off(part, found[0]):
        near = [one for one in near if not _is_off(part, one)] or near
    if not near:
        return list(found)
    near.sort(key=lambda one: (_until(one), not _is_off(part, one)), reverse=True)
    later = _until(near[0]) > _until(found[0])
    if not later and _is_off(part, near[0]) == _is_off(part, found[0]):
        return list(found)
    return [*near, *(one for one in found if one not in near)]


def _as_many(part: Part, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence, first what is as sure and lists as many things as are asked for."""
    many, bar = items_asked(part), found[0].confidence - AS_SURE
    return sorted(
        found, key=lambda one: many and (one.confidence < bar or items_in(one.short) != many)
    )


def _is_worse(part: Part, first: Evidence, one: Evidence) -> int:
    """Return 0 for what should be said before the surest evidence, 1 for that, 2 for the rest.

    A result before the plan for the same time, an exact value before 近7000 of the same thing.
    """
    if one is first:
        return 1
    mine, other = _fact(one), _fact(first)
    if mine is None or other is None or not _is_like(part, one, first):
        return 2
    if misses_plan(part, other) and not misses_plan(part, mine):
        return 0
    rough = other.figure.approx is not None and mine.figure.approx is None
    same = misses_plan(part, other) == misses_plan(part, mine)
    return 0 if rough and same and agree_in_value(mine.figure, other.figure) else 2


def _sure(part: Part, found: Sequence[Evidence], threshold: float) -> list[Evidence]:
    """Return the evidence that may be said: surely what is asked, by model or by its own words.

    Where the surest is not, only what proves itself; who asks for the latest also gets what tells
    of other times in the same words.
    """
    firm = [one for one in found if _is_firm(part, one)]
    if not found or (found[0].confidence < threshold and found[0] not in firm):
        return firm
    latest = wants_latest(part.text)
    return [
        one
        for one in found
        if one.confidence >= threshold
        or one in firm
        or (
            latest
            and _is_like(part, one, found[0])
            and stated(part, one.passage.article, one.window)
        )
    ]


def _is_firm(part: Part, one: Evidence) -> bool:
    """Return whether a figure's own sentence tells all that was asked: no model need be asked."""
    fact = _fact(one)
    return (
        fact is not None
        and bool(part.regions and fact.regions)
        and stated(part, one.passage.article, one.window)
        and closeness(part, fact) >= FIRM
    )


def _is_off(part: Part, one: Evidence) -> bool:
    fact = _fact(one)
    return fact is not None and misses_plan(part, fact)


def _fact(evidence: Evidence) -> Fact | None:
    return fact_at(evidence.passage.article, evidence.answer)


def _until(evidence: Evidence) -> str:
    """Return the last day of the period that a piece of evidence is of."""
    return last_day(_fact(evidence), evidence.passage.article)


def _is_like(part: Part, one: Evidence, first: Evidence) -> bool:
    """Return whether one piece of evidence is as near to what is asked as the other."""
    mine, other = _fact(one), _fact(first)
    if mine is None or other is None:
        return mine is other
    return closeness(part, mine) >= closeness(part, other) - LIKE


def cite(
    article: Article, window: Span, score: float, pages: Mapping[str, Page]
) -> tuple[Citation, ...]:
    """Return a citation, numbered 0, for each unbroken run of the window in its page."""
    text = pages[article.source].text
    return tuple(
        Citation(
            id=0,
            source=article.source,
            article_id=article.article_id,
            article=article.title,
            published=article.published,
            start=span.start,
            end=span.end,
            quote=text[span.start : span.end],
            score=round(score, 4),
        )
        for span in article.locate(window.start, window.end)
        if text[span.start : span.end].strip()
    )


def nearest(passages: Sequence[Passage], pages: Mapping[str, Page]) -> tuple[Citation, ...]:
    """Return the closest passages looked at, as citations numbered from 1."""
    near: list[Citation] = []
    for passage in passages:
        if len(near) == NEAREST:
            break
        window = Span(passage.chunk.start, passage.chunk.end)
        quotes = cite(passage.article, window, passage.score, pages)
        if quotes:
            near.append(replace(quotes[0], id=len(near) + 1))
    return tuple(near)


def written(statements: Sequence[Statement]) -> str:
    """Return the statements as one text, each followed by its markers.

    >>> written([Statement("新增3.9万人。", (1, 2))])
    '新增3.9万人。[1][2]'
    """
    return "\n".join(
        statement.text + "".join(f"[{number}]" for number in statement.citations)
        for statement in statements
    )
