"""A whole evaluation: a gold file in, what to print and pass or fail out, files where wanted.

``run_eval`` asks the questions; ``judged`` does the rest for a run, fresh or stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.evaluate import Answerer, Run, evaluate, load_run, save_run
from rag.gate import Gate, check
from rag.gold import Gold, load_gold
from rag.report import write_report
from rag.scores import compare, comparison_table, score, table


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to do with a run: where its files go, its gate, and the stored run to compare with."""

    report_dir: Path | None = None
    gate: Path | None = None
    against: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to print, and whether every bound of the gate was kept."""

    text: str
    passed: bool


def run_eval(
    gold: Path,
    answerer: Answerer,
    wanted: Wanted | None = None,
    progress: Callable[[Sequence[Gold]], Iterable[Gold]] = iter,
) -> Outcome:
    """Return what came of the questions of a gold file put to ``answerer``.

    Raises:
        UsageError: a file of it cannot be used; said before a question is asked.
    """
    wanted = wanted or Wanted()
    golds = load_gold(gold)
    if wanted.gate:
        Gate.load(wanted.gate)
    if wanted.against:
        load_run(wanted.against)
    return judged(evaluate(golds, answerer, progress, {"gold": gold.name}), wanted)


def judged(run: Run, wanted: Wanted) -> Outcome:
    """Return what came of a run; writes ``run.jsonl`` and ``report.html`` where that is wanted."""
    scores = score(run)
    findings = check(scores, Gate.load(wanted.gate)) if wanted.gate else []
    change = compare(load_run(wanted.against), run) if wanted.against else None
    parts = [table(scores)]
    if change:
        parts.append(comparison_table(change))
    if findings:
        parts.append("\n".join(["below the gate", *findings]))
    if wanted.report_dir:
        save_run(run, wanted.report_dir / "run.jsonl")
        page = write_report(wanted.report_dir, run, scores, findings, change)
        parts.append(f"report: {page}")
    return Outcome("\n\n".join(parts), not findings)
