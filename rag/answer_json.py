"""An Answer back from the JSON object that the contract gives it.

Does not: judge whether the answer holds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, get_args

from rag.types import (
    Answer,
    Citation,
    Conflict,
    ModelNames,
    Reprint,
    Statement,
    Table,
    TableCell,
    TableRow,
    Timings,
    Verdict,
)


def read_answer(record: Mapping[str, Any]) -> Answer:
    """Return the answer of a decoded JSON object.

    What the contract adds later may lack and is passed over where it is not known; another
    system need not say its models and timings.

    Raises:
        KeyError: a field is missing.
        TypeError: a field is of another form.
        ValueError: the verdict is none.
    """
    if record["verdict"] not in get_args(Verdict):
        raise ValueError(f"verdict {record['verdict']!r}")
    return Answer(
        id=record.get("id"),
        question=_text(record["question"]),
        verdict=record["verdict"],
        text=_text(record["text"]),
        statements=tuple(
            Statement(
                _text(one["text"]),
                _numbers(one["citations"]),
                one.get("path", "extractive"),
                one.get("period"),
                one.get("as_of"),
            )
            for one in record["statements"]
        ),
        short=tuple(map(_text, record["short"])),
        citations=tuple(map(_citation, record["citations"])),
        nearest=tuple(map(_citation, record.get("nearest", ()))),
        missing=tuple(map(_text, record.get("missing", ()))),
        conflicts=tuple(
            Conflict(_text(one["statement"]), _numbers(one["citations"]))
            for one in record.get("conflicts") or ()
        ),
        model=_model(record.get("model") or {}),
        timings_ms=_timings(record.get("timings_ms") or {}),
        notes=tuple(map(_text, record.get("notes", ()))),
        table=_table(record["table"]) if record.get("table") else None,
    )


def _table(record: Mapping[str, Any]) -> Table:
    rows = (
        TableRow(_text(row["label"]), tuple(map(_cell, row["cells"]))) for row in record["rows"]
    )
    return Table(tuple(map(_text, record["columns"])), tuple(rows), record.get("computed"))


def _cell(record: Mapping[str, Any]) -> TableCell:
    return TableCell(
        _text(record["text"]), record["citation"], record.get("period"), record.get("as_of")
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError(f"{value!r} is no string")


def _numbers(values: object) -> tuple[int, ...]:
    if isinstance(values, list | tuple) and all(isinstance(one, int) for one in values):
        return tuple(values)
    raise TypeError(f"{values!r} is no list of numbers")


def _citation(record: Mapping[str, Any]) -> Citation:
    start, end = _numbers([record["start"], record["end"]])
    return Citation(
        id=record["id"],
        source=_text(record["source"]),
        article_id=str(record.get("article_id", "")),
        article=str(record.get("article", "")),
        published=record.get("published"),
        start=start,
        end=end,
        quote=_text(record["quote"]),
        score=_finite(record.get("score", 0.0)),
        also_in=tuple(
            Reprint(one["source"], one["article_id"], one["article"], one.get("published"))
            for one in record.get("also_in") or ()
        ),
    )


def _finite(value: Any) -> float:  # noqa: ANN401 - what float takes
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"score {number}")
    return number


def _model(record: Mapping[str, Any]) -> ModelNames:
    generator = record.get("generator")
    return ModelNames(
        encoder=str(record.get("encoder", "")),
        reader=str(record.get("reader", "")),
        generator=generator if generator is None else str(generator),
    )


def _timings(record: Mapping[str, Any]) -> Timings:
    stages = ("retrieve", "read", "verify", "total", "write")
    return Timings(*(float(record.get(stage, 0.0)) for stage in stages))
