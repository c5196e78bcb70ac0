"""Measures retrieval: how often the right passage is found by words, by vectors and by both.

python -m training.recall --model embeddings/encoder-zh --data DATA [--misses 25]

``--misses`` prints questions instead whose first passage by vectors is a wrong one, to be read.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.encoder import Encoder
from rag.lexical import Lexical, Row
from training.measure import read_rows

DEPTHS = (1, 5, 10)
Scores = np.ndarray[Any, np.dtype[np.float32]]  # [queries, passages]


@dataclass(frozen=True, slots=True)
class Searched:
    """Queries, the passages they search, and the numbers of those that answer each query."""

    queries: list[str]
    passages: list[str]
    relevant: list[set[int]]


def law(data: Path, split: str) -> Searched:
    """Return STARD: lay questions of one split over all statute articles."""
    rows = read_rows(data / "pairs" / "stard_pairs.jsonl.xz")
    passages = list(dict.fromkeys(r["passage"] for r in rows))
    number = {passage: n for n, passage in enumerate(passages)}
    relevant: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row["split"] == split:
            relevant[row["query"]].add(number[row["passage"]])
    return Searched(list(relevant), passages, list(relevant.values()))


def paragraphs(data: Path) -> Searched:
    """Return CMRC 2018 dev: every question over all paragraphs."""
    rows = read_rows(data / "qa" / "cmrc2018_dev.jsonl.xz")
    passages = list(dict.fromkeys(r["context"] for r in rows))
    number = {passage: n for n, passage in enumerate(passages)}
    return Searched([r["question"] for r in rows], passages, [{number[r["context"]]} for r in rows])


def recalls(scores: Scores, relevant: Sequence[set[int]]) -> list[float]:
    """Return recall at 1, 5 and 10 (found ÷ min(k, relevant)) and the mean reciprocal rank."""
    order = np.argsort(-scores, axis=1, kind="stable")
    sums = np.zeros(len(DEPTHS) + 1)
    for row, right in zip(order, relevant, strict=True):
        found = np.isin(row, list(right))
        sums[:-1] += [found[:k].sum() / min(k, len(right)) for k in DEPTHS]
        sums[-1] += 1 / (1 + found.argmax())
    return [float(x) for x in sums / len(relevant)]


def keyword_scores(searched: Searched) -> Scores:
    """Return BM25 over character bigrams, 0 where no bigram is shared."""
    index = Lexical.build([Row(passage, "") for passage in searched.passages])
    scores = np.zeros((len(searched.queries), len(searched.passages)), np.float32)
    for n, query in enumerate(searched.queries):
        for hit in index.search(query, len(searched.passages)):
            scores[n, hit.number] = hit.score
    return scores


def fused(keyword: Scores, vector: Scores, weight: float) -> Scores:
    """Return the sum of both, each divided by its best of the query, the vectors weighted."""
    best = np.maximum(keyword.max(axis=1, keepdims=True), 1e-6)
    near = np.maximum(vector.max(axis=1, keepdims=True), 1e-6)
    mixed: Scores = keyword / best + weight * vector / near
    return mixed


def misses(searched: Searched, scores: Scores, count: int, seed: int = 0) -> list[str]:
    """Return questions whose first passage is wrong, each with it and the best right one's rank.

    At most ``count``, drawn at random; of a passage its first 200 characters.
    """
    order = np.argsort(-scores, axis=1, kind="stable")
    wrong = [n for n, right in enumerate(searched.relevant) if order[n, 0] not in right]
    lines = []
    for n in random.Random(seed).sample(wrong, min(count, len(wrong))):
        rank = int(np.isin(order[n], list(searched.relevant[n])).argmax())
        both = (searched.passages[order[n, place]][:200] for place in (0, rank))
        said, right = (" ".join(passage.split()) for passage in both)
        lines.append(f"{searched.queries[n]} | {said} | {1 + rank}: {right}")
    return lines


def speed(encoder: Encoder, passages: list[str]) -> tuple[float, float]:
    """Return chunks of 300 characters a second and milliseconds a query."""
    chunks = [(passage * 3)[:300] for passage in passages] * 4
    began = time.perf_counter()
    encoder.encode_passages(chunks)
    indexed = time.perf_counter()
    for passage in passages[:200]:
        encoder.encode_queries([passage[:20]])
    return len(chunks) / (indexed - began), 5 * (time.perf_counter() - indexed)


def main() -> None:
    """Print recall at 1, 5, 10 and the mean reciprocal rank of each way to search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weight", type=float, default=0.4, help="of the vectors in the fusion")
    parser.add_argument("--misses", type=int, default=0, help="misses of each set to print")
    args = parser.parse_args()
    encoder = Encoder.load(str(args.model))
    for name, searched in (("paragraphs", paragraphs(args.data)), ("law", law(args.data, "dev"))):
        left = encoder.encode_queries(searched.queries)
        vectors = left @ encoder.encode_passages(searched.passages).T
        if args.misses:
            print(name, *misses(searched, vectors, args.misses), sep="\n")
            continue
        words = keyword_scores(searched)
        both = fused(words, vectors, args.weight)
        for way, scores in (("words", words), ("vectors", vectors), ("both", both)):
            print(name, way, *(f"{x:.3f}" for x in recalls(scores, searched.relevant)))
    if args.misses:
        return
    sample = random.Random(0).sample(searched.passages, 1000)
    print("{:.0f} chunks/s, {:.2f} ms a query".format(*speed(encoder, sample)))


if __name__ == "__main__":
    main()
