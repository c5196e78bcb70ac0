"""Keyword search: BM25 (tantivy) over the terms of each chunk and, apart, of its article's head.

Does not: choose the terms (``terms`` does), mix with vectors (``retrieve`` does), update in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from rag.terms import terms
from rag.types import Hit

_NUMBER, _TEXT, _HEAD = "number", "text", "head"
_FREQUENCIES = "freq"  # no positions: nothing here searches for phrases


@dataclass(frozen=True, slots=True)
class Row:
    """What is searched of one chunk: its own text, and title, region and date of its article."""

    text: str
    head: str


class Lexical:
    """A BM25 index of rows; a hit's number is the row's place in what was built."""

    def __init__(self, index: tantivy.Index, head_weight: float = 0.3) -> None:
        self._index = index
        self._searcher = index.searcher()
        self._head_weight = head_weight

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
        depth = k if allowed is None else len(self)
        if query is None or depth == 0 or k == 0:
            return []
        found = self._searcher.search(query, depth, count=False).hits
        numbers = self._searcher.fast_field_values(_NUMBER, [address for _, address in found])
        hits = [
            Hit(int(number or 0), score) for number, (score, _) in zip(numbers, found, strict=True)
        ]
        if allowed is None:
            return hits
        open_to = np.zeros(len(self), dtype=bool)
        open_to[allowed] = True
        return [hit for hit in hits if open_to[hit.number]][:k]

    def _query(self, text: str) -> tantivy.Query | None:
        schema, should = self._index.schema, tantivy.Occur.Should
        clauses = []
        for term in dict.fromkeys(terms(text)):
            in_text = tantivy.Query.term_query(schema, _TEXT, term, _FREQUENCIES)
            in_head = tantivy.Query.term_query(schema, _HEAD, term, _FREQUENCIES)
            clauses.append((should, in_text))
            clauses.append((should, tantivy.Query.boost_query(in_head, self._head_weight)))
        return tantivy.Query.boolean_query(clauses) if clauses else None


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(_NUMBER, fast=True)
    for name in (_TEXT, _HEAD):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=_FREQUENCIES)
    return builder.build()


def _document(number: int, row: Row) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned(_NUMBER, number)
    document.add_text(_TEXT, " ".join(terms(row.text)))
    document.add_text(_HEAD, " ".join(terms(row.head)))
    return document
