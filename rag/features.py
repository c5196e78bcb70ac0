"""What can be measured of a window that may answer: a handful of readable numbers.

Every one is a pure function of the question's part, the window and its article, but for the
reader's score and the cosine, which come in with the window.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.asked import Asked, fits
from rag.figures import Figure
from rag.heading import subject
from rag.hours import find_hours
from rag.interview import question_before
from rag.keywords import Term
from rag.kinds import is_of_dispatch, kind_fits, lists_fit
from rag.lacking import doubt
from rag.periods import Period
from rag.questions import Part
from rag.synonyms import synonyms
from rag.tags import tag
from rag.types import Article, Passage, Span
from rag.verify import figures_of, periods_of, sentence_at

FEATURES = (
    "read",  # the reader's score of its span in the window, over 10
    "lead",  # how far that lies below the best span of all passages, over 10
    "alone",  # its best score in the window's sentences read without the rest, over 10
    "near",  # share of the question's words within a few characters of the bare answer
    "window",  # the same in the window
    "sentence",  # the same in its sentence
    "context",  # the same in the passage and its article's title
    "absent",  # weight of the rarest word of the question that the context lacks
    "foreign",  # weight of the rarest word of the question that the whole article lacks
    "fits",  # 1 a figure of the kind asked, 0 none, 0.5 no figure asked
    "unit",  # 1 a figure of the very unit asked, 0 only of another, 0.5 no unit asked
    "kind",  # 1 a name for 谁, a cause for 为什么, “…”即 for 指什么; 0 none; 0.5 other
    "fused",  # the passage's retrieval score
    "dense",  # cosine of question and window
    "echo",  # 1 when the span only repeats the question
    "headline",  # 1 when the window is a title itself
    "told",  # share of the question's words in the window's sentence and the one before it
    "focus",  # share of the words next to the question word in the window
    "quoted",  # 1 when what the question quotes stands in the context, 0 not, 0.5 nothing quoted
    "mass",  # how much the question says: the weight of its words, at most 1
    "lists",  # 1 when a list is asked for and as many items are listed, 0 none, 0.5 no list asked
    "said",  # how much of a word next to the question word the window or the title holds
    "meant",  # how near in meaning a word of theirs comes to it
    "thing",  # weight of the rarest noun of the question that sentences and title lack
    "deed",  # the same of its verbs and adjectives
    "name",  # the same of its names of people, places and things: nothing else may stand for them
    "alien",  # weight of the rarest such name that the whole article lacks
    "doubt",  # the log odds that it leaves the question open, by the words that it lacks, over 10
    "untold",  # the same of sentences and title
)
NEAR = 16  # characters on each side of a bare answer
SYNONYM = 0.85  # what a synonym counts for, of 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A window with what the models made of it, in article offsets.

    ``read`` is the reader's score of the bare answer, ``best`` its best of all passages, ``alone``
    that of the window's sentences without the rest, ``dense`` the cosine of question and window,
    ``meant`` how near in meaning the window or title comes to each word of the question's focus.
    """

    passage: Passage
    window: Span
    answer: Span
    read: float
    best: float
    alone: float
    dense: float
    meant: tuple[float, ...]


def features_of(part: Part, seen: Seen) -> tuple[float, ...]:
    """Return the values of ``FEATURES`` for one window."""
    article, window = seen.passage.article, article_text(seen)
    sentence = sentence_at(article.text, seen.window.start)
    named = subject(part.text, seen.passage).lower()
    context, whole = _context(seen.passage) + named, _whole(article)
    asked = question_before(article.text, sentence.start)  # read with what answers it
    told = article.text[_told_from(article, sentence) : sentence.end] + asked
    titled = f"{told}\n{article.title}\n{named}"
    around = article.text[max(0, seen.answer.start - NEAR) : seen.answer.end + NEAR]
    return (
        seen.read / 10,
        (seen.read - seen.best) / 10,
        seen.alone / 10,
        coverage(part.terms, around),
        coverage(part.terms, window + asked),
        coverage(part.terms, article.text[sentence.start : sentence.end] + asked),
        coverage(part.terms, context + asked),
        _absent(part.terms, context + asked),
        _absent(part.terms, whole),
        0.5 if part.asked is None else float(bool(fitting(window, part.asked))),
        _same_unit(part, window),
        kind_fits(part, window),
        seen.passage.score,
        seen.dense,
        float(article.text[seen.answer.start : seen.answer.end] in part.text),
        float(in_title(article, seen.window)),
        coverage(part.terms, told),
        coverage(part.focus, window + asked),
        _quoted(part, context),
        min(1.0, sum(term.weight for term in part.terms) / 3),
        lists_fit(part, window),
        *_met(part, seen),
        _absent(nouns(part), titled),
        _absent(_of_kind(part, _VERB), titled),
        _absent(names(part), titled.lower(), SYNONYM),
        _absent(names(part), whole, SYNONYM),
        doubt(part.text, whole) / 10,
        doubt(part.text, titled.lower()) / 10,
    )


def told_at(passage: Passage, window: Span) -> str:
    """Return a window's characters, its article's title and the question that it answers."""
    text = passage.article.text
    asked = question_before(text, window.start)
    return f"{text[window.start : window.end]}\n{passage.article.title}\n{asked}".strip().lower()


def _met(part: Part, seen: Seen) -> tuple[float, float]:
    """Return how far what is asked for is met, in characters and in meaning; 1 if nothing is."""
    told = told_at(seen.passage, seen.window)
    said = [match(term.word, told) for term in part.focus]
    meant = [
        1.0 if held >= SYNONYM else max(held, near)
        for held, near in zip(said, seen.meant, strict=True)
    ]
    return max(said, default=1.0), max(meant, default=1.0)


_NAME = re.compile(r"n[rstz]|[jx]|eng")  # jieba's tags: a person, a place, a body, an unknown word
_NOUN = re.compile(r"[nijlx]|eng|vn|an")
_VERB = re.compile(r"(?!vn|an)[vad]")


def _of_kind(part: Part, kind: re.Pattern[str]) -> list[Term]:
    """Return the question's terms whose tag is of a kind."""
    return [term for term in part.terms if kind.match(tag(term.word, part.text))]


def nouns(part: Part) -> list[Term]:
    """Return the question's terms that are nouns or names."""
    return _of_kind(part, _NOUN)


def names(part: Part) -> list[Term]:
    """Return the question's terms that are names, of two letters or more."""
    return [term for term in _of_kind(part, _NAME) if len(term.word) > 1]


def article_text(seen: Seen) -> str:
    """Return the window's characters."""
    return seen.passage.article.text[seen.window.start : seen.window.end]


def _told_from(article: Article, sentence: Span) -> int:
    """Return where the sentence before begins: Chinese names its subject once and goes on."""
    return sentence_at(article.text, sentence.start - 1).start if sentence.start else 0


def in_title(article: Article, window: Span) -> bool:
    """Return whether a window is of a title, the article's or one within it."""
    return any(
        piece.role == "title" and piece.at <= window.start < piece.at + piece.end - piece.start
        for piece in article.pieces
    )


def _absent(terms: Sequence[Term], text: str, least: float = 0.5) -> float:
    """Return the weight of the rarest term that a text holds less of than ``least``, 0 for none."""
    return max((term.weight for term in terms if match(term.word, text) < least), default=0.0)


def fitting(text: str, asked: Asked) -> list[Figure | Period]:
    """Return the figures, or dates and periods, of a text that are of the kind asked for."""
    days = (period for period in periods_of(text) if not is_of_dispatch(text, period))
    told: list[Figure | Period] = [*figures_of(text), *days, *find_hours(text)]
    ordinal = "ordinal" in asked.families  # 第三批 in a name is a label to a parser
    return [f for f in told if fits(f, asked) or (ordinal and f.text.startswith("第"))]


def _same_unit(part: Part, text: str) -> float:
    if part.asked is None or part.asked.unit is None:
        return 0.5
    return float(any(figure.unit == part.asked.unit for figure in figures_of(text)))


def _quoted(part: Part, context: str) -> float:
    if not part.quoted:
        return 0.5
    return float(all(_bare(quote) in _bare(context) for quote in part.quoted))


def _bare(text: str) -> str:
    return re.sub(r"[\s“”「」‘’《》]", "", text.lower())


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

    Else the share of its end that stands there (a compound means what it ends with: 停车费 is
    a 费), and less for the beginning alone.

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
    if word.startswith("副"):
        return 0.0
    return max((_run(word[i:], text, len(word)) for i in range(1, len(word) - 1)), default=0.0) or (
        0.4 * _run(word[:-1], text, len(word))
    )


def _run(piece: str, text: str, whole: int) -> float:
    return 0.8 * len(piece) / whole if len(piece) > 1 and piece in text else 0.0
