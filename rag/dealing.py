"""Figures dealt out in order: 甲、乙两区分别新增38家和29家, 分别高于全国、全省2.8和2.1个百分点.

As many items as figures, or nothing is dealt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import jieba

from rag.figures import Figure, unit_of
from rag.numerals import fold, magnitude
from rag.types import Span

JOINS = re.compile(r"以及|[、和与及]")
_CLAUSE = re.compile(r"[，,；;。：:]")
_DEALT = re.compile(r"(?:分别|依次|各自?)(?P<how>[\u4e00-\u9fff]{0,6})$")
_AGAINST = re.compile(
    r"(?:分别|依次|各自?)(?P<how>[高低快慢优多少好大小]于|[高超多]出|超过|领先|[比较])"
    r"(?P<items>[^，,；;。]+?)(?:[高低快慢多少]出?|增加|减少|提高|降低)?$"
)
_JOINED = 2  # letters between two members of a list: 和, 以及
_SCALE = re.compile(r"([百千万亿]+)[^百千万亿\d]*$")


@dataclass(frozen=True, slots=True)
class Deal:
    """What a figure gets of a list: ``items[place]``, and how it is said of it, 增长 or 高于.

    ``against``: the items are what it is measured against and not what it is of.
    """

    place: int
    items: tuple[Span, ...]
    how: str
    against: bool

    @property
    def item(self) -> Span:
        """Return the item that the figure is of."""
        return self.items[self.place]


def deals(text: str, figures: Sequence[Figure]) -> list[Deal | None]:
    """Return what each figure of a sentence is dealt, None for nothing."""
    found: list[Deal | None] = [None] * len(figures)
    last: tuple[Span, ...] = ()
    for run in runs(text, figures):
        items, how, against = _listed(text, figures[run.start].start, len(run))
        if how and not items:  # 分别完成38亿元和29亿元，分别增长12%和8%
            items = last if len(last) == len(run) else _labels(text, figures[: run.start], len(run))
        last = items
        for place, at in enumerate(run):
            found[at] = Deal(place, items, how, against) if items else None
    return found


def in_full(items: Sequence[str], deal: Deal) -> str:
    """Return the words of the item that a figure is dealt to, with what is said once for all.

    基础设施投资 of 基础设施、制造业投资.
    """
    own = items[deal.place]
    listed = all(two.start - one.end <= _JOINED for one, two in pairwise(deal.items))
    words = jieba.lcut(items[-1])
    shared = words[max((len(jieba.lcut(item)) for item in items[:-1]), default=len(words)) :]
    if not listed or not shared or own.endswith(shared[-1]):
        return own
    return own + "".join(shared)


def _labels(text: str, before: Sequence[Figure], count: int) -> tuple[Span, ...]:
    """Return what leads to each figure before, one a clause: 商户46万家，交易7329万笔，分别增长….

    Nothing where they are not as many.
    """
    stop = before[-1].end if before else 0
    begin = 1 + max(text.rfind(mark, 0, stop) for mark in "；;。")
    items = [Span(_clause(text, f.start), f.start) for f in before if f.start >= begin]
    apart = len({item.start for item in items}) == len(items)
    told = all(item.end > item.start for item in items)
    return tuple(items) if apart and told and len(items) == count else ()


def with_units(figures: Sequence[Figure], dealt: Sequence[Deal | None]) -> list[Figure]:
    """Return the figures, those dealt without a unit with that of the last: 20、66和180亿元.

    >>> from rag.figures import find_figures
    >>> text = "省级、市级项目投资分别为66和180亿元"
    >>> found = find_figures(text)
    >>> [int(figure.value / 10**8) for figure in with_units(found, deals(text, found))]
    [66, 180]
    """
    told = list(figures)
    for at, deal in enumerate(dealt):
        if deal is not None and told[at].family == "number":
            told[at] = _in_unit(told[at], figures[at + len(deal.items) - 1 - deal.place])
    return told


def _in_unit(figure: Figure, last: Figure) -> Figure:
    size = unit_of(last).size
    value = figure.value * size.numerator / size.denominator
    scale = _SCALE.search(fold(last.text))
    if scale and not _SCALE.search(fold(figure.text)):
        value *= magnitude(scale[1])
    return replace(figure, value=value, unit=last.unit, family=last.family)


def dealt_in_order(text: str, figures: Sequence[Figure], number: int) -> tuple[int, int] | None:
    """Return a figure's place in its run and the run's length where 分别 deals it, else None."""
    run = next((run for run in runs(text, figures) if number in run), None)
    if run is None:
        return None
    stop = figures[run.start].start
    word = _DEALT.search(text, _clause(text, stop), stop)
    return (number - run.start, len(run)) if word else None


def runs(text: str, figures: Sequence[Figure]) -> Iterator[range]:
    """Yield the places of figures that follow each other, joined by no more than 、 or 和."""
    begin = 0
    for at in range(1, len(figures) + 1):
        joined = at < len(figures) and JOINS.fullmatch(
            text[figures[at - 1].end : figures[at].start].strip("，, ")
        )
        if not joined:
            if at - begin > 1:
                yield range(begin, at)
            begin = at


def _listed(text: str, stop: int, count: int) -> tuple[tuple[Span, ...], str, bool]:
    """Return the items that as many figures from a place on are dealt to, how, and if against."""
    start = _clause(text, stop)
    if against := _AGAINST.search(text, start, stop):
        return _items(text, Span(*against.span("items")), count), against["how"], True
    word = _DEALT.search(text, start, stop)
    if word is None:
        return (), "", False
    if items := _items(text, Span(start, word.start()), count):
        return items, word["how"], False
    if start and text[start - 1] in "，,":  # 省级3个、市级5个，总投资分别为
        items = _items(text, Span(_clause(text, start - 1), start - 1), count)
    return items, text[start : word.start()] + word["how"], False


def _clause(text: str, stop: int) -> int:
    return max((mark.end() for mark in _CLAUSE.finditer(text, 0, stop)), default=0)


def _items(text: str, stretch: Span, count: int) -> tuple[Span, ...]:
    """Return the members of a list, 东城区、西城区和江北区; () where they are not as many."""
    items, begin = [], stretch.start
    for match in JOINS.finditer(text, stretch.start, stretch.end):
        items.append(Span(begin, match.start()))
        begin = match.end()
    told = [item for item in (*items, Span(begin, stretch.end)) if item.end > item.start]
    return tuple(told) if len(told) == count else ()
