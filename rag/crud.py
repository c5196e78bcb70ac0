"""CRUD-RAG's questions, asked of an index of the news that they were written from.

Lyu et al. 2024. Answers are prose: they are measured against the reference, not called right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rag.errors import UsageError
from rag.gold import Evidence, Gold
from rag.inprocess import page_of
from rag.questionset import QuestionSet, field, read_text

TASKS = ("questanswer_1doc", "questanswer_2docs", "questanswer_3docs")
NEWS = ("news1", "news2", "news3")


def read_crud(path: Path) -> QuestionSet:
    """Return the questions of a file of CRUD-RAG's splits, and their news as pages.

    A question's evidence is each of its news, found with any passage of it.

    Raises:
        UsageError: the file cannot be read or has no such question.
    """
    try:
        tasks = json.loads(read_text(path))
        rows = [(task, row) for task in TASKS for row in tasks.get(task, ())]
    except (json.JSONDecodeError, AttributeError, TypeError):
        raise UsageError(f"{path} is no JSON object of CRUD-RAG's tasks.") from None
    if not rows:
        raise UsageError(f"{path} has none of the tasks {', '.join(TASKS)}.")
    sources: dict[str, str] = {}
    golds = tuple(
        _gold(task, row, sources, f"{path}, {task} {number}")
        for number, (task, row) in enumerate(rows, start=1)
    )
    pages = tuple(page_of(source, text) for text, source in sources.items())
    return QuestionSet(path.name, "crud", golds, pages)


def _gold(task: str, row: Mapping[str, Any], sources: dict[str, str], where: str) -> Gold:
    """Return one question; ``sources`` gives each news its name, new ones too."""
    named = [sources.setdefault(text, f"news-{len(sources) + 1}") for text in _news(row)]
    return Gold(
        id=f"{task} {field(row, ('ID', 'id'), where)}",
        kind=task,
        question=field(_first(row), ("questions", "question"), where),
        answers=(),
        evidence=tuple(Evidence(source, "") for source in named),
        reference=field(_first(row), ("answers", "answer"), where),
    )


def _news(row: Mapping[str, Any]) -> Iterator[str]:
    for name in NEWS:
        text = row.get(name)
        if isinstance(text, str) and text.strip():
            yield text


def _first(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row in which a list stands for its first item."""
    return {name: value[0] if isinstance(value, list) and value else value
            for name, value in row.items()}  # fmt: skip
