"""What the reader is told about a question and a passage beside their tokens: where they agree.

One token sequence is ``[CLS] question [SEP] passage [SEP]``. Its token types are

- in the passage: 1, or 2 where the token stands in the question too, or 3 where it and a neighbour
  stand there as neighbours in the same order, or else 4 where its word is near in meaning to one
  of the question that the passage lacks, 5 where it is very near;
- in the question: 0, or 6 in a word that the passage lacks but has one near to, or 7 where it has
  none; ``[CLS]`` and the first ``[SEP]`` are 0.

Reading models have been told of exact matches and of aligned words since DrQA (Chen et al. 2017).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

CLS, SEP = 2, 3
LAST_SPECIAL = 4  # ids up to here are [PAD] [UNK] [CLS] [SEP] [MASK]: they never count as agreement
KINDS = 8
NEAR, VERY_NEAR = 0.25, 0.35  # cosines: of unlike words one in twenty comes to .12
SLIGHT = 0.5  # length of a row; 的, 多少 and the like are shorter

Ids = NDArray[np.int64]
Rows = NDArray[np.float32]
Tokens: TypeAlias = Sequence[int] | NDArray[np.int32]


class Vectors(Protocol):
    """What knows the words of texts: where they stand, (n, 2), and their vectors, (n, dim)."""

    def words(self, texts: Sequence[str]) -> list[tuple[Ids, Rows]]:
        """Return both for each text."""


@dataclass(frozen=True, slots=True)
class _Text:
    """What tokens say, where each begins; its words: their places, (n, 2), vectors, (n, dim)."""

    said: str
    begins: Ids
    spans: Ids
    rows: Rows

    def weighty(self) -> _Text:
        """Return the text with the words alone that are not slight."""
        return self._with((self.rows**2).sum(axis=1) > SLIGHT**2)

    def lacking(self, passage: str) -> _Text:
        """Return the text with the words alone that a passage lacks."""
        missing = [self.said[start:end] not in passage for start, end in self.spans.tolist()]
        return self._with(np.array(missing, np.bool_))

    def _with(self, kept: NDArray[np.bool_]) -> _Text:
        return _Text(self.said, self.begins, self.spans[kept], self.rows[kept])


class Overlap:
    """Types of the tokens of a vocabulary; ``surfaces`` are what they say, by id.

    ``blind`` is the share of words, drawn by chance, whose near ones are not seen: who trains on
    questions that the vectors learned from would trust them too much.
    """

    def __init__(self, surfaces: Sequence[str], vectors: Vectors, blind: float = 0.0) -> None:
        self._surfaces = surfaces
        self._vectors = vectors
        self._blind = blind
        self._chance = np.random.default_rng(0)

    @classmethod
    def of(cls, tokenizer: Tokenizer, vectors: Vectors, blind: float = 0.0) -> Overlap:
        """Return that of a tokenizer of word pieces."""
        size = tokenizer.get_vocab_size()
        tokens = [tokenizer.id_to_token(number) or "" for number in range(size)]
        plain = [token.removeprefix("##") for token in tokens]
        return cls([""] * (LAST_SPECIAL + 1) + plain[LAST_SPECIAL + 1 :], vectors, blind)

    def types(self, question: Tokens, passage: Tokens) -> tuple[Ids, Ids]:
        """Return the types of the question's and of the passage's tokens."""
        return next(self.each(question, [passage]))

    def each(self, question: Tokens, passages: Sequence[Tokens]) -> Iterator[tuple[Ids, Ids]]:
        """Yield the types of the question's and of each passage's tokens.

        The words of all are found at once, on all cores; the rest is done when it is asked for.
        """
        asked, *told = self._texts([question, *passages])
        weighty = asked.weighty()
        for passage, text in zip(passages, told, strict=True):
            types = np.zeros(len(question), np.int64), features(question, passage)
            lacking = weighty.lacking(text.said)
            if len(lacking.rows) and len(text.rows):
                self._mark(lacking, text, *types)
            yield types

    def _mark(self, lacking: _Text, passage: _Text, asked: Ids, told: Ids) -> None:
        """Set the types of words that the passage lacks, and of those near to them."""
        near = _cosines(lacking.rows, passage.rows)
        if self._blind:
            near[self._chance.random(len(near)) < self._blind] = 0
        of_word = np.searchsorted(passage.spans[:, 0], passage.begins, side="right") - 1
        best = near.max(axis=0)[np.maximum(of_word, 0)]
        told[(told == 1) & (best >= NEAR)] = 4
        told[(told == 4) & (best >= VERY_NEAR)] = 5
        for (start, end), reached in zip(lacking.spans, near.max(axis=1).tolist(), strict=True):
            within = (lacking.begins >= start) & (lacking.begins < end)
            asked[within] = 6 if reached >= NEAR else 7

    def sequence(self, question: Tokens, passage: Tokens) -> tuple[Ids, Ids]:
        """Return the input ids and token types of one question over one passage, unpadded.

        The passage's token ``i`` stands at ``len(question) + 2 + i``.
        """
        ids = np.concatenate(([CLS], question, [SEP], passage, [SEP])).astype(np.int64)
        asked, told = self.types(question, passage)
        return ids, np.concatenate(([0], asked, [0], told, [1]))

    def _texts(self, sequences: Sequence[Tokens]) -> list[_Text]:
        parts = [[self._surfaces[token] for token in tokens] for tokens in sequences]
        texts = ["".join(said) for said in parts]
        lengths = [np.array([len(one) for one in said], np.int64) for said in parts]
        words = self._vectors.words(texts)
        return [
            _Text(text, np.cumsum(length) - length, *found)
            for text, length, found in zip(texts, lengths, words, strict=True)
        ]


def features(question: Tokens, passage: Tokens) -> Ids:
    """Return 1, 2 or 3 for every token of the passage.

    >>> features([10, 11, 12], [12, 10, 11, 99]).tolist()
    [2, 3, 3, 1]
    """
    asked, tokens = np.asarray(question, np.int64), np.asarray(passage, np.int64)
    types = np.where(_stand_in(tokens, asked[asked > LAST_SPECIAL]), 2, 1)
    if len(asked) > 1 and len(tokens) > 1:
        pair = _stand_in(_pairs(tokens), _pairs(asked)) & (types[:-1] == 2) & (types[1:] == 2)
        types[:-1][pair] = 3
        types[1:][pair] = 3
    return types


def _stand_in(many: Ids, few: Ids) -> NDArray[np.bool_]:
    """Return which of many numbers are among a few: quicker than ``isin``, which sorts."""
    found: NDArray[np.bool_] = (few[:, None] == many).any(axis=0)
    return found


def _pairs(ids: Ids) -> Ids:
    return ids[:-1] * (1 << 32) + ids[1:]


def _cosines(left: Rows, right: Rows) -> Rows:
    lengths = np.linalg.norm(left, axis=1)[:, None] * np.linalg.norm(right, axis=1)
    cosines: Rows = (left @ right.T) / np.maximum(lengths, 1e-9)
    return cosines
