"""Where other articles give another value for the same thing: indicator, place and period.

A different period, scope or modality is no conflict, nor is a value that only is rounded (近7000
and 6900). Which of two values is right is not decided here: both are shown, with their dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import jieba

from rag.admission import admits
from rag.answer import Proved, cite
from rag.asked import fits
from rag.binding import bound, named_terms
from rag.chunks import split_clauses
from rag.features import coverage, match
from rag.figures import Figure, comparable
from rag.phrasing import about
from rag.questions import Part
from rag.rates import basis_of
from rag.rounding import agree_in_value
from rag.rows import label_at
from rag.sentence import Fact
from rag.types import Article, Citation, Page, Passage, Span
from rag.verify import sentence_at
from rag.when import When

LONGEST = 90  # characters of a quote
_HELD = 0.5
_STATIC = re.compile(  # what a thing has once and for all, whatever year a report is of
    r"总投资|投资额|全长|总长|长度|总?面积|占地|高度|工期|设计时速|跨度|宽|容量"
)

_NUMBERED = re.compile(
    r"[一二三四五六七八九十\d]+(?:号线|号楼|届|标段|阶段|中学|小学|医院|中(?=[，。、])|高架)|[一二三四五首]期"
)


@dataclass(frozen=True, slots=True)
class Dispute:
    """What another article says of the same thing, with the quotes that prove that it does."""

    text: str
    quotes: tuple[Citation, ...]


def disputes(item: Proved, passages: Sequence[Passage], pages: Mapping[str, Page]) -> list[Dispute]:
    """Return what other articles say otherwise than a statement, each value once."""
    fact = item.fact
    if fact is None or item.part.asked is None:
        return []
    found: list[Dispute] = []
    values: list[Figure] = [fact.figure]
    for article, other in _rivals(item, passages):
        if any(agree_in_value(other.figure, value) for value in values):
            continue
        if not _same_thing(item, fact, article, other):
            continue
        window = _window(article, other)
        quotes = cite(article, window, item.evidence.confidence, pages)
        if quotes:
            values.append(other.figure)
            text = about(item.part, article.text[window.start : window.end].strip("，,；;、：: \n"))
            dated = article.published or "日期未注明"
            found.append(Dispute(f"《{article.title}》（{dated}）：{text}", quotes))
    return found


def _rivals(item: Proved, passages: Sequence[Passage]) -> Iterator[tuple[Article, Fact]]:
    """Yield the figures of other articles that may answer the same part."""
    seen: set[tuple[str, int]] = set()
    for passage in passages:
        article, chunk = passage.article, passage.chunk
        if article.article_id == item.article.article_id:
            continue
        place = chunk.start
        while place < chunk.end:
            sentence = sentence_at(article.text, place)
            place = max(sentence.end, place + 1)
            text = article.text[sentence.start : sentence.end]
            told = f"{article.title}\n{_before(article, sentence)}{text}"
            if (article.article_id, sentence.start) in seen or not _speaks(item.part, told):
                continue
            seen.add((article.article_id, sentence.start))
            for fact in bound(item.part, article, sentence):
                if admits(item.part, article, Span(fact.start, fact.end)):
                    yield article, fact


def _speaks(part: Part, text: str) -> bool:
    return bool(re.search(r"[\d一二三四五六七八九十百千万亿半]", text)) and (
        coverage(part.terms, text) >= _HELD
    )


def _same_thing(item: Proved, one: Fact, article: Article, other: Fact) -> bool:
    """Return whether two facts are of one indicator, period, scope and modality."""
    if not _same_sort(item.part, one, other):
        return False
    first, second = _scope(item.article, one), _scope(article, other)
    terms = [term.word for term in named_terms(item.part, one)]
    if any(_holds(first, word) and not _holds(second, word) for word in terms if len(word) > 1):
        return False
    if (
        _told_apart(first, second, item.part.text)
        or _in_other_cities(first, second, one)
        or _is_wider(item.part, other)
    ):
        return False
    if not _of_row(article, other, f"{first}\n{item.part.text}"):
        return False
    return bool(_STATIC.search(item.part.text)) or _same_period(item.article, one, article, other)


def _same_sort(part: Part, one: Fact, other: Fact) -> bool:
    """Return whether two facts are of one dimension, both plan or not, sum or not, of one place."""
    if not comparable(one.figure, other.figure) or (
        part.asked and not fits(other.figure, part.asked)
    ):
        return False
    if one.regions and set(one.regions) != set(other.regions):
        return False  # a street is not its district, nor is a park that names none
    if one.part != other.part and not (one.regions and other.regions):
        return False
    return _traits(part, one) == _traits(part, other)


def _holds(text: str, word: str) -> bool:
    """Return whether a text has a word, or one for it, or its halves (引进的人才)."""
    halves = [word[:2], word[2:]] if len(word) == 4 else [word]
    return match(word, text) >= _HELD or all(half in text for half in halves)


def _told_apart(first: str, second: str, asked: str) -> bool:
    """Return whether two texts speak of things that a number tells apart: 1号线, 第三届.

    One that is asked for by its number is told of only where that stands.
    """
    one, other = (set(_NUMBERED.findall(text)) for text in (first, second))
    named = one.intersection(_NUMBERED.findall(asked))
    return bool(named or (one and other)) and (named or one).isdisjoint(other)


def _of_row(article: Article, fact: Fact, told: str) -> bool:
    """Return whether a figure is none of a table's, or of a row that question or statement names.

    A row labelled by a region is of that one.
    """
    label = label_at(article, fact.start)
    return not label or label.lower() in told.lower() or bool(fact.regions)


def _in_other_cities(first: str, second: str, fact: Fact) -> bool:
    """Return whether two texts set one region in two cities: 海川市西城区 and 高远市西城区."""
    named = [
        {
            city
            for name in fact.regions
            for city in re.findall(rf"([\u4e00-\u9fff]{{2}}市){name}", text)
        }
        for text in (first, second)
    ]
    return all(named) and named[0].isdisjoint(named[1])


def _is_wider(part: Part, fact: Fact) -> bool:
    """Return whether a fact's words hold one asked for only within a longer word: 进出口, 出口."""
    text = f"{fact.about} {fact.after}"
    return any(
        places and all(_ends_longer_word(text, place, term.word) for place in places)
        for term in part.terms
        if (places := [m.start() for m in re.finditer(re.escape(term.word), text)])
    )


def _ends_longer_word(text: str, place: int, word: str) -> bool:
    """Return whether a word stands at the end of a longer one of the dictionary."""
    longer = (text[max(0, place - more) : place] + word for more in (1, 2))
    return any(one != word and one in jieba.dt.FREQ and jieba.dt.FREQ[one] for one in longer)


def _traits(part: Part, fact: Fact) -> tuple[bool, bool, str, bool]:
    new = "新增" in fact.own and "新增" not in part.text
    return fact.modality == "plan", fact.summed, basis_of(fact.own), new


def _scope(article: Article, fact: Fact) -> str:
    """Return the words that say what a fact is about: its own, its sentence, its title."""
    sentence = sentence_at(article.text, fact.start)
    lead = _before(article, sentence) + article.text[sentence.start : fact.start]
    return f"{article.title}\n{lead}\n{fact.about}\n{fact.after}".lower()


def _before(article: Article, sentence: Span) -> str:
    """Return the sentence before one, in its paragraph: it may name what the next tells of."""
    before = sentence_at(article.text, max(sentence.start - 1, 0))
    text = article.text[before.start : sentence.start]
    return "" if before.start >= sentence.start or "\n" in text else text


def _same_period(first: Article, one: Fact, second: Article, other: Fact) -> bool:
    if one.told and other.told and one.when and other.when:
        return _equal(one.when, other.when)
    if one.told != other.told:
        told, article = (one, second) if one.told else (other, first)
        year = told.when.year if told.when else None
        plain = told.when is not None and told.when.sort == "stretch" and not told.when.is_part
        if one.when and other.when and told.when and told.when.name:
            return _equal(one.when, other.when)
        return plain and year is not None and year == article.year
    return first.year is None or second.year is None or first.year == second.year


def _equal(one: When, other: When) -> bool:
    """Return whether two periods are one: 上半年 and 1—6月 are."""
    if one.name or other.name:
        return one.name == other.name and (one.year == other.year or None in (one.year, other.year))
    if one.days and other.days:
        if "day" in (one.sort, other.sort) and one.sort != other.sort:
            return one.year == other.year
        if "stock" in (one.sort, other.sort):
            return one.last == other.last
        return one.days == other.days
    return one.text == other.text


def _window(article: Article, fact: Fact) -> Span:
    """Return the clauses that tell a fact: its sentence, or the last of them that stay short."""
    sentence = sentence_at(article.text, fact.start)
    text = article.text[sentence.start : sentence.end]
    spans = [Span(s.start + sentence.start, s.end + sentence.start) for s in split_clauses(text)]
    own = next((n for n, s in enumerate(spans) if s.start <= fact.start < s.end), 0)
    begin = own
    while begin and spans[own].end - spans[begin - 1].start <= LONGEST:
        begin -= 1
    return Span(spans[begin].start, spans[own].end)
