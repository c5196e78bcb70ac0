"""The generated answer: a model's sentences as far as they are proved, the page's own elsewhere.

Whether the articles answer at all has been decided before, by the fitted threshold: a model words
what was found and cannot lift a refusal. A sentence is given once it is proved and never taken
back; what fails is not said, and each part that is then still open gets its extractive statement.
"""

from __future__ import annotations

import re
from collections.abc import Generator as Stream
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from rag.admission import admits
from rag.anchors import Quote, plain
from rag.answer import Proved, cite
from rag.attribution import attribute
from rag.claims import PAIRS, proves, share_of_pairs
from rag.clock import Clock
from rag.errors import GeneratorFailed
from rag.features import coverage, fitting
from rag.figures import same_value
from rag.phrasing import about
from rag.prompt import Message, fitted, messages_of
from rag.prose import Sentence, sentences
from rag.questions import Part, Question
from rag.types import Citation, Page, Passage, Spoken
from rag.verify import figures_of

MOST_SAID = 8  # sentences of one answer
MOST_READ = 16  # sentences looked at before a model that goes on and on is stopped
MOST_CHARACTERS = 6000
MET = 0.3  # the share of what is asked that a sentence must speak of

_HAN = re.compile(r"[\u4e00-\u9fff]")


class Generator(Protocol):
    """What writes prose with markers about numbered passages."""

    @property
    def name(self) -> str:
        """What the model is called."""

    @property
    def revision(self) -> str:
        """What tells this state of the model from others."""

    def room(self, messages: Sequence[Message]) -> int:
        """Return how many tokens of the window are left beside messages and an answer."""

    def write(self, messages: Sequence[Message], passages: int) -> Stream[str, None, None]:
        """Yield the answer in pieces; ``passages`` is the highest marker that means something.

        Raises:
            GeneratorFailed: it broke off, told in a few words.
        """


@dataclass(frozen=True, slots=True)
class Task:
    """A question, what was proved of it without a generator, and where its passages stand."""

    question: Question
    floor: Sequence[Proved]
    passages: Sequence[Passage]
    pages: Mapping[str, Page]


@dataclass(frozen=True, slots=True)
class Claim:
    """A proved sentence with its quotes, not yet numbered."""

    text: str
    quotes: tuple[Citation, ...]
    path: Spoken


@dataclass(frozen=True, slots=True)
class Note:
    """What went otherwise than asked, in a sentence for the user."""

    text: str


def compose(task: Task, generator: Generator, clock: Clock) -> Iterator[Claim | Note]:
    """Yield each claim once it is proved, the extractive ones for what is left open, then notes."""
    said: list[Claim] = []
    failure: str | None = None
    try:
        for claim in _generated(task, generator, clock):
            said.append(claim)
            yield claim
    except Exception as error:  # whatever a model does, the user gets the proved answer
        failure = str(error) if isinstance(error, GeneratorFailed) else type(error).__name__
    clock.stop("write")
    for item in task.floor:
        if not any(_covers(claim, item) for claim in said):
            said.append(Claim(item.text, item.quotes, "extractive"))
            yield said[-1]
    if failure is not None or not any(claim.path == "generated" for claim in said):
        yield _note(task.question, failure)


def _generated(task: Task, generator: Generator, clock: Clock) -> Iterator[Claim]:
    shown = fitted(task.question.text, _ranked(task), generator.room)
    if not shown:
        raise GeneratorFailed(_worded(task.question, *_NO_ROOM))
    said: set[str] = set()
    with closing(generator.write(messages_of(task.question.text, shown), len(shown))) as pieces:
        for read, sentence in enumerate(sentences(_bounded(pieces)), 1):
            clock.stop("write")
            claim = _claim(sentence, task, shown)
            clock.stop("verify")
            if claim is not None and claim.text not in said:
                said.add(claim.text)
                yield claim
            if len(said) == MOST_SAID or read == MOST_READ:
                return


def _ranked(task: Task) -> list[Passage]:
    """Return the passages, those that the extractive answer rests on first."""
    first = [item.evidence.passage for item in task.floor]
    ids = [passage.chunk.chunk_id for passage in first]
    by_id = {passage.chunk.chunk_id: passage for passage in [*first, *task.passages]}
    return [by_id[each] for each in dict.fromkeys([*ids, *by_id])]


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    written = 0
    for piece in pieces:
        yield piece
        written += len(piece)
        if written > MOST_CHARACTERS:
            return


def _claim(sentence: Sentence, task: Task, shown: Sequence[Passage]) -> Claim | None:
    """Return a sentence as a claim, None unless it is proved and speaks of what is asked."""
    asked = [item for item in task.floor if _speaks_of(item.part, sentence)]
    if not asked:
        return None
    quotes = attribute(sentence, shown)
    told = (item for item in asked if _tells(sentence, item))
    item = next((item for item in told if _rests_on(quotes, item)), None)
    if item is None:
        return None
    text = about(item.part, sentence.text)
    if text != sentence.text and not proves(quotes, text):
        return None
    score = share_of_pairs(plain(text), plain("\n".join(quote.text for quote in quotes)))
    cited = [one for q in quotes for one in cite(q.article, q.span, score, task.pages)]
    return Claim(text, tuple(cited), "generated")


def _speaks_of(part: Part, sentence: Sentence) -> bool:
    """Return whether a sentence is about what a part asks, with a figure where one is asked for."""
    if coverage(part.terms, sentence.text) < MET:
        return False
    if part.asked is None or "date" in part.asked.families:
        return True
    return bool(fitting(sentence.text, part.asked))


def _tells(sentence: Sentence, item: Proved) -> bool:
    """Return whether a sentence gives the proved figure: another one of the same is not said."""
    if item.fact is None:
        return True
    return any(same_value(item.fact.figure, figure) for figure in figures_of(sentence.text))


def _rests_on(quotes: Sequence[Quote], item: Proved) -> bool:
    """Return whether quotes are of the region and time that a part asks about.

    A figure that is asked for comes from the article that the extractive answer chose, which is
    the latest; another may tell of another year.
    """
    own = item.evidence.passage.article.article_id
    if item.part.asked is not None and any(q.article.article_id != own for q in quotes):
        return False
    return any(admits(item.part, quote.article, quote.span) for quote in quotes)


def _covers(claim: Claim, item: Proved) -> bool:
    """Return whether a claim says what the extractive statement of a part says."""
    if claim.text == item.text or plain(item.short).rstrip("。") in plain(claim.text):
        return True
    wanted = figures_of(item.short)
    if wanted:
        return all(any(same_value(f, g) for g in figures_of(claim.text)) for f in wanted)
    return share_of_pairs(plain(item.text), plain(claim.text)) >= PAIRS


_NO_ROOM = ("模型的上下文放不下一个段落", "its window has no room for one passage")
_FAILED = (
    "生成模型没有写完（{}），其余用原文句子回答。",
    "The generator did not finish ({}); the rest is in the articles' own words.",
)
_UNPROVED = (
    "生成模型写的内容没有一句能由原文证明，改用原文句子回答。",
    "Nothing that the generator wrote is proved by the articles; the answer is in their own words.",
)


def _note(question: Question, failure: str | None) -> Note:
    if failure is None:
        return Note(_worded(question, *_UNPROVED))
    return Note(_worded(question, *_FAILED).format(failure))


def _worded(question: Question, chinese: str, english: str) -> str:
    return chinese if _HAN.search(question.asked) else english
