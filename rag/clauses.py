"""A question cut where it asks anew: each asking clause with what it leaves to the one before.

「甲区新建学校多少所，新增学位多少个」 asks two things of 甲区.
"""

from __future__ import annotations

import re

from rag.dictionary import word_at
from rag.followups import MEASURED, topic_of
from rag.keywords import ASKING, MEASURE, content_terms, is_known, without
from rag.numerals import SCALE
from rag.periods import find_periods
from rag.regions import find_regions
from rag.things import head_of, thing_end
from rag.units import UNIT, unit_named

_PIECE = re.compile(r"[^，,；;。？?！!]+")
_TAG = re.compile(r"(?:吗|(?<!什)么|呢)$")  # 知道吗, 好吗: ask for nothing of their own
_HEARD = re.compile("[\u4e00-\u9fff]{0,6}(?:怎么|咋)(?:说|讲)的?")  # 警方怎么说
_EACH = re.compile("分别|各自|各(?![类项级地区市县种部界方单])")
_SEVERAL = re.compile("[\u4e00-\u9fff](?:以及|[、和与及])[\u4e00-\u9fff]")
_AS_MUCH = re.compile(  # 两边各是多少: what has been asked
    r"(?:两边|两者|双方|二者|它们|他们)?(?:分别|各自|各|都)?(?:是|为|有)?(?:多少|几)[个家所项]?"
)
_WHATEVER = re.compile("(?:什么|啥|谁|哪[儿里]?)[都也]")  # 啥都不用带 asks nothing
_AND = re.compile("^(?:另外|还有|此外|以及|同时|那么|顺便问?一?下?|再?问一下)+")
_HOW_MANY = re.compile(
    r"(?:累计|合计|总计|共计|总共|一共|共|分别|各|是|为|有|达到?)*"
    rf"(?:多少|几){SCALE}*(?P<unit>{UNIT}|钱)?(?=[^，,。]*$)"
)
_SO_FAR = re.compile("累计|合计|历年来?|截至目前")  # said of one figure, not of the next
_TAIL = re.compile("的?(?:目标|计划)$|(?<=[\u4e00-\u9fff]{2})(?:建在?|位于|选址)$")
_SAME_OF = re.compile("(?:同期)?的?(?:又|则|是|为|有|达到?)*(?:多少|几|呢)")  # 2022年是多少, 今年呢
_OPEN = re.compile("哪|什么|谁|何")


def clauses(text: str) -> list[str]:
    """Return the clauses of a question that ask, each one whole.

    >>> clauses("余杭区讲座累计多少次?参加党员多少人次?")
    ['余杭区讲座累计多少次', '余杭区讲座，参加党员多少人次']
    """
    pieces = _asking(text)
    if len(pieces) < 2:
        return [text]
    subject = ""
    whole: list[str] = []
    for piece in pieces:
        bare = _AND.sub("", piece).strip()
        if whole and (then := _of_time(whole[-1], bare)):
            whole.append(then)
        elif not whole or _names_region(bare):
            subject = _subject(bare)
            whole.append(bare)
        else:
            whole.append(_of_subject(subject, bare))
    return whole


def _asking(text: str) -> list[str]:
    """Return a text cut before each piece that asks anew; what asks nothing goes with the next."""
    ends: list[int] = []
    asked = False
    for piece in _PIECE.finditer(text):
        asks = _asks(piece[0]) and not _adds_nothing(piece[0])
        if asked and (asks or not _adds_nothing(piece[0])):
            ends.append(piece.start())
            asked = False
        asked = asked or asks
    if ends and not asked:  # 把数报一下
        ends.pop()
    cuts = zip([0, *ends], [*ends, len(text)], strict=True)
    return [text[begin:end].strip("，,；;。？?！! ") for begin, end in cuts]


def _asks(piece: str) -> bool:
    return bool(ASKING.search(_WHATEVER.sub("", piece)))


def _adds_nothing(piece: str) -> bool:
    """Return whether a piece asks for nothing of its own: 知道吗, 各是多少, 乙区呢."""
    if _AS_MUCH.fullmatch(piece.strip()) or _HEARD.fullmatch(piece.strip()):
        return True
    if not _TAG.search(piece) or _when_alone(piece):
        return False
    bare = without(piece, find_regions(piece))
    return not content_terms(bare)


def _when_alone(piece: str) -> str:
    """Return the period of a piece that asks of nothing else, 今年呢, "" where it does."""
    period = next(iter(find_periods(piece)), None)
    if period is None or period.start or not _SAME_OF.match(piece, period.end):
        return ""
    return "" if content_terms(piece[period.end :].removeprefix("同期")) else period.text


def _of_time(asked: str, piece: str) -> str:
    """Return what was asked before of another period, "" where a piece asks more than that."""
    when, periods = _when_alone(piece), find_periods(asked)
    if not when or not periods:
        return ""
    return asked[: periods[0].start] + when + asked[periods[0].end :].removeprefix("同期")


def _names_region(clause: str) -> bool:
    """Return whether a clause begins with the region that it asks about."""
    piece = next((p[0] for p in _PIECE.finditer(clause) if _asks(p[0])), clause)
    first = next(iter(find_regions(piece)), None)
    return first is not None and not content_terms(
        without(piece[: first.start], find_periods(piece[: first.start]))
    )


def _subject(said: str) -> str:
    """Return what a clause asks about, for the clause after it."""
    told = _HOW_MANY.sub(_what_counts, said)
    about = told if told != said else topic_of(said)
    return _TAIL.sub("", _SO_FAR.sub("", about)).rstrip("，,的")


def _what_counts(match: re.Match[str]) -> str:
    """Return the unit of 多少学位 or 多少座位, which is what is counted; "" for 多少个."""
    unit = match["unit"] or ""
    measure = unit_named(unit)
    if measure is None or MEASURE.match(match.string, match.start("unit") - 2):
        return ""
    word = word_at(match.string, match.start("unit"))
    counts = len(unit) == 1 or measure.family != "count"
    longer = len(word) > len(unit) and word.startswith(unit) and is_known(word)
    return "" if counts and not longer else unit


def _without_measure(subject: str) -> str:
    """Return a subject without the measure asked of it: 上半年 of 上半年增速, 公园 of 公园面积."""
    named = [(m.start, m.end) for m in find_regions(subject)]
    end = 0
    for begin, behind in sorted([*named, *((p.start, p.end) for p in find_periods(subject))]):
        end = max(end, behind) if begin <= end else end
    return subject[:end] if end and not thing_end(subject[end:]) else topic_of(subject)


def _of_subject(subject: str, piece: str) -> str:
    """Return a clause with what it is about: 哪一天 asks of the figure before it."""
    listed = _SEVERAL.search(without(subject, find_regions(subject)))
    if (_EACH.search(piece) and listed) or re.match("分别|各|实际|完成", piece):
        return f"{subject}{piece}"
    if not content_terms(piece):
        when, own = next(iter(find_periods(subject)), None), find_periods(piece)
        if when and when.start and own and not own[0].start:  # 黄酒去年卖…，今年的目标是多少
            return f"{subject[: when.start]}{piece}"
        return f"{subject}{'是' if _OPEN.match(piece) else ''}{piece}"
    measured = MEASURED.search(head_of(piece.removesuffix("呢")))
    if measured and piece.endswith("呢"):  # 上半年甲增速是多少，乙增速呢
        return f"{_without_measure(subject)}{piece[:-1]}是多少"
    if measured and MEASURED.search(subject):  # 总投资是多少，占地多大
        subject = topic_of(subject)
    return f"{subject}，{piece}"
