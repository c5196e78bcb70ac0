"""Generators that say what a test tells them to, in pieces, and what they were asked."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence

from rag.prompt import Message


class Scripted:
    """Says one script, a few characters at a time; ``closed`` once nobody listens any more."""

    name, revision = "scripted", "1"

    def __init__(self, script: str | Iterable[str], error: Exception | None = None) -> None:
        self._script = script
        self._error = error
        self.heard: list[Sequence[Message]] = []
        self.closed = False
        self.window = 100_000

    def room(self, messages: Sequence[Message]) -> int:
        return self.window - sum(len(message.content) for message in messages)

    def write(self, messages: Sequence[Message], passages: int) -> Generator[str, None, None]:
        self.heard.append(messages)
        try:
            if isinstance(self._script, str):
                yield from (self._script[at : at + 3] for at in range(0, len(self._script), 3))
            else:
                yield from self._script
            if self._error is not None:
                raise self._error
        finally:
            self.closed = True
