"""Whether a statement may be said: its quote, its figures, its year and period.

Every check is a pure function of the texts. None of them reads a model's score.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.figures import Figure, find_figures, same_value
from rag.periods import Period, find_periods, resolve
from rag.types import Article, Span
from rag.when import without_bases

_MARKS = "。！？!?\n"
_SENTENCE_END = re.compile(rf"[{_MARKS}]")
_LAST_YEAR = re.compile(r"去年|(?<!以)上一?年")
_THIS_YEAR = re.compile(r"今年|年内|本年")
_NEXT_YEAR = re.compile(r"明年|下一年")
_ANY_YEAR = 2001  # months are compared, no years
_RELATIVE = re.compile(r"[今去明上本]年|年内|目前|截至|近日|日前")


def sentence_at(text: str, position: int) -> Span:
    """Return the sentence of ``text`` that holds ``position``, its end mark included."""
    start = 1 + max(text.rfind(mark, 0, position) for mark in _MARKS)
    mark_after = _SENTENCE_END.search(text, position)
    return Span(start, mark_after.end() if mark_after else len(text))


@lru_cache(maxsize=8192)
def periods_of(text: str) -> tuple[Period, ...]:
    """Return ``find_periods`` of a text, remembered."""
    return tuple(find_periods(text))


@lru_cache(maxsize=8192)
def figures_of(text: str) -> tuple[Figure, ...]:
    """Return ``find_figures`` of a text, remembered."""
    return tuple(find_figures(text))


def year_holds(year: int, article: Article, window: Span) -> bool:
    """Return whether what stands at ``window`` is said of ``year``.

    A year in the window or its sentence decides; else the last one before it in the paragraph, else
    the year that the article calls 今年. An article that tells no year says nothing of any year.
    """
    sentence = sentence_at(article.text, window.start)
    for start, end in ((window.start, window.end), (sentence.start, sentence.end)):
        years = {p.year for p in periods_of(article.text[start:end]) if p.year is not None}
        if years:
            return year in years
    told = _year_told_before(article, sentence.start)
    if told is not None:
        return year == told
    own = article.year
    if own is None:
        return False
    if _LAST_YEAR.search(without_bases(article.text[sentence.start : sentence.end])):
        return year == own - 1
    return year == own


def _year_told_before(article: Article, position: int) -> int | None:
    """Return the year that a sentence before in the paragraph set the scene with (2022年，…).

    None where none did, or 今年, 去年 or 目前 came since; so too where the sentence itself says so.
    """
    text = article.text
    paragraph = text.rfind("\n", 0, position) + 1
    if _RELATIVE.search(text, position, sentence_at(text, position).end):
        return None
    before = text[paragraph:position]
    scenes = [
        p
        for p in periods_of(before)
        if p.year is not None
        and p.kind != "deadline"
        and sentence_at(before, p.start).start == p.start
    ]
    if not scenes or _RELATIVE.search(before, scenes[-1].end):
        return None
    return scenes[-1].year


def period_holds(question: str, article: Article, window: Span) -> bool:
    """Return whether the window speaks of the part of the year that the question names.

    去年 asks for 去年 and not for 比去年; 上半年 is not 前三季度; a window that names none passes.
    """
    sentence = sentence_at(article.text, window.start)
    question = without_bases(question)
    said = without_bases(article.text[sentence.start : sentence.end])
    if _LAST_YEAR.search(question) and not _LAST_YEAR.search(said):
        return False
    if _NEXT_YEAR.search(question) and not _NEXT_YEAR.search(said):
        return False
    if _THIS_YEAR.search(question) and _LAST_YEAR.search(said) and not _THIS_YEAR.search(said):
        return False
    asked = _parts_of_year(question)
    told = _parts_of_year(article.text[window.start : window.end]) or _parts_of_year(said)
    return not asked or not told or bool(asked & told)


_HOLIDAY = re.compile(
    r"元旦|春节|清明|(?<!周)五一|端午|中秋|国庆|暑|寒假|春运|双十[一二]|(?<![\d.])618(?![\d.])"
)


def _parts_of_year(text: str) -> frozenset[str]:
    """Return the holidays and the stretches of months that a text names.

    上半年 and 前六个月 are the same stretch. A single month is none: within a half year it only
    says when in it.
    """
    months = (p for p in periods_of(text) if p.kind in ("half", "quarter", "month"))
    stretches = (resolve(period, _ANY_YEAR) for period in months)
    return frozenset(_HOLIDAY.findall(text)) | {
        f"{p.first.month}-{p.last.month}"
        for p in stretches
        if p.first and p.last and p.first.month != p.last.month
    }


def figures_hold(statement: str, quote: str) -> bool:
    """Return whether each figure of a statement stands in its quote with the same value and unit.

    >>> figures_hold("新增就业39000人", "新增城镇就业3.9万人")
    True
    >>> figures_hold("新增就业3.8万人", "新增城镇就业3.9万人")
    False
    """
    quoted = figures_of(quote)
    return all(
        any(figure.text == other.text or same_value(figure, other) for other in quoted)
        for figure in figures_of(statement)
    )
