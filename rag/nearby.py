"""What a refusal can point at: the same thing of another period, or of a year not stated."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from rag.asked import fits
from rag.asof import period_of
from rag.binding import closeness, objection
from rag.facts import facts_in
from rag.locality import region_holds
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
    found = [
        (away, -closeness(part, fact), period, passage)
        for passage in passages
        for fact in facts_in(passage.article, Span(passage.chunk.start, passage.chunk.end))
        if fits(fact.figure, part.asked)
        and closeness(part, fact) >= NAMED
        and (told := _told(part, passage.article, fact)) is not None
        for away, period in [told]
    ]
    if not found:
        return None
    _, _, period, passage = min(found, key=itemgetter(0, 1))
    return passage, period


def _told(part: Part, article: Article, fact: Fact) -> tuple[int, str] | None:
    """Return how many years away a fact's period is, and the period; None where more is amiss."""
    against, period = objection(part, article, fact), period_of(fact)
    year = fact.when.year if fact.when else None
    if against == "period" and period is not None:
        return min((abs(year - asked) for asked in part.years), default=0) if year else 99, period
    where = Span(fact.start, fact.end)
    if against or year or article.year or not _is_there(part, article, where):
        return None
    return 0, f"{period}（{UNDATED}）" if period else UNDATED


def _is_there(part: Part, article: Article, where: Span) -> bool:
    return all(region_holds(region, article, where) for region in part.regions)
