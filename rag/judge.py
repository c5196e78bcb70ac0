"""What each row of a run adds to each metric; the list of all metrics over questions.

Names here are the names of the gate file. Does not: sum up or resample (``rag.scores``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.evaluate import Row
from rag.figures import find_figures
from rag.gold import MARKER
from rag.metrics import (
    Point,
    figure_accuracy,
    group_exact_match,
    group_f1,
    ndcg_at_k,
    recall_at_k,
    reciprocal_rank,
    risk_coverage,
)
from rag.resample import Tally
from rag.support import Cited, Proof, citation_precision, citation_recall, unsupported_figures
from rag.types import Answer


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric over questions: its name, what it says, what each row adds to it."""

    name: str
    says: str
    tally: Callable[[Row], Tally]
    better: Literal["high", "low"] = "high"


def refused(answer: Answer) -> bool:
    """Return whether the answer is that the articles do not say."""
    return answer.verdict == "unanswerable"


def confidence(answer: Answer) -> float:
    """Return how sure an answer is: its weakest statement's best citation; 0 without one."""
    scores = {citation.id: citation.score for citation in answer.citations}
    return min(
        (
            max((scores.get(number, 0.0) for number in statement.citations), default=0.0)
            for statement in answer.statements
        ),
        default=0.0,
    )


def cited(row: Row) -> list[Cited]:
    """Return the statements of a row with what really stands where their citations point."""
    proofs = {
        citation.id: Proof(seen.text, f"{citation.article}\n{seen.before}\n{seen.after}")
        for citation, seen in zip(row.answer.citations, row.seen, strict=True)
    }
    return [
        Cited(one.text, tuple(proofs[number] for number in one.citations if number in proofs))
        for one in row.answer.statements
    ]


def curve(rows: Sequence[Row]) -> list[Point]:
    """Return the risk-coverage curve of the rows that were answered."""
    said = [row for row in rows if not refused(row.answer)]
    sure = [confidence(row.answer) for row in said]
    return risk_coverage(sure, [not row.right for row in said], len(rows))


def _maybe(value: float | None) -> Tally:
    return Tally(0, 0) if value is None else Tally(value, 1)


def _when(scored: bool, hit: bool) -> Tally:
    return Tally(float(hit), 1) if scored else Tally(0, 0)


def _offsets(row: Row) -> Tally:
    pairs = zip(row.answer.citations, row.seen, strict=True)
    return Tally(
        sum(bool(seen.text) and seen.text == citation.quote for citation, seen in pairs),
        len(row.seen),
    )


def _proved(row: Row) -> Tally:
    held = {
        citation.id
        for citation, seen in zip(row.answer.citations, row.seen, strict=True)
        if seen.text == citation.quote
    }
    sound = [
        one
        for one, statement in zip(cited(row), row.answer.statements, strict=True)
        if held.issuperset(statement.citations)
    ]
    return Tally(citation_recall(sound).hits, len(row.answer.statements))


def _unproved(row: Row) -> Tally:
    tally = citation_recall(cited(row))
    return Tally(tally.of - tally.hits, tally.of)


def _loose_figures(row: Row) -> Tally:
    statements = cited(row)
    return Tally(
        sum(unsupported_figures(one.proofs, one.statement) for one in statements),
        sum(len(find_figures(one.statement)) for one in statements),
    )


RIGHT = Metric("right", "answers right", lambda row: _when(True, row.right))
F1 = Metric(
    "f1",
    "F1 over characters (CMRC 2018)",
    lambda row: _maybe(group_f1(row.answer.short, row.gold.answers)),
)
RECALL = Metric(
    "recall_at_5", "evidence in the first 5 passages", lambda row: _maybe(recall_at_k(row.ranks, 5))
)
METRICS: tuple[Metric, ...] = (
    RIGHT,
    Metric(
        "right_answerable",
        "right, of those that the articles answer",
        lambda row: _when(row.gold.answerable, row.right),
    ),
    Metric(
        "exact_match",
        "bare answers exact (CMRC 2018)",
        lambda row: _maybe(group_exact_match(row.answer.short, row.gold.answers)),
    ),
    F1,
    Metric(
        "figure_accuracy",
        "figures right in value and unit",
        lambda row: _maybe(figure_accuracy(MARKER.sub("", row.answer.text), row.gold.answers)),
    ),
    Metric(
        "recall_at_1",
        "evidence in the first passage",
        lambda row: _maybe(recall_at_k(row.ranks, 1)),
    ),
    RECALL,
    Metric(
        "recall_at_10",
        "evidence in the first 10 passages",
        lambda row: _maybe(recall_at_k(row.ranks, 10)),
    ),
    Metric("mrr", "1 / rank of the first evidence", lambda row: _maybe(reciprocal_rank(row.ranks))),
    Metric(
        "ndcg_at_10", "nDCG of the first 10 passages", lambda row: _maybe(ndcg_at_k(row.ranks, 10))
    ),
    Metric("offsets_hold", "citations that stand where they say", _offsets),
    Metric(
        "citation_precision",
        "citations that are needed (ALCE)",
        lambda row: citation_precision(cited(row)),
    ),
    Metric(
        "citation_recall",
        "statements that their citations support (ALCE)",
        lambda row: citation_recall(cited(row)),
    ),
    Metric("proved", "statements proved by citations that hold", _proved),
    Metric("unsupported_statements", "statements without support", _unproved, "low"),
    Metric("unsupported_figures", "figures that are not in the quote", _loose_figures, "low"),
    Metric(
        "refusal_precision",
        "of what was refused, rightly",
        lambda row: _when(refused(row.answer), not row.gold.answerable),
    ),
    Metric(
        "refusal_recall",
        "of what the articles do not say, refused",
        lambda row: _when(not row.gold.answerable, refused(row.answer)),
    ),
    Metric(
        "wrongly_refused",
        "of what the articles say, refused",
        lambda row: _when(row.gold.answerable, refused(row.answer)),
        "low",
    ),
)
KIND_METRICS = (RIGHT, F1, RECALL)
"""What is shown for each kind of question."""
