"""A question as one line of text: plain words, or a JSON object with what belongs to it.

Does not: answer anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.errors import UsageError
from rag.types import Turn


@dataclass(frozen=True, slots=True)
class Request:
    """What a line asks; ``documents`` maps id to text, and None asks the index."""

    question: str
    id: str | None = None
    history: tuple[Turn, ...] = ()
    documents: Mapping[str, str] | None = None

    @classmethod
    def parse(cls, line: str) -> Request:
        """Return the request of a line.

        >>> Request.parse('{"id": "7", "question": "谁？"}')
        Request(question='谁？', id='7', history=(), documents=None)

        Raises:
            UsageError: the line is none.
        """
        sound(line)
        if not line.lstrip().startswith("{"):
            return cls(line.strip())
        fields = _object(line)
        if not isinstance(fields.get("question"), str):
            raise UsageError('the object has no "question": give {"question": "…"}.')
        return cls(
            question=fields["question"],
            id=None if fields.get("id") is None else str(fields["id"]),
            history=_history(fields.get("history") or []),
            documents=_documents(fields.get("documents")),
        )


def sound(text: str) -> str:
    """Return a text as it is, or raise a UsageError when it has bytes that are no characters."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"character {error.start + 1} of the text is no character: send it as UTF-8."
        ) from error
    return text


def _object(line: str) -> dict[str, Any]:
    try:
        fields: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the line is not JSON ({error}): give one object a line.") from error
    sound(json.dumps(fields, ensure_ascii=False))
    return fields


def _history(value: object) -> tuple[Turn, ...]:
    if isinstance(value, list) and all(
        isinstance(turn, dict)
        and turn.get("role") in ("user", "assistant")
        and isinstance(turn.get("content"), str)
        for turn in value
    ):
        return tuple(Turn(turn["role"], turn["content"]) for turn in value)
    raise UsageError('"history" is not a list of {"role": "user" or "assistant", "content": "…"}.')


def _documents(value: object) -> dict[str, str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(
        isinstance(item, dict)
        and isinstance(item.get("id"), str | int)
        and isinstance(item.get("text"), str)
        for item in value
    ):
        raise UsageError('"documents" is not a list of {"id": "…", "text": "…"}.')
    documents = {str(item["id"]): str(item["text"]) for item in value}
    if len(documents) < len(value):
        raise UsageError('two "documents" have the same "id": give each its own.')
    return documents
