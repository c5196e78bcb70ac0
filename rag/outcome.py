"""A whole evaluation: questions in, what to print and pass or fail out, files where wanted.

``run_eval`` asks the questions; ``judged`` does the rest for a run, fresh or stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.evaluate import Run, System, evaluate
from rag.gate import Gate, check
from rag.gold import Gold
from rag.questionset import QuestionSet
from rag.report import write_report
from rag.scores import compare, score
from rag.stored import load_run, save_run
from rag.tables import comparison_table, scores_json, table


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
    questions: QuestionSet,
    system: System,
    wanted: Wanted | None = None,
    progress: Callable[[Sequence[Gold]], Iterable[Gold]] = iter,
) -> Outcome:
    """Return what came of questions put to ``system``.

    Raises:
        UsageError: a file of ``wanted`` cannot be used; said before a question is asked.
    """
    wanted = wanted or Wanted()
    if wanted.gate:
        Gate.load(wanted.gate)
    if wanted.against:
        load_run(wanted.against)
    about = {"gold": questions.name, "form": questions.form}
    return judged(evaluate(questions.golds, system, progress, about), wanted)


def judged(run: Run, wanted: Wanted) -> Outcome:
    """Return what came of a run.

    Where that is wanted, ``run.jsonl``, ``scores.json`` and ``report.html`` are written.
    """
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
        (wanted.report_dir / "scores.json").write_text(scores_json(scores), encoding="utf-8")
        page = write_report(wanted.report_dir, run, scores, findings, change)
        parts.append(f"report: {page}")
    return Outcome("\n\n".join(parts), not findings)
