"""Scores and comparisons as lines for a terminal, and as JSON."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict

from rag.resample import Interval
from rag.scores import Comparison, Score, Scores

EMPTY = "–"


def table(scores: Scores) -> str:
    """Return the scores as lines for a terminal: metric, value, 95 % interval, questions."""
    lines = [_line("", "value", "95 %", "n")]
    lines += [_shown(score.name, score) for score in (*scores.headline, *scores.latency)]
    names = [score.name for score in next(iter(scores.kinds.values()), ())]
    lines += ["", _line("kind", *names, "n")]
    for kind, row in scores.kinds.items():
        values = [number(score.value) for score in row]
        lines.append(_line(kind, *values, str(max(score.scored for score in row))))
    if scores.failures:
        lines += ["", "where wrong answers were lost"]
        lines += [_line(name, str(count)) for name, count in scores.failures.items()]
    if scores.apart:
        lines += ["", "counted apart, for what cannot be scored"]
        lines += [f"{count:>6}  {reason}" for reason, count in scores.apart.items()]
    return "\n".join(lines)


def scores_json(scores: Scores) -> str:
    """Return the scores without latency as JSON: two runs of one index give the same bytes."""
    record = {
        "headline": {score.name: _record(score) for score in scores.headline},
        "kinds": {
            kind: {score.name: _record(score) for score in row}
            for kind, row in scores.kinds.items()
        },
        "failures": scores.failures,
        "verdicts": {
            f"{'said' if said else 'not said'}, {verdict}": count
            for (said, verdict), count in sorted(scores.verdicts.items())
        },
        "apart": scores.apart,
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _record(score: Score) -> dict[str, object]:
    return {
        "value": score.value,
        "interval": score.interval and asdict(score.interval),
        "scored": score.scored,
        "lost": score.lost,
    }


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
