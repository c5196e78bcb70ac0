"""Who has most of a thing, out of a sentence that gives each its figure: the figures decide.

「哪个地区投资增长最快」 is not answered by the first or the last of those that the text lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rag.figures import Figure, find_figures
from rag.types import Span

_WHO = re.compile("哪(?![年天月日])|谁|什么|啥")
_ORDER = re.compile(
    "最(?:(?P<most>[多高大快长贵重热强远宽久猛狠厉])|(?P<least>[少低小慢短冷轻弱窄]|便宜))(?!级)"
)
_SAID = re.compile("最|第一|首|冠|领[跑先]|榜|更|分别|依次")  # the text has its own order
_GROWTH = re.compile("增[速幅长加]|[涨升跌]|降(?![雨水雪温落])|减|[变长窜蹿]得")
_FALL = re.compile("降(?![雨水雪温落])|跌|减少|收窄")
_WHOLE = re.compile(
    "全[国省市区县球年]|我国|合计|总计|共|平均|累计|去年|上年|同期|目标|计划|突破|超"
)
_BREAK = "，,；;。、：:"


def is_outdone(question: str, sentence: str, answer: Span) -> bool:
    """Return whether another figure of a sentence is beyond that of who is said to have most.

    >>> text = "东部投资增长1.4%，中部投资增长4.6%，西部投资增长2.3%"
    >>> is_outdone("哪里投资增长最快", text, Span(13, 15)), is_outdone("哪里最快", text, Span(0, 2))
    (False, True)
    """
    order = _ORDER.search(question)
    if order is None or not _WHO.search(question) or _SAID.search(sentence):
        return False
    if find_figures(sentence[answer.start : answer.end]):
        return False
    grown = _GROWTH.search(question) is not None
    figures = [f for f in find_figures(sentence) if f.value and (f.family == "percent") == grown]
    own = _figure_of(answer, figures, sentence)
    if own is None:
        return False
    rivals = [f for f in figures if _alike(f, own) and not _WHOLE.search(_before(f, sentence))]
    mine, *others = (_value(f, sentence) for f in (own, *rivals))
    downward = bool(order["least"]) != (_FALL.search(question) is not None)
    return any(other < mine if downward else other > mine for other in others)


def _figure_of(answer: Span, figures: Sequence[Figure], sentence: str) -> Figure | None:
    """Return the figure told of an answer: the one in its clause, else the next behind it."""
    begin, end = _clause(answer.start, sentence)
    beside = [figure for figure in figures if begin <= figure.start < end]
    if len(beside) == 1:
        return beside[0]
    return next((figure for figure in figures if figure.start >= answer.end), None)


def _clause(at: int, sentence: str) -> tuple[int, int]:
    begin = max(sentence.rfind(sign, 0, at) for sign in _BREAK) + 1
    ends = [end for sign in _BREAK if (end := sentence.find(sign, at)) >= 0]
    return begin, min(ends, default=len(sentence))


def _before(figure: Figure, sentence: str) -> str:
    return sentence[_clause(figure.start, sentence)[0] : figure.start]


def _alike(one: Figure, other: Figure) -> bool:
    return one is not other and (one.family, one.unit) == (other.family, other.unit)


def _value(figure: Figure, sentence: str) -> Decimal:
    """Return a figure's value, below zero where it tells of a fall."""
    return -figure.value if _FALL.search(_before(figure, sentence)) else figure.value
