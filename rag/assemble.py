"""The parts put together: an index, an encoder and a reader that answer questions.

The one module that knows ``embeddings``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from embeddings.encoder import Encoder, EncoderMissing
from rag.answer import (
    Ledger,
    Proved,
    compared,
    nearest,
    prove,
    refusal,
    verdict_of,
    written,
)
from rag.clock import Clock
from rag.errors import ModelMissing, UsageError
from rag.evidence import READ, Calibration, Evidence, choose, weigh
from rag.index import Index
from rag.questions import Part, Question, understand
from rag.reader import EMBEDDED, Reader
from rag.retrieve import Filters, distinct, retrieve, unknown_regions
from rag.settings import Settings
from rag.types import (
    Answer,
    Event,
    Found,
    ModelNames,
    Page,
    Passage,
    Said,
    Statement,
    Turn,
)

POOL = 20  # passages a part that are looked at before the reader


def load_encoder(settings: Settings) -> Encoder:
    """Return the encoder that the settings name.

    Raises:
        ModelMissing: it does not load.
    """
    try:
        return Encoder.load(settings.encoder)
    except EncoderMissing as error:
        raise ModelMissing(str(error)) from error


class Answerer:
    """Answers questions over an index, or over texts given with the question."""

    def __init__(
        self, index: Index | None, encoder: Encoder, reader: Reader, calibration: Calibration
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._reader = reader
        self._calibration = calibration
        self.model = ModelNames(
            encoder=f"{encoder.name}@{encoder.revision}", reader=f"{reader.name}@{reader.revision}"
        )

    @classmethod
    def load(cls, home: Path | str | None = None, settings: Settings | None = None) -> Answerer:
        """Return the answerer of a home folder's index.

        Raises:
            IndexMissing: there is no index in that folder.
            IndexUnusable: the index is damaged or of another model.
            ModelMissing: the encoder or reader does not load.
        """
        settings = (settings or Settings.from_environment()).at(home)
        bare = cls.without_index(settings)
        index = Index.load(settings.home, bare._encoder)
        return cls(index, bare._encoder, bare._reader, bare._calibration)

    @classmethod
    def without_index(cls, settings: Settings | None = None) -> Answerer:
        """Return an answerer for ``answer_over`` alone."""
        settings = settings or Settings.from_environment()
        folder = Path(settings.reader) if settings.reader else EMBEDDED
        own = folder / "calibration.json"
        calibration = Calibration.load(own if own.is_file() else EMBEDDED / "calibration.json")
        reader = Reader.load(settings.reader, settings.threads)
        return cls(None, load_encoder(settings), reader, calibration)

    @property
    def has_index(self) -> bool:
        """Return whether ``answer`` and ``search`` can be called."""
        return self._index is not None

    @property
    def index(self) -> Index:
        """Return the index.

        Raises:
            UsageError: this answerer was loaded without one.
        """
        if self._index is None:
            raise UsageError("No index is loaded: pass documents with the question.")
        return self._index

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        id: str | None = None,
    ) -> Answer:
        """Return the answer from the index.

        Raises:
            UsageError: the question is empty, too long or has no word in it.
        """
        return _last(self.stream(question, history, filters, id))

    def answer_over(
        self,
        question: str,
        documents: Mapping[str, str],
        history: Sequence[Turn] = (),
        id: str | None = None,
    ) -> Answer:
        """Return the answer from the given texts alone; a text's key is its ``source``.

        Raises:
            UsageError: the question cannot be used, or there is no text.
        """
        return _last(self.stream_over(question, documents, history, id))

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        id: str | None = None,
    ) -> Iterator[Event]:
        """Yield the passages found, each statement once verified, and the whole answer."""
        asked = understand(question, history)
        return self._events(asked, self.index, filters, id)

    def stream_over(
        self,
        question: str,
        documents: Mapping[str, str],
        history: Sequence[Turn] = (),
        id: str | None = None,
    ) -> Iterator[Event]:
        """Yield the same events over the given texts."""
        asked = understand(question, history)
        pages = [
            Page(str(key), text, sha256(text.encode("utf-8", "replace")).hexdigest())
            for key, text in documents.items()
            if text.strip()
        ]
        if not pages:
            raise UsageError("The documents hold no text: give at least one with words in it.")
        return self._events(asked, Index.from_pages(pages, self._encoder), None, id)

    def over(self, pages: Sequence[Page]) -> Answerer:
        """Return an answerer with the same models over an index of the given pages."""
        index = Index.from_pages(pages, self._encoder)
        return Answerer(index, self._encoder, self._reader, self._calibration)

    def candidates(
        self, question: str, history: Sequence[Turn] = ()
    ) -> list[tuple[Part, list[Evidence]]]:
        """Return each part of a question with all that may answer it, surest first."""
        asked = understand(question, history)
        clock = Clock()
        return [
            (part, self._evidence(part, self._pool(part, self.index, None), clock))
            for part in asked.parts
        ]

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Passage]:
        """Return the ``k`` passages nearest to a question, best first.

        Raises:
            UsageError: the question cannot be used.
        """
        asked = understand(question)
        regions = asked.parts[0].regions if len(asked.parts) == 1 else ()
        found = retrieve(asked.text, self.index, k, regions, filters)
        return found or retrieve(asked.text, self.index, k, (), filters)

    def _events(
        self,
        question: Question,
        index: Index,
        filters: Filters | None,
        id: str | None,
    ) -> Iterator[Event]:
        clock = Clock()
        pools = [self._pool(part, index, filters) for part in question.parts]
        seen = distinct([passage for pool in pools for passage in pool[:READ]])
        if len(seen) < 3:
            seen = distinct([*seen, *retrieve(question.text, index, 3, (), filters)])
        clock.stop("retrieve")
        yield Found(tuple(seen))

        ledger, said, proved = Ledger(), [], []
        for part, pool in zip(question.parts, pools, strict=True):
            one = self._prove(part, pool, index, clock)
            if one is None:
                continue
            statement = Statement(one.text, ledger.number(one.quotes))
            proved.append(one)
            if statement not in said:
                said.append(statement)
                yield Said(statement, ledger.of(statement))
        computed = compared(question, proved) if len(proved) > 1 else None
        if computed is not None:
            numbers = sorted({n for statement in said for n in statement.citations})
            said.append(Statement(computed[0], tuple(numbers)))
            yield Said(said[-1], ledger.of(said[-1]))
        yield self._answer(
            question, index, _Outcome(ledger, said, proved, computed, seen), id, clock
        )

    def _pool(self, part: Part, index: Index, filters: Filters | None) -> list[Passage]:
        found = retrieve(part.text, index, POOL, part.regions, filters)
        return choose(part, found, read=len(found))

    def _evidence(self, part: Part, pool: Sequence[Passage], clock: Clock) -> list[Evidence]:
        chosen = pool[:READ]
        readings = self._reader.read(part.text, [passage.chunk.text for passage in chosen])
        clock.stop("read")
        return weigh(part, chosen, readings, self._encoder, self._calibration)

    def _prove(
        self, part: Part, pool: Sequence[Passage], index: Index, clock: Clock
    ) -> Proved | None:
        found = self._evidence(part, pool, clock)
        one = prove(part, found, self._calibration.threshold, index.pages)
        clock.stop("verify")
        return one

    def _answer(
        self,
        question: Question,
        index: Index,
        outcome: _Outcome,
        id: str | None,
        clock: Clock,
    ) -> Answer:
        verdict = verdict_of(question, outcome.proved)
        done = {item.part.label for item in outcome.proved}
        missing = tuple(part.label for part in question.parts if part.label not in done)
        shorts = list(dict.fromkeys(item.short for item in outcome.proved))
        if outcome.computed is not None:
            shorts.append(outcome.computed[1])
        unknown = (
            unknown_regions([r for part in question.parts for r in part.regions], index)
            if verdict == "unanswerable"
            else []
        )
        return Answer(
            id=id,
            question=question.asked,
            verdict=verdict,
            text=written(outcome.said) or refusal(question, unknown),
            statements=tuple(outcome.said),
            short=tuple(shorts),
            citations=tuple(outcome.ledger.citations),
            nearest=() if verdict == "answered" else nearest(outcome.seen, index.pages),
            missing=missing if verdict == "partial" else (),
            conflicts=(),
            model=self.model,
            timings_ms=clock.timings(),
        )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the parts of one question came to."""

    ledger: Ledger
    said: list[Statement]
    proved: list[Proved]
    computed: tuple[str, str] | None
    seen: list[Passage]


def _last(events: Iterator[Event]) -> Answer:
    answer = None
    for event in events:
        if isinstance(event, Answer):
            answer = event
    assert answer is not None, "a stream ends with its answer"
    return answer
