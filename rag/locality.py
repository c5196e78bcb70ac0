"""Of which place a passage speaks, and whether that is the one asked about.

Every check is a pure function of the texts. None of them reads a model's score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.gazetteer import TOWNS, city_of, is_local, is_wide, parents, within
from rag.regions import RegionMention, find_regions, leads
from rag.types import Article, Span
from rag.verify import sentence_at

_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,}?([\u4e00-\u9fff]{2}(?:中心|园区|开发区|(?<!宅)基地|新城|片区))"
)
_CITY = ("全市", "我市")
_WHOLE = (*_CITY, "全省", "我省")
_ALL = re.compile("|".join(_WHOLE))
_ORGAN = re.compile(  # 市委书记主持会议, but not 市场监管局: every district has one
    "(?:^|[，,。；;：:])(市(?![场民])|省)(?:委|长|直|政府|政协|人大|[妇残文侨]联|科协|纪委|总工会"
    "|[\u4e00-\u9fff]{2,8}(?:局|厅|协会|联合会|委员会))"
)
_OPENS = re.compile(r"(?:^|[，,。；;：:！？!?）)\s]|[年月日底末初前后来度]|目前|其中|全年|据悉)$")
_CLAUSE = re.compile("[，,；;。]")
_SHARE_OF = re.compile("占(?:到|了)?(?:全|我)[市省]")
_THERE = re.compile("当地|该[市区县镇乡]")
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
        if region == _only_city(article):
            main = region
        return _wide_holds(region, main, article, Span(sentence.start, window.end))
    for span in (window, sentence):
        said = text[span.start : span.end]
        if _names(said, region):
            return True
        ends_lifted = span is window and _lifted(_CLAUSE.split(said)[-1])
        own = region == main and region.endswith("市")  # 全市 is all of 章丘市 in a story of it
        lifted = not own and (ends_lifted or _opens_lifted(said))
        above = span is sentence and _opens_above(said[: window.end - span.start], region)
        if _rivals(said, region) or lifted or above or _opens_elsewhere(said, region):
            return False
    paragraph = text.rfind("\n", 0, window.start) + 1
    before = [m.name for m in mentions_of(text[paragraph : sentence.start]) if not is_wide(m.name)]
    there = before[-1:] if _THERE.search(text[sentence.start : window.end]) else []
    if region in (_alone(article, window.start), *there):
        return True
    if main is not None and not is_wide(main):
        return _is_or_in(main, region) or _town(before, article) == region
    return bool(before) and _is_or_in(before[-1], region)


def _names(text: str, region: str) -> bool:
    """Return whether a text names a region or a place in it, a town by its letters alone."""
    town = region.endswith(TOWNS) and region in text
    return town or any(_is_or_in(m.name, region) for m in mentions_of(text))


def _alone(article: Article, position: int) -> str | None:
    """Return the district that an article has named in full, where it names no other one.

    Towns do not count: no table tells in which district they lie. The article has to be on a town,
    or on the city or province that the district lies in.
    """
    named = [n for n in article.regions if is_local(n) and not n.endswith(TOWNS)]
    titled = {m.name for m in mentions_of(article.title)}
    named = [n for n in named if n in article.text or n in titled]
    if len(named) != 1 or article.text.find(named[0]) > position:
        return None
    main = article.regions[0]
    return named[0] if main.endswith(TOWNS) or within(named[0], main) else None


def _town(before: Sequence[str], article: Article) -> str | None:
    """Return the street or town that is spoken of: the last one named, else the only one.

    The only one of the title, or of an article whose title names none: an article on
    历下区趵突泉街道 is on the street; no table tells in which district it lies.
    """
    named = [name for name in before if name.endswith(TOWNS)]
    titled = {m.name for m in mentions_of(article.title) if m.name.endswith(TOWNS)}
    told = titled or {name for name in article.regions if name.endswith(TOWNS)}
    return named[-1] if named else next(iter(told)) if len(told) == 1 else None


def _only_city(article: Article) -> str | None:
    """Return the city that an article on a province names, None where it names none or several."""
    main = article.regions[0] if article.regions else None
    cities = {city_of(name) for name in article.regions if main and within(name, main)} - {None}
    return cities.pop() if len(cities) == 1 else None


def _wide_holds(region: str, main: str | None, article: Article, told: Span) -> bool:
    """Return whether a sentence, told up to the window's end, is said of a city or province."""
    sentence = article.text[told.start : sentence_at(article.text, told.start).end]
    mentions = mentions_of(sentence)
    if any(m.name == region and not _leads(m, mentions) for m in mentions):
        return True
    organs = [] if _is_of_district(sentence, mentions) else [*_ORGAN.finditer(sentence)]
    before = [organ for organ in organs if organ.start() < told.end - told.start]
    ranks = [organ[1] for organ in before or organs]  # 省政府印发意见，…，市政府出台措施: the city
    if (ranks or _lifted(sentence)) and main is not None:
        of_city = any(word in sentence and not is_ranking(sentence, word) for word in _CITY)
        of_city = of_city or ranks[-1:] == ["市"]
        lineage = [name for name in (main, *parents(main, article.regions)) if is_wide(name)]
        return bool(lineage) and region == (lineage[0] if of_city else lineage[-1])
    return (
        (region == main or (region == _titled(article) and (main is None or is_wide(main))))
        and not any(
            within(m.name, region) and (_full(m) or _begins(m, sentence))
            for m in mentions_of(sentence)
        )
        and not _opens_elsewhere(sentence, region)
    )


def _titled(article: Article) -> str | None:
    """Return the only city or province that a title names, None where it names none or several."""
    named = {m.name for m in mentions_of(article.title)}
    return named.pop() if len(named) == 1 and all(map(is_wide, named)) else None


def names_office(text: str) -> bool:
    """Return whether a clause begins with an office of the city or province: 省文旅厅印发名单."""
    return _ORGAN.search(text) is not None


def _is_of_district(sentence: str, mentions: Sequence[RegionMention]) -> bool:
    """Return whether a sentence names a district: 市民政局到东城区调研 tells of that too."""
    return (
        any(is_local(m.name) for m in mentions) or re.search("[全我][区县]", sentence) is not None
    )


def places_hold(places: Sequence[str], article: Article, window: Span) -> bool:
    """Return whether an article speaks of the cities that a question only mentions.

    Its sentence must not speak of another city instead: 大连's figure is no answer about 沈阳.
    """
    return all(_place_holds(place, places, article, window) for place in places)


def _place_holds(place: str, asked: Sequence[str], article: Article, window: Span) -> bool:
    sentence = sentence_at(article.text, window.start)
    said = article.text[sentence.start : sentence.end]
    named = mentions_of(said)
    if any(m.name == place or within(m.name, place) for m in named):
        return True
    others = [m for m in named if is_wide(m.name) and m.name not in asked]
    if any(not within(place, m.name) and _begins(m, said) for m in others):
        return False
    districts = {n for n in article.regions if is_local(n) and not n.endswith(TOWNS)}
    if is_local(place) and not districts:
        return True  # a story of a town need not say where it lies
    return any(name == place or within(name, place) for name in article.regions)


def whole_holds(question: str, article: Article, window: Span) -> bool:
    """Return whether a question about 「全市」 meets a sentence about the whole city.

    One about a place of its own (某中心) meets no 「全区」 of an article that does not name it.
    """
    sentence = sentence_at(article.text, window.start)
    if not _lifted(question):
        place = _PLACE.match(question)
        whole = re.search(
            "(?<![为对向给在把将])全[区县]", article.text[sentence.start : window.end]
        )
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


def _opens_above(text: str, region: str) -> bool:
    """Return whether a clause's subject is the city that a region lies in: 甲市教育局决定."""
    mentions = mentions_of(text)
    return any(
        m.name.endswith(("市", "州"))
        and within(region, m.name)
        and (_full(m) or text[m.end - 1] == "州")
        and _begins(m, text)
        and not _leads(m, mentions)
        for m in mentions
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
    """Return whether a text speaks of a whole city or province.

    What ranks within it, or is a share of it (占全市的80%), does not.
    """
    text = _SHARE_OF.sub("", text)
    return any(word in text and not is_ranking(text, word) for word in _WHOLE)


def opens_clause(text: str, start: int) -> bool:
    """Return whether what stands at ``start`` is said of a whole clause (8月底，全市…).

    构建全市服务体系 speaks of what is built, and what other clauses tell is not of all the city.
    """
    return _OPENS.search(text[:start]) is not None


def are_passed(towns: Sequence[RegionMention], before: str) -> bool:
    """Return whether a clause before only did something to several towns: 抢修甲镇、乙乡道路.

    What the clauses after it tell (恢复供电…户) is not of them.
    """
    several = len(towns) > 1 and all(town.name.endswith(TOWNS) for town in towns)
    over = several and _CLAUSE.search(before, towns[-1].end)
    return bool(over and not opens_clause(before, towns[0].start))


def _opens_lifted(text: str) -> bool:
    """Return whether a clause of a text begins with the whole city or province."""
    text = _SHARE_OF.sub("", text)
    return any(
        opens_clause(text, match.start()) and not is_ranking(text, match[0])
        for match in _ALL.finditer(text)
    )


def is_ranking(text: str, word: str) -> bool:
    """Return whether 「全市」 only says among whom something ranks (全市第二, 位列全市前列)."""
    return (
        re.search(
            rf"{word}(第|前|首|头一?[个名家位]|独|最|仅|唯一|领先|上游|平均(?:水平|线)|排)|[比较于过出]{word}平均|(位|居|列|排){{1,2}}[^，。]{{0,3}}{word}|在{word}",
            text,
        )
        is not None
    )


@lru_cache(maxsize=8192)
def mentions_of(text: str) -> tuple[RegionMention, ...]:
    """Return ``find_regions`` of a text, remembered: the same passages are read again and again."""
    return tuple(find_regions(text))
