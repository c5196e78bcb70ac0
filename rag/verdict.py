"""How much of a question was answered, and what is said of the rest.

A comparison that was asked for and could not be computed is no whole answer: a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer import Proved
from rag.derivation import operation_of
from rag.keywords import content_terms
from rag.parts import split, works_out
from rag.questions import Question
from rag.survey import asks_each
from rag.types import Statement, Verdict

_HAN = re.compile(r"[\u4e00-\u9fff]")


def refusal(question: Question, unknown: Sequence[str], period: str | None = None) -> str:
    """Return the sentence that says the articles do not say, in the question's language.

    ``unknown`` are regions that no article speaks of; ``period`` is one that they do tell of.
    """
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
    if period:
        years = "、".join(f"{year}年" for year in question.parts[0].years)
        return f"已收录的文章没有说明{years}的这一数据，最接近的是{period}的。"
    return "已收录的文章没有说明这一点。"


def alone(question: Question, proved: Sequence[Proved]) -> tuple[str, ...]:
    """Return the note that one region is told of where every one is asked about, () for none."""
    if len(proved) != 1 or len(question.parts) != 1 or not asks_each(question.text):
        return ()
    return ("问题问的是各个地方，这里只查到一处的说法。",)


def verdict_of(question: Question, proved: Sequence[Proved], lacking: bool) -> Verdict:
    """Return how much of the question was answered; ``lacking`` where a comparison is not."""
    if not proved:
        return "unanswerable"
    return "answered" if len(proved) == len(question.parts) and not lacking else "partial"


def uncompared(
    question: Question, proved: Sequence[Proved], computed: tuple[str, str] | None
) -> tuple[str, ...]:
    """Return the note that figures were to be compared and are not, () where none is due."""
    if _is_half(question, proved):
        return ("问题要求的合计没有得出：查到的只是其中一项。",)
    asked = len(question.parts) > 1 and all(
        part.asked is not None and operation_of(part.text) is None  # 比去年增长多少 is told
        for part in question.parts
    )
    if computed or not proved or not asked or not works_out(question.text):
        return ()
    if len(proved) < len(question.parts):
        return ("问题要求的比较没有得出：缺少其中一部分的数据。",)
    return ("问题要求的比较没有得出：查到的数值不能直接比较。",)


def _is_half(question: Question, proved: Sequence[Proved]) -> bool:
    """Return whether one figure is told for a sum and is of some of its items only."""
    fact = proved[0].fact if len(proved) == 1 else None
    items = [{term.word for term in content_terms(label)} for _, label in split(question.text)]
    if fact is None or operation_of(question.text) != "sum" or len(question.parts) >= len(items):
        return False
    shared = set.intersection(*items)
    words = f"{fact.own}{fact.about}{fact.counted}{fact.after}"
    told = [any(word in words for word in own - shared) for own in items]
    return any(told) and not all(told)


def shorts_of(proved: Sequence[Proved], said: Sequence[Statement]) -> list[str]:
    """Return the bare answer of each part in the order of the statements that tell them."""
    said_at = {statement.text: place for place, statement in reversed([*enumerate(said)])}
    ordered = sorted(proved, key=lambda item: said_at.get(item.text, len(said)))
    places = {(item.article.article_id, item.evidence.answer): item.short for item in ordered}
    return list(places.values())
