"""Whether a statement may be said: its quote, its figures, its region, its period.

Every check is a pure function of the texts. None of them reads a model's score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.figures import Figure, find_figures, same_value
from rag.periods import Period, find_periods, resolve
from rag.regions import RegionMention, find_regions, is_wide, leads, parents, within
from rag.types import Article, Span
from rag.when import without_bases

_MARKS = "。！？!?\n"
_SENTENCE_END = re.compile(rf"[{_MARKS}]")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,}?([\u4e00-\u9fff]{2}(?:中心|园区|开发区|基地|新城|片区))")
_CITY = ("全市", "我市")
_TOWNS = ("街道", "镇", "乡")
_WHOLE = (*_CITY, "全省", "我省")
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


_NATION = re.compile("(?:^|[，,。；：])我国(?![首最第])")


def region_holds(region: str, article: Article, window: Span) -> bool:
    """Return whether what an article says at ``window`` is said of ``region``.

    The nearest word decides: a region named in the window, then in its sentence, then the region
    that the article is about, or else the last one named before in the paragraph. 「全市」 and
    「全省」 lift a sentence to the city or province. Only a neighbour written in full (槐荫区, not
    the 东方 of a company's name) takes a sentence away from what the article is about.
    """
    text = article.text
    main = article.regions[0] if article.regions else None
    sentence = sentence_at(text, window.start)
    if is_wide(region):
        return _wide_holds(region, main, text[sentence.start : sentence.end])
    for span in (window, sentence):
        said = text[span.start : span.end]
        if any(_is_or_in(m.name, region) for m in mentions_of(said)):
            return True
        if _rivals(said, region) or _lifted(said) or _opens_elsewhere(said, region):
            return False
    paragraph = text.rfind("\n", 0, window.start) + 1
    before = [m.name for m in mentions_of(text[paragraph : sentence.start]) if not is_wide(m.name)]
    if main is not None and not is_wide(main):
        return _is_or_in(main, region) or _town(before, article) == region
    return bool(before) and _is_or_in(before[-1], region)


def _town(before: Sequence[str], article: Article) -> str | None:
    """Return the street or town that is spoken of: the last one named, else the only one.

    The only one of the title, or of an article whose title names none: an article on
    历下区趵突泉街道 is on the street; no table tells in which district it lies.
    """
    named = [name for name in before if name.endswith(_TOWNS)]
    titled = {m.name for m in mentions_of(article.title) if m.name.endswith(_TOWNS)}
    told = titled or {name for name in article.regions if name.endswith(_TOWNS)}
    return named[-1] if named else next(iter(told)) if len(told) == 1 else None


def _wide_holds(region: str, main: str | None, sentence: str) -> bool:
    """Return whether a sentence is said of a city or province."""
    mentions = mentions_of(sentence)
    if any(m.name == region and not _leads(m, mentions) for m in mentions):
        return True
    if _lifted(sentence) and main is not None:
        of_city = any(word in sentence and not is_ranking(sentence, word) for word in _CITY)
        lineage = [name for name in (main, *parents(main)) if is_wide(name)]
        return bool(lineage) and region == (lineage[0] if of_city else lineage[-1])
    return (
        main == region
        and not any(
            within(m.name, region) and (_full(m) or _begins(m, sentence))
            for m in mentions_of(sentence)
        )
        and not _opens_elsewhere(sentence, region)
    )


def place_holds(place: str, article: Article, window: Span) -> bool:
    """Return whether an article speaks of a city that the question only mentions.

    Its sentence must not speak of another city instead: 大连's figure is no answer about 沈阳.
    """
    sentence = sentence_at(article.text, window.start)
    named = {m.name for m in mentions_of(article.text[sentence.start : sentence.end])}
    if any(name == place or within(name, place) for name in named):
        return True
    if any(is_wide(name) and not within(place, name) for name in named):
        return False
    return any(name == place or within(name, place) for name in article.regions)


def whole_holds(question: str, article: Article, window: Span) -> bool:
    """Return whether a question about 「全市」 meets a sentence about the whole city.

    One about a place of its own (某中心) meets no 「全区」 of an article that does not name it.
    """
    sentence = sentence_at(article.text, window.start)
    if not _lifted(question):
        place = _PLACE.match(question)
        whole = re.search("全[区县]", article.text[sentence.start : window.end])
        return not (place and whole) or place[1] in article.text
    main = article.regions[0] if article.regions else None
    return _lifted(article.text[sentence.start : sentence.end]) or (
        main is not None and is_wide(main)
    )


def _rivals(text: str, region: str) -> bool:
    """Return whether a text names in full another district of the same city."""
    return any(
        _full(m) and m.name != region and set(parents(m.name)[:1]) & set(parents(region)[:1])
        for m in mentions_of(text)
    )


def _opens_elsewhere(text: str, region: str) -> bool:
    """Return whether a clause's subject is the nation, or another city or province in full."""
    return bool(_NATION.search(text)) or any(
        _full(m)
        and is_wide(m.name)
        and m.name != region
        and not within(region, m.name)
        and _begins(m, text)
        for m in mentions_of(text)
    )


def _begins(mention: RegionMention, text: str) -> bool:
    """Return whether a clause begins with a mention."""
    return not mention.start or text[mention.start - 1] in "，,。；：\n"


def _leads(outer: RegionMention, mentions: Sequence[RegionMention]) -> bool:
    """Return whether a mention only leads to the next: 济南市 in 济南市天桥区."""
    return any(leads(outer, inner) for inner in mentions)


def _full(mention: RegionMention) -> bool:
    return mention.end - mention.start == len(mention.name)


def _is_or_in(name: str, region: str) -> bool:
    """Return whether a figure of ``name`` is one of ``region``: itself, or a place in a district.

    A district's figure is not its city's, but a subdistrict's story is its district's.
    """
    return name == region or (not is_wide(region) and within(name, region))


def _lifted(text: str) -> bool:
    """Return whether a text speaks of a whole city or province and not only ranks within it."""
    return any(word in text and not is_ranking(text, word) for word in _WHOLE)


def is_ranking(text: str, word: str) -> bool:
    """Return whether 「全市」 only says among whom something ranks (全市第二, 位列全市前列)."""
    return (
        re.search(
            rf"{word}(第|前|首|唯一|领先|上游|平均|排)|(位|居|列|排){{1,2}}[^，。]{{0,3}}{word}|在{word}",
            text,
        )
        is not None
    )


@lru_cache(maxsize=8192)
def mentions_of(text: str) -> tuple[RegionMention, ...]:
    """Return ``find_regions`` of a text, remembered: the same passages are read again and again."""
    return tuple(find_regions(text))


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


_HOLIDAY = re.compile(r"元旦|春节|清明|(?<!周)五一|端午|中秋|国庆|暑|寒假|春运")


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
