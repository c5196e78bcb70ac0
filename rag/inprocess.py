"""The pipeline of this process as a system to evaluate: the one that tells all it went through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Protocol

from rag.evaluate import Listed, Reply, evidence_ranks
from rag.evidence import Evidence
from rag.failures import Trace
from rag.gold import Gold
from rag.questions import Part
from rag.types import Answer, Event, Found, Page, Passage, Turn


class Pages(Protocol):
    """What an index knows of its sources."""

    @property
    def pages(self) -> Mapping[str, Page]:
        """Return the pages by source."""


class Answerer(Protocol):
    """What of the pipeline is asked; ``candidates`` are what the reader proposed."""

    @property
    def has_index(self) -> bool:
        """Return whether there is one."""

    @property
    def index(self) -> Pages:
        """Return where the cited pages are."""

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: None = None,
        id: str | None = ...,
    ) -> Answer:
        """Return the answer from the index."""

    def answer_over(
        self,
        question: str,
        documents: Mapping[str, str],
        history: Sequence[Turn] = (),
        id: str | None = ...,
    ) -> Answer:
        """Return the answer from the given texts."""

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the ``k`` best passages, best first."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Event]:
        """Yield the passages that are read, first of all."""

    def candidates(
        self, question: str, history: Sequence[Turn] = ()
    ) -> Sequence[tuple[Part, Sequence[Evidence]]]:
        """Return what may answer each part."""

    def over(self, pages: Sequence[Page]) -> Answerer:
        """Return the same over an index of the given pages."""


class InProcess:
    """Asks an answerer of this process."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def reply(self, gold: Gold) -> Reply:
        """Return the answer, from the question's documents where it has some."""
        if not gold.documents:
            return Reply(self._answerer.answer(gold.question, gold.history, None, gold.id))
        given = {document.id: document.text for document in gold.documents}
        return Reply(self._answerer.answer_over(gold.question, given, gold.history, gold.id))

    def passages(self, gold: Gold, k: int) -> list[Listed]:
        """Return the ``k`` best passages of the index."""
        found = self._answerer.search(gold.question, k)
        return [Listed(passage.article.source, passage.chunk.text) for passage in found]

    def trace(self, gold: Gold) -> Trace:
        """Return the passages that the reader was given, and the answers weighed out of them."""
        answerer = self._over(gold)
        found = next(answerer.stream(gold.question, gold.history))
        passages = found.passages if isinstance(found, Found) else ()
        given = [Listed(passage.article.source, passage.chunk.text) for passage in passages]
        windows = answerer.candidates(gold.question, gold.history)
        return Trace(
            given=tuple(rank is not None for rank in evidence_ranks(gold, given)),
            read=tuple(one.text for one in given),
            windows=tuple(one.text for _, proposed in windows for one in proposed),
        )

    def _over(self, gold: Gold) -> Answerer:
        if not gold.documents:
            return self._answerer
        return self._answerer.over([page_of(one.id, one.text) for one in gold.documents])

    def page(self, source: str) -> str | None:
        """Return the text of an indexed page."""
        if not self._answerer.has_index:
            return None
        page = self._answerer.index.pages.get(source)
        return page.text if page else ""


def page_of(source: str, text: str) -> Page:
    """Return a text as a page."""
    return Page(source, text, sha256(text.encode("utf-8", "replace")).hexdigest())
