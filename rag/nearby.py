"""What a refusal can point at: the same thing of another period, or of a year not stated."""

from __future__ import annotations

from collections.abc import Sequence

from rag.asked import fits
from rag.asof import period_of
from rag.binding import closeness, objection
from rag.facts import facts_in
from rag.questions import Part
from rag.sentence import Fact
from rag.types import Article, Passage, Span

UNDATED = "未注明哪一年"
NAMED = 0.6  # how near to the question's words a figure is surely of what they name


def other_period(part: Part, passages: Sequence[Passage]) -> tuple[Passage, str] | None:
    """Return where what is asked is told of another period, and which; the nearest in time.

    A page that does not state its year may tell it of the very one: that comes first. None where
    the question names no year or nothing like it is told.
    """
    if part.asked is None or not part.years:
        return None
    told = [
        (passage, fact, period)
        for passage in passages
        for fact in facts_in(passage.article, Span(passage.chunk.start, passage.chunk.end))
        if fits(fact.figure, part.asked)
        and closeness(part, fact) >= NAMED
        and (period := _period(part, passage.article, fact)) is not None
    ]
    if not told:
        return None
    passage, _, period = min(told, key=lambda one: _away(part, one[0].article, one[1]))
    return passage, period


def _period(part: Part, article: Article, fact: Fact) -> str | None:
    """Return the period of a fact that only its period keeps from answering, None for others."""
    against = objection(part, article, fact)
    if against == "period":
        return period_of(fact)
    if against is not None or not _is_undated(article, fact):
        return None
    period = period_of(fact)
    return f"{period}（{UNDATED}）" if period else UNDATED


def _is_undated(article: Article, fact: Fact) -> bool:
    return article.year is None and (fact.when is None or fact.when.year is None)


def _away(part: Part, article: Article, fact: Fact) -> tuple[int, float]:
    """Return how many years a fact is away from those asked about, and how unlike its words."""
    year = fact.when.year if fact.when else None
    unknown = 99 if objection(part, article, fact) else 0
    away = min((abs(year - asked) for asked in part.years), default=0) if year else unknown
    return away, -closeness(part, fact)
