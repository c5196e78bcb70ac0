"""The period that the sentences before one set its scene with: 2024年 told once for all."""

from __future__ import annotations

from functools import lru_cache

from rag.types import Article, Span
from rag.verify import figures_of, sentence_at
from rag.when import When, whens

LEAD = 160  # characters in which an article says when its story is


def scene_of(article: Article, sentence: Span) -> tuple[When | None, bool]:
    """Return the period that opens an earlier sentence, and whether of the same paragraph.

    The last one of the paragraph, else that of the article's title and first sentences.
    """
    paragraph = article.text.rfind("\n", 0, sentence.start) + 1
    found = _opening(article, Span(paragraph, sentence.start))
    if found is not None:
        return found, True
    return _opening(article, Span(0, min(sentence.start, LEAD)), last=False), False


@lru_cache(maxsize=4096)
def _opening(article: Article, stretch: Span, last: bool = True) -> When | None:
    """Return the last period that a sentence of a stretch begins with, or the first one."""
    place, found = stretch.start, None
    while place < stretch.end and (last or found is None):
        one = sentence_at(article.text, place)
        text = article.text[one.start : one.end]
        figures = figures_of(text)
        told = [
            w
            for w in whens(text, article.year, found)
            if w.sort not in ("day", "now") and (not figures or w.end <= figures[0].start)
        ]
        found = told[-1] if told else found
        place = max(one.end, place + 1)
    return found
