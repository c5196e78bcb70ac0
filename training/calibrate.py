r"""Fits the weights and the threshold of ``rag.evidence`` on questions that nobody is measured on.

    python -m training.calibrate --news NEWS.jsonl.xz --seeds seeds --tuning seeds/gold.jsonl \
        --questions training/calibration.jsonl training/nearmiss.jsonl training/contrasts.jsonl \
        training/judged.jsonl.xz --out rag/reader-zh/calibration.json

Questions about general news, questions that ask beside what news documents tell or a word or two
away from it, in several worlds of documents, and the tuning half of the seeds' gold. A window
counts as right when it is of the document that answers and holds a form of every answer group. The
held-out half is never read. The threshold misses the aims for answerable and unanswerable questions
by the same.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from sklearn.base import clone
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_predict
from sklearn.utils.class_weight import compute_sample_weight

from rag.assemble import Answerer, load_models
from rag.calibration import Calibration, Trust, Vector
from rag.evidence import Evidence as Window
from rag.features import FEATURES
from rag.gold import Evidence, Gold, fold, load_gold
from rag.pages import read_page, walk
from rag.settings import Settings
from rag.types import Page, Turn
from training.measure import Record, read_rows
from training.trees import flat

Scored: TypeAlias = dict[int, tuple[float, bool]]  # question -> confidence, and if it is right
BOOSTED = GradientBoostingClassifier(  # chosen on questions that the rules had not seen
    n_estimators=300,
    learning_rate=0.05,
    max_leaf_nodes=8,
    min_samples_leaf=20,
    subsample=0.6,
    max_features=0.3,
    random_state=0,
)
REFUSED_AT_MOST, REFUSED_AT_LEAST = 0.05, 0.9  # of answerable and of unanswerable questions


@dataclass(frozen=True)
class Row:
    """One window that a question could be answered with."""

    question: int
    features: tuple[float, ...]
    right: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Asked:
    """A set of questions: the windows of all, and whether each question has an answer."""

    name: str
    rows: list[Row]
    answerable: list[bool]


def rows_of(number: int, gold: Gold, found: Sequence[Window]) -> Iterator[Row]:
    """Yield the windows of a question with one part, right or wrong."""
    sources = {evidence.source for evidence in gold.evidence}
    for evidence in found:
        text = fold(evidence.text)
        right = bool(gold.answers) and evidence.passage.article.source in sources
        right = right and all(any(fold(form) in text for form in group) for group in gold.answers)
        yield Row(number, evidence.features, right)


def collect(name: str, answerer: Answerer, golds: Sequence[Gold]) -> Asked:
    """Return the windows of all questions with one part and whether each has an answer."""
    rows, answerable = [], []
    for gold in golds:
        weighed = answerer.candidates(gold.question, gold.history)
        if len(weighed) > 1:  # right only as a whole: no window of it is right or wrong
            continue
        for _, found in weighed:
            rows.extend(rows_of(len(answerable), gold, found))
        answerable.append(bool(gold.answers))
    return Asked(name, rows, answerable)


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
        weights += [own[0].weight / (len(good) * len(bad))] * (len(good) * len(bad))
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


def fit_trust(first: Sequence[Row]) -> Trust:
    """Return the trees that tell right first windows from wrong; both outcomes weighed alike."""
    x, y = np.array([row.features for row in first]), np.array([row.right for row in first])
    weight = np.array([row.weight for row in first])
    weight = weight * compute_sample_weight("balanced", y)
    trees = clone(BOOSTED).fit(x, y, weight)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    unseen = cross_val_predict(
        clone(BOOSTED), x, y, cv=folds, method="decision_function", params={"sample_weight": weight}
    )
    platt = LogisticRegression(C=100.0).fit(unseen[:, None], y, weight)
    return flat(trees, x[0], float(platt.coef_[0, 0]), float(platt.intercept_[0]))


def shares(scored: Scored, answerable: Sequence[bool], at: float) -> Vector:
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


def cross_validated(rows: Sequence[Row], seed: int) -> Scored:
    """Return each question's confidence, by models that have not seen it, and if it is right."""
    groups = [row.question for row in rows]
    scored: Scored = {}
    folds = GroupKFold(5, shuffle=True, random_state=seed)
    for train, test in folds.split(rows, groups=groups):
        known = [rows[i] for i in train]
        rank = fit_rank(known)
        trust = fit_trust(list(best_rows(known, rank).values()))
        for number, row in best_rows([rows[i] for i in test], rank).items():
            scored[number] = (trust.probability(row.features), row.right)
    return scored


def threshold(sets: Sequence[Asked]) -> float:
    """Return the confidence that misses both aims by the same: none is bought with the other.

    At most one answerable question in twenty should be refused and at least nine unanswerable ones
    in ten. What is missed is measured by cross-validation, a mean of four shuffles; each file of
    questions counts alike, whatever its size and however many worlds it tells of.
    """
    grid = np.linspace(0.02, 0.95, 94)
    whole = joined(sets)
    shuffles = [cross_validated(whole.rows, seed) for seed in range(4)]
    curves: dict[str, list[Vector]] = {own.name: [] for own in sets}
    first = 0
    for own in sets:
        scored = [_between(s, first, first + len(own.answerable)) for s in shuffles]
        reached = [[shares(s, own.answerable, float(at)) for at in grid] for s in scored]
        curves[own.name].append(np.mean(reached, axis=0))
        first += len(own.answerable)
    by_file = {name: np.mean(worlds_of, axis=0) for name, worlds_of in curves.items()}
    mean = np.mean(list(by_file.values()), axis=0)
    missed = np.maximum(mean[:, 1] - REFUSED_AT_MOST, REFUSED_AT_LEAST - mean[:, 2])
    at = int(np.argmin(missed))
    for name, curve in by_file.items():
        print(
            f"{name}, threshold {grid[at]:.2f}: answered right {curve[at, 0]:.3f}, answerable "
            f"refused {curve[at, 1]:.3f}, unanswerable refused {curve[at, 2]:.3f}"
        )
    return float(grid[at])


def _between(scored: Scored, first: int, last: int) -> Scored:
    return {number - first: value for number, value in scored.items() if first <= number < last}


def joined(sets: Sequence[Asked]) -> Asked:
    """Return the sets as one, their questions numbered through, each set weighing alike."""
    rows: list[Row] = []
    answerable: list[bool] = []
    mean = sum(len(own.answerable) for own in sets) / len(sets)
    for own in sets:
        weight = mean / len(own.answerable)
        rows += [
            replace(row, question=row.question + len(answerable), weight=weight) for row in own.rows
        ]
        answerable += own.answerable
    return Asked("all", rows, answerable)


def unfitted() -> Answerer:
    """Return an answerer that trusts nothing yet; its windows come in no order."""
    n = len(FEATURES)
    none = np.zeros(0, np.int64)
    nothing = Trust(none, none, np.zeros(0), none, none, np.zeros(0), 0.0, 1.0, 0.0)
    calibration = Calibration((0.0,) * n, nothing, 1.0)
    return Answerer(None, load_models(Settings.from_environment(), calibration))


def main() -> None:
    """Fit and write the calibration."""
    options = _options()
    answerer = unfitted()
    sets = []
    for path in options.questions:
        for documents, golds in worlds(path):
            pages = news_pages(options.news, documents)
            sets.append(collect(path.name, answerer.over(pages), golds))
    pages = [read_page(path, options.seeds) for path in walk(options.seeds)]
    tuning = load_gold(options.tuning)
    sets.append(collect(options.tuning.name, answerer.over(pages), tuning))
    at = threshold(sets)
    rows = joined(sets).rows
    rank = fit_rank(rows)
    trust = fit_trust(list(best_rows(rows, rank).values()))
    Calibration(tuple(map(float, rank)), trust, at).save(options.out)
    print(f"{len(trust.roots)} trees in {options.out}")


def worlds(path: Path) -> Iterator[tuple[set[str], list[Gold]]]:
    """Yield the documents and the questions of each world that a file tells of.

    A line that names documents begins a world: its questions are asked of them all.
    """
    documents: set[str] = set()
    golds: list[Gold] = []
    for row in [*read_rows(path), {"documents": ()}]:
        if "documents" not in row:
            golds.append(_gold(row))
            continue
        if golds:
            yield documents, golds
        documents, golds = set(row["documents"]), []


def _gold(row: Record) -> Gold:
    return Gold(
        row["id"],
        row["kind"],
        row["question"],
        tuple(map(tuple, row["answers"])),
        (Evidence(row["document"], ""),) if row["document"] else (),
        tuple(Turn(turn["role"], turn["content"]) for turn in row.get("history", ())),
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--tuning", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
