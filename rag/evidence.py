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
from functools import lru_cache
from math import exp
from pathlib import Path
from typing import Protocol

from jieba import posseg

from rag.asked import Asked, fits
from rag.chunks import split_clauses
from rag.errors import ModelMissing
from rag.figures import Figure
from rag.index import Encoder
from rag.periods import Period
from rag.questions import Part, Term
from rag.reader import Reading
from rag.synonyms import synonyms
from rag.types import Article, Passage, Span
from rag.verify import (
    figures_of,
    period_holds,
    periods_of,
    region_holds,
    sentence_at,
    whole_holds,
    year_holds,
)

FEATURES = (
    "read",  # the reader's score of its span in the window, over 10
    "lead",  # how far that lies below the best span of all passages, over 10
    "near",  # share of the question's words within a few characters of the bare answer
    "window",  # the same in the window
    "sentence",  # the same in its sentence
    "context",  # the same in the passage and its article's title
    "absent",  # weight of the rarest word of the question that the context lacks
    "foreign",  # weight of the rarest word of the question that the whole article lacks
    "fits",  # 1 a figure of the kind asked, 0 none, 0.5 no figure asked
    "unit",  # 1 a figure of the very unit asked, 0 only of another, 0.5 no unit asked
    "kind",  # 1 a name for 谁, a cause for 为什么, a place for 哪里; 0 none; 0.5 for other questions
    "fused",  # the passage's retrieval score
    "dense",  # cosine of question and window
    "echo",  # 1 when the span only repeats the question
    "title",  # share of the question's words in the article's title
    "focus",  # share of the words next to the question word in the window
    "quoted",  # 1 when what the question quotes stands in the context, 0 not, 0.5 nothing quoted
    "mass",  # how much the question says: the weight of its words, at most 1
    "lists",  # 1 when a list is asked for and as many items are listed, 0 none, 0.5 no list asked
)
_SEVERAL = re.compile(r"哪个(?!区|县|市)|分别|各")  # asks for more than one thing of a sentence
LONGEST_WINDOW = 120  # characters
WHOLE = 90  # characters: a sentence up to here is said whole when no figure is asked for
NEAR = 16  # characters on each side of a bare answer
SYNONYM = 0.85  # what a synonym counts for, of 1
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
        context = _context(passage)
        held = coverage(part.terms, passage.chunk.text)
        return passage.score / 1.3 + held + 0.5 * coverage(part.terms, context)

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
        for f in _fitting(text[clause.start : clause.end], part.asked)
        if (scored := reading.best(clause.start + f.start, clause.start + f.end)) is not None
    ]
    return max(wanted, key=lambda item: item[1]) if wanted else free


def _fitting(text: str, asked: Asked) -> list[Figure | Period]:
    """Return the figures, or dates and periods, of a text that are of the kind asked for."""
    told = [*figures_of(text), *periods_of(text)]
    ordinal = "ordinal" in asked.families  # 第三批 in a name is a label to a parser
    return [f for f in told if fits(f, asked) or (ordinal and f.text.startswith("第"))]


def _window(part: Part, article: Article, clause: Span) -> Span:
    """Return the clause with those neighbours of its sentence that hold more of the question."""
    sentence = sentence_at(article.text, clause.start)
    text = article.text[sentence.start : sentence.end]
    whole = 45 if part.asked is not None else WHOLE
    several = part.kind in ("list", "reason", "manner") or _SEVERAL.search(part.text)
    if len(text.strip()) <= whole or several:
        return _trimmed(article.text, _capped(sentence, clause))
    start, end = clause.start, clause.end
    for other in split_clauses(text):
        left, right = sentence.start + other.start, sentence.start + other.end
        new = coverage(part.terms, article.text[min(left, start) : max(right, end)])
        if new > coverage(part.terms, article.text[start:end]) and (
            max(right, end) - min(left, start) <= LONGEST_WINDOW
        ):
            start, end = min(left, start), max(right, end)
    return _trimmed(article.text, Span(start, end))


def _capped(sentence: Span, clause: Span, most: int = 260) -> Span:
    if sentence.end - sentence.start <= most:
        return sentence
    start = max(sentence.start, clause.start - most // 2)
    return Span(start, min(sentence.end, max(clause.end, start + most)))


def _trimmed(text: str, span: Span) -> Span:
    """Return a span without white space and stray punctuation at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in " \t\r\n\u3000，,；;、：:。":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u3000，,；;、：:":
        end -= 1
    return Span(start, end)


def _bound(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window speaks of the region, years and period that the part asks about."""
    return (
        all(region_holds(region, article, window) for region in part.regions)
        and whole_holds(part.text, article, window)
        and all(year_holds(year, article, window) for year in part.years)
        and period_holds(part.text, article, window)
    )


def _answers_in_kind(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window holds a figure or date at all where one is asked for."""
    text = article.text[window.start : window.end]
    if part.asked is None or "date" in part.asked.families:  # 春节前后 is a date to a reader alone
        return True
    return bool(_fitting(text, part.asked))


def _weighed(
    part: Part, draft: _Draft, best: float, dense: float, calibration: Calibration
) -> Evidence:
    article = draft.passage.article
    sentence = sentence_at(article.text, draft.window.start)
    said = article.text[sentence.start : sentence.end]
    context = _context(draft.passage)
    absent = max((t.weight for t in part.terms if match(t.word, context) < 0.5), default=0.0)
    whole = _whole(article)
    around = article.text[max(0, draft.answer.start - NEAR) : draft.answer.end + NEAR]
    short = article.text[draft.answer.start : draft.answer.end]
    features = (
        draft.score / 10,
        (draft.score - best) / 10,
        coverage(part.terms, around),
        coverage(part.terms, draft.text),
        coverage(part.terms, said),
        coverage(part.terms, context),
        absent,
        max((t.weight for t in part.terms if match(t.word, whole) < 0.5), default=0.0),
        _fitness(part, draft.text),
        _same_unit(part, draft.text),
        _kind_fits(part, draft.text),
        draft.passage.score,
        dense,
        float(short in part.text),
        coverage(part.terms, article.title),
        coverage(part.focus, draft.text),
        _quoted(part, context),
        min(1.0, sum(term.weight for term in part.terms) / 3),
        _lists(part, draft.text),
    )
    confidence = calibration.confidence(features)
    return Evidence(draft.passage, draft.window, draft.answer, features, confidence)


def _fitness(part: Part, text: str) -> float:
    return 0.5 if part.asked is None else float(bool(_fitting(text, part.asked)))


def _same_unit(part: Part, text: str) -> float:
    if part.asked is None or part.asked.unit is None:
        return 0.5
    return float(any(figure.unit == part.asked.unit for figure in figures_of(text)))


_CAUSE = re.compile(r"因|由于|为了|以便|导致|得益|缘于|源于|受[^，。]{1,12}影响|目的|旨在|从而")
_PLACE = re.compile(r"[路街道楼厦园馆站城村镇乡区县市省场山河湖桥院校]")


def _kind_fits(part: Part, text: str) -> float:
    """Return 1 when a text holds the kind of thing asked for, 0 when not, 0.5 if any will do."""
    if part.kind == "person":
        return float(any(flag == "nr" for _, flag in posseg.lcut(text)))
    if part.kind == "reason":
        return float(_CAUSE.search(text) is not None)
    if part.kind == "place":
        return float(_PLACE.search(text) is not None)
    return 0.5


def _quoted(part: Part, context: str) -> float:
    if not part.quoted:
        return 0.5
    return float(all(_bare(quote) in _bare(context) for quote in part.quoted))


def _bare(text: str) -> str:
    return re.sub(r"[\s“”「」‘’《》]", "", text.lower())


def _lists(part: Part, text: str) -> float:
    """Return how well a text holds the list that is asked for, 0.5 if none is."""
    if part.kind != "list":
        return 0.5
    items = max(len(re.split("[、；]|和(?=[^、]{1,12}$)", run)) for run in re.split("[。：]", text))
    asked = re.search(
        r"[哪“「]([两二三四五六七八九十])|([两二三四五六七八九十\d]+)[大个项类条种]", part.text
    )
    if items < 2:
        return 0.0
    if asked is None:
        return 0.8
    number = (asked[1] or asked[2]).replace("两", "二")
    wanted = int(number) if number.isdigit() else "〇一二三四五六七八九十".find(number)
    return 1.0 if items >= wanted > 0 else 0.4


def _context(passage: Passage) -> str:
    return f"{passage.article.title}\n{passage.article.byline or ''}\n{passage.chunk.text}".lower()


@lru_cache(maxsize=512)
def _whole(article: Article) -> str:
    return f"{article.title}\n{article.text}".lower()


def coverage(terms: Sequence[Term], text: str) -> float:
    """Return the weighted share, 0 to 1, of the terms that a text holds; 0 for no terms."""
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    lowered = text.lower()
    return sum(term.weight * match(term.word, lowered) for term in terms) / total


@lru_cache(maxsize=65536)
def match(word: str, text: str) -> float:
    """Return 1 when a text holds a word, ``SYNONYM`` when one that may stand for it.

    Else the share of its end that stands there (a compound means what it ends with: 停车费 is a 费),
    and less for the beginning alone.

    >>> match("重点项目", "推进54个项目")
    0.4
    """
    at = text.find(word)
    while at > 0 and text[at - 1] == "副":  # a deputy holds another office
        at = text.find(word, at + 1)
    if at >= 0:
        return 1.0
    if any(len(other) > 1 and other in text for other in synonyms(word)):
        return SYNONYM
    return max((_run(word[i:], text, len(word)) for i in range(1, len(word) - 1)), default=0.0) or (
        0.4 * _run(word[:-1], text, len(word))
    )


def _run(piece: str, text: str, whole: int) -> float:
    return 0.8 * len(piece) / whole if len(piece) > 1 and piece in text else 0.0
