"""An answerer of one made-up page that knows one fact, for tests of the HTTP face."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rag.retrieve import Filters
from rag.types import (
    Answer,
    Article,
    Chunk,
    Citation,
    Event,
    Found,
    ModelNames,
    Page,
    Passage,
    Piece,
    Said,
    Statement,
    Timings,
    Turn,
)

# The article's sentence is broken by another article's caption, as on a real page.
TEXT = "青禾区新增学位\n\n青禾区今年新增学\n\n▲湖边晨练的市民。\n\n位1.2万个。\n"
HEAD, LEFT, CAPTION, RIGHT = (
    "青禾区新增学位",
    "青禾区今年新增学",
    "▲湖边晨练的市民。",
    "位1.2万个。",
)


def _piece(text: str, at: int, role: str, adjacent: bool = False) -> Piece:
    start = TEXT.index(text + "\n")
    return Piece(start, start + len(text), at, role, adjacent)  # type: ignore[arg-type]


SCHOOLS = Article(
    article_id="2021-05/03版#1",
    source="2021-05/03版.txt",
    title=HEAD,
    byline=None,
    published=None,
    year=None,
    regions=("青禾区",),
    pieces=(
        _piece(HEAD, 0, "title"),
        _piece(LEFT, 8, "body", adjacent=True),
        _piece(RIGHT, 16, "body"),
    ),
    text=f"{HEAD}\n{LEFT}{RIGHT}",
)
LAKE = Article(
    article_id="2021-05/03版#2",
    source="2021-05/03版.txt",
    title="湖边晨练",
    byline="记者 林小满",
    published="2021-05-09",
    year=2021,
    regions=("柳溪县",),
    pieces=(_piece(CAPTION, 0, "caption"),),
    text=CAPTION,
)
QUOTES = tuple(
    Citation(
        number, SCHOOLS.source, SCHOOLS.article_id, HEAD, None, span.start, span.end,
        TEXT[span.start : span.end], 0.9,
    )
    for number, span in enumerate(SCHOOLS.locate(8, 23), 1)
)  # fmt: skip
SAID = Statement("青禾区今年新增学位1.2万个。", (1, 2))
COMPARED = Statement("此外没有别的数字。", (2,))


class Corpus:
    pages: Mapping[str, Page] = {SCHOOLS.source: Page(SCHOOLS.source, TEXT, "hash")}
    articles: Mapping[str, Article] = {each.article_id: each for each in (SCHOOLS, LAKE)}


class FakeAnswerer:
    """Answers what has 学位 in it, refuses the rest; keeps what it was asked."""

    index = Corpus()

    def __init__(self, between: Callable[[], None] = lambda: None) -> None:
        self.asked: list[tuple[str, tuple[Turn, ...], Filters | None]] = []
        self.documents: list[Mapping[str, str]] = []
        self.steps: list[str] = []
        self._between = between  # called between the events of an answer

    def check(
        self,
        question: str,
        history: Sequence[Turn] = (),
        documents: Mapping[str, str] | None = None,
    ) -> None:
        """Any question will do."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Event]:
        self.asked.append((question, tuple(history), filters))
        self.steps.append("found")
        yield Found(tuple(self.search(question)))
        self._between()
        said = (SAID, COMPARED) if "学位" in question else ()
        for statement in said:
            self.steps.append("said")
            yield Said(statement, tuple(q for q in QUOTES if q.id in statement.citations))
            self._between()
        self.steps.append("answered")
        yield answer_of(question, said)

    def stream_over(
        self, question: str, documents: Mapping[str, str], history: Sequence[Turn] = ()
    ) -> Iterator[Event]:
        self.documents.append(documents)
        return self.stream(question, history)

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Passage]:
        self.asked.append((question, (), filters))
        chunk = Chunk("c1", SCHOOLS.article_id, 8, 23, LEFT + RIGHT)
        return [Passage(chunk, SCHOOLS, 1, 1.3, {"lexical": 12.5, "dense": 0.75})][:k]


def answer_of(question: str, said: tuple[Statement, ...]) -> Answer:
    text = "\n".join(one.text + "".join(f"[{n}]" for n in one.citations) for one in said)
    return Answer(
        id=None,
        question=question,
        verdict="answered" if said else "unanswerable",
        text=text or "已收录的文章没有说明这一点。",
        statements=said,
        short=("1.2万个",) if said else (),
        citations=QUOTES if said else (),
        nearest=() if said else QUOTES[:1],
        missing=(),
        conflicts=(),
        model=ModelNames("letters@1", "reader@1"),
        timings_ms=Timings(1.0, 2.0, 3.0, 6.0),
    )
