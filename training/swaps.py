"""Questions about something else than their passage tells: one word of each is another's.

「新建学校多少所」 becomes 「新建医院多少所」 over the same passage, which no longer answers it.
A word that the passage holds is taken out. What comes in for it is of the same part of speech, is
near it in meaning but no synonym, and does not stand in the passage.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

import numpy as np
from jieba import posseg

from rag.assemble import load_encoder
from rag.settings import Settings
from training.measure import Record

EACH = 3  # questions made of one
_TAKEN = re.compile(r"n[a-z]*|vn|[vjl]")  # jieba's tags: nouns, names, verbs, short forms
_DRAWN = 200  # words that each replacement is chosen from
_SYNONYM = 0.6  # cosine


class Swaps:
    """The words that may stand for each other: of one part of speech, near in meaning."""

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        """Take words with their tags, as often as each is to be drawn."""
        self.by_tag: dict[str, list[str]] = {}
        for word, tag in words:
            self.by_tag.setdefault(tag, []).append(word)
        distinct = sorted({word for word, _ in words})
        self.at = {word: i for i, word in enumerate(distinct)}
        self.vectors = load_encoder(Settings()).encode_passages(distinct)

    def another(self, word: str, tag: str, context: str, rng: random.Random) -> str | None:
        """Return a word to put in the place of one, None where none was drawn."""
        drawn = rng.choices(self.by_tag[tag], k=_DRAWN)
        fresh = [one for one in drawn if one not in context and not set(one) & set(word)]
        if not fresh:
            return None
        near = self.vectors[[self.at[one] for one in fresh]] @ self.vectors[self.at[word]]
        near[near > _SYNONYM] = -1
        return fresh[int(np.argmax(near))]


def swapped(rows: Sequence[Record], seed: int = 0) -> list[list[str]]:
    """Return for each row up to ``EACH`` questions that its passage does not answer."""
    rng = random.Random(seed)
    words = [list(_words(row["question"])) for row in rows]
    swaps = Swaps([word for own in words for word in own])
    return [
        list(_variants(row, own, swaps, rng)) if row["answers"] else []
        for row, own in zip(rows, words, strict=True)
    ]


def _words(question: str) -> Iterator[tuple[str, str]]:
    for word, tag in posseg.lcut(question):
        if len(word) > 1 and _TAKEN.fullmatch(tag):
            yield word, tag


def _variants(
    row: Record, words: Sequence[tuple[str, str]], swaps: Swaps, rng: random.Random
) -> Iterator[str]:
    told = [(w, tag) for w, tag in words if w in row["context"] and w not in row["answers"][0]]
    for word, tag in rng.sample(told, min(EACH, len(told))):
        other = swaps.another(word, tag, row["context"], rng)
        if other is not None:
            yield row["question"].replace(word, other, 1)
