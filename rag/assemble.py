"""The parts put together: an index, an encoder and a reader that answer questions.

The one module that knows ``embeddings``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from embeddings.encoder import Encoder, EncoderMissing
from embeddings.static import shipped
from rag.calibration import Calibration
from rag.composition import Generator
from rag.errors import ModelMissing, UsageError
from rag.evidence import Evidence
from rag.generator import load_generator
from rag.index import Index, current_index
from rag.models import Models
from rag.pipeline import Pipeline
from rag.questions import Part, understand
from rag.reader import EMBEDDED, SENTENCES, Reader
from rag.retrieve import Filters, retrieve
from rag.settings import Settings
from rag.types import Answer, Event, ModelNames, Page, Passage, Turn


def load_encoder(settings: Settings) -> Encoder:
    """Return the encoder that the settings name.

    Raises:
        ModelMissing: it does not load.
    """
    try:
        return Encoder.load(settings.encoder)
    except EncoderMissing as error:
        raise ModelMissing(str(error)) from error


def load_models(settings: Settings, calibration: Calibration | None = None) -> Models:
    """Return the models that the settings name, with a calibration given or their own.

    A reader's folder may hold that and, in ``sentences``, a second reader.

    Raises:
        ModelMissing: one does not load.
    """
    folder = Path(settings.reader) if settings.reader else EMBEDDED
    own = folder / "calibration.json"
    own = own if own.is_file() else EMBEDDED / "calibration.json"
    calibration = calibration or Calibration.load(own)
    encoder = load_encoder(settings)
    reader = Reader.load(shipped, settings.reader, settings.threads)
    sentences, again = reader, folder / SENTENCES
    if again.is_dir():
        sentences = Reader.load(shipped, str(again), settings.threads)
    readers = dict.fromkeys(f"{one.name}@{one.revision}" for one in (reader, sentences))
    names = ModelNames(encoder=f"{encoder.name}@{encoder.revision}", reader="+".join(readers))
    return Models(encoder, reader, sentences, calibration, names)


class Answerer:
    """Answers questions over an index, or over texts given with the question."""

    def __init__(
        self, index: Index | None, models: Models, generator: Generator | None = None
    ) -> None:
        self._index = index
        self._models = models
        self.generator = generator
        self.model = models.names
        self._pipeline = Pipeline(models, generator)

    @classmethod
    def load(cls, home: Path | str | None = None, settings: Settings | None = None) -> Answerer:
        """Return the answerer of a home folder's index.

        Raises:
            IndexMissing: there is no index in that folder.
            IndexUnusable: the index is damaged or of another model.
            ModelMissing: the encoder, reader or generator does not load.
        """
        settings = (settings or Settings.from_environment()).at(home)
        current_index(settings.home)  # say that there is none before models are loaded
        bare = cls.without_index(settings)
        index = Index.load(settings.home, bare._models.encoder)
        return bare._on(index)

    def renewed(self, home: Path) -> Answerer:
        """Return the same models over the index that is current in a home folder now.

        Raises:
            IndexMissing: there is no index in that folder.
            IndexUnusable: the index is damaged or of another model.
        """
        return self._on(Index.load(home, self._models.encoder))

    def writing_with(self, generator: Generator | None) -> Answerer:
        """Return an answerer with the same models and index, and this generator or none."""
        return Answerer(self._index, self._models, generator)

    def _on(self, index: Index) -> Answerer:
        return Answerer(index, self._models, self.generator)

    @classmethod
    def without_index(cls, settings: Settings | None = None) -> Answerer:
        """Return an answerer for ``answer_over`` alone."""
        settings = settings or Settings.from_environment()
        models, generator = load_models(settings), None
        if settings.generation is not None:
            generator = load_generator(settings.generation, settings.threads)
        return cls(None, models, generator)

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

    def check(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Mapping[str, str] | None = None,
    ) -> None:
        """Find out whether a question can be asked, without looking for its answer.

        Raises:
            UsageError: the question cannot be used, or there is no text in the documents.
        """
        understand(question, history)
        if documents is not None:
            _with_words(documents)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        id: str | None = None,
    ) -> Iterator[Event]:
        """Yield the passages found, each statement once verified, and the whole answer."""
        asked = understand(question, history)
        return self._pipeline.events(asked, self.index, filters, id)

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
            for key, text in _with_words(documents).items()
        ]
        return self._pipeline.events(asked, Index.from_pages(pages, self._models.encoder), None, id)

    def over(self, pages: Sequence[Page]) -> Answerer:
        """Return an answerer with the same models over an index of the given pages."""
        return self._on(Index.from_pages(pages, self._models.encoder))

    def candidates(
        self, question: str, history: Sequence[Turn] = ()
    ) -> list[tuple[Part, list[Evidence]]]:
        """Return each part of a question with all that may answer it, surest first."""
        return self._pipeline.candidates(understand(question, history), self.index)

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Passage]:
        """Return the ``k`` passages nearest to a question, best first.

        Raises:
            UsageError: the question cannot be used.
        """
        asked = understand(question)
        regions = asked.parts[0].regions if len(asked.parts) == 1 else ()
        found = retrieve(asked.text, self.index, k, regions, filters)
        return found or retrieve(asked.text, self.index, k, (), filters)


def _with_words(documents: Mapping[str, str]) -> dict[str, str]:
    """Return the documents that have text; raises UsageError where none has."""
    told = {key: text for key, text in documents.items() if text.strip()}
    if not told:
        raise UsageError("The documents hold no text: give at least one with words in it.")
    return told


def _last(events: Iterator[Event]) -> Answer:
    answer = None
    for event in events:
        if isinstance(event, Answer):
            answer = event
    assert answer is not None, "a stream ends with its answer"
    return answer
