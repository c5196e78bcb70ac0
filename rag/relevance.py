"""Whether an article speaks of what a question is about at all."""

from __future__ import annotations

from jieba import posseg

from rag.features import coverage, match
from rag.narrowing import MISSED
from rag.questions import Part
from rag.types import Article

RARE = 0.9  # how rare a word is that names a thing of its own


def tells_of(part: Part, article: Article) -> bool:
    """Return whether an article has one of a question's words.

    Where a figure of a rare thing is asked for, one that names it: an article without a word of
    绿道三期 has no 投资 of it. A rare word that names no thing (签下来, 城里) is only the asker's.
    """
    whole = f"{article.title}\n{article.text}".lower()
    if part.asked is None:
        return not part.terms or coverage(part.terms, whole) > 0
    named = [term for term in part.terms if term not in part.focus]
    rare = any(term.weight >= RARE and _names(term.word) for term in named)
    return not rare or any(match(term.word, whole) >= MISSED for term in named)


def _names(word: str) -> bool:
    """Return whether a word is a noun."""
    return posseg.lcut(word)[-1].flag[0] in "njl"
