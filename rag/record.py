"""An answer record: what a question was answered from and by, so that it can be answered again.

One JSON object: the question as asked, the hashes of index, program and models, the settings, the
passages, the words of a generator, and the answer. A replay asks the same question of the index
and models at hand; a generator is not run again, its words are taken from the record and proved
again.
"""

from __future__ import annotations

import json
from collections.abc import Generator as Stream
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.assemble import Answerer
from rag.composition import Generator
from rag.errors import GeneratorFailed, RecordUnusable
from rag.manifest import program_hash
from rag.prompt import Message
from rag.request import Request
from rag.settings import Settings
from rag.types import Answer, Event, Found, Passage

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Replayed:
    """The answer of a record, as it is when it is asked again; ``told`` says what differs."""

    answer: Mapping[str, Any]
    told: str | None
    same: bool


class Recorder:
    """A generator that notes what another writes."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self.calls: list[dict[str, Any]] = []

    @property
    def name(self) -> str:
        """The other's name."""
        return self._generator.name

    @property
    def revision(self) -> str:
        """The other's revision."""
        return self._generator.revision

    def room(self, messages: Sequence[Message]) -> int:
        """Return the other's room."""
        return self._generator.room(messages)

    def write(self, messages: Sequence[Message], passages: int) -> Stream[str, None, None]:
        """Yield what the other writes, or fail as it does."""
        call: dict[str, Any] = {"messages": [asdict(each) for each in messages]}
        call |= {"text": "", "failure": None}
        self.calls.append(call)
        try:
            for piece in self._generator.write(messages, passages):
                call["text"] += piece
                yield piece
        except Exception as error:
            failed = isinstance(error, GeneratorFailed)
            call["failure"] = str(error) if failed else type(error).__name__
            raise


class Recorded:
    """A generator that writes what a record holds, to the same messages and to no others."""

    def __init__(self, model: str, calls: Sequence[Mapping[str, Any]]) -> None:
        self.name, _, self.revision = model.rpartition("@")
        self._calls = calls

    def room(self, messages: Sequence[Message]) -> int:
        """Return the room that lets in what was let in when the record was made."""
        told = [_length(call["messages"]) for call in self._calls]
        return max(told, default=-1) - sum(len(message.content) for message in messages)

    def write(self, messages: Sequence[Message], passages: int) -> Stream[str, None, None]:
        """Yield the recorded words.

        Raises:
            GeneratorFailed: they were written about other passages, or it failed then.
        """
        asked = [asdict(each) for each in messages]
        call = next((call for call in self._calls if call["messages"] == asked), None)
        if call is None:
            raise GeneratorFailed("the record holds its words about other passages")
        yield call["text"]
        if call["failure"] is not None:
            raise GeneratorFailed(call["failure"])


def recorded(answerer: Answerer, asked: Request, settings: Settings) -> dict[str, Any]:
    """Return the record of a question, its answer under ``answer``.

    Raises:
        UsageError: the question cannot be used.
    """
    recorder = None if answerer.generator is None else Recorder(answerer.generator)
    passages, answer = _asked(answerer.writing_with(recorder), asked)
    return {
        "format": FORMAT,
        "request": _request(asked),
        **_made_by(answerer, asked, passages, settings),
        "generator": None if recorder is None else f"{recorder.name}@{recorder.revision}",
        "written": [] if recorder is None else recorder.calls,
        "answer": plain(answer),
    }


def replayed(answerer: Answerer, record: Mapping[str, Any], settings: Settings) -> Replayed:
    """Return what the question of a record is answered now, and what differs from then.

    Raises:
        RecordUnusable: the record lacks something.
    """
    try:
        asked = Request.parse(json.dumps(record["request"], ensure_ascii=False))
        model = record["generator"]
        generator = None if model is None else Recorded(model, record["written"])
        then = {name: record[name] for name in ("index", "program", "models", "settings", "pages")}
        before = record["answer"]
    except (KeyError, TypeError) as error:
        raise RecordUnusable(f"The record lacks {error}: make it again with --record.") from error
    passages, answer = _asked(answerer.writing_with(generator), asked)
    now = _made_by(answerer, asked, passages, settings)
    again = plain(answer)
    same = _timeless(again) == _timeless(before)
    other = _differences(then, now) + _other_generator(answerer.generator, model)
    return Replayed(before if same else again, _told(other, same), same)


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file, one a line.

    Raises:
        RecordUnusable: it cannot be read, or a line is no record of this format.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RecordUnusable(
            f"The record {path} cannot be read ({error}): give a file that --record wrote."
        ) from error
    for number, line in enumerate(filter(str.strip, lines), 1):
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict) or record.get("format") != FORMAT:
            raise RecordUnusable(
                f"Line {number} of {path} is no answer record of format {FORMAT}: "
                "give a file that --record wrote."
            )
        yield record


def _asked(answerer: Answerer, asked: Request) -> tuple[tuple[Passage, ...], Answer]:
    passages: tuple[Passage, ...] = ()
    answer: Answer | None = None
    for event in _events(answerer, asked):
        if isinstance(event, Found):
            passages = event.passages
        elif isinstance(event, Answer):
            answer = event
    assert answer is not None, "a stream ends with its answer"
    return passages, answer


def _events(answerer: Answerer, asked: Request) -> Iterator[Event]:
    if asked.documents is None:
        return answerer.stream(asked.question, asked.history, None, asked.id)
    return answerer.stream_over(asked.question, asked.documents, asked.history, asked.id)


def _request(asked: Request) -> dict[str, Any]:
    documents = asked.documents
    return {
        "question": asked.question,
        "id": asked.id,
        "history": [asdict(turn) for turn in asked.history],
        "documents": documents and [{"id": key, "text": text} for key, text in documents.items()],
    }


def _made_by(
    answerer: Answerer, asked: Request, passages: Sequence[Passage], settings: Settings
) -> dict[str, Any]:
    """Return what an answer hangs on: index, program, models, settings, pages and passages."""
    indexed = asked.documents is None
    generation = settings.generation
    shown = None if generation is None else {**asdict(generation), "key": None}
    sources = sorted({passage.article.source for passage in passages} if indexed else ())
    return {
        "index": answerer.index.digest if indexed else None,
        "program": program_hash(),
        "models": {"encoder": answerer.model.encoder, "reader": answerer.model.reader},
        "settings": {"threads": settings.threads, "generation": shown},
        "pages": {source: answerer.index.pages[source].sha256 for source in sources},
        "passages": [
            {
                "chunk_id": passage.chunk.chunk_id,
                "source": passage.article.source,
                "score": round(passage.score, 6),
                "text": passage.chunk.text,
            }
            for passage in passages
        ],
    }


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return what an answer hangs on and is another now, each in a few words."""
    other = []
    if then["index"] != now["index"]:
        changed = [
            source
            for source in sorted({*then["pages"], *now["pages"]})
            if then["pages"].get(source) != now["pages"].get(source)
        ]
        pages = f" (other pages: {', '.join(changed)})" if changed else ""
        other.append(f"the index is {now['index']}, it was {then['index']}{pages}")
    if then["program"] != now["program"]:
        other.append(f"the program is {now['program']}, it was {then['program']}")
    other += [
        f"the {name} is {now['models'][name]}, it was {model}"
        for name, model in then["models"].items()
        if now["models"].get(name) != model
    ]
    return other


def _other_generator(now: Generator | None, then: str | None) -> list[str]:
    name = None if now is None else f"{now.name}@{now.revision}"
    if name is None or name == then:
        return []  # none at hand: the record has its words
    return [f"the generator is {name}, it was {then or 'none'}"]


def _told(other: Sequence[str], same: bool) -> str | None:
    if not other and same:
        return None
    why = "; ".join(other) or "index, program and models are as recorded"
    answer = "the answer is the same" if same else "the answer is another"
    return f"{why[0].upper()}{why[1:]}: {answer}."


def plain(answer: Answer) -> dict[str, Any]:
    """Return an answer as the contract's JSON object."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(answer), ensure_ascii=False))
    return plain


def _timeless(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def _length(messages: Sequence[Mapping[str, str]]) -> int:
    return sum(len(message["content"]) for message in messages)
