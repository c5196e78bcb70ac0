"""``quanwen ask``: one question, one a line, or the questions of answer records again.

Does not: print; what there is to write is handed to ``out`` and ``tell``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rag.errors import UsageError
from rag.grid import grid
from rag.request import Request, sound
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.assemble import Answerer
    from rag.types import Answer

Write = Callable[[str], None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``quanwen ask`` takes."""
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--json", action="store_true", help="one Answer object a line")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write the answer record too")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="answer a record's question")
    parser.set_defaults(wrong=parser.error)


def run(options: argparse.Namespace, settings: Settings, out: Write, tell: Write) -> int:
    """Answer what the options ask; return 0, or 1 when a line or a replay went otherwise.

    Raises:
        QuanwenError: a question, record, index or model cannot be used.
    """
    if (options.question is None) == (options.replay is None):
        options.wrong("give either a QUESTION, - for one a line, or --replay FILE")
    asking = _Asking(settings, out, tell, options)
    if options.replay is not None:
        return asking.again(options.replay)
    if options.question == "-":
        return asking.lines(sys.stdin)
    from rag.questions import checked

    return asking.one(Request(checked(sound(options.question))))


@dataclass(slots=True)
class _Asking:
    """One run of the command; the answerer is loaded when a question first needs it."""

    settings: Settings
    out: Write
    tell: Write
    options: argparse.Namespace
    answerer: Answerer | None = None

    def one(self, asked: Request) -> int:
        """Answer a question for a person, or as JSON."""
        with self._recording() as file:
            self._show(self._answered(asked, file), as_json=self.options.json)
        return 0

    def lines(self, lines: TextIO) -> int:
        """Answer one a line; one that is no question is told, answered by an error, passed by."""
        if isinstance(lines, TextIOWrapper):
            lines.reconfigure(encoding="utf-8", errors="surrogateescape")
        failed = False
        with self._recording() as file:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    self._show(self._answered(Request.parse(line), file), as_json=True)
                except UsageError as error:
                    failed = True
                    self.tell(f"line {number}: {error}")
                    self.out(_line({"error": str(error), "line": number}))
        return 1 if failed else 0

    def again(self, path: Path) -> int:
        """Answer the questions of a file of records; 1 when an answer is another than then."""
        from rag.record import read_records, replayed

        same = True
        for record in read_records(path):
            indexed = not (record.get("request") or {}).get("documents")
            told = replayed(self._loaded(indexed), record, self.settings)
            self._show(told.answer, as_json=self.options.json)
            same = same and told.same
            if told.told is not None:
                self.tell(told.told)
        return 0 if same else 1

    def _answered(self, asked: Request, record: TextIO | None) -> Mapping[str, Any]:
        from rag.record import plain, recorded

        answerer = self._loaded(asked.documents is None)
        if record is None:
            return plain(_answer(answerer, asked))
        kept = recorded(answerer, asked, self.settings)
        record.write(_line(kept) + "\n")
        record.flush()
        answer: Mapping[str, Any] = kept["answer"]
        return answer

    @contextmanager
    def _recording(self) -> Iterator[TextIO | None]:
        path = self.options.record
        if path is None:
            yield None
            return
        try:
            file = path.open("w", encoding="utf-8")
        except OSError as error:
            raise UsageError(
                f"The record {path} cannot be written ({error.strerror}): name another file."
            ) from error
        with file:
            yield file

    def _show(self, answer: Mapping[str, Any], as_json: bool) -> None:
        self.out(_line(answer) if as_json else readable(answer))

    def _loaded(self, index: bool) -> Answerer:
        from rag.assemble import Answerer

        if self.answerer is None or (index and not self.answerer.has_index):
            load = Answerer.load if index else Answerer.without_index
            self.answerer = load(settings=self.settings)
        return self.answerer


def _answer(answerer: Answerer, asked: Request) -> Answer:
    if asked.documents is None:
        return answerer.answer(asked.question, asked.history, None, asked.id)
    return answerer.answer_over(asked.question, asked.documents, asked.history, asked.id)


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def readable(answer: Mapping[str, Any]) -> str:
    """Return an answer for a person: text, table, citations with their places, what was near."""
    lines = [answer["text"]]
    if answer["table"]:
        lines += ["", *grid(answer["table"])]
    for conflict in answer["conflicts"]:
        markers = "".join(f"[{number}]" for number in conflict["citations"])
        lines.append(f"\n另有说法：{conflict['statement']}{markers}")
    if answer["missing"]:
        lines.append(f"\n文章未说明：{'；'.join(answer['missing'])}")
    lines += _cited(answer["citations"])
    if answer["nearest"]:
        lines.append("\n最接近的段落：")
    for citation in answer["nearest"]:
        quote = " ".join(citation["quote"].split())
        lines.append(f"  · 《{citation['article']}》 {quote[:80]}{'…' if len(quote) > 80 else ''}")
    return "\n".join([*lines, *_remarks(answer)])


def _cited(citations: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what proves an answer, with its places and the articles that print it too."""
    if citations:
        yield ""
    for citation in citations:
        place = f"{citation['source']} {citation['start']}–{citation['end']}"
        date = citation["published"] or "日期未注明"
        yield f"[{citation['id']}] 《{citation['article']}》 {date}  {place}"
        yield f"    「{' '.join(citation['quote'].split())}」"
        for one in citation["also_in"]:
            yield f"    同文另见 {one['source']}《{one['article']}》"


def _remarks(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield who wrote an answer and what went otherwise than asked."""
    if answer["notes"] or answer["model"]["generator"]:
        yield ""
    if answer["model"]["generator"]:
        yield f"由 {answer['model']['generator']} 撰写，每句经原文核对。"
    yield from answer["notes"]
