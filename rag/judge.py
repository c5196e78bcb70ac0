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
    rouge_l,
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
    """Return the statements of a row with what really stands where their citations point.

    A statement that cites what there is not has no proof.
    """
    proofs = {
        citation.id: Proof(seen.text, f"{citation.article}\n{seen.before}\n{seen.after}")
        for citation, seen in zip(row.answer.citations, row.seen or (), strict=True)
    }
    return [
        Cited(
            one.text,
            tuple(proofs[number] for number in one.citations)
            if proofs.keys() >= set(one.citations)
            else (),
        )
        for one in row.answer.statements
    ]


def curve(rows: Sequence[Row]) -> list[Point]:
    """Return the risk-coverage curve of the rows that were answered and can be judged."""
    said = graded(rows)
    sure = [confidence(row.answer) for row in said]
    return risk_coverage(sure, [not row.right for row in said], len(rows))


def graded(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with an answer that is right or wrong and says how sure it is."""
    return [row for row in rows if row.said and row.right is not None and not row.prose]


def _maybe(value: float | None) -> Tally:
    return Tally(0, 0) if value is None else Tally(value, 1)


def _when(scored: bool, hit: bool) -> Tally:
    return Tally(float(hit), 1) if scored else Tally(0, 0)


def _share(tally: Tally) -> Tally:
    """Return a mean within the answer, which then counts as one, as ALCE averages."""
    return Tally(tally.hits / tally.of, 1) if tally.of else Tally(0, 0)


def _bare(row: Row, value: float | None) -> Tally:
    """Return what is scored of bare answers, which prose does not tell."""
    return _maybe(None if row.prose and row.said else value)


def _exact(row: Row) -> Tally:
    return _bare(row, group_exact_match(row.answer.short, row.gold.answers))


def _f1(row: Row) -> Tally:
    return _bare(row, group_f1(row.answer.short, row.gold.answers))


def _overlap(row: Row) -> Tally:
    return _maybe(rouge_l(MARKER.sub("", row.answer.text), row.gold.reference))


def _offsets(row: Row) -> Tally:
    pairs = zip(row.answer.citations, row.seen or (), strict=row.seen is not None)
    held = [bool(seen.text) and seen.text == citation.quote for citation, seen in pairs]
    return Tally(sum(held), len(held))


def _precision(row: Row) -> Tally:
    if row.seen is None or not row.answer.statements:
        return Tally(0, 0)
    tally = citation_precision(cited(row))
    return _share(tally) if tally.of else Tally(0, 1)  # ALCE: nothing cited, nothing precise


def _recall(row: Row) -> Tally:
    return Tally(0, 0) if row.seen is None else _share(citation_recall(cited(row)))


def _proved(row: Row) -> Tally:
    if row.seen is None:
        return Tally(0, 0)
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
    tally = Tally(0, 0) if row.seen is None else citation_recall(cited(row))
    return Tally(tally.of - tally.hits, tally.of)


def _loose_figures(row: Row) -> Tally:
    statements = [] if row.seen is None else cited(row)
    return Tally(
        sum(unsupported_figures(one.proofs, one.statement) for one in statements),
        sum(len(find_figures(one.statement)) for one in statements),
    )


def _figures(row: Row) -> Tally:
    return _maybe(figure_accuracy(MARKER.sub("", row.answer.text), row.gold.answers))


RIGHT = Metric("right", "answers right", lambda row: _when(row.right is not None, bool(row.right)))
F1 = Metric("f1", "F1 over characters (CMRC 2018)", _f1)
RECALL = Metric(
    "recall_at_5", "evidence in the first 5 passages", lambda row: _maybe(recall_at_k(row.ranks, 5))
)
OVERLAP = Metric("rouge_l", "what answers share with the reference, in order", _overlap)
METRICS: tuple[Metric, ...] = (
    RIGHT,
    Metric(
        "right_answerable",
        "right, of those that the articles answer",
        lambda row: _when(row.gold.answerable and row.right is not None, bool(row.right)),
    ),
    Metric("exact_match", "bare answers exact (CMRC 2018)", _exact),
    F1,
    Metric("figure_accuracy", "figures right in value and unit", _figures),
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
        "ndcg_at_10",
        "nDCG of the first 10 passages",
        lambda row: _maybe(ndcg_at_k(row.ranks, 10, row.gold.gains or None)),
    ),
    Metric("offsets_hold", "citations that stand where they say", _offsets),
    Metric("citation_precision", "citations that are needed (ALCE)", _precision),
    Metric(
        "citation_recall",
        "statements that their citations support (ALCE)",
        _recall,
    ),
    Metric("proved", "statements proved by citations that hold", _proved),
    Metric("unsupported_statements", "statements without support", _unproved, "low"),
    Metric("unsupported_figures", "figures that are not in the quote", _loose_figures, "low"),
    Metric(
        "refusal_precision",
        "of what was refused, rightly",
        lambda row: _when(row.refused and row.gold.asks_answer, not row.gold.answerable),
    ),
    Metric(
        "refusal_recall",
        "of what the articles do not say, refused",
        lambda row: _when(row.gold.asks_answer and not row.gold.answerable, row.refused),
    ),
    Metric(
        "wrongly_refused",
        "of what the articles say, refused",
        lambda row: _when(row.gold.answerable, row.refused),
        "low",
    ),
    Metric(
        "failed",
        "questions that got no answer",
        lambda row: _when(True, row.error is not None),
        "low",
    ),
)
KIND_METRICS = (RIGHT, F1, RECALL)
"""What is shown for each kind of question."""
