"""Fits the weights and the threshold of ``rag.evidence`` on questions that nobody is measured on.

    python -m training.calibrate --questions training/calibration.jsonl --news NEWS.jsonl.xz \
        --tuning seeds/gold.jsonl --seeds seeds --out rag/reader-zh/calibration.json

Two sets: questions about general news, written for this, and the tuning half of the seeds' gold.
A window counts as right when it holds a form of every answer group. The held-out half is never
read. The threshold is the one that treats most questions rightly over both, by cross-validation.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from rag.assemble import Answerer
from rag.evidence import FEATURES, Evidence
from rag.gold import Gold, fold, load_gold
from rag.pages import read_page, walk
from rag.types import Page

Vector: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One window that a question could be answered with."""

    question: int
    features: tuple[float, ...]
    right: bool


def rows_of(number: int, gold: Gold, found: Sequence[Evidence]) -> Iterator[Row]:
    """Yield the windows of a question with one part, right or wrong."""
    for evidence in found[:40]:
        text = fold(evidence.text)
        right = bool(gold.answers) and all(
            any(fold(form) in text for form in group) for group in gold.answers
        )
        yield Row(number, evidence.features, right)


def collect(answerer: Answerer, golds: Sequence[Gold], first: int) -> tuple[list[Row], list[bool]]:
    """Return the rows of all questions and whether each question has an answer."""
    rows, answerable = [], []
    for gold in golds:
        weighed = answerer.candidates(gold.question, gold.history)
        if len(weighed) > 1:  # right only as a whole: no window of it is right or wrong
            continue
        for _, found in weighed:
            rows.extend(rows_of(first + len(answerable), gold, found))
        answerable.append(bool(gold.answers))
    return rows, answerable


def news_pages(path: Path, wanted: set[str]) -> list[Page]:
    """Return the wanted documents of the news file, each as a page."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        documents = (json.loads(line) for line in lines)
        return [Page(d["id"], d["text"], d["id"]) for d in documents if d["id"] in wanted]


def fit_rank(rows: Sequence[Row]) -> Vector:
    """Return weights that put a question's right windows above its wrong ones (pairwise)."""
    by_question: dict[int, list[Row]] = {}
    for row in rows:
        by_question.setdefault(row.question, []).append(row)
    pairs, weights = [], []
    for own in by_question.values():
        good = [np.array(row.features) for row in own if row.right]
        bad = [np.array(row.features) for row in own if not row.right]
        if not good or not bad:
            continue
        pairs += [g - b for g in good for b in bad]
        weights += [1 / (len(good) * len(bad))] * (len(good) * len(bad))
    x = np.array(pairs + [-pair for pair in pairs])
    y = np.repeat([True, False], len(pairs))
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
    return np.asarray(model.fit(x, y, sample_weight=weights * 2).coef_[0])


def best_rows(rows: Sequence[Row], rank: Vector) -> dict[int, Row]:
    """Return the first window of each question."""
    best: dict[int, tuple[float, Row]] = {}
    for row in rows:
        merit = float(rank @ np.array(row.features))
        if row.question not in best or merit > best[row.question][0]:
            best[row.question] = (merit, row)
    return {number: row for number, (_, row) in best.items()}


def fit_trust(first: Sequence[Row]) -> LogisticRegression:
    """Return the model of whether a first window is right; both outcomes weighed alike."""
    x, y = np.array([row.features for row in first]), np.array([row.right for row in first])
    return LogisticRegression(C=1.0, max_iter=5000, class_weight="balanced").fit(x, y)


def shares(scored: dict[int, tuple[float, bool]], answerable: Sequence[bool], at: float) -> Vector:
    """Return the shares: answered right, answerable refused, unanswerable refused."""
    yes = [scored.get(n, (0.0, False)) for n, has in enumerate(answerable) if has]
    no = [scored.get(n, (0.0, False)) for n, has in enumerate(answerable) if not has]
    return np.array(
        [
            np.mean([ok and c >= at for c, ok in yes]),
            np.mean([c < at for c, _ in yes]),
            np.mean([c < at for c, _ in no]) if no else 1.0,
        ]
    )


def cross_validated(rows: Sequence[Row], seed: int) -> dict[int, tuple[float, bool]]:
    """Return each question's confidence, by models that have not seen it, and if it is right."""
    groups = [row.question for row in rows]
    scored: dict[int, tuple[float, bool]] = {}
    folds = GroupKFold(5, shuffle=True, random_state=seed)
    for train, test in folds.split(rows, groups=groups):
        known = [rows[i] for i in train]
        rank = fit_rank(known)
        trust = fit_trust(list(best_rows(known, rank).values()))
        for number, row in best_rows([rows[i] for i in test], rank).items():
            confidence = trust.predict_proba(np.array([row.features]))[0, 1]
            scored[number] = (float(confidence), row.right)
    return scored


def threshold(rows: Sequence[Row], answerable: Sequence[bool]) -> float:
    """Return the confidence that treats most questions rightly, by cross-validation.

    The mean of ten shuffles, since the curve is flat. Of refusals half as many may be wrong as of
    answers (5 % against 10 %), so a wrong refusal weighs twice.
    """
    grid = np.linspace(0.02, 0.95, 94)
    shuffles = [cross_validated(rows, seed) for seed in range(10)]
    reached = np.mean([[shares(s, answerable, float(at)) for at in grid] for s in shuffles], axis=0)
    at = int(np.argmax(reached[:, 0] - 2 * reached[:, 1] + reached[:, 2]))
    print(
        f"threshold {grid[at]:.2f}: answered right {reached[at, 0]:.3f}, answerable refused "
        f"{reached[at, 1]:.3f}, unanswerable refused {reached[at, 2]:.3f}"
    )
    return float(grid[at])


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
    at = threshold(rows, answerable)
    rank = fit_rank(rows)
    trust = fit_trust(list(best_rows(rows, rank).values()))
    stored: dict[str, Any] = {
        "rank": dict(zip(FEATURES, (round(float(w), 4) for w in rank), strict=True)),
        "trust": dict(zip(FEATURES, (round(float(w), 4) for w in trust.coef_[0]), strict=True)),
        "bias": round(float(trust.intercept_[0]), 4),
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
