"""Counts how many news documents speak of a word: what ``rag.keywords.rarity`` weighs words by.

    python -m training.rarity --data DATA --out rag/rarity.tsv

A line is a word and the share of documents that hold it, in parts of ten thousand; words of fewer
than ten in ten thousand are rare and left out. Words are jieba's, and those of ``synonyms.tsv``,
which jieba may cut.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import jieba

from rag.synonyms import known_words
from training.news import documents

LEAST = 10  # documents in ten thousand


def shares(texts: Sequence[str]) -> dict[str, int]:
    """Return the documents in ten thousand that hold each word, the most common first."""
    counts: Counter[str] = Counter()
    whole = [word for word in known_words() if len(word) > 1]
    for text in texts:
        told = text.lower()
        held = {word for word in jieba.cut(told) if any(c.isalpha() for c in word)}
        counts.update(held | {word for word in whole if word in told})
    found = {word: round(10_000 * count / len(texts)) for word, count in counts.most_common()}
    return {word: share for word, share in found.items() if share >= LEAST}


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    texts = documents(args.data)
    chosen = random.Random(args.seed).sample(texts, min(args.documents, len(texts)))
    lines = (f"{word}\t{share}\n" for word, share in shares(chosen).items())
    args.out.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
