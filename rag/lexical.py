"""Keyword search: BM25 (tantivy) over the terms of each chunk and, apart, of its article's head.

Does not: choose the terms (``terms`` does), mix with vectors (``retrieve`` does), update in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from rag.terms import bigrams, letters, normalise
from rag.types import Hit

# What a shared term counts in each field. Chosen where the right chunk stands first and among the
# first ten most often, the tuning questions among 10,000 news chunks (bigrams alone .814 / .940,
# with these .847 / .963); letters alone do as much on CMRC 2018's trial questions (.775, .783).
_WEIGHTS = {"text": 1.0, "letters": 0.25, "head": 0.8}
_NUMBER = "number"
_FREQUENCIES = "freq"  # no positions: nothing here searches for phrases
_DEEPER = 8  # times more hits are asked for while a filter leaves too few


@dataclass(frozen=True, slots=True)
class Row:
    """What is searched of one chunk: its own text, and title, region and date of its article."""

    text: str
    head: str


class Lexical:
    """A BM25 index of rows; a hit's number is the row's place in what was built."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._searcher = index.searcher()

    @classmethod
    def build(cls, rows: Sequence[Row], folder: Path | None = None) -> Lexical:
        """Index the rows in an empty folder, or in memory when there is none."""
        index = tantivy.Index(_schema(), path=str(folder) if folder else None)
        writer = index.writer(num_threads=1)  # one thread keeps equal scores in the rows' order
        for number, row in enumerate(rows):
            writer.add_document(_document(number, row))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """Open what ``build`` left in a folder; ValueError when it is not all there."""
        return cls(tantivy.Index.open(str(folder)))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, text: str, k: int, allowed: npt.NDArray[np.int64] | None = None) -> list[Hit]:
        """Return the best k rows that share a term with the text, best first.

        ``allowed`` holds the numbers of the rows that count; None allows all.
        """
        query = self._query(text)
        if query is None or k == 0 or len(self) == 0:
            return []
        if allowed is None:
            return self._hits(query, k)
        mask = np.zeros(len(self), dtype=bool)
        mask[allowed] = True
        depth = k * _DEEPER
        while True:
            hits = self._hits(query, depth)
            kept = [hit for hit in hits if mask[hit.number]]
            if len(kept) >= min(k, len(allowed)) or len(hits) < depth:
                return kept[:k]
            depth *= _DEEPER

    def _hits(self, query: tantivy.Query, depth: int) -> list[Hit]:
        found = self._searcher.search(query, min(depth, len(self)), count=False).hits
        numbers = self._searcher.fast_field_values(_NUMBER, [address for _, address in found])
        return [
            Hit(int(number or 0), score) for number, (score, _) in zip(numbers, found, strict=True)
        ]

    def _query(self, text: str) -> tantivy.Query | None:
        """Return a query for rows that share a bigram or word; letters only add to the score."""
        fields = _fields(text, text)
        added = self._clauses("letters", fields["letters"])
        needed = self._clauses("text", fields["text"]) + self._clauses("head", fields["head"])
        if not needed:
            return None
        shared = tantivy.Query.boolean_query(needed)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, shared), *added])

    def _clauses(self, field: str, terms: list[str]) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        queries = (
            tantivy.Query.term_query(self._index.schema, field, term, _FREQUENCIES)
            for term in dict.fromkeys(terms)
        )
        weight = _WEIGHTS[field]
        return [(tantivy.Occur.Should, tantivy.Query.boost_query(q, weight)) for q in queries]


def _fields(text: str, head: str) -> dict[str, list[str]]:
    folded = normalise(text)
    return {"text": bigrams(folded), "letters": letters(folded), "head": _head_terms(head)}


@lru_cache(maxsize=256)
def _head_terms(head: str) -> list[str]:
    """Return a head's terms; the chunks of an article come one after another with the same."""
    return bigrams(normalise(head))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(_NUMBER, fast=True)
    for name in _WEIGHTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=_FREQUENCIES)
    return builder.build()


def _document(number: int, row: Row) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned(_NUMBER, number)
    for field, terms in _fields(row.text, row.head).items():
        document.add_text(field, " ".join(terms))
    return document
