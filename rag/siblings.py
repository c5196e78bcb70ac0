"""Whose a figure is of several that one question asks for: 24座隧道、53座桥梁.

A figure that names what another part asks for, and not what this one does, is that other part's;
one that names both, 17所学校和幼儿园, is of both.
"""

from __future__ import annotations

import re

from rag.features import coverage
from rag.figures import find_figures
from rag.questions import Part
from rag.sentence import Fact
from rag.types import Article

_HELD = 0.5  # share of a part's own words that a figure must name to be its own
_CLAUSE = re.compile(  # with 全部为地下站 behind it
    r"[^，,。；;：:（）()\n]*(?:[，,（(](?:全部|均|都|皆)[为是][^，,。；;：:（）()\n]*)?"
)


def is_of_sibling(part: Part, article: Article, fact: Fact) -> bool:
    """Return whether a figure is what another part of the question asks for, not this one.

    A part without words of its own, 目标是多少 beside 已引进多少, has none that could be missing.
    """
    words = _named(article, fact)
    return any(
        sibling.own and coverage(sibling.other, words) >= _HELD > coverage(sibling.own, words)
        for sibling in part.siblings
    )


def is_shared(part: Part, label: str, article: Article, fact: Fact) -> bool:
    """Return whether the figure that answers the part of that name names what this one asks too."""
    own = next((sibling.own for sibling in part.siblings if sibling.label == label), None)
    return own is None or coverage(own, _named(article, fact)) >= _HELD


def _named(article: Article, fact: Fact) -> str:
    """Return the words that a figure is said of, with all that its clause counts behind it."""
    clause = _CLAUSE.match(article.text, fact.end)
    behind = clause[0] if clause else ""
    figures = find_figures(behind)
    return f"{fact.about} {fact.own} {behind[: figures[0].start] if figures else behind}"
