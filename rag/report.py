"""A run as one HTML page that needs nothing else: numbers, charts, every question with its proof.

The page is ``report.html`` beside this file, filled by Jinja with every text escaped. Does not:
run or score anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from rag.evaluate import Failure, Row, Run
from rag.gold import found_groups
from rag.judge import curve
from rag.scores import Comparison, Scores, number, span
from rag.types import Verdict

TEMPLATE = Path(__file__).with_name("report.html")
TILES = ("right", "proved", "refusal_recall", "wrongly_refused", "latency_median_ms")

REASONS: dict[Failure, str] = {
    "not retrieved": "The evidence is not among the passages that were looked at.",
    "retrieved but not read": "The evidence was found, but the answer, or a part, was not read.",
    "read but not verified": "The nearest passages have the answer, but it was not said.",
    "verified but wrong": "Something else was said than what was asked for.",
    "should have refused": "The articles do not say it, and yet it was answered.",
    "wrongly refused": "The articles say it, and yet it was refused; the passages are not known.",
}

LEFT, TOP, WIDE, HIGH = 52.0, 10.0, 348.0, 170.0
"""Where a chart's axes stand in its drawing of 420 by 220."""


def report(
    run: Run,
    scores: Scores,
    findings: Sequence[str] = (),
    comparison: Comparison | None = None,
) -> str:
    """Return the page; ``findings`` are the gate's, ``comparison`` is with another run."""
    risks = [(point.coverage, point.risk) for point in curve(run.rows)]
    times = sorted(row.wall_ms for row in run.rows)
    within = [(time, (at + 1) / len(times)) for at, time in enumerate(times)]
    risk_top = _ceiling(max((risk for _, risk in risks), default=0))
    slowest = times[-1] if times else 1.0
    page = _environment().from_string(TEMPLATE.read_text(encoding="utf-8"))
    return page.render(
        about=run.about,
        rows=run.rows,
        scores=scores,
        tiles=[scores.named(name) for name in TILES],
        findings=findings,
        comparison=comparison,
        risk_line=_line(risks, 1, risk_top),
        risk_top=risk_top,
        latency_line=_line([(0, 0), *within], slowest, 1),
        latency_top=slowest,
        verdicts=get_args(Verdict),
        reasons=REASONS,
        found=_found,
        axes=axes,
    )


def write_report(
    folder: Path,
    run: Run,
    scores: Scores,
    findings: Sequence[str] = (),
    comparison: Comparison | None = None,
) -> Path:
    """Write the page as ``report.html`` into ``folder``, made where it is missing; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.html"
    path.write_text(report(run, scores, findings, comparison), encoding="utf-8")
    return path


def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["shown"] = number
    environment.filters["span"] = span
    return environment


def _found(row: Row) -> tuple[bool, ...]:
    return found_groups(row.gold, row.answer.text)


def _ceiling(value: float) -> float:
    return next((top for top in (0.05, 0.1, 0.25, 0.5) if value <= top), 1.0)


def _line(points: Sequence[tuple[float, float]], right: float, top: float) -> str:
    return " ".join(
        f"{LEFT + WIDE * x / right:.1f},{TOP + HIGH * (1 - y / top):.1f}" for x, y in points
    )


def axes(across: str, up: str, right: float, top: float) -> Markup:
    """Return the opening of a chart: its drawing with quarters of both axes named."""
    head = '<svg viewBox="0 0 420 220" role="img" aria-label="{} by {}">'
    parts = [Markup(head).format(up, across)]
    for quarter in range(5):
        x, y = LEFT + WIDE * quarter / 4, TOP + HIGH * (1 - quarter / 4)
        parts += [
            Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="grid"/>').format(
                LEFT, LEFT + WIDE, y, y
            ),
            Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
                LEFT - 6, y + 4, f"{top * quarter / 4:.3g}"
            ),
            Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
                x, TOP + HIGH + 16, f"{right * quarter / 4:.3g}"
            ),
        ]
    parts.append(
        Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
            LEFT + WIDE / 2, TOP + HIGH + 34, across
        )
    )
    return Markup("").join(parts)
