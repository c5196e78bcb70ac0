"""What the reader is given of a passage: its chunk below the title of its article.

A chunk in the middle of an article often names neither the district nor the thing it speaks of; the
title does. What the reader says of the title is left out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.interview import question_before
from rag.reader import Reading
from rag.types import Passage, Span
from rag.verify import sentence_at

LONGEST = 60  # characters of a title


class Reader(Protocol):
    """What reads texts for a question."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return a reading of each text."""


def headed(reader: Reader, question: str, passages: Sequence[Passage]) -> list[Reading]:
    """Return a reading of each passage's chunk, read below its article's title."""
    heads = [heading(passage) for passage in passages]
    texts = [head + passage.chunk.text for head, passage in zip(heads, passages, strict=True)]
    readings = reader.read(question, texts)
    return [reading.after(len(head)) for reading, head in zip(readings, heads, strict=True)]


def alone(reader: Reader, question: str, windows: Sequence[tuple[Passage, Span]]) -> list[float]:
    """Return the best score in each window's sentences, read without the rest of the chunk."""
    texts = [(heading(passage), _sentences(passage, window)) for passage, window in windows]
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
