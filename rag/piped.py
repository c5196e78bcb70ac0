"""A command as a system to evaluate: a question a line goes in, the contract's Answer comes out.

What ``quanwen ask - --json`` does. Each question is sent when the one before it is answered, so a
command must write an answer as it has it. Does not: understand what a command logs.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Any, NoReturn, Self

from rag.answer_json import read_answer
from rag.errors import SystemFailed, UsageError
from rag.evaluate import Opaque, Reply, Sources
from rag.gold import Gold, as_asked
from rag.types import Answer

DEATHS = 3
"""After so many deaths without an answer between them the command is not started again."""

END = ""


class Piped(Opaque):
    """Asks a command over its standard input; it is started again when it dies or is too slow."""

    def __init__(self, command: str, sources: Sources, timeout_s: float = 60.0) -> None:
        self._words = _words(command)
        super().__init__(sources)
        self._timeout_s = timeout_s
        self._process: _Process | None = None
        self._deaths = 0
        self._told = "it never answered"
        self._given_up: set[str] = set()  # questions whose answer may yet come
        self._doubtful = False  # whether the next line may be of an earlier question

    def __enter__(self) -> Self:
        """Start the command and return itself.

        Raises:
            UsageError: it cannot be started.
        """
        self._process = _Process(self._words)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the command."""
        self._stop()

    def reply(self, gold: Gold) -> Reply:
        """Return what the command answers.

        Raises:
            SystemFailed: it died, was too slow, or wrote what is no answer to this question.
        """
        if self._deaths >= DEATHS:
            raise SystemFailed(
                f"The command was not asked: it had died {DEATHS} times in a row ({self._told})."
            )
        if self._process is None:
            self._process, self._doubtful = _Process(self._words), False
        self._process.send(json.dumps(as_asked(gold), ensure_ascii=False))
        reply = Reply(self._answer(gold, self._process))
        self._deaths = 0
        return reply

    def _answer(self, gold: Gold, process: _Process) -> Answer:
        while True:
            line = self._line(process)
            if line == END:
                self._died(process)
            try:
                record = _object(line)
            except SystemFailed:
                self._doubtful = True  # it may have logged, and the answer be still to come
                self._given_up.add(gold.id)
                raise
            identity = record.get("id")
            if identity in self._given_up - {gold.id}:
                continue  # what it owed to an earlier question
            if identity != gold.id and (identity is not None or self._doubtful):
                self._stop()
                raise SystemFailed(
                    f"The command answered {identity!r} where {gold.id!r} was asked."
                )
            self._doubtful = False
            return _read(record)

    def _line(self, process: _Process) -> str:
        try:
            return process.line(self._timeout_s)
        except Empty:
            self._stop()
            raise SystemFailed(
                f"The command gave no line in {self._timeout_s:g} s: let it write each answer "
                "at once (flush), or allow more with --timeout."
            ) from None

    def _died(self, process: _Process) -> NoReturn:
        self._deaths += 1
        self._told = process.last_words()
        self._stop()
        raise SystemFailed(f"The command died: {self._told}.")

    def _stop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--system {command!r} is no command: {error}.") from None
    if not words:
        raise UsageError("--system is empty: give a command or an address.")
    return words


def _object(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise SystemFailed(
            f"The command wrote a line that is no JSON object: {line.strip()[:80]!r}."
        )
    return record


def _read(record: dict[str, Any]) -> Answer:
    if "error" in record:
        raise SystemFailed(f"The command said: {record['error']}")
    try:
        return read_answer(record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SystemFailed(f"The command's line is no Answer of the contract: {error!r}.") from None


class _Process:
    """One life of the command."""

    def __init__(self, words: Sequence[str]) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        try:
            self._popen = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
            )
        except OSError as error:
            self._errors.close()
            reason = error.strerror or error
            raise UsageError(f"--system {words[0]!r} cannot be started: {reason}.") from None
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self._popen.stdout is not None
        for line in self._popen.stdout:
            if line.strip():
                self._lines.put(line.decode("utf-8", "replace"))
        self._lines.put(END)

    def send(self, line: str) -> None:
        assert self._popen.stdin is not None
        with suppress(OSError):  # it has died; the next line read says so
            self._popen.stdin.write(line.encode("utf-8") + b"\n")
            self._popen.stdin.flush()

    def line(self, timeout_s: float) -> str:
        return self._lines.get(timeout=timeout_s)

    def last_words(self) -> str:
        try:
            code: int | str = self._popen.wait(timeout=1)
        except subprocess.TimeoutExpired:
            code = "unknown"
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return f"exit status {code}" + (f", {said[-1][:200]}" if said else "")

    def stop(self) -> None:
        self._popen.kill()
        self._popen.wait()
        self._reading.join(timeout=1)
        read = None if self._reading.is_alive() else self._popen.stdout  # held by a child of its
        for pipe in (self._popen.stdin, read, self._errors):
            if pipe is not None:
                with suppress(OSError):  # what was not yet written goes nowhere
                    pipe.close()
