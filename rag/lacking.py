"""How far the words of a question that an article lacks speak against its answering.

Where 娃娃 is not in it, only the asker's words are others; where 副局长, 出口 or 电话 is not, it
most likely does not tell. Which word is which was learned from questions on news documents, some
of them unanswered (``training/lacking.py``): weights of the word itself, of its last and first
character (…村, 副…), its tag, length and rarity, so that a word not met before counts like those
it resembles.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from rag.keywords import Term, content_terms
from rag.tags import tag

NOTHING, START = "nothing", "start"  # where no word is lacking; the constant of the sum
_YEAR = re.compile(r"(?:19|20)\d\d")
_TABLE = Path(__file__).with_name("lacking.tsv")


def lacking(question: str, text: str) -> list[Term]:
    """Return the content words of a question that a text, in small letters, does not hold.

    A year is held to by rules of its own: a page of 2024 says 今年, and 2020—2022年 has a 2021.
    """
    absent = (term for term in content_terms(question) if term.word not in text)
    return [term for term in absent if not _YEAR.fullmatch(term.word)]


@lru_cache(maxsize=4096)
def traits(term: Term, question: str) -> tuple[str, ...]:
    """Return what the weight of a lacking word is summed from.

    >>> traits(Term("出口", 0.62), "出口多少")
    ('word 出口', 'last 口', 'first 出', 'tag v', 'length 2', 'rarity 3')
    """
    word = term.word
    return (
        f"word {word}",
        f"last {word[-1]}",
        f"first {word[0]}",
        f"tag {tag(word, question)}",
        f"length {min(len(word), 5)}",
        f"rarity {int(term.weight * 5)}",
    )


def doubt(question: str, text: str) -> float:
    """Return the log odds that a text leaves a question open, by the words that it lacks alone."""
    weights = _weights()
    absent = lacking(question, text)
    told = sum(weights.get(trait, 0.0) for term in absent for trait in traits(term, question))
    return weights[START] + (told if absent else weights[NOTHING])


@cache
def _weights() -> dict[str, float]:
    rows = (row.split("\t") for row in _TABLE.read_text("utf-8").splitlines())
    return {trait: float(weight) for trait, weight in rows}
