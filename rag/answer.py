"""Evidence → an answer a person can check: statements, each proved by quotes of the page.

A statement is the source's own clause, with the region put in front where the clause leaves it out.
What fails a check of ``rag.verify`` is not said; the next best evidence gets its turn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.asked import fits
from rag.compare import Cell, comparison
from rag.evidence import Evidence
from rag.questions import Part, Question
from rag.types import Article, Citation, Page, Passage, Span, Statement, Verdict
from rag.verify import figures_hold, figures_of, mentions_of

TRIES = 5  # pieces of evidence looked at before a part is given up
AS_SURE = 0.2  # how far below the first a piece of evidence is as good, if it is later
NEAREST = 3  # passages shown beside a refusal

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WHOLE = re.compile(r"^(全区|全市|全县|该区|该市|该县|我区|我市|我县)")
_MARKS = re.compile(r"^[-–▲△▼■□●○★◆·•\s]*[①-⑳]?\s*")  # before a caption or an item of a list
_LEADING = re.compile(r"^(其中|同时|此外|另外|目前|据悉|据了解|据介绍|而|并|且|还|也|以及)[，,]?")
_SUBJECTLESS = re.compile(
    r"^(力争|计划|预计|拟|将|已|共|全面|今年|去年|上半年|年内|新增|新建|完成|实现|建成|启动|打造|推进|坚持|"
    r"投入|引进|实施|加快|开展|聚焦|获得|拥有|成功|推动|举办|改造|确保|争取|争创|累计|近|约|在|对|为|以)"
)


@dataclass(frozen=True, slots=True)
class Proved:
    """A statement of one part with the page quotes that prove it, not yet numbered."""

    part: Part
    evidence: Evidence
    text: str
    short: str
    quotes: tuple[Citation, ...]


class Ledger:
    """The citations of one answer: numbered from 1 as they come, the same quote only once."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []

    def number(self, quotes: Sequence[Citation]) -> tuple[int, ...]:
        """Return the ids of the quotes, entering those not cited yet."""
        return tuple(self._number(quote) for quote in quotes)

    def of(self, statement: Statement) -> tuple[Citation, ...]:
        """Return the citations of a statement."""
        return tuple(quote for quote in self.citations if quote.id in statement.citations)

    def _number(self, quote: Citation) -> int:
        for known in self.citations:
            if (known.source, known.start, known.end) == (quote.source, quote.start, quote.end):
                return known.id
        self.citations.append(_numbered(quote, len(self.citations) + 1))
        return len(self.citations)


def prove(
    part: Part, found: Sequence[Evidence], threshold: float, pages: Mapping[str, Page]
) -> Proved | None:
    """Return the first piece of evidence that is sure enough and passes every check."""
    for evidence in _latest_first(found[:TRIES]):
        if evidence.confidence < threshold:
            return None
        article = evidence.passage.article
        quotes = cite(article, evidence.window, evidence.confidence, pages)
        text = phrase(part, evidence)
        if quotes and figures_hold(text, evidence.text):
            return Proved(part, evidence, text, evidence.short, quotes)
    return None


def _latest_first(found: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence, and of what is as sure as the first, the latest year's before it."""
    if not found:
        return []
    year = found[0].passage.article.year
    later = [
        evidence
        for evidence in found[1:]
        if year is not None
        and (evidence.passage.article.year or 0) > year
        and evidence.confidence >= found[0].confidence - AS_SURE
    ]
    later.sort(key=lambda evidence: -(evidence.passage.article.year or 0))
    return [*later, *(evidence for evidence in found if evidence not in later)]


def cite(
    article: Article, window: Span, score: float, pages: Mapping[str, Page]
) -> tuple[Citation, ...]:
    """Return a citation, numbered 0, for each unbroken run of the window in its page."""
    text = pages[article.source].text
    return tuple(
        Citation(
            id=0,
            source=article.source,
            article_id=article.article_id,
            article=article.title,
            published=article.published,
            start=span.start,
            end=span.end,
            quote=text[span.start : span.end],
            score=round(score, 4),
        )
        for span in article.locate(window.start, window.end)
        if text[span.start : span.end].strip()
    )


def phrase(part: Part, evidence: Evidence) -> str:
    """Return the window as a sentence that says whom it speaks of."""
    text = re.sub(r"\s*\n\s*", "", evidence.text).strip()
    text = _MARKS.sub("", text)
    text = _LEADING.sub("", text).rstrip("，,；;、：:")
    if part.regions and not _names(text, part.regions):
        region = part.regions[0]
        if _WHOLE.match(text):
            text = _WHOLE.sub(region, text, count=1)
        else:
            text = f"{region}{'' if _SUBJECTLESS.match(text) else '：'}{text}"
    return text if re.search(r"[。！？!?…”」』]$", text) else f"{text}。"


def _names(text: str, regions: Sequence[str]) -> bool:
    return any(m.name in regions for m in mentions_of(text)) or any(
        region.rstrip("区县市") in text for region in regions
    )


def compared(question: Question, proved: Sequence[Proved]) -> tuple[str, str] | None:
    """Return the computed statement of a comparison and its bare result, where one is asked."""
    cells = []
    for item in proved:
        wanted = item.part.asked
        figures = [
            figure
            for figure in figures_of(item.short) or figures_of(item.evidence.text)
            if wanted is None or fits(figure, wanted)
        ]
        if not figures or len(item.part.regions) != 1:
            return None
        cells.append(Cell(item.part.regions[0], figures[0]))
    return comparison(question.text, cells)


def nearest(passages: Sequence[Passage], pages: Mapping[str, Page]) -> tuple[Citation, ...]:
    """Return the closest passages looked at, as citations numbered from 1."""
    near: list[Citation] = []
    for passage in passages:
        if len(near) == NEAREST:
            break
        window = Span(passage.chunk.start, passage.chunk.end)
        quotes = cite(passage.article, window, passage.score, pages)
        if quotes:
            near.append(_numbered(quotes[0], len(near) + 1))
    return tuple(near)


def _numbered(quote: Citation, number: int) -> Citation:
    return Citation(
        number,
        quote.source,
        quote.article_id,
        quote.article,
        quote.published,
        quote.start,
        quote.end,
        quote.quote,
        quote.score,
    )


def written(statements: Sequence[Statement]) -> str:
    """Return the statements as one text, each followed by its markers.

    >>> written([Statement("新增3.9万人。", (1, 2))])
    '新增3.9万人。[1][2]'
    """
    return "\n".join(
        statement.text + "".join(f"[{number}]" for number in statement.citations)
        for statement in statements
    )


def refusal(question: Question, unknown: Sequence[str]) -> str:
    """Return the sentence that says the articles do not say, in the question's language."""
    if not _HAN.search(question.asked):
        return (
            "The articles do not say."
            if question.parts
            else ("This is an instruction, not a question about the articles.")
        )
    if not question.parts:
        return "这不是关于文章内容的提问：泉问只回答已收录文章里写明的事。"
    if unknown:
        return f"已收录的文章没有关于{'、'.join(unknown)}的报道。"
    return "已收录的文章没有说明这一点。"


def verdict_of(question: Question, proved: Sequence[Proved]) -> Verdict:
    """Return how much of the question was proved."""
    if not proved:
        return "unanswerable"
    return "answered" if len(proved) == len(question.parts) else "partial"
