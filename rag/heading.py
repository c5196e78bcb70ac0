"""What the reader is given of a passage: its chunk below the title of its article.

A chunk in the middle of an article often names neither the district nor the thing it speaks of; the
title does. What the reader says of the title is left out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Protocol

from jieba import posseg

from rag.interview import question_before
from rag.keywords import Term, content_terms
from rag.reader import Reading
from rag.types import Passage, Span
from rag.verify import sentence_at

LONGEST = 60  # characters of a title
BEFORE = 300  # characters before a chunk that its subject is looked for in
LEAST, MOST_OF = 0.4, 0.6  # weight, and share, of the words lacking that a clause has to name
_CLAUSE = re.compile("[^，,。；;！？!?\n]+")


class Reader(Protocol):
    """What reads texts for a question."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return a reading of each text."""


def headed(reader: Reader, question: str, passages: Sequence[Passage]) -> list[Reading]:
    """Return a reading of each passage's chunk, read below its article's title."""
    heads = [heading(passage) + subject(question, passage) for passage in passages]
    texts = [head + passage.chunk.text for head, passage in zip(heads, passages, strict=True)]
    readings = reader.read(question, texts)
    return [reading.after(len(head)) for reading, head in zip(readings, heads, strict=True)]


def alone(reader: Reader, question: str, windows: Sequence[tuple[Passage, Span]]) -> list[float]:
    """Return the best score in each window's sentences, read without the rest of the chunk."""
    texts = [
        (heading(passage) + subject(question, passage), _sentences(passage, window))
        for passage, window in windows
    ]
    distinct = list(dict.fromkeys(texts))
    readings = reader.read(question, [head + said for head, said in distinct])
    found = [
        reading.best(len(head), len(head) + len(said))
        for reading, (head, said) in zip(readings, distinct, strict=True)
    ]
    scores = {text: one[1] if one else 0.0 for text, one in zip(distinct, found, strict=True)}
    return [scores[text] for text in texts]


def _sentences(passage: Passage, window: Span) -> str:
    """Return a window with its whole sentences."""
    text = passage.article.text
    start = sentence_at(text, window.start).start
    return text[start : sentence_at(text, max(window.start, window.end - 1)).end]


def heading(passage: Passage) -> str:
    """Return an article's title as a sentence, nothing before a chunk that begins with it.

    The chunk of an answer that goes on is read below its question too.
    """
    chunk, title = passage.chunk, " ".join(passage.article.title.split())[:LONGEST]
    asked = question_before(passage.article.text, chunk.start)[:LONGEST]
    return (f"{title}。" if title and chunk.start >= len(passage.article.title) else "") + asked


def subject(question: str, passage: Passage) -> str:
    """Return the clause shortly before a chunk that names what the question is about.

    项目总投资约510亿元 is of the 中央活力区 that the paragraph before it introduces. Nothing where
    the chunk or the title names it.
    """
    where = subject_at(question, passage)
    return f"{passage.article.text[where.start : where.end][-LONGEST:]}。" if where else ""


def subject_at(question: str, passage: Passage) -> Span | None:
    """Return where that clause stands in the article."""
    lacking = _lacking(question, passage)
    chunk, text = passage.chunk, passage.article.text
    begin = max(0, chunk.start - BEFORE)
    clauses = [
        Span(m.start() + begin, m.end() + begin) for m in _clauses(text[begin : chunk.start])
    ]
    held = [_held(lacking, text[one.start : one.end]) for one in clauses]
    best = max(held, default=0.0)
    if best < max(LEAST, MOST_OF * sum(term.weight for term in lacking)):
        return None
    return clauses[max(at for at, one in enumerate(held) if one == best)]


def name_at(question: str, passage: Passage) -> Span | None:
    """Return where the clause names what the question is about, as far as the two agree.

    望湖片区 of 望湖片区位于城西, for 「望湖片区总投资多少？」.
    """
    where = subject_at(question, passage)
    if where is None:
        return None
    clause = passage.article.text[where.start : where.end]
    shared = [
        _shared(question, clause, question.find(term.word), clause.find(term.word))
        for term in _lacking(question, passage)
        if term.word in clause
    ]
    name = max(shared, key=lambda span: span.end - span.start)
    return Span(where.start + name.start, where.start + name.end)


def _shared(one: str, other: str, at: int, place: int) -> Span:
    """Return the stretch of ``other`` around a place that ``one`` has around ``at`` too."""
    before = takewhile(
        lambda two: two[0] == two[1], zip(one[:at][::-1], other[:place][::-1], strict=False)
    )
    after = takewhile(lambda two: two[0] == two[1], zip(one[at:], other[place:], strict=False))
    return Span(place - sum(1 for _ in before), place + sum(1 for _ in after))


def _clauses(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _CLAUSE.finditer(text) if match[0].strip())


def _held(terms: Sequence[Term], clause: str) -> float:
    return sum(term.weight for term in terms if term.word in clause)


def _lacking(question: str, passage: Passage) -> list[Term]:
    """Return the words that may name a question's subject and that chunk and title lack."""
    known = f"{passage.article.title}\n{passage.chunk.text}"
    return [term for term in _named(question) if term.word not in known]


@lru_cache(maxsize=512)
def _named(question: str) -> tuple[Term, ...]:
    """Return the words of a question that are no verbs or the like: those may name its subject."""
    tags = {word: flag[0] for word, flag in posseg.lcut(question)}
    terms = [term for term in content_terms(question) if len(term.word) > 1]
    return tuple(term for term in terms if tags.get(term.word, "n") in "njlsbx")
