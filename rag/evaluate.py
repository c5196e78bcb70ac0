"""Gold questions put to a system: a run, one row a question, kept so that it can be scored again.

A row holds the answer and what judging it needs (where the evidence came in the ranking, what
really stands where each citation points), so that no page and no model is wanted afterwards.
What a system does not tell is None or empty, never a fault of it.
"""

from __future__ import annotations

import hashlib
import json
import platform
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from rag.errors import QuanwenError, SystemFailed
from rag.failures import Failure, Trace, failure
from rag.gold import Evidence, Gold, fold, is_right
from rag.types import Answer, Citation, ModelNames, Timings

PASSAGES = 20
"""How deep the ranking is looked into."""

DOCUMENTS = 100
"""How deep where passages alone are asked for: several may be of one document."""

AROUND = 160
"""Characters of the source kept on each side of a citation."""


Sources: TypeAlias = Callable[[str], str | None]
"""Gives a source's text, "" for one that there is not; None when no source is known."""


class Listed(NamedTuple):
    """A passage as a ranking has it."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system said; with ``prose`` only its text is known, nothing of what it rests on."""

    answer: Answer
    prose: bool = False


class System(Protocol):
    """What is asked."""

    def reply(self, gold: Gold) -> Reply:
        """Return the answer to a question; any exception is the question's failure."""

    def passages(self, gold: Gold, k: int) -> Sequence[Listed] | None:
        """Return the ``k`` best passages, best first; None when the system does not tell."""

    def trace(self, gold: Gold) -> Trace | None:
        """Return what the system read for a question; None when it does not tell."""

    def page(self, source: str) -> str | None:
        """Return a source's text, "" for one that there is not; None when no source is known."""


class Opaque:
    """What a system tells that gives answers alone: sources are known from elsewhere or not."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def passages(self, gold: Gold, k: int) -> Sequence[Listed] | None:
        """Return None: no ranking is told."""
        return None

    def trace(self, gold: Gold) -> Trace | None:
        """Return None: what was read is not told."""
        return None

    def page(self, source: str) -> str | None:
        """Return a source's text as it is known here."""
        return self._sources(source)


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in the source at a citation's offsets, and around it."""

    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question, its answer and what became of it.

    ``ranks`` has for each evidence of the gold question the rank of the first passage with it, or
    None; it is empty where retrieval was not looked at. ``seen`` has one entry a citation, and is
    None where the sources are not known. ``right`` is None where forms cannot tell. ``error`` says
    why there is no answer; then ``answer`` is ``blank``. ``trace`` is kept of wrong answers.
    """

    gold: Gold
    answer: Answer
    ranks: tuple[int | None, ...]
    seen: tuple[Seen, ...] | None
    wall_ms: float
    right: bool | None
    failure: Failure | None
    error: str | None = None
    prose: bool = False
    trace: Trace | None = None

    @property
    def refused(self) -> bool:
        """Return whether the answer is that the articles do not say."""
        return self.error is None and self.answer.verdict == "unanswerable"

    @property
    def said(self) -> bool:
        """Return whether there is an answer that says something."""
        return self.error is None and self.answer.verdict != "unanswerable"


@dataclass(frozen=True, slots=True)
class Run:
    """All rows of one evaluation; ``about`` says what was asked and what answered."""

    about: dict[str, str]
    rows: tuple[Row, ...]


def evaluate(
    golds: Sequence[Gold],
    system: System,
    progress: Callable[[Sequence[Gold]], Iterable[Gold]] = iter,
    about: Mapping[str, str] | None = None,
) -> Run:
    """Return the run of ``golds`` through ``system``.

    ``progress`` wraps the questions (``tqdm``); ``about`` is kept with the run.
    """
    rows = tuple(_asked(gold, system) for gold in progress(golds))
    return Run({**_circumstances(golds, rows), **(about or {})}, rows)


def _circumstances(golds: Sequence[Gold], rows: Sequence[Row]) -> dict[str, str]:
    questions = json.dumps([asdict(gold) for gold in golds], ensure_ascii=False)
    models = next((asdict(row.answer.model) for row in rows if row.error is None), {})
    return {
        "questions": str(len(golds)),
        "gold_sha256": hashlib.sha256(questions.encode()).hexdigest()[:12],
        "python": platform.python_version(),
        **{name: model for name, model in models.items() if model},
    }


def _asked(gold: Gold, system: System) -> Row:
    start = time.perf_counter()
    try:
        if not gold.asks_answer:
            return _searched(gold, system, start)
        reply = system.reply(gold)
        wall_ms = (time.perf_counter() - start) * 1000
        return _told(gold, reply, system, wall_ms)
    except Exception as error:  # one question's failure must not end the run
        return failed(gold, _reason(error), (time.perf_counter() - start) * 1000)


def _reason(error: Exception) -> str:
    """Return what a person is told of an exception; of one that nobody foresaw, where it arose."""
    if isinstance(error, QuanwenError):
        return str(error)
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(at.filename).name}, line {at.lineno})"


def _told(gold: Gold, reply: Reply, system: System, wall_ms: float) -> Row:
    # A follow-up question is no query by itself, and given documents are no index to search:
    # their retrieval stays unscored.
    asks = gold.evidence and not gold.history and not gold.documents
    listed = system.passages(gold, PASSAGES) if asks else None
    ranks = () if listed is None else evidence_ranks(gold, listed)
    right = is_right(gold, reply.answer)
    trace = system.trace(gold) if right is False else None
    return Row(
        gold=gold,
        answer=reply.answer,
        ranks=ranks,
        seen=_all_seen(gold, reply.answer, system),
        wall_ms=wall_ms,
        right=right,
        failure=failure(gold, reply.answer, ranks, trace),
        prose=reply.prose,
        trace=trace,
    )


def _searched(gold: Gold, system: System, start: float) -> Row:
    listed = system.passages(gold, DOCUMENTS)
    wall_ms = (time.perf_counter() - start) * 1000
    if listed is None:
        raise SystemFailed(
            "The system gives no passages, and these questions ask for nothing else."
        )
    documents = [Listed(source, "") for source in dict.fromkeys(one.source for one in listed)]
    ranks = evidence_ranks(gold, documents)
    return Row(gold, blank(gold), ranks, (), wall_ms, None, None)


def failed(gold: Gold, reason: str, wall_ms: float) -> Row:
    """Return the row of a question that got no answer: wrong, and refused it was not."""
    right = False if gold.asks_answer else None
    return Row(gold, blank(gold), (), (), wall_ms, right, "no answer", error=reason)


def blank(gold: Gold) -> Answer:
    """Return an answer that says nothing, for a question that got none."""
    return Answer(
        id=gold.id,
        question=gold.question,
        verdict="unanswerable",
        text="",
        statements=(),
        short=(),
        citations=(),
        nearest=(),
        missing=(),
        conflicts=(),
        model=ModelNames("", ""),
        timings_ms=Timings(0, 0, 0, 0),
    )


def _all_seen(gold: Gold, answer: Answer, system: System) -> tuple[Seen, ...] | None:
    given = {document.id: document.text for document in gold.documents}
    seen = []
    for citation in answer.citations:
        text = given.get(citation.source, "") if given else system.page(citation.source)
        if text is None:
            return None
        seen.append(_seen(citation, text))
    return tuple(seen)


def _seen(citation: Citation, text: str) -> Seen:
    start, end = citation.start, citation.end
    if not 0 <= start <= end <= len(text):
        return Seen("", "", "")
    return Seen(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


def evidence_ranks(gold: Gold, listed: Sequence[Listed]) -> tuple[int | None, ...]:
    """Return for each evidence of ``gold`` the rank, from 1, of the first passage that has it."""
    found = [Listed(one.source, fold(one.text)) for one in listed]
    return tuple(
        next((rank for rank, passage in enumerate(found, start=1) if _has(passage, one)), None)
        for one in gold.evidence
    )


def _has(passage: Listed, evidence: Evidence) -> bool:
    wanted = fold(evidence.text)
    if passage.source != evidence.source:
        return False
    text = passage.text
    half = max(8, (len(wanted) + 1) // 2)  # a chunk's border may cut it: the larger part counts
    return wanted[:half] in text or wanted[-half:] in text or (len(text) >= half and text in wanted)
