"""What in the passages answers a part of a question, and how sure one can be of it.

A candidate is a window: the clause that the reader points at, grown to the neighbours that hold the
rest of what was asked. Windows of another region, year or period never become candidates. The rest
are weighed by a logistic model over a handful of readable features; its weights and threshold are
fitted on held-out questions (``training/calibrate.py``) and lie beside the reader they belong to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import exp
from pathlib import Path
from typing import Protocol

from rag.chunks import split_clauses
from rag.errors import ModelMissing
from rag.features import FEATURES, Seen, coverage, features_of, fitting, match
from rag.index import Encoder
from rag.questions import Part
from rag.reader import Reading
from rag.types import Article, Passage, Span
from rag.verify import (
    period_holds,
    place_holds,
    region_holds,
    sentence_at,
    whole_holds,
    year_holds,
)

_SEVERAL = re.compile(r"哪个(?!区|县|市)|分别|各")  # asks for more than one thing of a sentence
LONGEST_WINDOW = 120  # characters
LONGEST_LIST = 170  # characters
WHOLE = 90  # characters: a sentence up to here is said whole when no figure is asked for
MET = 0.3  # how much of a word must stand in a text for the text to speak of it
READ = 4  # passages a part that the reader reads


class Reader(Protocol):
    """What reads passages for a question."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return a reading of each passage."""


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


@dataclass(frozen=True, slots=True)
class Calibration:
    """How windows are ranked, how far the first is trusted, and from where on it is said.

    ``rank`` and ``trust`` are logistic weights over ``FEATURES``: the one fitted to tell a
    question's right windows from its wrong ones, the other to tell answered questions from those
    that the articles leave open.
    """

    rank: tuple[float, ...]
    trust: tuple[float, ...]
    bias: float
    threshold: float

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Return the calibration of a JSON file.

        Raises:
            ModelMissing: it is not there or speaks of other features.
        """
        try:
            stored = json.loads(path.read_text("utf-8"))
            rank = tuple(float(stored["rank"][name]) for name in FEATURES)
            trust = tuple(float(stored["trust"][name]) for name in FEATURES)
            return cls(rank, trust, float(stored["bias"]), float(stored["threshold"]))
        except (OSError, ValueError, KeyError) as error:
            raise ModelMissing(
                f"The calibration {str(path)!r} does not load ({error}): "
                "run training/calibrate.py for this reader, or take the embedded one."
            ) from error

    def merit(self, features: Sequence[float]) -> float:
        """Return a score that only orders the windows of one question."""
        return sum(w * f for w, f in zip(self.rank, features, strict=True))

    def confidence(self, features: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that a window with these features answers."""
        total = self.bias + sum(w * f for w, f in zip(self.trust, features, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def choose(part: Part, passages: Sequence[Passage], read: int = READ) -> list[Passage]:
    """Return the passages worth reading: those whose best sentence holds most of what is asked."""

    def promise(passage: Passage) -> float:
        held = coverage(part.terms, passage.chunk.text)
        return passage.score / 1.3 + held + 0.5 * coverage(part.terms, passage.article.title)

    return sorted(passages, key=promise, reverse=True)[:read]


def weigh(
    part: Part,
    passages: Sequence[Passage],
    readings: Sequence[Reading],
    encoder: Encoder,
    calibration: Calibration,
) -> list[Evidence]:
    """Return every window that may answer, best first."""
    drafts = [
        draft
        for passage, reading in zip(passages, readings, strict=True)
        for draft in _drafts(part, passage, reading)
    ]
    if not drafts:
        return []
    best = max(draft.score for draft in drafts)
    vectors = encoder.encode_passages([draft.text for draft in drafts])
    dense = vectors @ encoder.encode_queries([part.text])[0]
    weighed = [
        _weighed(part, draft, best, float(near), calibration)
        for draft, near in zip(drafts, dense, strict=True)
    ]
    return sorted(weighed, key=lambda evidence: -calibration.merit(evidence.features))


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
        if found is None:
            continue
        span, score = found
        window = _window(part, article, Span(clause.start + chunk.start, clause.end + chunk.start))
        if not _bound(part, article, window) or not _answers_in_kind(part, article, window):
            continue
        answer = Span(span.start + chunk.start, span.end + chunk.start)
        if window not in best or score > best[window].score:
            best[window] = _Draft(passage, window, answer, score)
    return list(best.values())


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
    return max(wanted, key=lambda item: item[1]) if wanted else free


def _window(part: Part, article: Article, clause: Span) -> Span:
    """Return the clause with those neighbours of its sentence that belong to the answer.

    A short sentence is said whole. Of a long one, whoever asks for a list, a reason or several
    things gets the part between two semicolons; whoever asks for one thing gets the clauses that
    hold more of the question.
    """
    text = article.text
    sentence = sentence_at(text, clause.start)
    long = sentence.end - sentence.start > (45 if part.asked is not None else WHOLE)
    if not long:
        return _trimmed(text, sentence)
    if part.kind in ("list", "reason", "manner") or _SEVERAL.search(part.text):
        start = max(text.rfind(mark, sentence.start, clause.start) + 1 for mark in "；;")
        ends = [text.find(mark, clause.end - 1, sentence.end) for mark in "；;"]
        end = min((end for end in ends if end >= 0), default=sentence.end)
        return _grown(text, clause, Span(max(start, sentence.start), max(end, clause.end)))
    start, end = clause.start, clause.end
    for other in split_clauses(text[sentence.start : sentence.end]):
        left = min(sentence.start + other.start, start)
        right = max(sentence.start + other.end, end)
        more = coverage(part.terms, text[left:right]) > coverage(part.terms, text[start:end])
        if more and right - left <= LONGEST_WINDOW:
            start, end = left, right
    return _trimmed(text, Span(start, end))


def _grown(text: str, clause: Span, within: Span) -> Span:
    """Return the clause grown by whole clauses, before and after in turn, while it stays short."""
    start, end = clause.start, clause.end
    spans = split_clauses(text[within.start : within.end])
    before = [within.start + s.start for s in reversed(spans) if within.start + s.end <= start]
    after = [within.start + s.end for s in spans if within.start + s.start >= end]
    for left, right in zip_longest(before, after):
        if left is not None and end - left <= LONGEST_LIST:
            start = left
        if right is not None and right - start <= LONGEST_LIST:
            end = right
    return _trimmed(text, Span(start, end))


def _trimmed(text: str, span: Span) -> Span:
    """Return a span without white space and stray punctuation at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in " \t\r\n\u3000，,；;、：:。！？”’」』）)":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u3000，,；;、：:":
        end -= 1
    return Span(start, end)


def _bound(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window speaks of the region, years and period that the part asks about."""
    return (
        all(region_holds(region, article, window) for region in part.regions)
        and all(place_holds(place, article, window) for place in part.places)
        and whole_holds(part.text, article, window)
        and all(year_holds(year, article, window) for year in part.years)
        and period_holds(part.text, article, window)
    )


def _answers_in_kind(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window holds what is asked for, and a figure where one is asked for.

    A figure of schools is no answer about hospitals, however well the rest fits.
    """
    text = article.text[window.start : window.end]
    told = f"{text}\n{article.title}".lower()
    if part.focus and all(match(term.word, told) < MET for term in part.focus):
        return False
    if part.asked is None or "date" in part.asked.families:  # 春节前后 is a date to a reader alone
        return True
    return bool(fitting(text, part.asked))


def _weighed(
    part: Part, draft: _Draft, best: float, dense: float, calibration: Calibration
) -> Evidence:
    seen = Seen(draft.passage, draft.window, draft.answer, draft.score, best, dense)
    features = features_of(part, seen)
    confidence = calibration.confidence(features)
    return Evidence(draft.passage, draft.window, draft.answer, features, confidence)
