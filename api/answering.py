"""What the HTTP face needs of the pipeline, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from rag.retrieve import Filters
from rag.types import Article, Event, Page, Passage, Turn


class Corpus(Protocol):
    """Pages and articles by their keys, in the order of the index."""

    @property
    def pages(self) -> Mapping[str, Page]:
        """Pages by source."""

    @property
    def articles(self) -> Mapping[str, Article]:
        """Articles by article_id."""


class Answering(Protocol):
    """Answers, streams, searches; may be called from several threads at a time."""

    @property
    def index(self) -> Corpus:
        """What the answers are sought in."""

    def check(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Mapping[str, str] | None = None,
    ) -> None:
        """Raise the error of a question that cannot be asked, without looking for its answer."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Event]:
        """Give the events of one answer, the whole Answer last."""

    def stream_over(
        self, question: str, documents: Mapping[str, str], history: Sequence[Turn] = ()
    ) -> Iterator[Event]:
        """Give the events of an answer sought in these texts alone, by document id."""

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Passage]:
        """Return the k best passages, the best first."""
