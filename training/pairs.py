"""Texts that belong together, which the encoder learns from: as piece ids, with what they are not.

Questions and passages, lay questions and statute articles, heads of documents and their bodies.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import TypeAlias

from tokenizers import Tokenizer

from training.measure import Record
from training.news import SENTENCE
from training.recall import law

PIECES = 128  # of a passage
HEAD = 24  # characters of a document that stand for its title
Ids: TypeAlias = list[int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Texts that belong together, as piece ids; ``right[i]`` are the passages of ``left[i]``.

    ``beside[i]`` are passages of the same document, which a batch with ``left[i]`` holds too;
    ``groups`` are the texts that come into a batch together, ``whole`` says that every passage is
    seen at every step.
    """

    left: list[Ids]
    passages: list[Ids]
    right: list[list[int]]
    whole: bool = False
    beside: list[range] = field(default_factory=list)
    groups: list[range] = field(default_factory=list)

    def batch(self, size: int, rng: random.Random) -> list[int]:
        """Return about ``size`` of the texts, those of a group together."""
        if not self.groups:
            return rng.sample(range(len(self.left)), min(len(self.left), size))
        count = max(1, size * len(self.groups) // len(self.left))
        return [i for group in rng.sample(self.groups, count) for i in group]

    def seen(self, batch: list[int], wanted: list[int]) -> Sequence[int]:
        """Return the passages that a batch is told apart from, each once."""
        if self.whole:
            return range(len(self.passages))
        beside = (j for i in batch for j in self.beside[i]) if self.beside else ()
        return list(dict.fromkeys([*wanted, *beside]))


def news_pairs(texts: list[Ids], rng: random.Random) -> Pairs:
    """Return the head of each document with a stretch of its body."""
    kept = [ids for ids in texts if len(ids) > 60]
    left = [ids[: rng.randint(10, 30)] for ids in kept]
    begins = [rng.randint(30, len(ids) - 30) for ids in kept]
    passages = [ids[b : b + rng.randint(60, PIECES)] for ids, b in zip(kept, begins, strict=True)]
    return Pairs(left, passages, [[i] for i in range(len(kept))])


def question_pairs(rows: list[Record], tokenizer: Tokenizer, reach: int = 125) -> Pairs:
    """Return the answered questions with ``reach`` characters on each side of their answer."""
    answered = [r for r in rows if r.get("answer") or r.get("answers")]
    passages = []
    for row in answered:
        at = row["start"] if "start" in row else row["context"].find(row["answers"][0])
        passages.append(row["context"][max(0, at - reach) : at + reach])
    left = ids_of([r["question"] for r in answered], tokenizer)
    return Pairs(left, ids_of(passages, tokenizer), [[i] for i in range(len(left))])


def asked_pairs(
    rows: list[Record], tokenizer: Tokenizer, rng: random.Random, size: int = 160
) -> Pairs:
    """Return our own questions with the chunk of their document that holds the answer.

    The other chunks of the document stand beside it: they speak of the same and do not answer.
    Half of the documents' chunks begin with the document's first words, as a search text does.
    """
    left: list[str] = []
    right: list[list[int]] = []
    chunks: list[str] = []
    beside: list[range] = []
    groups: list[range] = []
    answered = sorted((row for row in rows if row["answers"]), key=_text)
    for text, asked in groupby(answered, _text):
        first, begins = len(chunks), chunked(text, size)
        chunks += pieces(text, begins, f"{text[:HEAD]} " if rng.random() < 0.5 else "")
        mine = list(asked)
        left += [row["question"] for row in mine]
        right += [[first + bisect_right(begins, row["start"]) - 1] for row in mine]
        beside += [range(first, len(chunks))] * len(mine)
        groups.append(range(len(left) - len(mine), len(left)))
    return Pairs(
        ids_of(left, tokenizer), ids_of(chunks, tokenizer), right, beside=beside, groups=groups
    )


def _text(row: Record) -> str:
    return str(row["context"])


def chunked(text: str, size: int) -> list[int]:
    """Return where each chunk of whole sentences, up to ``size`` characters, of a text begins."""
    begins = [0]
    for sentence in SENTENCE.finditer(text):
        if sentence.end() - begins[-1] > size and sentence.start() > begins[-1]:
            begins.append(sentence.start())
    return begins


def pieces(text: str, begins: list[int], head: str) -> list[str]:
    """Return the chunks of a text that begin at given places, each behind its head."""
    return [head + text[a:b] for a, b in pairwise([*begins, len(text)])]


def law_pairs(data: Path, tokenizer: Tokenizer) -> Pairs:
    """Return lay questions of the train split with all statute articles."""
    searched = law(data, "train")
    left = ids_of(searched.queries, tokenizer)
    right = [sorted(relevant) for relevant in searched.relevant]
    return Pairs(left, ids_of(searched.passages, tokenizer), right, whole=True)


def ids_of(texts: list[str], tokenizer: Tokenizer) -> list[Ids]:
    """Return the texts as piece ids, at most 128 of each."""
    return [
        e.ids[:PIECES] or [0] for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    ]
