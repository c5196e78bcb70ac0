"""Which metrics a run is scored by: those of every run, and those that a public set defines."""

from __future__ import annotations

from rag.evaluate import Row, Run
from rag.judge import KIND_METRICS, METRICS, OVERLAP, Metric
from rag.resample import Tally
from rag.rgb import COUNTERFACTUAL, REJECTION, accurate, detects, rejects


def _accuracy(row: Row) -> Tally:
    if row.gold.kind == REJECTION:
        return Tally(0, 0)
    return Tally(row.error is None and accurate(row.gold, row.answer), 1)


def _rejection(row: Row) -> Tally:
    if row.gold.kind != REJECTION:
        return Tally(0, 0)
    return Tally(row.error is None and rejects(row.answer), 1)


def _detection(row: Row) -> Tally:
    if row.gold.kind != COUNTERFACTUAL:
        return Tally(0, 0)
    return Tally(row.error is None and detects(row.answer), 1)


def _correction(row: Row) -> Tally:
    detected = row.gold.kind == COUNTERFACTUAL and row.error is None and detects(row.answer)
    return Tally(accurate(row.gold, row.answer), 1) if detected else Tally(0, 0)


ACCURACY = Metric("rgb_accuracy", "accurate, as RGB's script compares", _accuracy)
REJECTED = Metric("rgb_rejection", "rejected, of documents that are all noise (RGB)", _rejection)
RGB: tuple[Metric, ...] = (
    ACCURACY,
    REJECTED,
    Metric("rgb_error_detection", "wrong documents said to err (RGB)", _detection),
    Metric("rgb_error_correction", "of those, accurate all the same (RGB)", _correction),
)


def named(name: str) -> Metric:
    """Return one of the metrics of every run."""
    return next(metric for metric in METRICS if metric.name == name)


OWN: dict[str, tuple[Metric, ...]] = {"rgb": RGB, "crud": (OVERLAP,)}
BY_KIND: dict[str, tuple[Metric, ...]] = {
    "rgb": (ACCURACY, REJECTED, named("right")),
    "crud": (OVERLAP, named("recall_at_5"), named("wrongly_refused")),
    "beir": (named("recall_at_10"), named("mrr"), named("ndcg_at_10")),
}
SQUAD = (named("exact_match"), named("f1"), named("right"))


def headline(run: Run) -> tuple[Metric, ...]:
    """Return all metrics of a run."""
    return (*OWN.get(run.about.get("form", "gold"), ()), *METRICS)


def by_kind(run: Run) -> tuple[Metric, ...]:
    """Return the metrics that are shown for each kind of question; the first is drawn."""
    form = run.about.get("form", "gold")
    if form in ("cmrc2018", "drcd", "dureader", "squad"):
        return SQUAD
    return BY_KIND.get(form, KIND_METRICS)
