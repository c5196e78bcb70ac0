"""Questions made from an article's own sentences, for a person to accept, mend or reject.

A piece that can be asked for becomes the answer, the clause around it the question, the sentence
the evidence. Does not: judge whether the question is a good one; it asks in the page's own words,
so a set of these alone measures little.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rag.askable import Found, askable, asked_for
from rag.gold import Evidence, Gold, says
from rag.types import Article, Page

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
STOP = re.compile(r"[，。；！？：\n]")
HALF = re.compile(r"(?<!\d)[,;:?!]|[,;:?!](?!\d)")
WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
EDGES = "，、：；。！？“”（）() \n"

KINDS = {"figure", "date", "year", "person", "title", "quoted", "list", "reason", "purpose"}
"""What can be cut out of a sentence without knowing where its words end."""

LEAST, MOST = 6, 60
"""Characters of a question."""

HELP = "[a]ccept, [r]eject, [q]uit, or another question in its place: "


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question with its bare answer and where both stand in the article's text."""

    question: str
    answer: str
    kind: str
    start: int
    end: int


def suggestions(article: Article) -> Iterator[Suggestion]:
    """Yield a question for each piece of the article that can be asked for, in its order.

    The same article gives the same questions. The region that the article is about is named where
    the clause names none.
    """
    region = article.regions[0] if article.regions else ""
    before: set[str] = set()
    for m in SENTENCE.finditer(article.text):
        if not _in_body(article, m.start()):
            continue
        sentence = HALF.sub(lambda mark: WIDE[mark[0]], m[0])
        taken: list[Found] = []
        for found in sorted(askable(sentence), key=lambda one: (one.start, -one.end)):
            if any(one.start < found.end and found.start < one.end for one in taken):
                continue
            if found.kind not in KINDS:
                continue
            question, answer = _question(sentence, found, region), m[0][found.start : found.end]
            if question in before or not LEAST <= len(question) <= MOST:
                continue
            if says(m[0], answer) and not says(question, answer):
                taken.append(found)
                before.add(question)
                yield Suggestion(question, answer, found.kind, m.start(), m.end())


def _in_body(article: Article, at: int) -> bool:
    return any(
        piece.role == "body" and piece.at <= at < piece.at + piece.end - piece.start
        for piece in article.pieces
    )


def _question(sentence: str, found: Found, region: str) -> str:
    left = sentence[: found.start]
    stops = [m.end() for m in STOP.finditer(left)]
    near = left[stops[-1] if stops else 0 :]
    if len(near) < LEAST and len(stops) > 1:
        near = left[stops[-2] :]
    right = STOP.split(sentence[found.end :])[0]
    if near.endswith("“") and right.startswith("”"):
        near, right = near[:-1], right[1:]
    asked = (near + _question_word(found) + right).strip(EDGES)
    if len(near) + len(right) < LEAST:
        return ""
    return f"{'' if region[:2] in asked else region}{asked}？"


def _question_word(found: Found) -> str:
    if found.kind == "figure" and found.unit != "%":
        return f"多少{found.unit}"
    return asked_for(found, random.Random(0))


def as_gold(suggestion: Suggestion, article: Article, page: Page, number: int) -> Gold:
    """Return a suggestion as a gold question; evidence that the page breaks comes in pieces."""
    spans = article.locate(suggestion.start, suggestion.end)
    return Gold(
        id=f"{article.article_id}-{number}",
        kind="fact",
        question=suggestion.question,
        answers=((suggestion.answer,),),
        evidence=tuple(
            Evidence(page.source, text)
            for span in spans
            if (text := page.text[span.start : span.end].strip())
        ),
    )


def reviewed(article: Article, page: Page, ask: Callable[[str], str]) -> Iterator[Gold]:
    """Yield the suggestions that a person accepts; ``ask`` shows a text and returns the reply.

    An empty reply rejects; "" for good, as at the end of a file, is a ``q``.
    """
    for number, one in enumerate(suggestions(article), start=1):
        sentence = " ".join(article.text[one.start : one.end].split())
        reply = ask(f"\n{sentence}\n  {one.question}  →  {one.answer}\n{HELP}").strip()
        if reply.lower() in ("q", "quit"):
            return
        if reply.lower() in ("", "r", "reject"):
            continue
        gold = as_gold(one, article, page, number)
        yield gold if reply.lower() in ("a", "accept") else replace(gold, question=reply)
