"""A question cut into parts: plain questions of one region, one year, one attribute, each named.

Rules of how Chinese puts things side by side. Does not say what a part asks for (``questions``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.derivation import operation_of, plain, ungrouped
from rag.followups import topic_of
from rag.keywords import ASKING, content_terms, without
from rag.pairs import either, ratio
from rag.periods import find_periods
from rag.regions import RegionMention, find_regions, is_local, leads, parents
from rag.sides import sides
from rag.verify import is_ranking
from rag.wording import plainly

_BOTH = re.compile(
    r"(?P<of>.*的)?(?P<one>[^，、和与及是]{2,14})(?:和|与|及|以及|、)(?P<other>[^的，、和与及是]{2,14})"
    r"(?P<head>的[^的，]{1,6})?(?:分别|各自|各)(?:是|为|有|达到?)?(?P<asks>.*)"
)


def split(text: str) -> list[tuple[str, str]]:
    """Return (text, label) of each part; a label names the part when it is missing."""
    text = plainly(text)
    of_sides = sides(text)
    if shared := ratio(text):
        stated = operation_of(text) == "share"  # the article may state it itself
        return [(text, text.rstrip("？?。"))] if stated else _labelled(shared)
    if of_sides:
        return [part for piece, side in of_sides for part in _of_side(piece, side)]
    bare = plain(text).text
    by_region = _split_regions(bare)
    if len(by_region) > 1:
        return by_region
    pieces = either(text) or _split_attributes(bare)
    if len(pieces) == 1:  # 投资增长多少 of one region asks for what the article tells
        pieces = _split_attributes(text)
    return _labelled(pieces)


def _labelled(pieces: Sequence[str]) -> list[tuple[str, str]]:
    return [(piece, re.sub("(?:是多少[^,，]*)?[？?。]*$", "", piece)) for piece in pieces]


def of_one(text: str) -> str:
    """Return a comparing question of one region as a plain one: 谁更多 has nothing to compare."""
    if _COMPARES.search(text) and len(_side_by_side(find_regions(text))) == 1:
        return _asks_how_much(text)
    return text


def _of_side(text: str, side: str) -> list[tuple[str, str]]:
    """Return the parts of one side's question: one, or one a region."""
    regions = _split_regions(text)
    return [(piece, f"{name}{side}") for piece, name in regions] or [(text, side)]


def otherwise(text: str) -> list[tuple[str, str]]:
    """Return what to ask where the parts cannot all be answered, [] where there is nothing."""
    text = plainly(text)
    shared = ratio(text)
    if shared and operation_of(text) == "share":
        return _labelled(shared)
    return _labelled([text]) if shared or sides(text) or either(text) else []


def _split_regions(text: str) -> list[tuple[str, str]]:
    mentions = find_regions(text)
    if _is_journey(text, mentions):
        return []
    names = _side_by_side(mentions)
    whole = None if is_ranking(text, "全市") else re.search(r"全市", text)
    if len(names) == 1 and is_local(names[0]) and whole and parents(names[0]):
        city = [m for m in mentions if m.name == parents(names[0])[0] and m.end == whole.start()]
        begin = city[0].start if city else whole.start()
        mentions = [m for m in mentions if m not in city]
        mentions.append(RegionMention(parents(names[0])[0], begin, whole.end()))
        names = (*names, parents(names[0])[0])
    if len(names) < 2:
        return []
    text = _BY_HOW_MUCH.sub("", text)
    first = {name: next(m for m in mentions if m.name == name) for name in reversed(names)}
    chosen = sorted(first.values(), key=lambda m: m.start)
    lead = without(text[: chosen[0].start], [m for m in mentions if m.end <= chosen[0].start])
    ends = [m.start for m in chosen[1:]] + [len(text)]
    own = [
        ungrouped(
            re.sub(
                r"^(?:的|相比|比起来|比(?=$|是|谁|哪))|(和|与|跟|同|及|以及|、|，|,|相比|对比|比较|比|离|距离?|较)+$",
                "",
                text[m.end : end],
            )
        )
        for m, end in zip(chosen, ends, strict=True)
    ]
    shared = own[-1] if content_terms(own[-1]) else max(own, key=_says)
    if ASKING.search(own[-1]) and not ASKING.search(shared):
        shared += own[-1]
    return [
        (_asks_how_much(lead + m.name + _own(piece, shared)), m.name)
        for m, piece in zip(chosen, own, strict=True)
    ]


def _says(text: str) -> tuple[int, int]:
    return len(content_terms(text)), len(text)


def _side_by_side(mentions: Sequence[RegionMention]) -> tuple[str, ...]:
    """Return the regions named, without those that only lead to the next (济南市历下区)."""
    leading = {outer.name for outer in mentions for inner in mentions if leads(outer, inner)}
    return tuple(dict.fromkeys(m.name for m in mentions if m.name not in leading))


def _own(piece: str, last: str) -> str:
    """Return what is asked of one region: its own words, or those after the last region.

    「历下区和槐荫区新增学位各多少」 shares them; 「甲区1-10月和乙区上半年，投资增速…」 shares all
    but the period.
    """
    if piece == last:
        return piece
    if ASKING.search(piece) and not content_terms(piece):
        return last
    periods = find_periods(piece)
    if content_terms(without(piece, periods)):
        return piece
    shared = without(last, [p for p in find_periods(last) if p.start == 0]) if periods else last
    return piece + shared.lstrip("，,")


def _is_journey(text: str, mentions: Sequence[RegionMention]) -> bool:
    """Return whether two places are the ends of one way: 从甲市坐高铁到乙市."""
    before = [text[: m.start] for m in mentions]
    return any(b.endswith("从") for b in before) and any(
        b.endswith(tuple("到至往去")) for b in before
    )


_BY_HOW_MUCH = re.compile(  # 甲区…比乙区少多少: both are asked for …
    r"(?<=[\u4e00-\u9fff])(多|少|高|低|快|慢)(了|出)?(多少|几)[^，。？?]*[？?]?$"
)
_COMPARES = re.compile(
    r"(哪一个|哪个[区县市]?|哪[区县市]|谁)?的?(更|最|比较)?"
    r"((?<!不)多|(?<!多)(?:高|大|快|少|低|小|慢))(一些|些)?(?=[，,？?。]|$)"
)


def _asks_how_much(text: str) -> str:
    """Return a comparing question (谁更多) as the plain one that each side answers (多少)."""
    plain = re.sub(r"(分别|各自|各)(?![类项级地区市县种部界方单])(是|为|有)?", "", text)
    plain = re.sub(r"(相差|差距|差)(是)?(多少|几).*$", "", plain)
    plain = _COMPARES.sub("", plain)
    plain = re.sub(r"^(谁|哪一个|哪个[区县市]?|哪[区县市])|(?<=[，,])(谁|哪个[区县市]?)", "", plain)
    plain = re.sub(r"谁(?=新增|增加|完成|实现|的)", "", plain).strip("，,？?。 ")
    return f"{plain}？" if ASKING.search(plain) else f"{plain}是多少？"


def _split_attributes(text: str) -> list[str]:
    text = re.sub(r"[,，](?:哪一?个|谁)更?(?:多|高|大|长|少|低|小|短|快|慢)(?=[?？。]?$)", "", text)
    named = max((m.end for m in find_regions(text)), default=0)
    both = _BOTH.fullmatch(text[named:].rstrip("？?。"))
    if both and ASKING.search(both["asks"]):
        one, other = both["one"], both["other"] + (both["head"] or "")
        if both["of"] and other.endswith(one):  # 签约落地的项目和开工的项目
            lead = text[:named] + _WHAT_HAPPENED.sub("", both["of"])
            return [
                f"{text[:named]}{both['of']}{one}{both['asks']}",
                f"{lead}{other}{both['asks']}",
            ]
        lead, tail = text[:named] + (both["of"] or ""), (both["head"] or "") + both["asks"]
        head = _measured(both["one"], both["other"])
        later = _of_same(both["one"], both["other"])
        return [f"{lead}{_own(both['one'], both['other'])}{head}{tail}", f"{lead}{later}{tail}"]
    pieces = [piece for piece in re.split(r"[，,；;。？?！!]", text) if piece.strip()]
    asking = [piece for piece in pieces if ASKING.search(piece)]
    if len(asking) < 2 or any(len(content_terms(piece)) == 0 for piece in asking):
        return [text]
    said = text[: text.index(asking[1])].rstrip("，,；;。？?！! ")
    told = re.sub(
        r"(共|总共|一共|分别|各|是|为|有|达到?)*(多少|几)[个家所座条项名位处类件户]?(?=[^，。]*$)",
        "",
        said,
    )
    subject = re.sub(r"的?(目标|计划)$", "", told if told != said else topic_of(said))
    return [said] + [
        piece if find_regions(piece) and find_regions(text) else _of_subject(subject, piece)
        for piece in asking[1:]
    ]


def _measured(one: str, other: str) -> str:
    """Return what is asked of two things of one kind, "" where their kind ends both.

    >>> _measured("省级重点项目", "市级重点项目总投资")
    '总投资'
    """
    for size in range(len(one), 1, -1):
        kind = other.find(one[-size:])
        if kind > 0:
            head = other[kind + size :]
            return head if len(head) > 1 else ""
    return ""


def _of_same(one: str, other: str) -> str:
    """Return the second of two things with what the first says before its period.

    「规上工业增加值全年目标和上半年增速」 asks for 规上工业增加值上半年增速.
    """
    periods = find_periods(one)
    begins = any(period.start == 0 for period in find_periods(other))
    return one[: periods[0].start] + other if begins and periods and periods[0].start else other


_WHAT_HAPPENED = re.compile(
    r"(?:签约|落地|新建|新增|在建|开工|完工|竣工|建成|引进|投产|完成|实施)+的$"
)


def _of_subject(subject: str, piece: str) -> str:
    return f"{subject}{'' if re.match('实际|完成', piece) else '，'}{piece}"
