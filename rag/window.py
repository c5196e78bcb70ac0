"""The window that is quoted around a clause: with those neighbours that belong to the answer."""

from __future__ import annotations

import re
from itertools import zip_longest

from rag.chunks import split_clauses
from rag.features import coverage
from rag.questions import Part
from rag.types import Article, Span
from rag.verify import sentence_at

_SEVERAL = re.compile(r"哪个(?!区|县|市)|分别|各")  # asks for more than one thing of a sentence
LONGEST_WINDOW = 120  # characters
LONGEST_LIST = 170  # characters
WHOLE = 90  # characters: a sentence up to here is said whole when no figure is asked for


def grown(part: Part, article: Article, clause: Span) -> Span:
    """Return the clause with those neighbours of its sentence that belong to the answer.

    A short sentence is said whole, and so is the row of a table. Of a long one, whoever asks for a
    list, a reason or several things gets the part between two semicolons; whoever asks for one
    thing gets the clauses that hold more of the question.
    """
    text = article.text
    sentence = sentence_at(text, clause.start)
    long = sentence.end - sentence.start > (45 if part.asked is not None else WHOLE)
    if not long or article.role_at(clause.start) == "row":
        return trimmed(text, sentence)
    if asks_for_all(part):
        start = max(text.rfind(mark, sentence.start, clause.start) + 1 for mark in "；;")
        ends = [text.find(mark, clause.end - 1, sentence.end) for mark in "；;"]
        end = min((end for end in ends if end >= 0), default=sentence.end)
        return _within(text, clause, Span(max(start, sentence.start), max(end, clause.end)))
    start, end = clause.start, clause.end
    for other in split_clauses(text[sentence.start : sentence.end]):
        left = min(sentence.start + other.start, start)
        right = max(sentence.start + other.end, end)
        more = coverage(part.terms, text[left:right]) > coverage(part.terms, text[start:end])
        if more and right - left <= LONGEST_WINDOW:
            start, end = left, right
    return trimmed(text, Span(start, end))


def asks_for_all(part: Part) -> bool:
    """Return whether a question asks for a list, a reason or several things of a sentence."""
    return part.kind in ("list", "reason", "manner") or bool(_SEVERAL.search(part.text))


def _within(text: str, clause: Span, within: Span) -> Span:
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
    return trimmed(text, Span(start, end))


def trimmed(text: str, span: Span) -> Span:
    """Return a span without white space and stray punctuation at its ends."""
    start, end = span.start, span.end
    while start < end and text[start] in " \t\r\n\u3000，,；;、：:。！？”’」』）)":
        start += 1
    while end > start and text[end - 1] in " \t\r\n\u3000，,；;、：:":
        end -= 1
    return Span(start, end)
