"""Scores a reader on sets that nothing shipped was trained on (``recall`` measures encoders).

    python -m training.measure answers  --model rag/reader-zh --data DATA [--rows 500]
    python -m training.measure refusals --model rag/reader-zh --data DATA
    python -m training.measure latency  --model rag/reader-zh --data DATA
    python -m training.measure mistakes --model rag/reader-zh --data DATA --rows 120

F1 and exact match are those of the CMRC 2018 scorer: Chinese characters count singly, punctuation
not at all, F1 is over the longest common run, the best of the reference answers counts.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from embeddings.static import shipped
from rag.overlap import SEP, Ids, Overlap

MAX_QUESTION, MAX_ANSWER = 80, 40  # tokens
PUNCTUATION = set("-:_*^/\\~`+=，。：？！“”；’《》…·、「」（）－～『』")
PIECES = re.compile(r"[\u4e00-\u9fa5]|[^\u4e00-\u9fa5\s]+")

Model: TypeAlias = Any  # a question-answering model of transformers
Tokeniser: TypeAlias = Any  # its tokenizer
Record: TypeAlias = dict[str, Any]  # a row of the data: id, question, context, answers
Floats: TypeAlias = np.ndarray[Any, np.dtype[np.floating[Any]]]


@dataclass(frozen=True, slots=True)
class Answered:
    """The best span of a context and how far its score lies above that of no answer."""

    text: str
    score: float


def read_rows(path: Path) -> list[Record]:
    """Return the rows of a JSON Lines file, compressed or not."""
    with lzma.open(path, "rt") if path.suffix == ".xz" else path.open() as lines:
        return [json.loads(line) for line in lines]


def pieces(text: str) -> list[str]:
    """Return what is compared: ``《天桥》 5G站`` gives 天, 桥, 5g, 站."""
    kept = "".join(" " if c in PUNCTUATION else c for c in text.lower())
    return PIECES.findall(kept)


def f1(prediction: str, truth: str) -> float:
    """Return twice the longest common run over the sum of the lengths, 0 to 1."""
    a, b = pieces(prediction), pieces(truth)
    longest, above = 0, [0] * (len(b) + 1)
    for x in a:
        row = [0] + [above[j] + 1 if x == y else 0 for j, y in enumerate(b)]
        longest, above = max(longest, *row), row
    return 2 * longest / (len(a) + len(b)) if longest else 0.0


def exact(prediction: str, truth: str) -> bool:
    """Tell whether two answers are the same but for punctuation, white space and case."""
    return "".join(pieces(prediction)) == "".join(pieces(truth))


def windows(
    asked: int, passage: Sequence[int], size: int, shared: int
) -> list[tuple[int, list[int]]]:
    """Return the passage in windows that share tokens, each with its first token's index."""
    room = size - asked - 3
    starts = [0]
    while starts[-1] + room < len(passage):
        starts.append(starts[-1] + room - shared)
    return [(s, list(passage[s : s + room])) for s in starts]


@torch.inference_mode()
def answers(
    model: Model, tokenizer: Tokeniser, rows: list[Record], size: int = 384
) -> list[Answered]:
    """Return the best answer of every row, over windows of ``size`` tokens that share a third."""
    model.eval()
    overlap = Overlap.of(tokenizer.backend_tokenizer, shipped())
    encode = {"add_special_tokens": False, "return_offsets_mapping": True, "verbose": False}
    asked = [tokenizer(r["question"], **encode)["input_ids"][:MAX_QUESTION] for r in rows]
    contexts = [tokenizer(r["context"], **encode) for r in rows]
    jobs = [
        (len(q) + len(part), n, begin, part)
        for n, (q, c) in enumerate(zip(asked, contexts, strict=True))
        for begin, part in windows(len(q), c["input_ids"], size, size // 3)
    ]
    best = [Answered("", -np.inf)] * len(rows)
    for _, n, begin, part in sorted(jobs):
        score, first, last = _best_span(model, overlap.sequence(asked[n], part))
        if score > best[n].score:
            offsets = contexts[n]["offset_mapping"]
            text = rows[n]["context"][offsets[begin + first][0] : offsets[begin + last][1]]
            best[n] = Answered(text, score)
    return best


def _best_span(model: Model, row: tuple[Ids, Ids]) -> tuple[float, int, int]:
    ids, types = (torch.from_numpy(x)[None] for x in row)
    out = model(input_ids=ids, token_type_ids=types)
    start, end = out.start_logits[0].numpy(), out.end_logits[0].numpy()
    begin = int(np.argmax(row[0] == SEP)) + 1
    sums = start[begin:-1, None] + end[None, begin:-1]
    allowed = np.tri(len(sums), dtype=bool).T & np.tri(len(sums), k=MAX_ANSWER - 1, dtype=bool)
    sums = np.where(allowed, sums, -np.inf)
    first, last = divmod(int(sums.argmax()), len(sums))
    return float(sums[first, last] - start[0] - end[0]), first, last


def held_out_score(model: Model, tokenizer: Tokeniser, rows: list[Record]) -> tuple[float, float]:
    """Return F1 and exact match in percent."""
    found = answers(model, tokenizer, rows)
    pairs = [(a.text, r["answers"]) for a, r in zip(found, rows, strict=True)]
    scores = [max(f1(text, truth) for truth in truths) for text, truths in pairs]
    same = [any(exact(text, truth) for truth in truths) for text, truths in pairs]
    return 100 * float(np.mean(scores)), 100 * float(np.mean(same))


def area(positive: Floats, negative: Floats) -> float:
    """Return how often a positive scores above a negative: the area under the ROC curve."""
    order = np.sort(negative)
    below = np.searchsorted(order, positive, "left") + np.searchsorted(order, positive, "right")
    return float(below.mean() / (2 * len(negative)))


def best_accuracy(positive: Floats, negative: Floats) -> float:
    """Return the accuracy at the best threshold."""
    cuts = np.concatenate(([-np.inf], np.sort(np.concatenate((positive, negative)))))
    right = [(positive > cut).sum() + (negative <= cut).sum() for cut in cuts]
    return float(max(right) / (len(positive) + len(negative)))


def refusal(model: Model, tokenizer: Tokeniser, rows: list[Record]) -> tuple[float, float]:
    """Return AUC and best accuracy of telling answered from unanswered questions."""
    scores = np.array([a.score for a in answers(model, tokenizer, rows)])
    says = np.array([bool(r["answers"]) for r in rows])
    return area(scores[says], scores[~says]), best_accuracy(scores[says], scores[~says])


@torch.inference_mode()
def latency(model: Model, tokenizer: Tokeniser, rows: list[Record], repeats: int = 30) -> float:
    """Return the median milliseconds for one question over five passages of 250 characters."""
    overlap = Overlap.of(tokenizer.backend_tokenizer, shipped())
    taken = []
    for row in rows[:repeats]:
        began = time.perf_counter()
        asked = tokenizer(row["question"], add_special_tokens=False)["input_ids"][:MAX_QUESTION]
        passage = tokenizer((row["context"] * 4)[:250], add_special_tokens=False)["input_ids"]
        ids, types = (
            torch.from_numpy(np.tile(x, (5, 1))) for x in overlap.sequence(asked, passage)
        )
        model(input_ids=ids, token_type_ids=types)
        taken.append(1000 * (time.perf_counter() - began))
    return float(np.median(taken))


def main() -> None:
    """Measure what is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("answers", "refusals", "latency", "mistakes"))
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=10_000)
    args = parser.parse_args()
    model = AutoModelForQuestionAnswering.from_pretrained(args.model).float().eval()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    name = "dureader_checklist_train" if args.what == "refusals" else "cmrc2018_dev"
    rows = read_rows(args.data / "qa" / f"{name}.jsonl.xz")
    rows = random.Random(0).sample(rows, min(args.rows, len(rows)))
    {"answers": _answers, "refusals": _refusals, "latency": _latency, "mistakes": _mistakes}[
        args.what
    ](model, tokenizer, rows)


def _answers(model: Model, tokenizer: Tokeniser, rows: list[Record]) -> None:
    share, same = held_out_score(model, tokenizer, rows)
    print(f"CMRC 2018 dev, {len(rows)} questions: F1 {share:.1f} EM {same:.1f}")


def _refusals(model: Model, tokenizer: Tokeniser, rows: list[Record]) -> None:
    auc, accuracy = refusal(model, tokenizer, rows)
    print(f"DuReader-checklist train, {len(rows)}: AUC {auc:.3f} best accuracy {accuracy:.3f}")


def _latency(model: Model, tokenizer: Tokeniser, rows: list[Record]) -> None:
    taken, threads = latency(model, tokenizer, rows), torch.get_num_threads()
    print(f"five passages of 250 characters: {taken:.0f} ms, {threads} threads")


def _mistakes(model: Model, tokenizer: Tokeniser, rows: list[Record]) -> None:
    wrong = 0
    for row, found in zip(rows, answers(model, tokenizer, rows), strict=True):
        if wrong < 50 and not any(exact(found.text, truth) for truth in row["answers"]):
            wrong += 1
            print(row["question"], "|", found.text, f"{found.score:.1f}", "|", row["answers"])


if __name__ == "__main__":
    main()
