"""Gold questions put to a pipeline: a run, one row a question, kept so that it can be scored again.

A row holds the answer and what judging it needs (where the evidence came in the ranking, what
really stands where each citation points), so that no page and no model is wanted afterwards.
"""

from __future__ import annotations

import hashlib
import json
import platform
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

from rag.errors import UsageError
from rag.gold import Evidence, Gold, fold, found_groups, is_right, read_gold
from rag.types import (
    Answer,
    Citation,
    Conflict,
    ModelNames,
    Page,
    Passage,
    Statement,
    Timings,
    Turn,
)

Failure = Literal[
    "not retrieved",
    "retrieved but not read",
    "read but not verified",
    "verified but wrong",
    "should have refused",
    "wrongly refused",
]
FAILURES: tuple[Failure, ...] = get_args(Failure)

PASSAGES = 20
"""How deep the ranking is looked into."""

AROUND = 160
"""Characters of the source kept on each side of a citation."""

FORMAT = 1


class Pages(Protocol):
    """What an index knows of its sources."""

    @property
    def pages(self) -> Mapping[str, Page]:
        """Return the pages by source."""


class Answerer(Protocol):
    """What is asked: a pipeline, or anything that answers as the contract says."""

    @property
    def index(self) -> Pages:
        """Return where the cited pages are."""

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Return the answer to a question."""

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """Return the ``k`` best passages, best first."""


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
    None; it is empty where retrieval was not looked at. ``seen`` has one entry a citation.
    """

    gold: Gold
    answer: Answer
    ranks: tuple[int | None, ...]
    seen: tuple[Seen, ...]
    wall_ms: float
    right: bool
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Run:
    """All rows of one evaluation; ``about`` says what was asked and what answered."""

    about: dict[str, str]
    rows: tuple[Row, ...]


def evaluate(
    golds: Sequence[Gold],
    answerer: Answerer,
    progress: Callable[[Sequence[Gold]], Iterable[Gold]] = iter,
    about: Mapping[str, str] | None = None,
) -> Run:
    """Return the run of ``golds`` through ``answerer``.

    ``progress`` wraps the questions (``tqdm``); ``about`` is kept with the run.
    """
    rows = tuple(_asked(gold, answerer) for gold in progress(golds))
    return Run({**_circumstances(golds, rows), **(about or {})}, rows)


def _circumstances(golds: Sequence[Gold], rows: Sequence[Row]) -> dict[str, str]:
    questions = json.dumps([asdict(gold) for gold in golds], ensure_ascii=False)
    models = asdict(rows[0].answer.model) if rows else {}
    return {
        "questions": str(len(golds)),
        "gold_sha256": hashlib.sha256(questions.encode()).hexdigest()[:12],
        "python": platform.python_version(),
        **{name: model for name, model in models.items() if model},
    }


def _asked(gold: Gold, answerer: Answerer) -> Row:
    start = time.perf_counter()
    answer = answerer.answer(gold.question, gold.history)
    wall_ms = (time.perf_counter() - start) * 1000
    # A follow-up question is no query by itself: its retrieval stays unscored.
    asks = gold.evidence and not gold.history
    ranks = evidence_ranks(gold, answerer.search(gold.question, PASSAGES)) if asks else ()
    return Row(
        gold=gold,
        answer=answer,
        ranks=ranks,
        seen=tuple(_seen(citation, answerer.index.pages) for citation in answer.citations),
        wall_ms=wall_ms,
        right=is_right(gold, answer),
        failure=failure(gold, answer, ranks),
    )


def _seen(citation: Citation, pages: Mapping[str, Page]) -> Seen:
    page = pages.get(citation.source)
    text = page.text if page else ""
    start, end = citation.start, citation.end
    if not 0 <= start <= end <= len(text):
        return Seen("", "", "")
    return Seen(text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND])


def evidence_ranks(gold: Gold, passages: Sequence[Passage]) -> tuple[int | None, ...]:
    """Return for each evidence of ``gold`` the rank, from 1, of the first passage that has it."""
    found = [(passage.article.source, fold(passage.chunk.text)) for passage in passages]
    return tuple(
        next(
            (rank for rank, (source, text) in enumerate(found, start=1) if _has(source, text, one)),
            None,
        )
        for one in gold.evidence
    )


def _has(source: str, text: str, evidence: Evidence) -> bool:
    wanted = fold(evidence.text)
    if source != evidence.source:
        return False
    half = max(8, (len(wanted) + 1) // 2)  # a chunk's border may cut it: the larger part counts
    return wanted[:half] in text or wanted[-half:] in text or (len(text) >= half and text in wanted)


def failure(gold: Gold, answer: Answer, ranks: Sequence[int | None]) -> Failure | None:
    """Return at which stage a wrong answer was lost, None for a right one.

    A refusal whose nearest passages have the answer was read but not verified: an answer does not
    tell what else its reader saw. One whose retrieval was not looked at is called wrongly refused.
    An answer that lacks a part was not read in full.
    """
    if is_right(gold, answer):
        return None
    if not gold.answerable:
        return "should have refused"
    if ranks and None in ranks:
        return "not retrieved"
    if answer.verdict != "unanswerable":
        said = found_groups(gold, answer.text)
        return "retrieved but not read" if any(said) else "verified but wrong"
    if all(found_groups(gold, "\n".join(one.quote for one in answer.nearest))):
        return "read but not verified"
    return "retrieved but not read" if ranks else "wrongly refused"


def save_run(run: Run, path: Path) -> None:
    """Write a run as JSON Lines: first what it is about, then a row a line."""
    head = {"format": FORMAT, "about": run.about}
    lines = [json.dumps(item, ensure_ascii=False) for item in (head, *map(asdict, run.rows))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def load_run(path: Path) -> Run:
    """Return a saved run, its answers judged anew.

    Raises:
        UsageError: the file is missing, damaged or of another format.
    """
    try:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        head, *records = map(json.loads, lines)
        if head["format"] != FORMAT:
            raise UsageError(
                f"run {path} has format {head['format']}, not {FORMAT}; evaluate again to write it."
            )
        return Run(head["about"], tuple(_row(record) for record in records))
    except OSError as error:
        raise UsageError(f"run {path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"run {path} is damaged or no run; evaluate again to write it.") from None


def _row(record: Mapping[str, Any]) -> Row:
    gold = read_gold(record["gold"], "run")
    answer = read_answer(record["answer"])
    ranks = tuple(record["ranks"])
    return Row(
        gold=gold,
        answer=answer,
        ranks=ranks,
        seen=tuple(Seen(**seen) for seen in record["seen"]),
        wall_ms=record["wall_ms"],
        right=is_right(gold, answer),
        failure=failure(gold, answer, ranks),
    )


def read_answer(record: Mapping[str, Any]) -> Answer:
    """Return the answer of a decoded JSON object; only what the contract adds later may lack.

    Raises:
        KeyError: a field is missing.
        TypeError: a field is of another form.
    """
    return Answer(
        id=record.get("id"),
        question=record["question"],
        verdict=record["verdict"],
        text=record["text"],
        statements=tuple(
            Statement(one["text"], tuple(one["citations"])) for one in record["statements"]
        ),
        short=tuple(record["short"]),
        citations=tuple(Citation(**one) for one in record["citations"]),
        nearest=tuple(Citation(**one) for one in record["nearest"]),
        missing=tuple(record.get("missing", ())),
        conflicts=tuple(
            Conflict(one["statement"], tuple(one["citations"]))
            for one in record.get("conflicts", ())
        ),
        model=ModelNames(**record["model"]),
        timings_ms=Timings(**record["timings_ms"]),
    )
