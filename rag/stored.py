"""Runs as files: JSON Lines, first what a run is about, then a row a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rag.answer_json import read_answer
from rag.errors import UsageError
from rag.evaluate import Row, Run, Seen
from rag.failures import Trace, failure
from rag.gold import is_right, read_gold

FORMAT = 1


def save_run(run: Run, path: Path) -> None:
    """Write a run as JSON Lines: first what it is about, then a row a line."""
    head = {"format": FORMAT, "about": run.about}
    lines = [json.dumps(item, ensure_ascii=False) for item in (head, *map(asdict, run.rows))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def is_run(path: Path) -> bool:
    """Return whether a file begins as a saved run does."""
    try:
        with path.open(encoding="utf-8") as file:
            head = json.loads(file.readline())
    except (OSError, ValueError):
        return False
    return isinstance(head, dict) and head.keys() >= {"format", "about"}


def load_run(path: Path) -> Run:
    """Return a saved run, its answers judged anew.

    Raises:
        UsageError: the file is missing, damaged or of another format.
    """
    try:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        head, *records = map(json.loads, lines)
        if head["format"] != FORMAT:
            raise UsageError(
                f"run {path} has format {head['format']}, not {FORMAT}; evaluate again to write it."
            )
        return Run(head["about"], tuple(_row(record) for record in records))
    except OSError as error:
        raise UsageError(f"run {path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"run {path} is damaged or no run; evaluate again to write it.") from None


def _row(record: Mapping[str, Any]) -> Row:
    gold = read_gold(record["gold"], "run")
    answer = read_answer(record["answer"])
    ranks = tuple(record["ranks"])
    seen, error = record["seen"], record.get("error")
    trace = _trace(record.get("trace"))
    right = is_right(gold, answer) if error is None else record["right"]
    return Row(
        gold=gold,
        answer=answer,
        ranks=ranks,
        seen=None if seen is None else tuple(Seen(**one) for one in seen),
        wall_ms=record["wall_ms"],
        right=right,
        failure=failure(gold, answer, ranks, trace) if error is None else "no answer",
        error=error,
        prose=record.get("prose", False),
        trace=trace,
    )


def _trace(record: Mapping[str, Any] | None) -> Trace | None:
    fields = ("given", "read", "windows")
    return Trace(*(tuple(record[field]) for field in fields)) if record else None
