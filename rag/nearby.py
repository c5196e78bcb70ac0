"""What a refusal can point at: the same thing of another period, where an article tells it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.asked import fits
from rag.asof import period_of
from rag.binding import closeness, objection
from rag.facts import facts_in
from rag.questions import Part
from rag.sentence import Fact
from rag.types import Passage, Span

NAMED = 0.6  # how near to the question's words a figure is surely of what they name


def other_period(part: Part, passages: Sequence[Passage]) -> tuple[Passage, str] | None:
    """Return where what is asked is told of another period, and which; the nearest in time.

    None where the question names no year or nothing like it is told.
    """
    if part.asked is None or not part.years:
        return None
    told = [
        (passage, fact, period)
        for passage in passages
        for fact in facts_in(passage.article, Span(passage.chunk.start, passage.chunk.end))
        if fits(fact.figure, part.asked)
        and objection(part, passage.article, fact) == "period"
        and closeness(part, fact) >= NAMED
        and (period := period_of(fact)) is not None
    ]
    if not told:
        return None
    passage, _, period = min(told, key=lambda one: _away(part, one[1]))
    return passage, period


def _away(part: Part, fact: Fact) -> tuple[int, float]:
    """Return how many years a fact is away from those asked about, and how unlike its words."""
    year = fact.when.year if fact.when else None
    away = min((abs(year - asked) for asked in part.years), default=0) if year else 99
    return away, -closeness(part, fact)
