"""The windows that may answer: clauses, grown to what was asked and settled on a figure of it.

The reader scores spans; rules say which windows and figures are of something else, the reader which
of the rest is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from rag.addressed import clear
from rag.admission import admits
from rag.binding import bound, closeness, measured, misses_plan, whole
from rag.chunks import split_clauses
from rag.features import fitting
from rag.kinds import tells_time, told_in
from rag.opposites import contrary
from rag.questions import Part
from rag.reader import Reading
from rag.sentence import Fact
from rag.superlatives import is_outdone
from rag.types import Article, Passage, Span
from rag.verify import sentence_at
from rag.window import grown, trimmed

WORDS = 8.0  # what all words of the question said of a figure add to the reader's score
SURELY = 1.0  # how much likelier another figure is where it is surely the one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A window of an article with its bare answer, in article offsets, and the reader's score."""

    passage: Passage
    window: Span
    answer: Span
    score: float

    @property
    def text(self) -> str:
        """Return the window's characters."""
        return self.passage.article.text[self.window.start : self.window.end]


def candidates(part: Part, passage: Passage, reading: Reading) -> list[Candidate]:
    """Return the windows of a passage that may answer, each with the reader's best span in it."""
    chunk, article = passage.chunk, passage.article
    best: dict[Span, Candidate] = {}
    for clause in split_clauses(chunk.text):
        found = _answer(part, chunk.text, clause, reading)
        if found is None or (part.asked and contrary(part.text, told_in(chunk.text, clause))):
            continue
        span, score = found
        around = grown(part, article, Span(clause.start + chunk.start, clause.end + chunk.start))
        answer = Span(span.start + chunk.start, span.end + chunk.start)
        if part.asked is None and _is_outdone(part, article, answer):
            continue
        window = clear(article.text, around, answer.start)
        if window is None:
            continue
        window = trimmed(article.text, window)
        if not admits(part, article, window):
            continue
        if window not in best or score > best[window].score:
            best[window] = Candidate(passage, window, answer, score)
    settled = (_settled(part, one, reading) for one in best.values())
    return [one for one in settled if one is not None]


def _is_outdone(part: Part, article: Article, answer: Span) -> bool:
    """Return whether who has most is asked and an answer's sentence gives another more."""
    sentence = sentence_at(article.text, answer.start)
    told = Span(answer.start - sentence.start, answer.end - sentence.start)
    return is_outdone(part.text, article.text[sentence.start : sentence.end], told)


def _settled(part: Part, candidate: Candidate, reading: Reading) -> Candidate | None:
    """Return a candidate with the figure bound to what is asked that the reader likes best.

    None where its window has none, or its sentence a likelier one outside of it.
    """
    article, window = candidate.passage.article, candidate.window
    if part.asked is None or not measured(part, article, window):
        return candidate
    at = candidate.passage.chunk.start
    facts = bound(part, article, window)
    outside = [fact for fact in bound(part, article, whole(article, window)) if fact not in facts]
    wanted, rivals = (_read(part, some, reading, at) for some in (facts, outside))
    if not wanted:
        return None
    value, score, answer = max(wanted, key=itemgetter(0))
    if any(other > value + SURELY for other, _, _ in rivals):
        return None
    return Candidate(candidate.passage, window, answer, score)


def _read(
    part: Part, facts: Sequence[Fact], reading: Reading, at: int
) -> list[tuple[float, float, Span]]:
    """Return how likely each fact is meant, the reader's score of it and where it stands.

    How near its words come to the question's counts beside the score; ``at`` is where the passage
    begins.
    """
    scored = [(fact, reading.best(fact.start - at, fact.end - at)) for fact in facts]
    return [
        (found[1] + WORDS * _said(part, fact), found[1], Span(fact.start, fact.end))
        for fact, found in scored
        if found is not None
    ]


def _said(part: Part, fact: Fact) -> float:
    return closeness(part, fact) - 0.3 * misses_plan(part, fact)


def _answer(part: Part, text: str, clause: Span, reading: Reading) -> tuple[Span, float] | None:
    """Return the bare answer in a clause: a figure of the kind asked, else the reader's span."""
    free = reading.best(clause.start, clause.end)
    if part.asked is None or free is None:
        return free
    wanted = [
        (Span(clause.start + f.start, clause.start + f.end), scored[1])
        for f in fitting(text[clause.start : clause.end], part.asked)
        if (scored := reading.best(clause.start + f.start, clause.start + f.end)) is not None
    ]
    if wanted:
        return max(wanted, key=lambda item: item[1])
    dateless = "date" in part.asked.families and not tells_time(text[clause.start : clause.end])
    return None if dateless else free
