"""What flows through the pipeline: frozen values, no behaviour beyond looking things up in them.

Offsets are character offsets. Two texts have them: the page (the decoded source file, what a
citation counts in) and the article (its pieces of the page joined in reading order, what search and
reading work on). ``Article.locate`` leads from the second to the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Role = Literal["title", "byline", "caption", "body", "head", "row"]
Verdict = Literal["answered", "partial", "unanswerable"]
Spoken = Literal["extractive", "generated", "computed"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """One decoded source file; ``source`` is its path, ``published`` the date in its markup."""

    source: str
    text: str
    sha256: str
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of page characters that belongs to an article.

    ``article.text[at : at + end - start] == page.text[start:end]``. ``adjacent`` says that only
    white space lies between this piece and the one before it in the page.
    """

    start: int
    end: int
    at: int
    role: Role
    adjacent: bool


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a page, its pieces in reading order.

    ``text`` is all of it: title, byline, body and captions, a line break between paragraphs,
    nothing where the page broke a sentence, column heads and units between a table row's cells.
    ``published`` is an ISO date, ``year`` the year that 「今年」 means, each None when unknown.
    ``regions`` holds those that it speaks of, the one it is about first.
    """

    article_id: str
    source: str
    title: str
    byline: str | None
    published: str | None
    year: int | None
    regions: tuple[str, ...]
    pieces: tuple[Piece, ...]
    text: str

    def locate(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the page spans of ``text[start:end]``: one, or one a side of each gap.

        A table's row stands there whole, with the head without which its figures say nothing.
        """
        cut = self._cut(start, end)
        rows = [piece for piece in cut if piece.role == "row"]
        if not rows or any(piece.role == "head" for piece in cut):
            return tuple(_merged(cut))
        first = self.text.rfind("\n", 0, rows[0].at) + 1
        last = self.text.find("\n", rows[-1].at)
        whole = self._cut(min(start, first), max(end, last))
        return (*_merged(self._head_of(rows[0])), *_merged(whole))

    def role_at(self, position: int) -> Role:
        """Return the role of the piece that a position of the text is in or behind."""
        before = {piece.at: piece.role for piece in self.pieces if piece.at <= position}
        return before[max(before)] if before else "body"

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return where the whole article stands in the page, in reading order."""
        return self.locate(0, len(self.text))

    def _head_of(self, row: Piece) -> list[Piece]:
        heads = [one for one in self.pieces if one.role == "head" and one.at < row.at]
        return [one for one in heads if "\n" not in self.text[one.at : heads[-1].at]]

    def _cut(self, start: int, end: int) -> list[Piece]:
        cut = []
        for piece in self.pieces:
            left = max(start, piece.at)
            right = min(end, piece.at + piece.end - piece.start)
            if left < right:
                shift = piece.start - piece.at
                cut.append(Piece(left + shift, right + shift, left, piece.role, piece.adjacent))
        return cut


def _merged(pieces: Sequence[Piece]) -> list[Span]:
    spans: list[Span] = []
    for piece in pieces:
        if spans and piece.adjacent:
            spans[-1] = Span(spans[-1].start, piece.end)
        else:
            spans.append(Span(piece.start, piece.end))
    return spans


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole sentences of one article: ``article.text[start:end] == text``."""

    chunk_id: str
    article_id: str
    start: int
    end: int
    text: str


class Hit(NamedTuple):
    """A chunk's number in the index and the score that one retriever gave it."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a query; ``scores`` holds what each retriever gave it."""

    chunk: Chunk
    article: Article
    rank: int
    score: float
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reprint:
    """Another article that prints the same story: no source of its own."""

    source: str
    article_id: str
    article: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and where it stands: ``page.text[start:end] == quote``.

    ``also_in`` names the articles that print the same story.
    """

    id: int
    source: str
    article_id: str
    article: str
    published: str | None
    start: int
    end: int
    quote: str
    score: float
    also_in: tuple[Reprint, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with the ids of the citations that prove it.

    ``path`` says whose words it is in: the page's, a generator's or those of a computation.
    ``period`` is what its figure is of, ``as_of`` the article's ISO date, where they are known.
    """

    text: str
    citations: tuple[int, ...]
    path: Spoken = "extractive"
    period: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What other sources say of the same thing."""

    statement: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A figure as the article has it, its citation, its period and the article's date.

    A blank, of which nothing is reported, has no citation.
    """

    text: str
    citation: int | None
    period: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """What is told of one region, year or indicator."""

    label: str
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """An answer of several parts side by side, and what was computed of them."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    computed: str | None = None


@dataclass(frozen=True, slots=True)
class ModelNames:
    """Which models spoke, each as ``name@revision``; ``generator`` is None where none wrote."""

    encoder: str
    reader: str
    generator: str | None = None


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent in each stage; ``write`` is what a generator took."""

    retrieve: float
    read: float
    verify: float
    total: float
    write: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the outside gets: the fields of the contract, in its order.

    ``notes`` says in a sentence each what went otherwise than asked (a generator that failed).
    ``table`` shows the parts of a question that has several.
    """

    id: str | None
    question: str
    verdict: Verdict
    text: str
    statements: tuple[Statement, ...]
    short: tuple[str, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    missing: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    model: ModelNames
    timings_ms: Timings
    notes: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The first event of a streamed answer: the passages that will be read."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An event of a streamed answer: a verified statement and the citations that prove it."""

    statement: Statement
    citations: tuple[Citation, ...]


Event = Found | Said | Answer
"""What a stream gives, in this order: Found, any number of Said, the whole Answer."""
