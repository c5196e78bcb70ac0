"""Words of which one excludes the others in news prose: 最低 for 最高, 春小麦 for 冬小麦.

``alternatives.tsv`` holds one row of alternatives a line, each a regular expression. A row is kept
where it hardly ever stands between a question and the sentence that answers it: counted over the
questions of our own that training reads, fewer than three in ten thousand.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

_TABLE = Path(__file__).with_name("alternatives.tsv")

_Row: TypeAlias = tuple[re.Pattern[str], ...]


def excluded(question: str, *texts: str) -> bool:
    """Return whether a text names only other alternatives than a question does.

    Of several texts the first that names any of a row decides.

    >>> excluded("春小麦收了多少亩", "已收获冬小麦3.2亿亩")
    True
    >>> excluded("春小麦收了多少亩", "春小麦和冬小麦共收获3.3亿亩")
    False
    """
    return any(
        not named & next(filter(None, (_members(row, text) for text in texts)), named)
        for row, named in _asked(question)
    )


@lru_cache(maxsize=512)
def _asked(question: str) -> tuple[tuple[_Row, frozenset[int]], ...]:
    """Return the rows that a question names alternatives of, with their numbers."""
    rows = ((row, _members(row, question)) for row in _rows())
    return tuple((row, named) for row, named in rows if named)


def _members(row: _Row, text: str) -> frozenset[int]:
    return frozenset(number for number, word in enumerate(row) if word.search(text))


@cache
def _rows() -> tuple[_Row, ...]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(map(re.compile, line.split("\t"))) for line in lines)
