"""Figures and persons of a sentence, and whether a quote says each of the same thing.

An anchor owns the words around it up to the next mark or the next anchor: in 「小学学位8000个，初中
学位4000个」 the first owns 小学学位. A right number with the words of another is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jieba import posseg

from rag.figures import same_value
from rag.keywords import SURNAME, content_terms, without
from rag.locality import mentions_of, region_holds
from rag.periods import Period, modality
from rag.types import Article, Span
from rag.verify import figures_of, periods_of, sentence_at

WHOSE = re.compile(r"[全该我本][省市区县]")

_MARK = re.compile(r"[，,；;。！？!?：:、\n（()）]")
_ASPECT = re.compile(r"累计|累积|[人日年户亩月]均|平均|同比|环比|每[年月日天周人户亩]")
_NOW = re.compile(r"今年|本年|年内|目前|截至目前|当前|近日|日前")
_AGO = {
    "今年": 0,
    "本年": 0,
    "年内": 0,
    "目前": 0,
    "截至目前": 0,
    "去年": -1,
    "上年": -1,
    "明年": 1,
}
_PLACE = frozenset("省市区县镇乡村路街桥河湖山")  # 吴江区 is no Wu Jiang
_EACH = re.compile(r"分别|依次")
_SAYS_NOTHING = frozenset(
    ("达到", "实现", "共有", "现有", "拥有", "超过", "突破", "计划", "预计", "截至", "其中")
)
_APPROXIMATE = {
    "over": re.compile(
        "超|逾|突破|破|过|以上|不低于|不少于|不止|至少|高于|多于|余|多|上|开外|之多"
    ),
    "under": re.compile("近|将近|接近|不足|不到|不超过|至多|最多|低于|少于|以下|以内"),
    "about": re.compile("约|左右|上下|几|数|来"),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """A run of an article, in its offsets, that is to prove a sentence."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """Return its characters."""
        return self.article.text[self.span.start : self.span.end]

    @property
    def lead(self) -> str:
        """Return what leads up to it: the title and its paragraph so far."""
        text = self.article.text
        begin = text.rfind("\n", 0, self.span.start) + 1
        return f"{self.article.title}\n{text[begin : self.span.start]}"


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A figure or a person of a text, and the stretch around it that says of what or whom."""

    start: int
    end: int
    text: str
    own: Span


def bound(sentence: str, quotes: Sequence[Quote]) -> bool:
    """Return whether each figure and person of a sentence is one quote's, of the same thing."""
    return all(
        any(_bound(sentence, anchor, quote) for quote in quotes) for anchor in _anchors(sentence)
    )


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a text as it is compared: width and letter case folded, white space removed."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def rest_of(period: Period) -> str:
    """Return a period's words without its year: 1-10月 of 2020年1-10月."""
    return re.sub(r"^.*?年度?", "", plain(period.text))


@lru_cache(maxsize=4096)
def _anchors(text: str) -> tuple[_Anchor, ...]:
    """Return the figures and persons of a text, in order, each with the words around it."""
    spans = [(f.start, f.end) for f in figures_of(text)] + list(_persons(text))
    spans.sort()
    marks = [mark.start() for mark in _MARK.finditer(text)]
    anchors = []
    for at, (start, end) in enumerate(spans):
        before = max((mark + 1 for mark in marks if mark < start), default=0)
        after = min((mark for mark in marks if mark >= end), default=len(text))
        if at:
            before = max(before, spans[at - 1][1])
        if at + 1 < len(spans):
            after = min(after, spans[at + 1][0])
        anchors.append(_Anchor(start, end, text[start:end], Span(before, max(after, end))))
    return tuple(anchors)


def _persons(text: str) -> Iterator[tuple[int, int]]:
    places = {at for m in mentions_of(text) for at in range(m.start, m.end)}
    at = 0
    for word, flag in posseg.lcut(text):
        named = flag == "nr" and 2 <= len(word) <= 4 and re.match(SURNAME, word)
        if named and at not in places and text[at + len(word) : at + len(word) + 1] not in _PLACE:
            yield at, at + len(word)
        at += len(word)


def _bound(sentence: str, said: _Anchor, quote: Quote) -> bool:
    """Return whether a quote says the same figure or person of the same thing."""
    text = quote.text
    anchors = _anchors(text)
    return any(
        _same(said, other)
        and _same_words(sentence, said, quote, at)
        and _same_region(sentence, said, quote, other)
        and _same_period(sentence, said, quote, other)
        and _as_sure(sentence, said, text, other)
        for at, other in enumerate(anchors)
    )


def _same(said: _Anchor, other: _Anchor) -> bool:
    """Return whether two anchors are one value with one unit and approximation, or one name."""
    if plain(said.text) == plain(other.text):
        return True
    mine, theirs = figures_of(said.text), figures_of(other.text)
    return (
        len(mine) == len(theirs) == 1
        and bool(same_value(mine[0], theirs[0]))
        and _approximation(mine[0].approx) == _approximation(theirs[0].approx)
    )


def _approximation(word: str | None) -> str | None:
    if word is None:
        return None
    return next((name for name, kind in _APPROXIMATE.items() if kind.search(word)), word)


def _same_words(sentence: str, said: _Anchor, quote: Quote, at: int) -> bool:
    """Return whether the words around a figure are those around it in the quote, both ways.

    What the quote says of it must be said (a part is not its total), and what is said of it must
    stand there or before, but not beside another figure alone.
    """
    text, anchors = quote.text, _anchors(quote.text)
    own = _own_words(text, anchors, at)
    shared = plain("|".join([quote.lead, _outside(text, anchors), *_subject(text, anchors, at)]))
    of_it, around = plain("|".join(own)), plain(sentence)
    mine = _anchors(sentence)
    of_mine = plain("|".join(_own_words(sentence, mine, mine.index(said))))
    if set(_ASPECT.findall(of_it)) != set(_ASPECT.findall(of_mine)):
        return False
    return all(
        word in of_it or word in shared for word in words_of(_around(sentence, said))
    ) and all(word in around for piece in own for word in words_of(piece))


def _subject(text: str, anchors: Sequence[_Anchor], at: int) -> tuple[str, ...]:
    """Return the subject that a clause before names too: 二桥 in 二桥投资3亿元，长5公里.

    That is the words of the nearest figure before that has several, but for the last, which says
    what is measured. A semicolon ends what a subject reaches.
    """
    for anchor in reversed(anchors[:at]):
        if re.search("[；;。]", text[anchor.end : anchors[at].start]):
            return ()
        words = words_of(text[anchor.own.start : anchor.start])
        if len(words) > 1:
            return words[:-1]
    return ()


def _own_words(text: str, anchors: Sequence[_Anchor], at: int) -> list[str]:
    """Return what a text says of an anchor; 西城区1.95万人 takes the words of the one before."""
    for back in range(at, -1, -1):
        own = _around(text, anchors[back])
        if words_of(own):
            return [own] if back == at else [_without_regions(own), _around(text, anchors[at])]
    return [_around(text, anchors[at])]


def _around(text: str, anchor: _Anchor) -> str:
    around = f"{text[anchor.own.start : anchor.start]}|{text[anchor.end : anchor.own.end]}"
    return around.replace("其中", "|")  # 其中小学: no 中小学


def _outside(text: str, anchors: Sequence[_Anchor]) -> str:
    """Return a text without what belongs to its figures and persons."""
    return without(text, [anchor.own for anchor in anchors], "|")


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a stretch that say of what it is: no region, no time, no 达到."""
    bare = _without_regions(plain(text))
    bare = without(bare, periods_of(bare), "|")
    return tuple(
        term.word
        for term in content_terms(bare)
        if term.word not in _SAYS_NOTHING and not term.word[0].isdigit()
    )


def _without_regions(text: str) -> str:
    return WHOSE.sub("|", without(text, mentions_of(text), "|"))


def _same_region(sentence: str, said: _Anchor, quote: Quote, other: _Anchor) -> bool:
    """Return whether the region that a figure is said of is the one of the quote's clause."""
    text = quote.text
    named = [m.name for m in mentions_of(sentence) if m.start <= said.start]
    named = [m.name for m in mentions_of(_stretch(sentence, said))] or named[-1:]
    there = {m.name for m in mentions_of(_stretch(text, other))}
    if _EACH.search(text[: other.start]) and not _EACH.search(sentence):
        return _in_turn(text, other) in named
    if there and not named:
        return False
    window = Span(quote.span.start + other.own.start, quote.span.start + other.own.end)
    return all(
        name in there or (not there and region_holds(name, quote.article, window)) for name in named
    )


def _stretch(text: str, anchor: _Anchor) -> str:
    return text[anchor.own.start : anchor.own.end]


def _in_turn(text: str, anchor: _Anchor) -> str | None:
    """Return whose a figure is in 「甲区和乙区分别2万个和1万个」; None where it is not clear."""
    each = list(_EACH.finditer(text, 0, anchor.start))[-1]
    start = max((m.end() for m in re.finditer(r"[。；;\n]", text[: each.start()])), default=0)
    end = re.search(r"[。；;\n]|\Z", text[each.end() :])
    stop = each.end() + (end.start() if end else 0)
    names = [m.name for m in mentions_of(text) if start <= m.start < each.start()]
    figures = [a for a in _anchors(text) if each.end() <= a.start < stop]
    if len(names) != len(figures) or anchor not in figures:
        return None
    return names[figures.index(anchor)]


def _same_period(sentence: str, said: _Anchor, quote: Quote, other: _Anchor) -> bool:
    """Return whether a figure is said of the time that the quote gives it; 今年 may be left out."""
    there, here = _governing(quote.text, other), _governing(sentence, said)
    if there is None or here is None:
        return there is None or _NOW.fullmatch(there.text) is not None
    if plain(here.text) == plain(there.text):
        return True
    years = {_year(here, quote.article), _year(there, quote.article)} - {None}
    return len(years) <= 1 and _rest(here) == _rest(there)


def _governing(text: str, anchor: _Anchor) -> Period | None:
    """Return the time that a sentence gives a figure: the last told before it, or one beside it."""
    sentence = sentence_at(text, anchor.start)
    times = [p for p in periods_of(text) if sentence.start <= p.start < anchor.own.end]
    before = [p for p in times if p.end <= anchor.start]
    return before[-1] if before else next(iter(times), None)


def _year(period: Period, article: Article) -> int | None:
    if period.year is not None or article.year is None:
        return period.year
    ago = next((years for word, years in _AGO.items() if period.text.startswith(word)), None)
    return None if ago is None else article.year + ago


def _rest(period: Period) -> str:
    return "" if _NOW.fullmatch(period.text) else rest_of(period)


def _as_sure(sentence: str, said: _Anchor, text: str, other: _Anchor) -> bool:
    """Return whether a plan is told as a plan and a result as none."""
    if not figures_of(said.text):
        return True
    planned = modality(text, other.start) == "plan"
    return planned == (modality(sentence, said.start) == "plan")
