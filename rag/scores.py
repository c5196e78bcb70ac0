"""What a run is worth: each metric with its interval, by kind of question, and against another run.

Scores of a run are the same whenever they are made, byte for byte; only latency, kept apart, is
measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.errors import UsageError
from rag.evaluate import Row, Run
from rag.failures import FAILURES, Failure
from rag.gold import MARKER
from rag.judge import Metric, confidence, graded
from rag.measures import by_kind, headline
from rag.metrics import calibration_error, percentile, risk_area
from rag.resample import Difference, Interval, Tally, interval, interval_of, paired, ratio
from rag.types import Verdict

Told = Verdict | Literal["no answer"]
Key = tuple[bool, Told]


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's value and 95 % interval over ``scored`` questions; ``lost`` are to blame."""

    name: str
    says: str
    value: float | None
    interval: Interval | None
    scored: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """All of a run; ``verdicts`` counts rows by whether the articles say it and the verdict.

    ``apart`` counts the questions that some metrics cannot score, by the reason.
    """

    headline: tuple[Score, ...]
    latency: tuple[Score, ...]
    kinds: dict[str, tuple[Score, ...]]
    failures: dict[Failure, int]
    verdicts: dict[Key, int]
    apart: dict[str, int]

    def named(self, name: str) -> Score:
        """Return one score of the headline or the latency.

        Raises:
            UsageError: no metric has this name.
        """
        scores = {score.name: score for score in (*self.headline, *self.latency)}
        if name not in scores:
            raise UsageError(f"no metric is called {name!r}; there are {', '.join(scores)}.")
        return scores[name]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the second run changed: each metric's difference, and the questions that turned."""

    metrics: dict[str, Difference | None]
    became_right: tuple[str, ...]
    became_wrong: tuple[str, ...]


def score(run: Run) -> Scores:
    """Return the scores of a run."""
    kinds = sorted({row.gold.kind for row in run.rows})
    failures = Counter(row.failure for row in run.rows if row.failure)
    return Scores(
        headline=(
            *(_score(metric, run.rows) for metric in headline(run)),
            *_confidence_scores(run.rows),
            _length(run.rows),
        ),
        latency=_latency(run.rows),
        kinds={
            kind: tuple(
                _score(metric, [row for row in run.rows if row.gold.kind == kind])
                for metric in by_kind(run)
            )
            for kind in kinds
        },
        failures={name: failures[name] for name in FAILURES if failures[name]},
        verdicts=dict(Counter(map(_verdict, filter(_asks, run.rows)))),
        apart=_apart(run.rows),
    )


def _asks(row: Row) -> bool:
    return row.gold.asks_answer


def _verdict(row: Row) -> Key:
    return row.gold.answerable, row.answer.verdict if row.error is None else "no answer"


def _apart(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many questions cannot be scored in part, for each reason that there is."""
    counts = {
        "no answer was given": sum(row.error is not None for row in rows),
        "prose alone: bare answers, citations and confidence are not known": sum(
            row.prose and row.said for row in rows
        ),
        "cited sources are not known here: citations cannot be looked up": sum(
            row.seen is None for row in rows
        ),
        "no ranking told, or turns before it: retrieval cannot be scored": sum(
            bool(row.gold.evidence) and not row.ranks and row.error is None for row in rows
        ),
        "a reference in prose: right or wrong cannot be told": sum(
            row.right is None and row.gold.asks_answer for row in rows
        ),
    }
    return {reason: count for reason, count in counts.items() if count}


def _score(metric: Metric, rows: Sequence[Row]) -> Score:
    tallies = [metric.tally(row) for row in rows]
    lost = [row.gold.id for row, tally in zip(rows, tallies, strict=True) if _pulls(metric, tally)]
    scored = sum(tally.of > 0 for tally in tallies)
    return Score(metric.name, metric.says, ratio(tallies), interval(tallies), scored, tuple(lost))


def _pulls(metric: Metric, tally: Tally) -> bool:
    return tally.hits < tally.of if metric.better == "high" else tally.hits > 0


def _confidence_scores(rows: Sequence[Row]) -> tuple[Score, ...]:
    said = graded(rows)
    sure = [confidence(row.answer) for row in said]
    right = [bool(row.right) for row in said]

    def risk(numbers: Sequence[int]) -> float | None:
        return risk_area([sure[n] for n in numbers], [not right[n] for n in numbers])

    def calibration(numbers: Sequence[int]) -> float | None:
        return calibration_error([sure[n] for n in numbers], [right[n] for n in numbers])

    return (
        _resampled("risk_area", "area under the risk-coverage curve", said, risk),
        _resampled("calibration_error", "confidence against truth, 10 bins", said, calibration),
    )


def _resampled(
    name: str, says: str, rows: Sequence[Row], of: Callable[[Sequence[int]], float | None]
) -> Score:
    wrong = tuple(row.gold.id for row in rows if not row.right)
    value = of(range(len(rows)))
    return Score(name, says, value, interval_of(len(rows), of), len(rows), wrong)


def _length(rows: Sequence[Row]) -> Score:
    """Return the median number of an answer's characters, markers left out."""
    said = [row for row in rows if row.said]
    lengths = [float(len(MARKER.sub("", row.answer.text))) for row in said]
    return _quantile("length_median", "characters of an answer, median", said, lengths, 0.5)


def _latency(rows: Sequence[Row]) -> tuple[Score, ...]:
    answered = [row for row in rows if row.error is None]
    times = [row.wall_ms for row in answered]
    return (
        _quantile("latency_median_ms", "milliseconds an answer, median", answered, times, 0.5),
        _quantile("latency_p95_ms", "milliseconds an answer, 95th %ile", answered, times, 0.95),
    )


def _quantile(
    name: str, says: str, rows: Sequence[Row], values: Sequence[float], share: float
) -> Score:
    """Return a percentile; the questions above it are to blame, the highest first."""
    value = percentile(values, share)
    above = sorted(
        (row for row in zip(values, rows, strict=True) if row[0] > (value or 0)),
        key=lambda row: -row[0],
    )
    of = interval_of(len(rows), lambda ns: percentile([values[n] for n in ns], share))
    return Score(name, says, value, of, len(rows), tuple(row.gold.id for _, row in above))


def compare(before: Run, after: Run) -> Comparison:
    """Return what changed between two runs, over the questions that both have.

    Raises:
        UsageError: they have no question in common.
    """
    olds = {row.gold.id: row for row in before.rows}
    pairs = [(olds[row.gold.id], row) for row in after.rows if row.gold.id in olds]
    if not pairs:
        raise UsageError("the two runs have no question in common; compare runs of one gold file.")
    return Comparison(
        metrics={
            metric.name: paired(
                [metric.tally(old) for old, _ in pairs], [metric.tally(new) for _, new in pairs]
            )
            for metric in headline(after)
        },
        became_right=tuple(new.gold.id for old, new in pairs if new.right and not old.right),
        became_wrong=tuple(new.gold.id for old, new in pairs if old.right and not new.right),
    )
