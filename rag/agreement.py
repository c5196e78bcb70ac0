"""How far two annotators of the same questions agree: Cohen's kappa and F1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rag.errors import UsageError
from rag.gold import Gold, fold
from rag.metrics import f1, group_f1


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two annotators agree on over ``common`` questions; None where nothing can be said.

    ``said`` is kappa of whether the articles say it, ``kinds`` kappa of the kinds, ``answers`` the
    mean F1 of the bare answers where both gave some, ``evidence`` that of the evidence. ``apart``
    lists the questions that they answer otherwise.
    """

    common: int
    only_first: int
    only_second: int
    said: float | None
    kinds: float | None
    answers: float | None
    evidence: float | None
    apart: tuple[str, ...]


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """Return how much more than by chance two labellings agree (Cohen 1960).

    (observed − expected) / (1 − expected); None where chance alone would agree always, or on
    nothing. ``cohen_kappa("aabb", "aaba") == 0.5``.
    """
    if not first:
        return None
    size = len(first)
    observed = sum(one == other for one, other in zip(first, second, strict=True)) / size
    left, right = Counter(first), Counter(second)
    expected = sum(left[label] * right[label] for label in left) / size**2
    return (observed - expected) / (1 - expected) if expected < 1 else None


def agreement(first: Sequence[Gold], second: Sequence[Gold]) -> Agreement:
    """Return how two annotators agree on the questions that both have, by id.

    Raises:
        UsageError: they have no id in common, or ask different things under one.
    """
    theirs = {gold.id: gold for gold in second}
    pairs = [(gold, theirs[gold.id]) for gold in first if gold.id in theirs]
    if not pairs:
        raise UsageError("the two files have no question id in common: both label one set.")
    for one, other in pairs:
        if fold(one.question) != fold(other.question):
            raise UsageError(f"the two files ask different questions under {one.id!r}.")
    both = [(one, other) for one, other in pairs if one.answers and other.answers]
    scores = {one.id: _answers_f1(one, other) for one, other in both}
    evidence = [_evidence_f1(one, other) for one, other in both if one.evidence and other.evidence]
    return Agreement(
        common=len(pairs),
        only_first=len(first) - len(pairs),
        only_second=len(second) - len(pairs),
        said=cohen_kappa(
            [one.answerable for one, _ in pairs], [two.answerable for _, two in pairs]
        ),
        kinds=cohen_kappa([one.kind for one, _ in pairs], [two.kind for _, two in pairs]),
        answers=_mean(list(scores.values())),
        evidence=_mean(evidence),
        apart=tuple(
            one.id
            for one, other in pairs
            if one.answerable != other.answerable or scores.get(one.id, 1.0) < 1
        ),
    )


def _answers_f1(one: Gold, other: Gold) -> float:
    """Return the mean of both ways round: each annotator's first forms against the other's."""
    there = group_f1([group[0] for group in one.answers], other.answers) or 0.0
    back = group_f1([group[0] for group in other.answers], one.answers) or 0.0
    return (there + back) / 2


def _evidence_f1(one: Gold, other: Gold) -> float:
    texts = [fold("".join(item.text for item in gold.evidence)) for gold in (one, other)]
    return f1(texts[0], [texts[1]])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
