"""Reads our own questions on news documents: what the reader is trained on beside public sets.

`asked.jsonl.xz` holds one question a line, ``{document, question, answer, snippet?}``: ``answer``
is null where the document does not say, ``snippet`` tells which of several places is meant. The
documents are those of ``news/crud_news.jsonl.xz``; none of them is in ``calibration.jsonl``.
"""

from __future__ import annotations

import re
from pathlib import Path

from training.measure import Record, read_rows

_HEAD = re.compile(r"(?:原标题[：:]?\s*)?(?P<clause>[^，。！？；,;\n]{1,30})")


def asked_rows(questions: Path, data: Path) -> list[Record]:
    """Return the questions as ``{question, context, answers, start, head}`` over documents.

    The ``head`` is the first clause, what an index takes for the title of a text without one.

    Raises:
        ValueError: an answer or its snippet does not stand in its document.
    """
    asked = read_rows(questions)
    named = {one["document"] for one in asked}
    news = read_rows(data / "news" / "crud_news.jsonl.xz")
    texts = {row["id"]: row["text"] for row in news if row["id"] in named}
    return [_row(one, texts[one["document"]]) for one in asked]


def _row(one: Record, text: str) -> Record:
    head = _HEAD.match(text)
    title = f"{head['clause']}。" if head else ""
    row = {"question": one["question"], "context": text, "answers": [], "head": title}
    if one["answer"] is None:
        return row
    around = one.get("snippet", one["answer"])
    place = text.find(around)
    if place < 0 or one["answer"] not in around:
        raise ValueError(f"{one['document']} does not hold {one['answer']} as {around} says")
    start = place + around.index(one["answer"])
    return {**row, "answers": [one["answer"]], "start": start}
