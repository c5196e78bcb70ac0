"""What people thought of answers: JSON lines below the home folder, never without a bound."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from datetime import UTC, datetime
from pathlib import Path

from api.problems import Problem
from api.schemas import FeedbackRequest
from rag.types import Answer

FILE_NAME = "feedback.jsonl"

_REMEMBERED = 1000  # answers that feedback can still be joined with


class Feedback:
    """Remembers the latest answers and appends what is said of them to a file."""

    def __init__(self, home: Path, most_bytes: int) -> None:
        self._path = home / FILE_NAME
        self._most_bytes = most_bytes
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, answer: Answer) -> None:
        """Keep an answer in memory, the oldest going first."""
        if answer.id is None:
            return
        with self._lock:
            self._answers[answer.id] = answer
            if len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)

    def keep(self, said: FeedbackRequest) -> None:
        """Append one line: the verdict of a person, with the answer while it is remembered.

        Raises:
            Problem: the file has reached its bound.
        """
        with self._lock:
            line = json.dumps(self._entry(said), ensure_ascii=False) + "\n"
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                if file.tell() + len(line.encode()) > self._most_bytes:
                    raise Problem(
                        503,
                        "feedback-full",
                        f"{self._path} has reached its {self._most_bytes:,} bytes: move it away.",
                    )
                file.write(line)

    def _entry(self, said: FeedbackRequest) -> dict[str, object]:
        answer = self._answers.get(said.answer_id)
        entry: dict[str, object] = {"at": datetime.now(UTC).isoformat(timespec="seconds")}
        entry |= said.model_dump()
        if answer is not None:
            entry |= {
                "question": answer.question,
                "verdict": answer.verdict,
                "text": answer.text,
                "quotes": [citation.quote for citation in answer.citations],
            }
        return entry
