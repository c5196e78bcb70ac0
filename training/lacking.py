"""Learns which words of a question must stand in an article that answers it.

    python -m training.lacking --data DATA --asked training/asked.jsonl.xz --out rag/lacking.tsv

Logistic regression over ``rag.lacking.traits``, summed over the words of a question that its
document does not hold. A line is a trait and its weight; above 0 it speaks for "the article does
not say".
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from rag.lacking import NOTHING, START, lacking, traits
from training.asked import asked_rows

LEAST = 6  # questions that show a trait, for it to be weighed
COST = 0.3
SLIGHT = 0.01  # a weight that is left out


def counted(question: str, text: str) -> Counter[str]:
    """Return how often each trait is met among the words of a question that a text lacks."""
    absent = lacking(question, text.lower())
    met = Counter(trait for term in absent for trait in traits(term, question))
    return met if absent else Counter([NOTHING])


def weights(met: Sequence[Mapping[str, int]], unanswered: Sequence[bool]) -> dict[str, float]:
    """Return the weight of each trait that is common enough, and the constant."""
    shown = Counter(trait for one in met for trait in one)
    number = {trait: i for i, trait in enumerate(t for t, n in shown.items() if n >= LEAST)}
    cells = [
        (row, number[trait], count)
        for row, one in enumerate(met)
        for trait, count in one.items()
        if trait in number
    ]
    rows, columns, counts = zip(*cells, strict=True)
    x = csr_matrix((counts, (rows, columns)), shape=(len(met), len(number)))
    model = LogisticRegression(C=COST, solver="liblinear", max_iter=300).fit(x, unanswered)
    fitted = dict(zip(number, map(float, model.coef_[0]), strict=True))
    kept = {trait: w for trait, w in fitted.items() if abs(w) >= SLIGHT or trait == NOTHING}
    return {START: float(model.intercept_[0])} | kept


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asked", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, help="how many questions, from the first")
    args = parser.parse_args()
    asked = asked_rows(args.asked, args.data)[: args.rows]
    met = [counted(row["question"], row["context"]) for row in asked]
    found = weights(met, [not row["answers"] for row in asked])
    lines = (f"{trait}\t{weight:.3f}\n" for trait, weight in sorted(found.items()))
    args.out.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
