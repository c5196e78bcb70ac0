"""The administrative regions of China that a text names: provinces, cities, districts, towns.

Towns and subdistricts are known by their endings alone, so their parents are not.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rag.dictionary import cuts_a_word, ends_a_word
from rag.gazetteer import TOWNS, is_local, of_today, share_parent, table, within
from rag.placename import (
    in_longer_word,
    is_named_after,
    is_said_of,
    towns,
    unlisted_names,
    zones,
)

_HAN = "[\u4e00-\u9fff]"
# What follows a district's short form where it is spoken of as a place that does or has something.
_SPOKEN_OF = re.compile(
    r"的(?=(?:[省市]|国家)级|企业|工业|重点|高新|中小|外贸|进出口)|的?(?:今年|去年|全年|年内|[上下]半年|前?[一二三四]季度|\d+年|\d+月|[区县市](?:委|政府|长)|GDP|地区生产总值"
    r"|财政|一般公共预算|固定资产|规上|规模以上|新增|招商|引进|城镇|工业增加值|分局)"
)
_MEASURED = re.compile(
    "平均|[人户]均|累计|最[高低大小]|降[雨水雪]|气温"
)  # of a district, 门头沟平均
_MOST = re.compile("最[高低大小强多]为?$|(?:出现|发生)在$")  # 最大金寨铁冲130.4毫米
_SEAS = ("南海", "东海", "黄海")  # named after them: 南海区
_LINK = re.compile("[、和与及跟同]|以及|还是")
_IN_NAME = re.compile(rf"(?![由在和与及比对据从据为是向把将使那年月日]){_HAN}")  # 北横 before 通道


_OF_A_CITY = ("市南区", "市北区")  # 青岛市南区 is 青岛 and 市南区
_PAPER = re.compile(
    "[日晚早晨时商]报|都市报|网(?![络上点红格球约民友])"
)  # 江城晚报 is not of 江城区; 济南日报 is of 济南


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A region named in a text: ``text[start:end]`` means ``name``, which is the full name."""

    name: str
    start: int
    end: int


def find_regions(text: str) -> list[RegionMention]:
    """Return the regions named in a text, in its order, each by its full name.

    ``"历下和济南市天桥区"`` gives 历下区 (0-2), 济南市 (3-6) and 天桥区 (6-9). Short forms count
    where they can mean one region only; those that are ordinary words too, where the words around
    them say so.
    """
    found = list(_named(text))
    sure = [mention for mention in found if not _is_unsure(mention, text)]
    named = {mention.name for mention in sure}
    kept = [
        mention
        for mention in found
        if not _is_unsure(mention, text) or _stands_as_region(mention, text, sure)
    ]
    mentions = [one for one in (_settled(mention, named, text) for mention in kept) if one]
    mentions = [m for m in mentions if not _is_of_a_town(m, mentions)]
    mentions += [RegionMention(*found) for found in zones(text)]
    mentions += [RegionMention(*found) for found in towns(text, _places(mentions))]
    unlisted = [
        RegionMention(of_today(name), start, end)
        for name, start, end in unlisted_names(text, _places(mentions))
    ]
    called = {
        text[m.start : m.end - 1] for m in unlisted if m.name == text[m.start : m.end]
    }  # 松岭 of 松岭市 is not 松岭区
    mentions = [m for m in mentions if text[m.start : m.end] not in called] + unlisted
    return sorted(mentions, key=lambda mention: mention.start)


def _is_of_a_town(mention: RegionMention, mentions: Iterable[RegionMention]) -> bool:
    """Say whether a short form right behind a district is a place in it: 东洲 in 富阳东洲."""
    return mention.end - mention.start < len(mention.name) and any(
        other.end == mention.start
        and is_local(other.name)
        and is_local(mention.name)
        and not within(mention.name, other.name)
        and not share_parent((mention.name,), (other.name,))
        for other in mentions
    )


def _places(mentions: Iterable[RegionMention]) -> list[tuple[int, int]]:
    return [(mention.start, mention.end) for mention in mentions]


def is_spoken_of(mention: RegionMention, text: str) -> bool:
    """Return whether a text says something of the region itself: 济南上半年…, not 济南国际中心."""
    if mention.end - mention.start == len(mention.name) or _SPOKEN_OF.match(text, mention.end):
        return True
    told = _MEASURED.match(text, mention.end) or _MOST.search(text[: mention.start])
    return is_local(mention.name) and bool(told)


def innermost(mentions: Iterable[RegionMention]) -> tuple[str, ...]:
    """Return the regions named that hold no other one named: 槐荫区 of 济南市槐荫区."""
    mentions = list(mentions)
    leading = {m.name for m in mentions for other in mentions if leads(m, other)}
    names = [n for n in dict.fromkeys(mention.name for mention in mentions) if n not in leading]
    return tuple(n for n in names if not any(o != n and within(o, n) for o in names))


def leads(outer: RegionMention, inner: RegionMention) -> bool:
    """Return whether a mention only leads to the next, as 济南市 does in 济南市天桥区.

    Written together, a city and a district belong together whatever the table knows of them.
    """
    gap = inner.start - outer.end
    town = inner.name.endswith(TOWNS) and not outer.name.endswith(TOWNS)
    city = outer.name.endswith(("省", "市", "州", "盟", "地区"))
    together = gap == 0 and (town or (city and is_local(inner.name)))
    return together or (0 <= gap <= 1 and within(inner.name, outer.name))


def _named(text: str) -> Iterator[RegionMention]:
    """Yield every written form found, longest first at each place; ``name`` is still that form."""
    begun, place = table().begun, 0
    while place < len(text) - 1:
        for form in begun.get(text[place : place + 2], ()):
            if not text.startswith(form, place) or _before_its_centre(form, text, place):
                continue
            if not _in_longer_name(form, text, place):
                yield RegionMention(form, place, place + len(form))
                place += len(form) - 1
                break
        place += 1


def _is_city(name: str) -> bool:
    return name.endswith(("市", "省", "州", "盟"))


def _before_its_centre(form: str, text: str, start: int) -> bool:
    """Say whether the form takes the 市 of a 市中区 behind it: 枣庄市中区 is 枣庄 and 市中区."""
    own = text[start + len(form) - 1 :][:3]
    known = own == "市中区" or (own in _OF_A_CITY and within(own, form))
    return form.endswith("市") and known


def _in_longer_name(form: str, text: str, start: int) -> bool:
    """Say whether the form is a part of something else: 市中心, 济南市场, 新[增城]镇, 泰山大学."""
    end = start + len(form)
    after = text[end : end + 1]
    if in_longer_word(form, text, start):
        return True
    if len(form) == 2 and _ends_longer(form, text, start):
        return True
    if form not in table().short:
        return len(form) == 2 and cuts_a_word(text, start, end)  # 和县 in 县长和县委书记
    if text[end : end + 3] in ("市中区", *_OF_A_CITY):
        return False
    if _PAPER.match(text, end) and not any(map(_is_city, table().called[form])):
        return True
    if after and after in "区县市" and not is_said_of(after, text[end + 1 : end + 2]):
        return True  # 松岭市 is not 松岭区
    return (
        is_named_after(text, end) or cuts_a_word(text, start, end) or ends_a_word(text, start, end)
    )


def _ends_longer(form: str, text: str, start: int) -> bool:
    """Say whether two letters end a longer name: 南县 in 河南县城, 周村 in 沈周村."""
    called = table().called
    before = text[max(0, start - 1) : start]
    if form.endswith("县"):
        return f"{before}{form[0]}" in called
    led = any(text[max(0, start - size) : start] in called for size in (2, 3, 4))
    return form[-1] in "村乡" and not led and _IN_NAME.fullmatch(before) is not None


def _is_unsure(mention: RegionMention, text: str) -> bool:
    return text[mention.start : mention.end] in table().unsure


def _stands_as_region(mention: RegionMention, text: str, sure: list[RegionMention]) -> bool:
    if mention.name in _SEAS:
        return False  # 南海今年休渔
    alone = mention.start == 0 or not _IN_NAME.match(text, mention.start - 1)
    if alone and _SPOKEN_OF.match(text, mention.end) and mention.name[-1] not in "区县市":
        return True
    meant = table().called[mention.name]
    place = bisect(sure, mention.start, key=lambda other: other.start)
    for other in sure[max(0, place - 1) : place + 1]:
        outer = table().called[other.name]
        if other.end == mention.start and any(within(one, two) for one in meant for two in outer):
            return True
        between = text[min(other.end, mention.end) : max(other.start, mention.start)]
        if _LINK.fullmatch(between) and share_parent(meant, outer):
            return True
    return False


def _settled(mention: RegionMention, named: Collection[str], text: str) -> RegionMention | None:
    """Give a written form its full name, or None where it may mean several regions."""
    meant = table().called[mention.name]
    if len(meant) > 1:
        spoken = {full for form in named for full in table().called[form] if form == full}
        meant = (
            tuple(one for one in meant if one in spoken)
            or tuple(one for one in meant if any(within(one, other) for other in spoken))
            or meant
        )
    outer = [one for one in meant if all(one == two or within(two, one) for two in meant)]
    return RegionMention(outer[0], mention.start, mention.end) if outer else None
