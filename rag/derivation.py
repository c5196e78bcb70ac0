"""What a question works out of figures, and the plain questions whose answers it needs.

「2024年A区和B区学位哪个多，多多少个」 asks for two figures and a comparison: the comparison is
computed (``compare``), the figures are asked for one by one. Rules of how Chinese compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.keywords import ASKING, content_terms
from rag.wording import plainly
from rag.years import against, from_to

Operation = Literal["difference", "growth", "sum", "share", "multiple", "rank"]

_UNIT = r"(?:[百千万亿]*(?:[\u4e00-\u9fff%]{0,4}))"
_MORE = (
    r"(?:相差|差距|领先|差|超额(?:完成)?|高出?|多出?|超出|超过|大|长|少|低|小|短|快|慢"
    r"|增加|减少|增长|下降|提高|上升|增多|降低|增|减|降)"
)
_GAP = re.compile(
    rf"(?:是|要|还|共|又|就|净|再)?{_MORE}(?:了|出)?(?:是|有)?(?:多少|几)(?P<unit>{_UNIT})"
)
_CHANGE = re.compile("增加|减少|增长|下降|提高|上升|增多|降低|[增减降]|超过")
_GAP_TAIL = re.compile(rf"{_GAP.pattern}$")
_ASKED_ALONE = re.compile(rf"(?:合计|共|是|有|为|达)*(?:多少|几)(?P<unit>{_UNIT})")
_WHO = (
    r"(?:到底|究竟|是)?(?:哪一?[个类项种处家座条边方](?:区县|县区|[区县市])?|哪一?[年区县市]|哪|谁)"
)
_MORE_OF = (
    r"(?:要|会)?(?:更|最|比较|还)?(?:多|高|大|长|少|低|小|短|快|慢|强|领先|[宽窄深浅重轻])"
    r"(?:一些|一点|些|点)?"
)
_WHICH = re.compile(
    rf"{_WHO}的?(?P<thing>[^,，?？]*?)(?:得|的|是)?(?P<how>{_MORE_OF})(?:{_WHO}{_MORE_OF})?$"
)
_ORDER = re.compile(
    r"[,，]?按?(?:由|从)?[高多大低少小]到[低少小高多大](?:的?顺序)?(?:怎么|如何)?(?:排[列序名个]?(?:一下|序)?)?$"
    r"|[,，]?(?:怎么|如何)?排(?:个序|一下|序|出来)$"
)
_ASKS_ORDER = re.compile(
    rf"{_WHO}[^,，?？]*?{_MORE_OF}(?=[,，?？。]|$)|对比|相比|比得|{_ORDER.pattern}"
)
_ASKS_RANK = re.compile(
    rf"谁|(?:最|更)(?:多|高|大|长|少|低|小|短|快|慢)|比较|{_ASKS_ORDER.pattern}"
)
_EACH_IS = re.compile("(?:分别|各自?)[长高大宽](?:多少|几)")  # how long each is, not by how much
_RATE = re.compile(
    r"(?:增长|提高|下降|增加|减少|上升|增|降)了?(?:百分之几|百分之多少|多少%|多少个?百分比|几成)"
    r"|(?:增长|提高|下降|增加|减少|上升)(?:率|幅度|的比例|百分比)|增幅|降幅"
)
_SUM = re.compile(r"合计|总共|一共|之和|共计|总和")
_SUMS = re.compile(  # 一共几个班、几个学位
    rf"(?:{_SUM.pattern})[^,，?？]*?(?:多少|几)[^?？]*?(?:多少|几)"
)
SHARE = re.compile(
    r"占(?P<of>[^,，?？]{2,30}?)的?(?:比重|比例|百分之几|百分之多少|多少%|几成|份额|多少)"
)
TIMES = re.compile(r"是(?P<of>[^,，?？是]{2,20})的?(?:多少|几)倍")
_PLEASE = re.compile(
    r"^请?(?:帮我|给我|麻烦)?(?:列出|列举|列一下|给出|汇总|整理|查一下|查询|统计一下|告诉我|说说"
    r"|比较一下|比较|对比一下|对比)(?:一下)?[,，]?|^请?把"
)
_NAMED = re.compile(
    "最[高低大小快慢多少]的[^,，?？]{1,10}?(?:有|是|为)哪"
)  # an article ranks them itself
_GROUP = re.compile(r"^(?:这|以上)?[两二三四五六七八九](?:个)?(?:区县|县区|区市|[区县市地])[,，]?")
_EACH = re.compile(r"(?:分别|各自|各|都)(?=是|为|有)")


@dataclass(frozen=True, slots=True)
class Plain:
    """A question without what it works out: ``text`` asks for the figures alone."""

    text: str
    operation: Operation | None


def operation_of(text: str) -> Operation | None:
    """Return what a question works out of its figures, None for nothing.

    >>> operation_of("东城区比西城区多多少人？")
    'difference'
    """
    text = plainly(text)
    if _NAMED.search(text):
        return None
    if _SUM.search(text) and not _SUMS.search(text):
        return "sum"
    over = against(text) or from_to(text)
    if _RATE.search(text) and over:
        return "growth"
    if SHARE.search(text):
        return "share"
    if TIMES.search(text):
        return "multiple"
    gaps = [gap[0] for gap in _GAP.finditer(text if "比" in text else _EACH_IS.sub("", text))]
    if any(over or not _CHANGE.search(gap) for gap in gaps):
        return "difference"
    return "rank" if _ASKS_RANK.search(text.rstrip("?？。")) else None


def asks_order(text: str) -> bool:
    """Return whether a question asks outright which is more: 最高日客流 in it asks nothing.

    >>> asks_order("东城区和西城区的投资,哪个区多?")
    True
    """
    return bool(_ASKS_ORDER.search(text.rstrip("？?。")))


def without_order(text: str) -> str:
    """Return a question without the words that ask for an order: 从大到小排一下."""
    return _ORDER.sub("", _PLEASE.sub("", text.rstrip("？?。")))


def plain(text: str) -> Plain:
    """Return a question without its comparing words; as it was where it works out nothing.

    >>> plain("2023年甲县和乙县的播种面积,哪个大,大多少万亩?").text
    '2023年甲县和乙县的播种面积是多少万亩?'
    """
    operation = operation_of(text)
    text = _PLEASE.sub("", text)
    if operation == "multiple":
        asked = TIMES.sub(lambda match: f"和{match['of'].rstrip('的')}", text)
        return Plain(asked.rstrip("?？。"), operation)
    if operation is None or operation == "share":
        return Plain(text, operation)
    unit, kept = "", []
    for piece in re.split(r"[,，?？。;；]", text):
        alone = _GAP.fullmatch(piece.strip()) or _ASKED_ALONE.fullmatch(piece.strip())
        unit = (alone["unit"] if alone else "") or unit
        bare = "" if alone else _WHICH.sub(_what, _ORDER.sub("", piece))
        if bare.strip():
            kept.append(bare)
    if not kept:
        return Plain(text, operation)
    kept[-1], own = _without_tail(kept[-1], operation)
    joined = _EACH.sub("", ",".join(kept)).rstrip("的,")
    unit = re.sub(".*百分点", "", own or unit)  # rates are percents, their distance is not
    unit = re.sub("^个(?=[万亿]$)", "", unit)  # 几个亿
    asked = f"是多少{unit}" if not ASKING.search(joined) else ""
    return Plain(f"{joined}{asked}?", operation)


def _what(match: re.Match[str]) -> str:
    """Return what is compared in 谁的收入高; what grows fast is compared by its growth."""
    thing = match["thing"]
    if not thing or not re.search("快|慢", match["how"]) or re.search("增速|增幅|速度", thing):
        return thing
    return f"{re.sub('增长?|增加|提高|上升', '', thing)}增速"


def _without_tail(piece: str, operation: Operation) -> tuple[str, str]:
    """Return a clause without the words that compare, and the unit that they asked for."""
    if operation == "sum":
        return _SUM.sub("", piece), ""
    if operation == "growth":
        return without_rate(piece), ""
    gap = None if _EACH_IS.search(piece) and "比" not in piece else _GAP_TAIL.search(piece)
    if gap is None or not content_terms(piece[: gap.start()]):
        return piece, ""
    return piece[: gap.start()], gap["unit"]


def without_gap(text: str) -> str:
    """Return a question for an amount without the change that it asks for: 增加多少吨."""
    piece, unit = _without_tail(text.rstrip("?？。"), "difference")
    return f"{piece.rstrip('的,，')}是多少{unit}?"


def without_rate(text: str) -> str:
    """Return a question without the growth that it asks for."""
    return re.sub("(?:是|有|为)?(?:多少|多大)$", "", _RATE.sub("", text))


def ungrouped(text: str) -> str:
    """Return what is asked of several regions without the words that count them: 三个区."""
    return _GROUP.sub("", text)
