"""A question cut into parts: plain questions of one region, one year, one attribute, each named.

Rules of how Chinese puts things side by side. Does not say what a part asks for (``questions``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.clauses import clauses
from rag.derivation import asks_order, operation_of, plain, ungrouped
from rag.foreword import without_foreword
from rag.gazetteer import is_local, is_wide, parents, within
from rag.keywords import ASKING, content_terms, without
from rag.listed import listed, own_words
from rag.locality import is_ranking
from rag.pairs import either, ratio
from rag.regions import RegionMention, find_regions, leads
from rag.sides import sides
from rag.wording import plainly

_ZONES = ("高新区", "开发区", "经开区")
_BESIDE = re.compile(  # what leads from one side to the next: 甲区的学位和乙区的岗位, 甲区高于乙区
    r"(?:[\s、，,；;：:？?！!。/和与跟同及或比较占离距于过如是而]|以及|还是|相比|对比|比起|相对|除以|领先|落后|赶上|追上|还有|包括)$"
)
_JOINTLY = re.compile(
    "签[了订署](?![^，。？]{0,6}(?:多少|几))|协议(?!投|外|引|金)|互访|合作|搭伙|配对|签的|连[到在成]|携手|联合|联手|结对|协作|共建|接壤|相邻|交界|牵手|坐下来|哪[儿里]像|像不像|比赛|对阵|比分|几比几"
)
_MEAN = (  # 和全市平均比
    "(?:全[市省县区国])?的?平均(?:水平|值|数)?(?:相?比(?:较|起来)?)?(?=$|[，,是谁哪])"
)
_FAR = re.compile(r"[离距][^，,。？?]{2,8}?(?:多远|多少(?:公里|千米|里)|几公里)")
_WHY_MORE = re.compile("(?:凭什么|为什么|为啥|为何|怎么)[^，。？]{0,8}比")
_OF_EACH = re.compile("各|分别|都|两[个地市省]|哪[个一]|谁[的更最]|比|差|相")  # 南京苏州哪个多
_EVENT = re.compile(  # 甲县地震后，乙市…: what happened in 甲县 is no side
    r"(?:[那这][次场回])?[\d.级大小]*(?:地震|洪[水灾]|水灾|台风|暴雨|火灾|大火|山火|爆炸|事故|案)"
    "(?:发生)?[后里中时]?[，, ]"
)
_NO_FIGURE = re.compile("何时|什么时[候间]|哪一?[年月天日]|为什么|为何|为啥|怎么|谁|^除了?")
_ASKED = re.compile("(?:是多少[^,，]*|有多[长宽深高重大])?[？?。]*$")


def split(text: str) -> list[tuple[str, str]]:
    """Return (text, label) of each part; a label names the part when it is missing."""
    text = plainly(without_foreword(text))
    of_sides = sides(text)
    if shared := ratio(text):
        stated = operation_of(text) == "share"  # the article may state it itself
        return [(text, text.rstrip("？?。"))] if stated else _labelled(shared)
    if of_sides:
        return [part for piece, side in of_sides for part in _of_side(piece, side)]
    bare = plain(text).text
    asked = clauses(bare)
    by_region = [_split_regions(clause) for clause in asked]
    if any(by_region):
        alone = len(asked) == 1
        return [
            part
            for clause, regions in zip(asked, by_region, strict=True)
            for part in (_named(regions, alone) if regions else _labelled(listed(clause)))
        ]
    pieces = either(text) or _each_asked(bare)
    if len(pieces) == 1:  # 投资增长多少 of one region asks for what the article tells
        pieces = _each_asked(text)
    return _labelled(pieces)


def works_out(text: str) -> bool:
    """Return whether a question wants something worked out of the figures of its parts.

    Not where it asks in several clauses: 全长多少公里，有几座车站 compares nothing.
    """
    text = plainly(without_foreword(text))
    operation = operation_of(text)
    if operation is None or len(clauses(plain(text).text)) > 1:
        return False
    return operation != "rank" or asks_order(text)


def _each_asked(text: str) -> list[str]:
    return [piece for clause in clauses(text) for piece in listed(clause)]


def _labelled(pieces: Sequence[str]) -> list[tuple[str, str]]:
    return [(piece, _ASKED.sub("", piece)) for piece in pieces]


def of_one(text: str) -> str:
    """Return a comparing question of one region as a plain one: 谁更多 has nothing to compare."""
    if _COMPARES.search(text) and len(_side_by_side(find_regions(text))) == 1:
        return _asks_how_much(text)
    return text


def _of_side(text: str, side: str) -> list[tuple[str, str]]:
    """Return the parts of one side's question: one, or one a region."""
    regions = _split_regions(text)
    return [(_asks_how_much(piece), f"{name}{side}") for piece, name in regions] or [(text, side)]


def _named(regions: Sequence[tuple[str, str]], alone: bool) -> list[tuple[str, str]]:
    """Return the parts of one clause, each under its region's name where that tells it apart."""
    parts = []
    for text, name in regions:
        things = listed(text)
        plain = [_asks_how_much(thing) for thing in things]
        parts += [(plain[0], name)] if alone and len(things) == 1 else _labelled(plain)
    return parts


def otherwise(text: str) -> list[tuple[str, str]]:
    """Return what to ask where the parts cannot all be answered, [] where there is nothing."""
    text = plainly(without_foreword(text))
    shared = ratio(text)
    if shared and operation_of(text) == "share":
        return _labelled(shared)
    summed = operation_of(text) == "sum" and len(find_regions(text)) < 2  # 老人和孩子一共多少
    return _labelled([text]) if shared or summed or sides(text) or either(text) else []


def _split_regions(text: str) -> list[tuple[str, str]]:
    mentions = find_regions(text)
    if _are_no_sides(text, mentions):
        return []
    mentions = [m for m in mentions if not _in_title(text, m, mentions)]
    names = _side_by_side(mentions)
    whole = None if is_ranking(text, "全市") else re.search(r"(?<!市)全市", text)
    if whole and any(m.end == whole.start() and m.name.endswith("市") for m in mentions):
        whole = None  # 义乌全市 is 义乌市
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
                rf"^(?:之间的?|的|{_MEAN}|相比|比起来|比(?=$|是|谁|哪))|(和|与|跟|同|及|以及|、|，|,|相比|对比|比较|比|离|距离?|较)+$",
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
        (lead + m.name + own_words(piece, shared), m.name)
        for m, piece in zip(chosen, own, strict=True)
    ]


def _says(text: str) -> tuple[int, int]:
    return len(content_terms(text)), len(text)


def _side_by_side(mentions: Sequence[RegionMention]) -> tuple[str, ...]:
    """Return the regions named, without those that only lead to the next (济南市历下区)."""
    leading = {outer.name for outer in mentions for inner in mentions if leads(outer, inner)}
    return tuple(dict.fromkeys(m.name for m in mentions if m.name not in leading))


def _in_title(text: str, mention: RegionMention, mentions: Sequence[RegionMention]) -> bool:
    """Return whether a region only says of what another in it is one: 甲县成为乙省示范县."""
    inside = any(within(m.name, mention.name) for m in mentions if m.end < mention.start)
    beside = re.search("(?:[、，,？?和与跟同及比较占离于]|以及|还是)$", text[: mention.start])
    return inside and beside is None


def _are_no_sides(text: str, mentions: Sequence[RegionMention]) -> bool:
    """Return whether places are no sides: the ends of a way, where who is from one does something.

    Nor are 宁波舟山港 and the like, unless the question asks of each.
    从甲市坐高铁到乙市, 甲市的学生在乙市游了哪里, 甲镇捐给乙市的物资; nor are those that do
    something together (甲县跟乙市合作), 甲县 and the zone in it, 甲县高新区.
    """
    if (
        _FAR.search(text)
        or _WHY_MORE.search(text)
        or (_JOINTLY.search(text) and not re.search("各|分别", text))
        or _is_asked_before(text, mentions)
    ):
        return True
    return any(
        not _is_beside(text[one.end : two.start])
        or _EVENT.fullmatch(text[one.end : two.start])
        or (one.end == two.start and two.name.endswith(_ZONES))
        or (one.end == two.start and is_wide(two.name) and not _OF_EACH.search(text))
        for one, two in pairwise(mentions)
        if not leads(one, two) and one.name != two.name
    )


def _is_asked_before(text: str, mentions: Sequence[RegionMention]) -> bool:
    """Return whether when, why or who is asked before any place: 何时捐款驰援甲市、乙市."""
    lead = text[: mentions[0].start] if mentions else ""
    return _NO_FIGURE.search(lead) is not None and not _OF_EACH.search(text)


def _is_beside(between: str) -> bool:
    """Return whether what stands between two regions puts them side by side."""
    return not between or _BESIDE.search(between) is not None


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
