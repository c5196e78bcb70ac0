"""Questions about every district: which of them state a figure, found among all articles.

「哪些区公布了…」 names no district. One search over the whole index finds who states such a figure,
or speaks of who holds such an office; each of those then becomes a part of its own, answered and
cited like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.binding import bound, closeness
from rag.derivation import plain, without_order
from rag.facts import facts_in
from rag.gazetteer import is_local, parents, within
from rag.index import Index
from rag.keywords import content_terms, without
from rag.kinds import office_of, speaks_of
from rag.locality import region_holds
from rag.periods import find_periods
from rag.questions import Part, Question, part_of
from rag.regions import find_regions
from rag.retrieve import Filters
from rag.rows import heads_of, is_total, kinds_of, labels_of
from rag.sentence import Fact
from rag.types import Article, Span

DEEP = 400  # chunks that one search brings
MOST = 40  # regions that one answer tells of
_CLOSE = 0.45  # share of the question's words that a figure's own words hold

_LEVELS = r"(?:区县市?|县区|县市区?|区市县?|[区县]|城区|市区|地市|街道|乡镇|镇街?)"
_EVERY = re.compile(
    rf"(?:有|是)?(?:哪些|哪几个?|各个?|每个?|所有|全部)(?P<level>{_LEVELS})(?:里|中)?"
    r"(?:都|分别|各自)?(?:已经?)?(?:公布|公开|发布|披露|通报|报告|报道|提到|晒出|给出|有)?(?:了|过)?"
)
_WHICH = re.compile(rf"(?:哪一?个|哪)(?P<level>{_LEVELS})(?:的)?")
_TAIL = re.compile(
    r"[,，?？]?(?:分别|各自|各)(?:是|为|有)?(?:多少|几何)[^,，?？]*[?？]?$|的?(?:数据|数字)[?？]?$"
)

_ANY = r"(?:哪一?个|[各每]个?|[两二三四五六七八九十\d]+个)"
_ASKS_ROWS = re.compile(f"{_ANY}|[和与跟及比、]|分别")
_COUNTED = re.compile(r"(?:多少|几)([\u4e00-\u9fff%]{1,4})[?？]?$")
_SAME = re.compile("分别|各自|各(?=[是为有多])|的?(?:是|有|为)?(?:多少|几)[^,，?？]*")

_EACH = re.compile("(?:各|每|所有|全部)")
_ALL = re.compile("(?:分别|各自|各|都)(?=是|有|叫)")
_COUNT = re.compile(r"的?(?:人数|数量|总数|情况|数据|数字)$")


def surveyed(question: Question, index: Index, filters: Filters | None) -> Question:
    """Return a question with a part for each region that states what is asked of all.

    Any other question comes back as it is, and so does one that no region answers.
    """
    asked = _plain(question)
    if asked is None:
        return _of_rows(question, index, filters)
    whole, level = asked
    names = _telling(whole, level, index, filters)[:MOST]
    if not names:
        return question
    parts = tuple(part_of(_of(whole, name), name) for name in names)
    return replace(question, parts=parts, instead=())


def _plain(question: Question) -> tuple[Part, str] | None:
    """Return what is asked of every region, as one part, and what kind of region."""
    if not question.parts or sum(is_local(m.name) for m in find_regions(question.text)) > 0:
        return None
    match = _EVERY.search(question.text) or _WHICH.search(question.text)
    if match is None:
        return None
    rest = question.text[: match.start()] + question.text[match.end() :]
    rest = without_order(rest)
    if office_of(holder := part_of(f"{_ALL.sub('', rest)}?", rest)):
        return holder, match["level"]
    if holder.kind not in ("figure", "polar", "open"):
        return None
    part = _measure(rest)
    return (part, match["level"]) if part.terms else None


def _measure(rest: str, unit: str = "") -> Part:
    """Return what is asked of each, given the question without their names, as one part."""
    rest = re.sub(r"(?:更|最|比较)(?:多|高|大|长|少|低|小|短|快|慢)", "", _TAIL.sub("", rest))
    rest = rest.strip("?？。,，的 ")
    unit = "人" if rest.endswith("人数") else unit
    rest = _COUNT.sub("", rest)
    return part_of(f"{rest}是多少{unit}?", rest)


def _of_rows(question: Question, index: Index, filters: Filters | None) -> Question:
    """Return a question with a part for each row of a table that it asks about, where it does.

    It names two rows or more, or asks of each row or the first by what the table's head calls them.
    """
    if not question.parts or not _ASKS_ROWS.search(question.text):
        return question
    hits = index.lexical.search(question.text, DEEP)
    found = dict.fromkeys(index.chunks[hit.number].article_id for hit in hits)
    for article in map(index.articles.__getitem__, found):
        if filters is not None and not filters.allow(article):
            continue
        labels, rest = _rows_asked(question, article)
        if len(labels) < 2:
            continue
        unit = match[1] if (match := _COUNTED.search(rest)) else ""
        whole = _measure(_SAME.sub("", without_order(plain(rest).text)), unit)
        whole = _in_full(whole, heads_of(article))
        if whole.terms:
            parts = tuple(part_of(f"{label}{whole.text}", label) for label in labels)
            return replace(question, parts=parts, instead=())
    return question


def _rows_asked(question: Question, article: Article) -> tuple[tuple[str, ...], str]:
    """Return the rows of an article's table that a question asks about, and the rest of it."""
    text = question.text
    rows = tuple(dict.fromkeys(row for row in labels_of(article) if not is_total(row)))
    named = tuple(row for row in rows if len(row) > 2 and row in text)
    if len(named) > 1:
        row = re.compile(rf"(?:{'|'.join(map(re.escape, named))})(?:以及|[、,，和与跟及比])?")
        alike = len({row.sub("", part.text) for part in question.parts}) == 1
        return (named, row.sub("", text)) if alike else ((), text)
    if len(question.parts) > 1:
        return (), text
    for kind in kinds_of(article):
        name = re.escape(kind.removesuffix("名称"))
        each = re.search(rf"是?{_ANY}{name}(?:里|中)?", text) if name else None
        if each:
            return rows, text[: each.start()] + text[each.end() :]
    return (), text


def _in_full(whole: Part, heads: Sequence[str]) -> Part:
    """Return what is asked in the words of the one column that it is short for: 产值, 总产值."""
    longer = [head for head in heads if head.endswith(whole.label)]
    if len(longer) != 1:
        return whole
    return part_of(whole.text.replace(whole.label, longer[0]), longer[0])


def _of(whole: Part, name: str) -> str:
    """Return what is asked of every region as asked of one: its name in the place of the city's."""
    wide = find_regions(whole.text)
    if not wide:
        return f"{name}{whole.text}"
    return whole.text[: wide[0].start] + name + whole.text[wide[-1].end :]


def asks_each(text: str) -> bool:
    """Return whether a question asks something of every region: 各区…, 全市每个街道…."""
    match = _EVERY.search(text)
    if match is None or not _EACH.search(match[0]):
        return False
    lead = text[: match.start()]
    lead = without(lead, [*find_regions(lead), *find_periods(lead)])
    return not content_terms(lead)


def _telling(whole: Part, level: str, index: Index, filters: Filters | None) -> list[str]:
    """Return the regions of which an article states what is asked, the surest first."""
    best: dict[str, float] = {}
    for hit in index.lexical.search(whole.text, DEEP):
        chunk = index.chunks[hit.number]
        article = index.articles[chunk.article_id]
        if filters is not None and not filters.allow(article):
            continue
        window = Span(chunk.start, chunk.end)
        for name, near in _told(whole, article, window):
            if near >= _CLOSE and _is_of(name, level) and near > best.get(name, 0.0):
                best[name] = near
    inside = {name: near for name, near in best.items() if _lies_in(name, whole.regions, index)}
    return sorted(inside, key=lambda name: -inside[name])


def _told(whole: Part, article: Article, window: Span) -> Iterator[tuple[str, float]]:
    """Yield each region of which a window may state what is asked, and how near to its words."""
    office = office_of(whole)
    if office:
        main = article.regions[:1]
        if main and speaks_of(office, article.text[window.start : window.end]):
            yield main[0], 1.0
        return
    loose = replace(whole, regions=(), places=())
    names = {_region_of(fact, article) for fact in facts_in(article, window)} - {""}
    for name in names:
        own = part_of(_of(whole, name), name)  # 全区 is of the region that is asked about
        for fact in bound(own, article, window):
            if _region_of(fact, article) == name:
                yield name, closeness(loose, fact)


def _region_of(fact: Fact, article: Article) -> str:
    """Return the region that a fact is of: its own or its article's; "" where neither is one."""
    if fact.regions:
        return fact.regions[0] if len(fact.regions) == 1 else ""
    main = article.regions[0] if article.regions else ""
    return main if main and region_holds(main, article, Span(fact.start, fact.end)) else ""


def _is_of(name: str, level: str) -> bool:
    """Return whether a region is of the kind asked about: any of 区县 for 区, streets for 街道."""
    if not name or not is_local(name):
        return False
    town = name.endswith(("街道", "镇", "乡"))
    return town == any(word in level for word in ("街", "镇", "乡"))


def _lies_in(name: str, wide: Sequence[str], index: Index) -> bool:
    """Return whether a region lies in the city asked about, as far as articles and table tell.

    Where articles speak of the region and the city together more often than of the region and the
    city that the table has it in, the articles are right: several cities may have a 东城区.
    """
    if not wide:
        return True
    city = wide[-1]
    named = [index.articles[one] for one in index.speaking_of(name)]
    cities = Counter(region for article in named for region in article.regions)
    own = parents(name)
    if own and not within(name, city):
        return cities[city] > cities[own[0]]
    return within(name, city) or cities[city] > 0
