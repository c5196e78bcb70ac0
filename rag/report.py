"""A run as one HTML page that needs nothing else: numbers, charts, every question with its proof.

The page is ``report.html`` beside this file, filled by Jinja with every text escaped. Does not:
run or score anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from rag.evaluate import Row, Run
from rag.failures import Failure
from rag.gold import MARKER, found_groups
from rag.judge import curve
from rag.metrics import percentile
from rag.scores import Comparison, Scores, Told
from rag.tables import number, span

TEMPLATE = Path(__file__).with_name("report.html")
TILES = ("right", "proved", "refusal_recall", "wrongly_refused", "latency_median_ms")
VERDICTS: tuple[Told, ...] = ("answered", "partial", "unanswerable")

REASONS: dict[Failure, str] = {
    "not retrieved": "The evidence is not among the passages that were found.",
    "retrieved but not read": "The evidence was found, but not so near the top that a passage "
    "with the answer, or with all of it, was read.",
    "read but not verified": "A passage with the answer was read, but nothing of it was trusted "
    "and proved enough to be said.",
    "verified but wrong": "Something else was said and proved than what was asked for.",
    "should have refused": "The articles do not say it, and yet it was answered.",
    "wrongly refused": "The articles say it, and yet it was refused; the system does not tell "
    "what it read.",
    "wrongly answered": "Another answer was given; the system does not tell what it read.",
    "no answer": "The system gave no answer.",
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
    times = sorted(row.wall_ms for row in run.rows if row.error is None)
    shares = [(time, (at + 1) / len(times)) for at, time in enumerate(times)]
    risk_top = _ceiling(max((risk for _, risk in risks), default=0))
    slowest = percentile(times, 0.99) or 1.0
    page = _environment().from_string(TEMPLATE.read_text(encoding="utf-8"))
    return page.render(
        about=run.about,
        rows=run.rows,
        scores=scores,
        tiles=[score for score in map(scores.named, TILES) if score.value is not None],
        findings=findings,
        comparison=comparison,
        risk_line=_line(risks, 1, risk_top),
        risk_top=risk_top,
        latency_line=_line([(0, 0), *(one for one in shares if one[0] <= slowest)], slowest, 1),
        latency_top=slowest,
        verdicts=(*VERDICTS, "no answer") if "no answer" in scores.failures else VERDICTS,
        reasons=REASONS,
        drawn=next(iter(scores.kinds.values()))[0].says if scores.kinds else "",
        classes=Counter(map(_class, run.rows)),
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
    environment.globals["class"] = _class
    return environment


def _class(row: Row) -> str:
    return {True: "right", False: "wrong", None: "unscored"}[row.right]


def _found(row: Row) -> tuple[bool, ...]:
    return found_groups(row.gold, MARKER.sub("", row.answer.text))


def _ceiling(value: float) -> float:
    return next((top for top in (0.05, 0.1, 0.25, 0.5) if value <= top), 1.0)


def _line(points: Sequence[tuple[float, float]], right: float, top: float) -> str:
    return " ".join(
        f"{LEFT + WIDE * x / right:.1f},{TOP + HIGH * (1 - y / top):.1f}" for x, y in points
    )


def _tick(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.3g}"


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
                LEFT - 6, y + 4, _tick(top * quarter / 4)
            ),
            Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
                x, TOP + HIGH + 16, _tick(right * quarter / 4)
            ),
        ]
    parts.append(
        Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
            LEFT + WIDE / 2, TOP + HIGH + 34, across
        )
    )
    return Markup("").join(parts)
