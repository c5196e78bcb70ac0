"""Fits the weights and the threshold of ``rag.evidence`` on questions that nobody is measured on.

    python -m training.calibrate --questions training/calibration.jsonl --news NEWS.jsonl.xz \
        --tuning seeds/gold.jsonl --seeds seeds --out rag/reader-zh/calibration.json

Two sets: questions about general news, written for this, and the tuning half of the seeds' gold.
A window counts as right when it holds a form of every answer group. The held-out half is never
read. The threshold is the one that gets most questions right over both sets by cross-validation,
answerable and unanswerable weighed alike.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from rag.assemble import Answerer
from rag.evidence import FEATURES, Evidence
from rag.gold import Gold, fold, load_gold
from rag.index import Index
from rag.pages import read_page, walk
from rag.types import Page


@dataclass(frozen=True)
class Row:
    """One window that a question could be answered with."""

    question: int
    features: tuple[float, ...]
    right: bool


def rows_of(number: int, gold: Gold, found: Sequence[Evidence]) -> Iterator[Row]:
    """Yield the windows of a question with one part, right or wrong."""
    for evidence in found[:12]:
        text = fold(evidence.text)
        right = bool(gold.answers) and all(
            any(fold(form) in text for form in group) for group in gold.answers
        )
        yield Row(number, evidence.features, right)


def collect(answerer: Answerer, golds: Sequence[Gold], first: int) -> tuple[list[Row], list[bool]]:
    """Return the rows of all questions and whether each question has an answer."""
    rows, answerable = [], []
    for number, gold in enumerate(golds, first):
        weighed = answerer.candidates(gold.question, gold.history)
        answerable.append(bool(gold.answers))
        if len(weighed) == 1:
            rows.extend(rows_of(number, gold, weighed[0][1]))
    return rows, answerable


def news_pages(path: Path, wanted: set[str]) -> list[Page]:
    """Return the wanted documents of the news file, each as a page."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        documents = (json.loads(line) for line in lines)
        return [Page(d["id"], d["text"], d["id"]) for d in documents if d["id"] in wanted]


def fit(rows: Sequence[Row]) -> LogisticRegression:
    """Return the logistic model of right windows."""
    x = np.array([row.features for row in rows])
    y = np.array([row.right for row in rows])
    return LogisticRegression(C=3.0, max_iter=2000).fit(x, y)


def tops(rows: Sequence[Row], scores: Sequence[float]) -> dict[int, tuple[float, bool]]:
    """Return, by question, the best window's confidence and whether it is right."""
    best: dict[int, tuple[float, bool]] = {}
    for row, score in zip(rows, scores, strict=True):
        if row.question not in best or score > best[row.question][0]:
            best[row.question] = (float(score), row.right)
    return best


def balance(best: dict[int, tuple[float, bool]], answerable: Sequence[bool], at: float) -> float:
    """Return the mean of the shares of answerable and unanswerable questions treated rightly."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for number, has_answer in enumerate(answerable):
        confidence, ok = best.get(number, (0.0, False))
        right[has_answer].append(ok and confidence >= at if has_answer else confidence < at)
    return float(np.mean([np.mean(kind) for kind in right.values() if kind]))


def threshold(rows: Sequence[Row], answerable: Sequence[bool]) -> tuple[float, float]:
    """Return the best threshold by five-fold cross-validation, and the balance it reaches."""
    groups = [row.question for row in rows]
    scores = np.zeros(len(rows))
    for train, test in GroupKFold(5, shuffle=True, random_state=0).split(rows, groups=groups):
        model = fit([rows[i] for i in train])
        scores[test] = model.predict_proba(np.array([rows[i].features for i in test]))[:, 1]
    best = tops(rows, scores.tolist())
    grid = np.linspace(0.02, 0.9, 89)
    reached = [balance(best, answerable, float(at)) for at in grid]
    at = int(np.argmax(reached))
    answered = {n for n, (c, _) in best.items() if c >= grid[at]}
    ok = {n for n, (c, r) in best.items() if r}
    yes = [n for n, a in enumerate(answerable) if a]
    no = [n for n, a in enumerate(answerable) if not a]
    print(
        f"threshold {grid[at]:.2f}: balance {reached[at]:.3f}; "
        f"top window right {np.mean([n in ok for n in yes]):.3f}, "
        f"answered right {np.mean([n in ok and n in answered for n in yes]):.3f}, "
        f"answerable refused {np.mean([n not in answered for n in yes]):.3f}, "
        f"unanswerable refused {np.mean([n not in answered for n in no]):.3f}"
    )
    return float(grid[at]), reached[at]


def main() -> None:
    """Fit and write the calibration."""
    options = _options()
    answerer = Answerer.without_index()
    rows: list[Row] = []
    answerable: list[bool] = []
    if options.news:
        head, golds = news_questions(options.questions)
        pages = news_pages(options.news, head)
        rows, answerable = collect(answerer.over(pages), golds, 0)
        print(f"{len(golds)} questions over {len(pages)} news documents")
        threshold(rows, answerable)
    if options.tuning:
        pages = [read_page(path, options.seeds) for path in walk(options.seeds)]
        golds = load_gold(options.tuning)
        more, yes = collect(answerer.over(pages), golds, len(answerable))
        print(f"{len(golds)} tuning questions over {len(pages)} pages")
        own = [Row(row.question - len(answerable), row.features, row.right) for row in more]
        threshold(own, yes)
        rows, answerable = rows + more, answerable + yes
    at, _ = threshold(rows, answerable)
    model = fit(rows)
    weights = dict(zip(FEATURES, (round(float(w), 4) for w in model.coef_[0]), strict=True))
    stored: dict[str, Any] = {
        "weights": weights,
        "bias": round(float(model.intercept_[0]), 4),
        "threshold": round(at, 4),
    }
    options.out.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    print(json.dumps(stored))


def news_questions(path: Path) -> tuple[set[str], list[Gold]]:
    """Return the documents' ids and the questions of the calibration file."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    golds = [
        Gold(d["id"], d["kind"], d["question"], tuple(map(tuple, d["answers"])), (), ())
        for d in lines
        if "question" in d
    ]
    return {name for d in lines for name in d.get("documents", [])}, golds


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=Path("training/calibration.jsonl"))
    parser.add_argument("--news", type=Path)
    parser.add_argument("--tuning", type=Path)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
