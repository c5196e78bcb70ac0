"""The bare answer in a window: a whole figure of what is asked, or whole words and names.

A reader's span may end in the middle of a word, miss half of a name, or be a figure that stands
beside the one asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from jieba import posseg

from rag.binding import bound, closeness
from rag.chunks import split_clauses
from rag.dictionary import words
from rag.evidence import Evidence
from rag.facts import fact_at, facts_in
from rag.features import coverage, fitting
from rag.questions import Part
from rag.rates import is_change
from rag.types import Span
from rag.verify import figures_of

_UP_OR_DOWN = re.compile(
    r"[增升涨提多].{0,3}还是.{0,2}[减降跌少下回]|[减降跌少].{0,3}还是.{0,2}[增升涨提多]"
)
_HOW_MANY = re.compile("多少|几")
_CHANGED = re.compile(
    "(?:[同环]比)?(?:增长|增加|上升|提高|上涨|提升|下降|减少|降低|下跌|回落|减|增|降|涨|跌)了?(?:约|近|超过?)?$"
)
_CHANGES = re.compile("增长|增加|上升|提高|下降|减少|变化|多|少|高|低")
_BODY = re.compile(
    r".*(?:公司|集团|大学|学院|研究院|研究所|银行|医院|中心|协会|学会|商会|基金会|委员会|局|厅|部|院|社|厂)"
)
_QUOTES = {"“": "”", "《": "》", "「": "」", "『": "』", "（": "）", "(": ")"}
_OF_NAMES = ("n", "a", "b", "j", "l", "vn")  # jieba's tags of the words that such names are made of
_NAME_LONGEST = 16  # characters that a name may go on behind a reader's span


def bare(part: Part, evidence: Evidence) -> Span:
    """Return the bare answer of a piece of evidence, in article offsets."""
    text = evidence.passage.article.text
    asked = _UP_OR_DOWN.search(part.text)
    first = asked and not _HOW_MANY.search(part.text, 0, asked.start())
    if first and (change := _change(part, evidence)):
        return change
    if part.asked is not None:
        return _figure_asked(part, evidence) or evidence.answer
    answer = evidence.answer
    if part.kind != "person":  # in 王明确认 no dictionary finds the name
        answer = _whole_words(text, evidence.window, answer)
    else:
        answer = Span(
            answer.start, answer.end + _rest_of_name(text[answer.end : evidence.window.end])
        )
    return _unquoted(text, answer)


def _figure_asked(part: Part, evidence: Evidence) -> Span | None:
    """Return another figure of a window that is surely the one asked for, None for none.

    The only one that what stands next to the question word is said of, or in the unit asked.
    """
    if part.asked is None:
        return None
    article, window = evidence.passage.article, evidence.window
    spans = [
        Span(window.start + figure.start, window.start + figure.end)
        for figure in fitting(evidence.text, part.asked)
    ]
    if "ordinal" in part.asked.families:
        return _rank_asked(part, evidence, spans)
    if _fits(part, evidence, evidence.answer):
        return None
    held = {fact.start for fact in bound(part, article, window)}
    measured = {fact.start for fact in facts_in(article, window)}
    if evidence.answer in spans and evidence.answer.start not in measured:
        return None  # a time of day: what is said of it, the reader has read
    better = [
        span
        for span in spans
        if (span.start in held or span.start not in measured) and _fits(part, evidence, span)
    ]
    return better[0] if len(better) == 1 else None


def _rank_asked(part: Part, evidence: Evidence, spans: Sequence[Span]) -> Span | None:
    """Return the rank whose clause says more of what is asked than the answer's, None for none."""
    text, window = evidence.passage.article.text, evidence.window
    said = {span: coverage(part.terms, _clause(text, window, span)) for span in spans}
    best = max(said, key=said.__getitem__, default=None)
    found = coverage(part.terms, _clause(text, window, evidence.answer))
    return best if best and said[best] > found else None


def _fits(part: Part, evidence: Evidence, span: Span) -> bool:
    """Return whether a figure is in the unit asked, or told of the word that 多少 stands beside."""
    article = evidence.passage.article
    fact = fact_at(article, span)
    unit = part.asked.unit if part.asked else None
    if unit and fact and fact.figure.unit == unit:
        return True
    if unit or article.text[span.start - 1 : span.start] in ("从", "由"):  # 从7万提高到12万
        return False
    focus = [term for term in part.focus if not _CHANGES.fullmatch(term.word)]
    said = f"{fact.own} {fact.after}" if fact else _clause(article.text, evidence.window, span)
    return coverage(focus, said) >= 1


def _clause(text: str, window: Span, span: Span) -> str:
    """Return the clause of a window that a span begins in."""
    said = text[window.start : window.end]
    clauses = (
        said[one.start : one.end]
        for one in split_clauses(said)
        if one.start <= span.start - window.start < one.end
    )
    return next(clauses, "")


def _change(part: Part, evidence: Evidence) -> Span | None:
    """Return the change that a window tells of what is asked, 下降1.7%; None for none."""
    article, window = evidence.passage.article, evidence.window
    told = [fact for fact in facts_in(article, window) if is_change(fact)]
    for fact in sorted(told, key=lambda one: closeness(part, one), reverse=True):
        lead = _CHANGED.search(article.text[window.start : fact.start])
        if lead:
            return Span(window.start + lead.start(), fact.end)
    return None


def _whole_words(text: str, window: Span, answer: Span) -> Span:
    """Return an answer that ends in no word or figure: without the piece of one behind a figure."""
    for figure in figures_of(text[window.start : window.end]):
        at = Span(window.start + figure.start, window.start + figure.end)
        if at.start < answer.end < at.end:
            answer = Span(answer.start, at.end)
        if at.start < answer.start < at.end:
            answer = Span(at.start, answer.end)
        if answer.start == at.start and at.end < answer.end and _cut(text, window, answer):
            return at
    cut, begun = _cut(text, window, answer), _cut(text, window, answer, at_end=False)
    return Span(begun.start if begun else answer.start, cut.end if cut else answer.end)


def _cut(text: str, window: Span, answer: Span, at_end: bool = True) -> Span | None:
    """Return the word of the dictionary that an end of an answer cuts, None for none."""
    place = (answer.end if at_end else answer.start) - window.start
    for start, end in _words(text[window.start : window.end]):
        if start < place < end:
            return Span(window.start + start, window.start + end)
    return None


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for _, start, end in words().tokenize(text, HMM=False))


def _rest_of_name(after: str) -> int:
    """Return how much of the name of a body stands behind a span that begins it: 电子有限公司."""
    said = 0
    for word, tag in posseg.lcut(after[:_NAME_LONGEST]):
        if not tag.startswith(_OF_NAMES):
            return 0
        said += len(word)
        if _BODY.fullmatch(word):
            return said
    return 0


def _unquoted(text: str, answer: Span) -> Span:
    """Return an answer without a quotation mark or bracket whose other half it lacks."""
    start, end = answer.start, answer.end
    if _QUOTES.get(text[start - 1 : start]) == text[end : end + 1] and set(text[start:end]) & set(
        _QUOTES.values()
    ):
        return Span(start - 1, end + 1)  # “关键点”、“薄弱点”
    for left, right in _QUOTES.items():
        said = text[start:end]
        if said.count(left) != said.count(right):
            start += said.startswith(left) and right not in said
            end -= said.endswith(right) and left not in said
    return Span(start, end)
