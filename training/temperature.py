r"""Divides a reader's scores by the temperature at which it is as sure as it is right.

    python -m training.temperature --model rag/reader-zh --data DATA [--rows 1200]

Long training makes a reader surer than it is right (Guo et al. 2017). The temperature is the one at
which the answers of questions that nothing learned from (``dev.jsonl``) are likeliest; the last
layer is divided by it, so order and threshold of its scores stay. Run ``export`` and ``calibrate``
afterwards.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from embeddings.static import shipped
from rag.overlap import Overlap
from training.asked import asked_rows
from training.batches import padded
from training.dev import QUESTIONS
from training.examples import Example, example, tokenised
from training.measure import Model, Tokeniser
from training.reader import logits

GRID = np.arange(1.0, 2.05, 0.05)
BATCH = 16

Scored: TypeAlias = list[tuple[Tensor, Tensor, int, int]]


def unlearned(tokenizer: Tokeniser, data: Path, rows: int, seed: int) -> list[Example]:
    """Return windows of so many questions that nothing learned from (``dev.jsonl``), drawn."""
    _, questions = tokenised(asked_rows(QUESTIONS, data), tokenizer)
    rng, overlap = random.Random(seed), Overlap.of(tokenizer.backend_tokenizer, shipped())
    questions = rng.sample(questions, min(rows, len(questions)))
    return [example(one, questions, overlap, rng) for one in questions]


def scored(model: Model, examples: list[Example]) -> Scored:
    """Return the start and end logits of each window with the tokens that are right."""
    found: Scored = []
    examples = sorted(examples, key=lambda one: len(one.ids))
    with torch.no_grad():
        for begin in range(0, len(examples), BATCH):
            ids, types, mask, first, last = padded(examples[begin : begin + BATCH])
            start, end = logits(model, ids, types, mask)
            for row, size in enumerate(mask.sum(dim=1).tolist()):
                right = int(first[row]), int(last[row])
                found.append((start[row, :size], end[row, :size], *right))
    return found


def surprise(found: Scored, temperature: float) -> float:
    """Return the mean negative log-likelihood of the right tokens at a temperature."""
    losses = [
        -torch.log_softmax(logit / temperature, dim=0)[at].item()
        for start, end, first, last in found
        for logit, at in ((start, first), (end, last))
    ]
    return float(np.mean(losses))


def likeliest(found: Scored) -> float:
    """Return the temperature of ``GRID`` at which the right tokens are likeliest."""
    return float(min(GRID, key=lambda temperature: surprise(found, temperature)))


def main() -> None:
    """Print the temperature and divide the model's last layer by it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1200)
    args = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForQuestionAnswering.from_pretrained(args.model).float().eval()
    found = scored(model, unlearned(tokenizer, args.data, args.rows, seed=0))
    best = likeliest(found)
    print(f"temperature {best:.2f}: {surprise(found, 1.0):.3f} to {surprise(found, best):.3f}")
    with torch.no_grad():
        for weight in model.qa_outputs.parameters():
            weight /= best
    model.half().save_pretrained(args.model)


if __name__ == "__main__":
    main()
