"""Words of a question that are told with any figure that answers it: 死亡, 投资, 净利润, 全长.

Counted over questions on news (``training/demanded.py``): where such a word, or one that may stand
for it, is missing, the figure beside is of something else.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rag.features import SYNONYM, match
from rag.keywords import content_terms

_TABLE = Path(__file__).with_name("demanded.txt")


def misses(question: str, told: str) -> bool:
    """Return whether a text misses a word that the question's answer must be told with.

    >>> misses("冲突造成多少人死亡？", "冲突已导致大约2万人流离失所。")
    True
    """
    lowered = told.lower()
    wanted = (term.word for term in content_terms(question) if term.word in _words())
    return any(match(word, lowered) < SYNONYM for word in wanted)


@cache
def _words() -> frozenset[str]:
    return frozenset(_TABLE.read_text("utf-8").split())
