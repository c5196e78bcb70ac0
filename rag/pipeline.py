"""How one question runs through the parts: passages, evidence, proof, answer.

Models are loaded elsewhere and an index is given with each question; nothing is kept between two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from rag.answer import Ledger, Proved, is_taken, nearest, prove, rest_on_one, written
from rag.asof import period_of, wants_latest
from rag.clock import Clock
from rag.composition import Claim, Generator, Note, Task, compose
from rag.conflicts import disputes
from rag.evidence import Evidence, weigh
from rag.heading import headed
from rag.index import Index
from rag.models import Models
from rag.nearby import other_period
from rag.promise import READ, Pool, choose
from rag.questions import Part, Question, in_city
from rag.remarks import remarks
from rag.retrieve import Filters, distinct, retrieve, unknown_regions
from rag.survey import surveyed
from rag.table import compared, tabled
from rag.types import (
    Answer,
    Conflict,
    Event,
    Found,
    ModelNames,
    Passage,
    Reprint,
    Said,
    Statement,
    Table,
)
from rag.verdict import alone, refusal, shorts_of, uncompared, verdict_of

POOL = 20  # passages a part that are looked at before the reader


@dataclass(slots=True)
class Outcome:
    """What the parts of one question come to, filled in as they are told."""

    seen: list[Passage]
    ledger: Ledger
    said: list[Statement] = field(default_factory=list)
    proved: list[Proved] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    computed: tuple[str, str] | None = None
    conflicts: tuple[Conflict, ...] = ()
    table: Table | None = None
    other_period: str | None = None

    def say(self, statement: Statement) -> Said:
        """Add a statement; return it with its citations."""
        self.said.append(statement)
        return Said(statement, self.ledger.of(statement))


class Pipeline:
    """The models of an answerer, and what they do with a question over an index."""

    def __init__(self, models: Models, generator: Generator | None = None) -> None:
        self._models = models
        self._generator = generator

    def events(
        self,
        question: Question,
        index: Index,
        filters: Filters | None,
        id: str | None,
    ) -> Iterator[Event]:
        """Yield the passages found, each statement once verified, and the whole answer."""
        clock = Clock()
        question = self._settled(surveyed(question, index, filters), index, filters)
        pools = [self._pool(part, index, filters) for part in question.parts]
        seen = distinct([passage for pool in pools for passage in pool.shown()])
        if len(seen) < 3:
            seen = distinct([*seen, *retrieve(question.text, index, 3, (), filters)])
        clock.stop("retrieve")
        yield Found(tuple(seen))

        outcome = Outcome(seen, Ledger(partial(_reprints, index)))
        for told in self._claims(question, pools, index, outcome.proved, clock):
            if isinstance(told, Note):
                outcome.notes.append(told.text)
            elif (statement := _statement(told, outcome)) is not None:
                yield outcome.say(statement)
        if len(outcome.proved) > 1:
            outcome.computed = compared(question, outcome.proved)
        if outcome.computed is not None:
            numbers = sorted({n for statement in outcome.said for n in statement.citations})
            yield outcome.say(Statement(outcome.computed[0], tuple(numbers), "computed"))
        self._complete(outcome, question, pools, index, filters)
        clock.stop("verify")
        yield self._answer(question, index, outcome, id, clock)

    def _complete(
        self,
        outcome: Outcome,
        question: Question,
        pools: Sequence[Pool],
        index: Index,
        filters: Filters | None,
    ) -> None:
        """Add what stands beside the statements: a table, conflicts, why nothing is said."""
        proved = outcome.proved
        outcome.table = tabled(
            question, proved, outcome.ledger, outcome.computed[0] if outcome.computed else None
        )
        outcome.conflicts = self._conflicts(question, proved, pools, outcome.ledger, index)
        if proved:
            return
        outcome.notes += remarks(question, index, filters)
        if len(pools) == 1 and (near := other_period(question.parts[0], pools[0].passages)):
            outcome.seen = distinct([near[0], *outcome.seen])
            outcome.other_period = near[1]

    def _settled(self, question: Question, index: Index, filters: Filters | None) -> Question:
        """Return a question with the parts that can all be proved, where it has two sets."""
        if not question.instead or self._all(question.parts, index, filters):
            return question
        instead = self._all(question.instead, index, filters)
        return replace(question, parts=instead) if instead else question

    def _all(
        self, parts: Sequence[Part], index: Index, filters: Filters | None
    ) -> tuple[Part, ...]:
        """Return the parts where each of them can be proved, () where one cannot.

        全市 is that of the article that proves the part before.
        """
        done: list[Proved] = []
        for part in parts:
            asked = in_city(part, done[0].article.regions) if done else part
            one = self._prove(asked, self._pool(asked, index, filters), index, Clock())
            if one is None:
                return ()
            done.append(one)
        return tuple(item.part for item in done)

    def _conflicts(
        self,
        question: Question,
        proved: Sequence[Proved],
        pools: Sequence[Pool],
        ledger: Ledger,
        index: Index,
    ) -> tuple[Conflict, ...]:
        """Return what other articles say otherwise of each part that is proved."""
        found = zip(question.parts, pools, strict=True)
        by_label = {part.label: pool.passages for part, pool in found}
        return tuple(
            Conflict(dispute.text, ledger.number(dispute.quotes))
            for item in proved
            for dispute in disputes(item, by_label[item.part.label], index.pages)
        )

    def _claims(
        self,
        question: Question,
        pools: Sequence[Pool],
        index: Index,
        proved: list[Proved],
        clock: Clock,
    ) -> Iterator[Claim | Note]:
        """Yield what is said of each part once it is proved; ``proved`` takes the proofs."""
        for part, pool in zip(question.parts, pools, strict=True):
            one = self._prove(part, pool, index, clock, proved)
            if one is not None:
                told = any(rest_on_one(one, other) for other in proved)
                proved.append(one)
                if self._generator is None and not told:
                    yield Claim(one.text, one.quotes, "extractive")
        if self._generator is not None and proved:
            passages = distinct([passage for pool in pools for passage in pool.shown()])
            task = Task(question, proved, passages, index.pages)
            yield from compose(task, self._generator, clock)

    def _pool(self, part: Part, index: Index, filters: Filters | None) -> Pool:
        found = retrieve(part.text, index, POOL, part.regions, filters)
        return choose(part, found)

    def candidates(self, question: Question, index: Index) -> list[tuple[Part, list[Evidence]]]:
        """Return each part of a question with all that may answer it, surest first."""
        clock = Clock()
        return [
            (part, self._evidence(part, self._pool(part, index, None), clock))
            for part in question.parts
        ]

    def _evidence(self, part: Part, pool: Pool, clock: Clock) -> list[Evidence]:
        chosen = pool.read(2 * READ if wants_latest(part.text) else READ)
        weighed = self._read(part, chosen) or self._read(part, pool.further())
        clock.stop("read")
        return weighed

    def _read(self, part: Part, passages: Sequence[Passage]) -> list[Evidence]:
        readings = headed(self._models.reader, part.text, passages)
        return weigh(part, passages, readings, self._models)

    def _prove(
        self,
        part: Part,
        pool: Pool,
        index: Index,
        clock: Clock,
        before: Sequence[Proved] = (),
    ) -> Proved | None:
        found = self._evidence(part, pool, clock)
        found = [one for one in found if not any(is_taken(part, one, other) for other in before)]
        one = prove(part, found, self._models.calibration.threshold, index.pages)
        clock.stop("verify")
        return one

    def _answer(
        self,
        question: Question,
        index: Index,
        outcome: Outcome,
        id: str | None,
        clock: Clock,
    ) -> Answer:
        lacking = uncompared(question, outcome.proved, outcome.computed)
        lacking = (*lacking, *alone(question, outcome.proved))
        verdict = verdict_of(question, outcome.proved, bool(lacking))
        done = {item.part.label for item in outcome.proved}
        missing = tuple(part.label for part in question.parts if part.label not in done)
        shorts = shorts_of(outcome.proved, outcome.said)
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
            text=written(outcome.said) or refusal(question, unknown, outcome.other_period),
            statements=tuple(outcome.said),
            short=tuple(shorts),
            citations=tuple(outcome.ledger.citations),
            nearest=() if verdict == "answered" else nearest(outcome.seen, index.pages),
            missing=missing if verdict == "partial" else (),
            conflicts=outcome.conflicts,
            model=self._spoken(outcome.said),
            timings_ms=clock.timings(),
            notes=(*outcome.notes, *lacking),
            table=outcome.table,
        )

    def _spoken(self, said: Sequence[Statement]) -> ModelNames:
        """Return the models' names, the generator's where one of its sentences is said."""
        names = self._models.names
        if self._generator is None or all(one.path != "generated" for one in said):
            return names
        return replace(names, generator=f"{self._generator.name}@{self._generator.revision}")


def _statement(told: Claim, outcome: Outcome) -> Statement | None:
    """Return a claim as a statement, None where the same is said already."""
    when = _when(outcome.proved[-1]) if told.path == "extractive" else (None, None)
    statement = Statement(told.text, outcome.ledger.number(told.quotes), told.path, *when)
    said = {(one.text, one.citations) for one in outcome.said}
    return None if (told.text, statement.citations) in said else statement


def _when(item: Proved) -> tuple[str | None, str | None]:
    """Return what period a statement is of and the date of its article, where they are known."""
    fact = item.fact
    return (period_of(fact) if fact else None), item.article.published


def _reprints(index: Index, article_id: str) -> tuple[Reprint, ...]:
    """Return the other articles that print an article's story."""
    others = (index.articles[one] for one in index.copies.of(article_id))
    return tuple(Reprint(a.source, a.article_id, a.title, a.published) for a in others)
