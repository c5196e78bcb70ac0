"""Measures of retrieval, of answers, of refusing and of confidence, each with its definition.

Pure functions of numbers and strings. What cannot be scored is None, never 0. Does not: know runs
or pipelines; resample (``rag.resample``); judge support (``rag.support``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.figures import Figure, find_figures, same_value
from rag.gold import says

PUNCTUATION = frozenset("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")
"""What CMRC 2018's script leaves out before it compares (its …… never matches a character)."""

WORD = re.compile(r"[一-龥]|[^\W一-龥]+(?:[.,'][^\W一-龥]+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Point:
    """After answering this share of the questions, this share of the answers is wrong."""

    coverage: float
    risk: float


def recall_at_k(ranks: Sequence[int | None], k: int) -> float | None:
    """Return the share of the relevant items found among the first ``k`` (Manning 2008, 8.4).

    ``ranks`` has for each relevant item the rank it was found at, from 1, or None; without a
    relevant item nothing can be said. ``recall_at_k([2, None], 5) == 0.5``.
    """
    if not ranks:
        return None
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Sequence[int | None]) -> float | None:
    """Return 1 / the rank of the first relevant item, 0 if none (MRR's term: Voorhees 1999).

    ``reciprocal_rank([4, 2]) == 0.5``.
    """
    if not ranks:
        return None
    return max((1 / rank for rank in ranks if rank is not None), default=0.0)


def ndcg_at_k(
    ranks: Sequence[int | None], k: int, gains: Sequence[float] | None = None
) -> float | None:
    """Return DCG over the best possible DCG, gain / log2(rank + 1) (Järvelin & Kekäläinen 2002).

    ``gains`` are 1 unless given, one a relevant item. Where one passage brings two items at one
    rank the value is held at 1. ``ndcg_at_k([3], 5) == 0.5``.
    """
    if not ranks:
        return None
    gains = gains or [1.0] * len(ranks)
    found = sum(
        gain / math.log2(rank + 1)
        for rank, gain in zip(ranks, gains, strict=True)
        if rank is not None and rank <= k
    )
    best = sorted(gains, reverse=True)[:k]
    ideal = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(best, start=1))
    return min(1.0, found / ideal) if ideal else None


def segments(text: str) -> list[str]:
    """Return the units that CMRC 2018 compares: each Chinese character, each other word.

    Punctuation goes first. Its script cuts what is not Chinese with nltk's word_tokenize; here it
    is cut at white space and marks, a decimal number staying whole.
    ``segments("增长6.5%。") == ["增", "长", "6.5", "%"]``.
    """
    return WORD.findall(_bare(text))


def exact_match(answer: str, forms: Sequence[str]) -> bool:
    """Return whether ``answer`` is one of ``forms`` but for case and punctuation (CMRC 2018)."""
    return _bare(answer) in {_bare(form) for form in forms}


def _bare(text: str) -> str:
    return "".join(char for char in text.lower().strip() if char not in PUNCTUATION)


def f1(answer: str, forms: Sequence[str]) -> float:
    """Return the best F1 over ``forms`` of the longest common run of segments (CMRC 2018's script).

    Cui et al. 2019. ``f1("新增学位2.2万个", ["2.2万个"])``: 3 of 7 and 3 of 3 segments, 0.6.
    """
    return max((_run_f1(segments(answer), segments(form)) for form in forms), default=0.0)


def _run_f1(answer: Sequence[str], form: Sequence[str]) -> float:
    run = _longest_run(answer, form)
    return 2 * run / (len(answer) + len(form)) if run else 0.0


def _longest_run(left: Sequence[str], right: Sequence[str]) -> int:
    best = 0
    before = [0] * (len(right) + 1)
    for one in left:
        row = [0] * (len(right) + 1)
        for at, other in enumerate(right, start=1):
            if one == other:
                row[at] = before[at - 1] + 1
        best = max(best, *row)
        before = row
    return best


def rouge_l(text: str, reference: str) -> float | None:
    """Return ROUGE-L's F1, of the longest common subsequence of segments (Lin 2004).

    None without a reference. CRUD-RAG's script takes words for segments.
    ``rouge_l("新增2.1万个学位", "新增学位2.1万个")``: 5 of 7 segments stand in both in one order.
    """
    said, wanted = segments(text), segments(reference)
    if not wanted:
        return None
    row = [0] * (len(wanted) + 1)
    for one in said:
        before, row = row, [0]
        for at, other in enumerate(wanted, start=1):
            row.append(before[at - 1] + 1 if one == other else max(before[at], row[at - 1]))
    return 2 * row[-1] / (len(said) + len(wanted))


def group_exact_match(short: Sequence[str], groups: Sequence[Sequence[str]]) -> float | None:
    """Return 1 when each of ``short`` is a form of a group and each group has one of ``short``.

    With one answer and one group this is CMRC's exact match.
    """
    if not groups:
        return None
    said = all(any(exact_match(one, group) for group in groups) for one in short)
    given = all(any(exact_match(one, group) for one in short) for group in groups)
    return float(said and given)


def group_f1(short: Sequence[str], groups: Sequence[Sequence[str]]) -> float | None:
    """Return the F1 of a list of bare answers: each should be right, each group be said.

    Precision is the mean over ``short`` of the best F1 with a group, recall the mean over groups
    of the best F1 with one of ``short``. With one answer and one group this is CMRC's F1.
    """
    if not groups:
        return None
    if not short:
        return 0.0
    table = [[f1(one, group) for group in groups] for one in short]
    precision = sum(max(row) for row in table) / len(short)
    recall = sum(max(column) for column in zip(*table, strict=True)) / len(groups)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def figure_accuracy(text: str, groups: Sequence[Sequence[str]]) -> float | None:
    """Return the share of the groups with figures whose figures ``text`` gives, value and unit.

    「21000个」 gives 「2.1万个」; a form without a unit, 「2.1万」, asks for the value alone. None
    when no group's form has a figure.
    """
    said = find_figures(text)
    asked = [
        figures
        for group in groups
        if (figures := [found for form in group if (found := find_figures(form))])
    ]
    if not asked:
        return None
    right = sum(
        any(all(_given(one, said, text) for one in form) for form in group) for group in asked
    )
    return right / len(asked)


def _given(figure: Figure, said: Sequence[Figure], text: str) -> bool:
    if figure.unit:
        return any(same_value(figure, other) for other in said)
    # As written too: 1340 is said by 1340公顷, whose value counts square metres.
    return says(text, figure.text) or any(figure.value == other.value for other in said)


def risk_coverage(confidences: Sequence[float], wrong: Sequence[bool], asked: int) -> list[Point]:
    """Return the risk after each answer, the surest first (El-Yaniv & Wiener 2010).

    ``asked`` counts the refused questions too, so that coverage ends where refusing begins.
    Answers of one confidence share their errors evenly, so their order plays no part.
    """
    risks = _risks(confidences, wrong)
    return [Point(at / asked, float(risk)) for at, risk in enumerate(risks, start=1)]


def risk_area(confidences: Sequence[float], wrong: Sequence[bool]) -> float | None:
    """Return the mean risk over that curve, AURC (Geifman et al. 2019): 0 is best."""
    return float(_risks(confidences, wrong).mean()) if confidences else None


def _risks(confidences: Sequence[float], wrong: Sequence[bool]) -> npt.NDArray[np.float64]:
    _, group, size = np.unique(confidences, return_inverse=True, return_counts=True)
    share = np.bincount(group, weights=wrong) / size
    errors = np.cumsum(share[np.sort(group)[::-1]])
    return np.asarray(errors / np.arange(1, len(errors) + 1))


def calibration_error(
    confidences: Sequence[float], right: Sequence[bool], bins: int = 10
) -> float | None:
    """Return the expected calibration error over bins of equal width (Naeini 2015, Guo 2017).

    The mean over answers of |share right − mean confidence| of their bin. None without answers,
    or when a confidence is no probability.
    """
    sure = np.asarray(confidences, dtype=np.float64)
    if not sure.size or sure.min() < 0 or sure.max() > 1:
        return None
    place = np.minimum((sure * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(place, weights=np.asarray(right, dtype=np.float64) - sure)
    return float(np.abs(gaps).sum() / sure.size)


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the nearest-rank percentile: the smallest value that ``share`` of all do not exceed.

    ``percentile([10, 20, 30, 40], 0.5) == 20``.
    """
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
