"""Which articles are copies of one another: a story that several papers printed is one source.

MinHash over letters taken four at a time (Broder 1997), its values hashed in bands (Leskovec et
al., *Mining of Massive Datasets*, ch. 3) when an article is cut; two articles that share a band
are compared, no others are. Does not: look at what a text means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from rag.types import Article

SIZE = 4  # letters a shingle
BANDS, ROWS = 16, 4  # two texts that share half their shingles share a band with odds of 0.64
LIKE, WITHIN = 0.5, 0.8  # share of the shingles of both; of the shorter one's in the longer
SHORTEST = 60  # letters below which an article is too short to tell a copy
FEWEST = 40  # shingles

_PRIME = (1 << 61) - 1
Prints = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """Articles by the group of copies that they belong to; one without a copy is in none."""

    groups: Mapping[str, tuple[str, ...]]

    def of(self, article_id: str) -> tuple[str, ...]:
        """Return the ids of an article's copies, itself not among them."""
        return tuple(one for one in self.groups.get(article_id, ()) if one != article_id)

    def same(self, one: str, other: str) -> bool:
        """Return whether two articles are one source."""
        return one == other or other in self.groups.get(one, ())

    @classmethod
    def find(cls, articles: Iterable[Article], prints: Mapping[str, Prints]) -> Copies:
        """Return the copies among articles, given what ``prints_of`` says of each, in order."""
        first: dict[tuple[int, int], Article] = {}
        leader: dict[str, str] = {}
        for article in articles:
            found = None
            for key in enumerate(prints.get(article.article_id, ())):
                other = first.setdefault(key, article)
                if found is None and other is not article and are_copies(other, article):
                    found = leader.get(other.article_id, other.article_id)
            leader[article.article_id] = found or article.article_id
        groups: dict[str, list[str]] = {}
        for article_id, head in leader.items():
            groups.setdefault(head, []).append(article_id)
        return cls({one: tuple(g) for g in groups.values() if len(g) > 1 for one in g})


def prints_of(article: Article) -> Prints:
    """Return a number a band: copies share one, articles of two stories none; () if too short."""
    hashes = _shingles(_body(article))
    if len(hashes) < FEWEST:
        return ()
    factors, shifts = _permutations()
    smallest = ((hashes[:, None] * factors + shifts) % _PRIME).min(axis=0)
    rows = smallest.reshape(BANDS, ROWS)
    return tuple(crc32(row.tobytes()) for row in rows)


def are_copies(one: Article, other: Article) -> bool:
    """Return whether two articles tell one story in one wording, or one cuts the other short."""
    a, b = _shingles(_body(one)), _shingles(_body(other))
    shared = len(np.intersect1d(a, b, assume_unique=True))
    if min(len(a), len(b)) < FEWEST:
        return False
    both = len(a) + len(b) - shared
    return shared >= LIKE * both or shared >= WITHIN * min(len(a), len(b))


def _body(article: Article) -> str:
    """Return the letters of an article's body: titles and bylines differ from paper to paper."""
    pieces = (p for p in article.pieces if p.role == "body")
    text = "".join(article.text[p.at : p.at + p.end - p.start] for p in pieces)
    return "".join(letter for letter in text if letter.isalnum())


def _shingles(text: str) -> npt.NDArray[np.uint64]:
    """Return the distinct shingles of a text as numbers below 2**29, in order."""
    if len(text) < max(SHORTEST, SIZE):
        return np.empty(0, dtype=np.uint64)
    letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    mixed = np.zeros(len(letters) - SIZE + 1, dtype=np.uint64)
    for place in range(SIZE):
        mixed = mixed * np.uint64(1_000_003) + letters[place : len(letters) - SIZE + 1 + place]
    return np.unique((mixed ^ (mixed >> np.uint64(32))) & np.uint64((1 << 29) - 1))


def _permutations() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return the factors and shifts of the hash functions: the same in every index."""
    random = np.random.default_rng(20261121)
    count = BANDS * ROWS
    factors = random.integers(1, 1 << 31, count, dtype=np.uint64)
    return factors, random.integers(0, 1 << 31, count, dtype=np.uint64)
