"""What a run is worth: each metric with its interval, by kind of question, and against another run.

Scores of a run are the same whenever they are made; only latency, kept apart, is measured.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.errors import UsageError
from rag.evaluate import Failure, Row, Run
from rag.judge import KIND_METRICS, METRICS, Metric, confidence, refused
from rag.metrics import calibration_error, percentile, risk_area
from rag.resample import Difference, Interval, Tally, interval, interval_of, paired, ratio
from rag.types import Verdict

Key = tuple[bool, Verdict]

EMPTY = "–"


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
    """All of a run; ``verdicts`` counts rows by whether the articles say it and the verdict."""

    headline: tuple[Score, ...]
    latency: tuple[Score, ...]
    kinds: dict[str, tuple[Score, ...]]
    failures: dict[Failure, int]
    verdicts: dict[Key, int]

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
    return Scores(
        headline=(
            *(_score(metric, run.rows) for metric in METRICS),
            *_confidence_scores(run.rows),
        ),
        latency=_latency(run.rows),
        kinds={
            kind: tuple(
                _score(metric, [row for row in run.rows if row.gold.kind == kind])
                for metric in KIND_METRICS
            )
            for kind in kinds
        },
        failures=dict(Counter(row.failure for row in run.rows if row.failure)),
        verdicts=dict(Counter((row.gold.answerable, row.answer.verdict) for row in run.rows)),
    )


def _score(metric: Metric, rows: Sequence[Row]) -> Score:
    tallies = [metric.tally(row) for row in rows]
    lost = [row.gold.id for row, tally in zip(rows, tallies, strict=True) if _pulls(metric, tally)]
    scored = sum(tally.of > 0 for tally in tallies)
    return Score(metric.name, metric.says, ratio(tallies), interval(tallies), scored, tuple(lost))


def _pulls(metric: Metric, tally: Tally) -> bool:
    return tally.hits < tally.of if metric.better == "high" else tally.hits > 0


def _confidence_scores(rows: Sequence[Row]) -> tuple[Score, ...]:
    said = [row for row in rows if not refused(row.answer)]
    sure = [confidence(row.answer) for row in said]
    right = [row.right for row in said]

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
    wrong = tuple(row.gold.id for row in rows if not row.right and not refused(row.answer))
    value = of(range(len(rows)))
    return Score(name, says, value, interval_of(len(rows), of), len(rows), wrong)


def _latency(rows: Sequence[Row]) -> tuple[Score, ...]:
    times = [row.wall_ms for row in rows]

    def made(name: str, says: str, share: float) -> Score:
        value = percentile(times, share)
        slower = sorted((row for row in rows if row.wall_ms > (value or 0)), key=_slowness)
        of = interval_of(len(rows), lambda ns: percentile([times[n] for n in ns], share))
        return Score(name, says, value, of, len(rows), tuple(row.gold.id for row in slower))

    return (
        made("latency_median_ms", "milliseconds an answer, median", 0.5),
        made("latency_p95_ms", "milliseconds an answer, 95th percentile", 0.95),
    )


def _slowness(row: Row) -> float:
    return -row.wall_ms


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
            for metric in METRICS
        },
        became_right=tuple(new.gold.id for old, new in pairs if new.right and not old.right),
        became_wrong=tuple(new.gold.id for old, new in pairs if old.right and not new.right),
    )


def table(scores: Scores) -> str:
    """Return the scores as lines for a terminal: metric, value, 95 % interval, questions."""
    lines = [_line("", "value", "95 %", "n")]
    lines += [_shown(score.name, score) for score in (*scores.headline, *scores.latency)]
    lines += ["", _line("kind", *(metric.name for metric in KIND_METRICS), "n")]
    for kind, row in scores.kinds.items():
        values = [number(score.value) for score in row]
        lines.append(_line(kind, *values, str(row[0].scored)))
    if scores.failures:
        lines += ["", "where wrong answers were lost"]
        lines += [_line(name, str(count)) for name, count in sorted(scores.failures.items())]
    return "\n".join(lines)


def comparison_table(comparison: Comparison) -> str:
    """Return a comparison as lines for a terminal; ``*`` marks p < 0.05."""
    lines = [_line("", "change", "95 %", "p")]
    for name, change in comparison.metrics.items():
        if change is not None:
            mark = "*" if change.p < 0.05 else ""
            lines.append(
                _line(name, f"{change.by:+.3f}", span(change.interval), f"{change.p:.3f}{mark}")
            )
    for says, ids in (("right", comparison.became_right), ("wrong", comparison.became_wrong)):
        lines.append(f"became {says} ({len(ids)}): {', '.join(ids) or EMPTY}")
    return "\n".join(lines)


def _shown(name: str, score: Score) -> str:
    return _line(name, number(score.value), span(score.interval), str(score.scored))


def span(interval: Interval | None) -> str:
    """Return an interval as it is printed."""
    return f"{number(interval.low)} … {number(interval.high)}" if interval else EMPTY


def number(value: float | None) -> str:
    """Return a value as it is printed, a dash for what could not be scored."""
    if value is None:
        return EMPTY
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _line(first: str, *cells: str) -> str:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in first)
    return first.ljust(24 - wide) + "".join(cell.rjust(17) for cell in cells)
