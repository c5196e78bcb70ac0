"""What in the passages answers a part of a question, and how sure one can be of it.

A candidate is a window: the clause that the reader points at, grown to the neighbours that hold the
rest of what was asked. Windows of another region, year or period never become candidates. The rest
are weighed by what ``features`` measures of them, as ``calibration`` has learned to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.addressed import clear
from rag.alike import nearness
from rag.asked import fits
from rag.binding import FAR, closeness, closest, measured, stated
from rag.calibration import Calibration
from rag.chunks import split_clauses
from rag.days import of_another_day, of_another_month
from rag.facts import fact_at, facts_in
from rag.features import Seen, features_of, fitting, in_title, told_at
from rag.heading import alone
from rag.kinds import (
    asks_for_all,
    explains,
    kind_fits,
    office_of,
    said_by_another,
    speaks_of,
    tells_time,
    told_in,
)
from rag.locality import places_hold, region_holds, whole_holds
from rag.models import Models
from rag.offices import of_another_office, of_another_rank
from rag.opposites import contrary, never_told, of_another
from rag.persons import of_another_surname, of_no_relative
from rag.questions import Part
from rag.reader import Reading
from rag.rounding import agree_in_value
from rag.rows import is_row_asked
from rag.types import Article, Passage, Span
from rag.verify import period_holds, sentence_at, year_holds
from rag.window import grown, trimmed

CERTAIN = 6.0  # what the reader scores where it leaves no doubt, whatever the words
NAMED = 0.6  # how near to the question's words a figure is surely of what they name


@dataclass(frozen=True, slots=True)
class Evidence:
    """A window of an article that may answer, in article offsets; ``answer`` is the bare answer."""

    passage: Passage
    window: Span
    answer: Span
    features: tuple[float, ...]
    confidence: float

    @property
    def text(self) -> str:
        """Return the window's characters."""
        return self.passage.article.text[self.window.start : self.window.end]

    @property
    def short(self) -> str:
        """Return the bare answer's characters."""
        return self.passage.article.text[self.answer.start : self.answer.end]


def weigh(
    part: Part,
    passages: Sequence[Passage],
    readings: Sequence[Reading],
    models: Models,
    bar: float = 0.0,
) -> list[Evidence]:
    """Return every window that may answer, best first.

    ``bar`` is how near a figure of a like part comes to the question's words
    (``rag.promise.likeness``).
    """
    drafts = [
        draft
        for passage, reading in zip(passages, readings, strict=True)
        for draft in _drafts(part, passage, reading)
    ]
    drafts = _near(part, drafts, passages, bar)
    if not drafts:
        return []
    calibration = models.calibration
    weighed = [_weighed(part, one, calibration) for one in _seen(part, drafts, models)]
    told = [one for one in weighed if not any(_rounds(one, other) for other in weighed)]
    whole = [one for one in told if asks_for_all(part) and kind_fits(part, one.text) == 1]
    return sorted(whole or told, key=lambda evidence: -calibration.merit(evidence.features))


def _seen(part: Part, drafts: Sequence[_Draft], models: Models) -> list[Seen]:
    """Return what the readers and the encoder make of each draft."""
    best = max(draft.score for draft in drafts)
    encoder, windows = models.encoder, [(draft.passage, draft.window) for draft in drafts]
    vectors = encoder.encode_passages([draft.text for draft in drafts])
    dense = vectors @ encoder.encode_queries([part.text])[0]
    texts = [told_at(draft.passage, draft.window) for draft in drafts]
    again = alone(models.sentences, part.text, windows)
    meant = nearness([term.word for term in part.focus], texts, encoder).T
    return [
        Seen(
            draft.passage,
            draft.window,
            draft.answer,
            read=draft.score,
            best=best,
            alone=score,
            dense=float(near),
            meant=tuple(map(float, own)),
        )
        for draft, score, near, own in zip(drafts, again, dense, meant, strict=True)
    ]


def _rounds(one: Evidence, other: Evidence) -> bool:
    """Return whether a title rounds what its article tells exactly: 一万余个 and 1.2万个."""
    article = one.passage.article
    if other.passage.article is not article or not in_title(article, one.window):
        return False
    rough, exact = fact_at(article, one.answer), fact_at(article, other.answer)
    return (
        rough is not None
        and exact is not None
        and rough.figure.approx is not None
        and exact.figure.approx is None
        and agree_in_value(rough.figure, exact.figure)
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    passage: Passage
    window: Span
    answer: Span
    score: float

    @property
    def text(self) -> str:
        return self.passage.article.text[self.window.start : self.window.end]


def _drafts(part: Part, passage: Passage, reading: Reading) -> list[_Draft]:
    """Return one draft a window, with the reader's best span in it."""
    chunk, article = passage.chunk, passage.article
    best: dict[Span, _Draft] = {}
    for clause in split_clauses(chunk.text):
        found = _answer(part, chunk.text, clause, reading)
        if found is None or (part.asked and contrary(part.text, told_in(chunk.text, clause))):
            continue
        span, score = found
        around = grown(part, article, Span(clause.start + chunk.start, clause.end + chunk.start))
        window = clear(article.text, around, span.start + chunk.start)
        if window is None:
            continue
        window = trimmed(article.text, window)
        if not admits(part, article, window):
            continue
        answer = Span(span.start + chunk.start, span.end + chunk.start)
        if window not in best or score > best[window].score:
            best[window] = _Draft(passage, window, answer, score)
    settled = (_settled(part, draft, reading) for draft in best.values())
    return [draft for draft in settled if draft is not None]


def _near(
    part: Part, drafts: Sequence[_Draft], passages: Sequence[Passage], bar: float
) -> list[_Draft]:
    """Return the drafts without those whose figure is far less what is asked than another's.

    Where the very thing is told of another year or place, something else of this one is no answer.
    """
    if part.asked is None:
        return list(drafts)
    facts = [fact_at(draft.passage.article, draft.answer) for draft in drafts]
    near = [closeness(part, fact) if fact else None for fact in facts]
    best = max((one for one in near if one is not None), default=0.0)
    best = max(best, bar, max((_named(part, passage) for passage in passages), default=0.0) - FAR)
    if best < NAMED:
        return list(drafts)  # other words: how near they come says little
    return [
        draft
        for draft, one in zip(drafts, near, strict=True)
        if one is None or one >= best - FAR or draft.score >= CERTAIN
    ]


def _named(part: Part, passage: Passage) -> float:
    """Return how near any figure of a passage comes to the question's words, whosever it is."""
    chunk = Span(passage.chunk.start, passage.chunk.end)
    facts = (
        f for f in facts_in(passage.article, chunk) if part.asked and fits(f.figure, part.asked)
    )
    return max((closeness(part, fact) for fact in facts), default=0.0)


def _settled(part: Part, draft: _Draft, reading: Reading) -> _Draft | None:
    """Return a draft with the figure that is bound to what is asked; None where it has none."""
    article, at = draft.passage.article, draft.passage.chunk.start
    if part.asked is None or not measured(part, article, draft.window):
        return draft
    wanted = [
        (Span(fact.start, fact.end), scored[1])
        for fact in closest(part, article, draft.window)
        if (scored := reading.best(fact.start - at, fact.end - at)) is not None
    ]
    if not wanted:
        return None
    answer, score = max(wanted, key=lambda item: item[1])
    return _Draft(draft.passage, draft.window, answer, score)


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


def admits(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window is of the region, time and kind of thing that a part asks for."""
    return (
        (_bound(part, article, window) or stated(part, article, window))
        and is_row_asked(article, window.start, part.text)
        and _answers_in_kind(part, article, window)
    )


def _bound(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window speaks of the region, years and period that the part asks about."""
    return (
        all(region_holds(region, article, window) for region in part.regions)
        and places_hold(part.places, article, window)
        and whole_holds(part.text, article, window)
        and all(year_holds(year, article, window) for year in part.years)
        and period_holds(part.text, article, window)
    )


def _answers_in_kind(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window holds a figure of the kind asked for, or who holds the office."""
    text, office = article.text[window.start : window.end], office_of(part)
    if contrary(part.text, text) or (office and not speaks_of(office, text)):
        return False
    sentence = sentence_at(article.text, window.start)
    if _is_of_others(part, article, sentence):
        return False
    if not explains(part, text) or (part.asked is not None and of_another(part.text, text)):
        return False
    if part.kind == "person" and in_title(article, window) and not kind_fits(part, text):
        return False  # a title that says the question again
    if part.asked is None or ("date" in part.asked.families and tells_time(text)):
        return True
    return bool(fitting(text, part.asked))


def _is_of_others(part: Part, article: Article, sentence: Span) -> bool:
    """Return whether a sentence is of another day, person, office or batch than is asked about."""
    told = article.text[sentence.start : sentence.end]
    asks_day = part.asked is not None and "date" in part.asked.families
    return (
        said_by_another(part, told)
        or of_another_office(part.text, told)
        or of_another_rank(part.text, told)
        or of_another_surname(part.text, told)
        or of_no_relative(part.text, _led(article, sentence))
        or (not asks_day and _is_of_another_time(part.text, told))
        or never_told(part.text, article.title, article.text)
    )


def _is_of_another_time(question: str, sentence: str) -> bool:
    return of_another_day(question, sentence) or of_another_month(question, sentence)


def _led(article: Article, sentence: Span) -> str:
    """Return a sentence with its article's title and the sentence before it."""
    begin = sentence_at(article.text, sentence.start - 1).start if sentence.start else 0
    return f"{article.title}\n{article.text[begin : sentence.end]}"


def _weighed(part: Part, seen: Seen, calibration: Calibration) -> Evidence:
    features = features_of(part, seen)
    confidence = calibration.confidence(features)
    return Evidence(seen.passage, seen.window, seen.answer, features, confidence)
