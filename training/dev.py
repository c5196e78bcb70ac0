r"""Scores the models on our own questions that neither learned from: `dev.jsonl`.

    python -m training.dev --reader rag/reader-zh --encoder embeddings/encoder-zh --data DATA

They are asked in everyday words of 314 news documents, two in five without an answer. The reader
gets the whole document, the encoder and keyword search all the documents' chunks. With
``--sentences`` the reader gets the document's sentences one by one, below its head.
"""

from __future__ import annotations

import argparse
import random
import re
from bisect import bisect_right
from pathlib import Path

import numpy as np
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from embeddings.encoder import Encoder
from training.asked import asked_rows
from training.measure import (
    Model,
    Record,
    Tokeniser,
    answers,
    area,
    held_out_score,
    refusal,
)
from training.pairs import HEAD, chunked, pieces
from training.recall import Searched, fused, keyword_scores, recalls
from training.sentences import ENDS

SENTENCE = re.compile(rf"[^{ENDS}\n]+[{ENDS}\n]?")
QUESTIONS = Path(__file__).parent / "dev.jsonl"


def searched(rows: list[Record]) -> Searched:
    """Return the answered questions over the chunks of all documents, with the one that answers."""
    texts = list(dict.fromkeys(str(row["context"]) for row in rows))
    chunks: list[str] = []
    places: dict[str, tuple[int, list[int]]] = {}
    for text in texts:
        begins = chunked(text, 160)
        places[text] = len(chunks), begins
        chunks += pieces(text, begins, f"{text[:HEAD]} ")
    asked = [row for row in rows if row["answers"]]
    right = []
    for row in asked:
        first, begins = places[row["context"]]
        right.append({first + bisect_right(begins, row["start"]) - 1})
    return Searched([row["question"] for row in asked], chunks, right)


def by_sentence(model: Model, tokenizer: Tokeniser, rows: list[Record]) -> tuple[float, float]:
    """Return how often the sentence scored highest holds the answer, and an AUC.

    That of telling questions with an answer from those without by the highest score.
    """
    owned = [
        [
            {**row, "context": row["head"] * bool(found.start()) + found[0]}
            for found in SENTENCE.finditer(row["context"])
        ]
        for row in rows
    ]
    scored = iter(answers(model, tokenizer, [one for own in owned for one in own]))
    tops = [max((next(scored).score, _holds(one)) for one in own) for own in owned]
    scores = np.array([score for score, _ in tops])
    says = np.array([bool(row["answers"]) for row in rows])
    held = np.array([holds for _, holds in tops])
    return float(held[says].mean()), area(scores[says], scores[~says])


def _holds(row: Record) -> bool:
    return any(answer in row["context"] for answer in row["answers"])


def main() -> None:
    """Print what is asked for: the reader's scores, and recall of words, vectors and both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", type=Path)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--sentences", action="store_true")
    args = parser.parse_args()
    rows = asked_rows(QUESTIONS, args.data)
    if args.encoder:
        over, encoder = searched(rows), Encoder.load(str(args.encoder))
        words = keyword_scores(over)
        vectors = encoder.encode_queries(over.queries) @ encoder.encode_passages(over.passages).T
        both = fused(words, vectors, 0.4)
        for way, scores in (("words", words), ("vectors", vectors), ("both", both)):
            print(
                "recall at 1, 5, 10, MRR",
                way,
                *(f"{x:.3f}" for x in recalls(scores, over.relevant)),
            )
    if args.reader:
        model = AutoModelForQuestionAnswering.from_pretrained(args.reader).float().eval()
        tokenizer = AutoTokenizer.from_pretrained(args.reader)
        rows = random.Random(0).sample(rows, min(args.rows, len(rows)))
        if args.sentences:
            first, auc = by_sentence(model, tokenizer, rows)
            print(f"{len(rows)} questions: first sentence right {first:.3f} AUC {auc:.3f}")
            return
        answered = [row for row in rows if row["answers"]]
        share, same = held_out_score(model, tokenizer, answered)
        auc, accuracy = refusal(model, tokenizer, rows)
        print(
            f"{len(rows)} questions, {len(answered)} with an answer: F1 {share:.1f} EM {same:.1f}"
        )
        print(f"with and without an answer: AUC {auc:.3f} best accuracy {accuracy:.3f}")


if __name__ == "__main__":
    main()
