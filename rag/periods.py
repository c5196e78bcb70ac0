"""Dates, periods, bases of comparison and modality in Chinese news text.

A period without its year (上半年, 12月17日, 今年) keeps ``first`` and ``last`` empty until
``resolve`` is given the year that 「今年」 means; nothing is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rag.dictionary import word_at
from rag.numerals import fold, parse

Kind = Literal["day", "month", "quarter", "half", "year", "years", "deadline", "span", "now"]
Modality = Literal["plan", "result"]

_DASH = r"(?:[-—–~～至到])"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:[12]\d|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_Y = r"(?:(?:19|20)\d\d|[一二][〇零九][〇零一二三四五六七八九]{2})"
_AGO = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "明年": 1, "后年": 2}
_NO_AFTER = "(?<![产成工营运用业](?=后年))"  # 投产后年产能: a year's output after it
_S = r"[ \u3000]?"  # some papers set digits apart: 8 月 17 日
_YEAR = (
    rf"(?:(?P<y>{_Y})年?{_DASH}(?P<y2>{_Y})年|(?P<y1>{_Y})(?:{_S}年|(?=(?:中|[一三]季)报|[“「《]"
    rf"|[上下]半年|[一二三四]季度|[前头首](?:{_M}|两)个?月))"
    rf"|(?<![以之]){_NO_AFTER}(?P<ago>{'|'.join(_AGO)})(?!(?<=[前后本]年)均|(?<=后年)[产薪]))度?"
)
_PART = (
    rf"(?P<m1>{_M})月?份?{_DASH}(?P<m2>{_M}){_S}月份?"
    rf"|(?P<m>{_M}){_S}月(?![天饼亮光球])(?:{_S}(?P<d>{_D}){_S}[日号]?{_DASH}{_S}"
    rf"(?:(?P<mx>{_M})月)?(?P<d2>{_D}){_S}[日号]"
    rf"|{_S}(?P<d1>{_D}){_S}[日号]|份?(?P<me>[底末初])?)"
    rf"|第?(?P<q>[一二三四1-4])季(?:度|(?<=一季)(?=报)|(?<=年第[一二三四1-4]季)(?!节))"
    r"|前(?P<qs>[一二三两123])个?季度|(?P<q3>三季(?=报))|(?P<h>[上下前头])半年"
    r"|(?P<hy>半年|(?<=[\d年])中(?=报(?![名警道到告])))(?:度|(?=报))|[Qq](?P<qe>[1-4])(?!\d)"
    rf"|(?<![目此之以日])[前头首](?P<fm>{_M}|两)个?月"
)
_EDGE = re.compile("(?<=[年度月份])(?!底线?[上下]|末日)[初底末]")  # 去年底下发, 去年末日均
_WITH_YEAR = rf"{_YEAR}(?:(?P<since>以来)|全年|内|[,， \u3000]?(?:{_PART})|(?P<end>年?[底末初]))?"
_NO_YEAR = rf"{_PART}|(?P<alone>年[底末初内]|全年)"
_ISO = rf"(?P<iy>(?:19|20)\d\d)(?P<dot>[-./])(?P<im>{_M})(?P=dot)(?P<id>{_D})"
_IN_LIFE = (  # 1995.07—2011.04 甘肃省…职工, as lives are told
    r"(?P<cy>(?:19|20)\d\d)\.(?P<cm>0[1-9]|1[0-2])"
    r"(?=[ \u3000]?[-—–~～至]|\s(?![百千万亿元])[一-龥])"
)
_TAIL = r"(?P<before>(?:之|以)?前(?!列|沿|进|行|后|所))?"
_BARE = re.sub(r"\(\?P<(\w+)>", r"(?P<n_\1>", _NO_YEAR)  # group names may stand only once
# 截至 says as of when; a 至 after a date ends a stretch. Neither sets a deadline.
_UNTIL = r"(?P<until>(?<![达得看提回受等截止年月日])到|(?<![截年月日])至)?"
_DATE = re.compile(
    r"(?=[\d一二三四五六七八九十第前头首去上今本当明后下年全到至])"
    rf"{_UNTIL}(?<![\d.])(?:{_ISO}|{_IN_LIFE}|{_WITH_YEAR}|{_BARE}){_TAIL}"
)
_COUNT = rf"(?:\d{{1,3}}(?:{_DASH}\d{{1,3}})?|[两一二三四五六七八九十几]{{1,4}})"
_SPAN = re.compile(
    r"(?=[近过未今此最\d两一二三四五六七八九十几])"
    rf"(?:近年来|近(?:{_COUNT})个?(?:年|月|周|天)(?:来|间|以来)?"
    rf"|(?:过去|未来|今后|此后|最近)(?:的)?{_COUNT}个?(?:年|月|周|天)"
    rf"|{_COUNT}(?:年|个月|天)(?:以?内|(?:以?来|间)(?!自)))"
)
_PLAN = re.compile(
    r"[“「第]?十(?P<nth>[一二三四五])(?:五[”」]?|个五年)(?:时期|期间|末|以来)?(?=\W|规划|\w)"
)
_NOW = re.compile(r"截至目前|截至发稿|目前")
_BASES = re.compile(
    r"同比|环比|年均|两年平均|[比较](?:去年|上年)(?:同期|底|末)?|[比较](?:年初|上月|上季度|上周|同期)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A date or period: ``text[start:end]``, its kind, and its first and last day when known.

    ``year`` is the year written. ``relative`` says that the days hang on when it was written
    (今年, 上半年, 12月17日, 近两年). A deadline (到2025年, 年底前) has a last day only, 2019年以来
    a first day only.
    """

    start: int
    end: int
    text: str
    kind: Kind
    year: int | None
    first: date | None
    last: date | None
    relative: bool


@dataclass(frozen=True, slots=True)
class Basis:
    """What a change is measured against: 同比, 环比, 比去年底, 年均 …, as written."""

    start: int
    end: int
    text: str


def find_periods(text: str) -> list[Period]:
    """Return the dates and periods in the order of the text; none overlaps another.

    >>> [(p.text, p.kind, p.last) for p in find_periods("去年完成，到2025年建成")]
    [('去年', 'year', None), ('到2025年', 'deadline', datetime.date(2025, 12, 31))]
    """
    found = sorted(_all(fold(text), text), key=lambda period: (period.start, -period.end))
    kept: list[Period] = []
    for period in found:
        if not kept or period.start >= kept[-1].end:
            kept.append(period)
    return kept


def date_spans(folded: str) -> list[tuple[int, int]]:
    """Return (start, end) of calendar dates and plans alone: their digits are no quantities."""
    plain = _without_words(folded)
    return [m.span() for pattern in (_DATE, _PLAN) for m in pattern.finditer(plain)]


def resolve(period: Period, year: int | None) -> Period:
    """Return the period with its days, where 「今年」 is ``year``; else as it was."""
    if year is None or not period.relative or period.kind in ("span", "now"):
        return period
    match = _DATE.fullmatch(fold(period.text))
    if match is None:
        return period
    base = year + _AGO.get(match["ago"] or "", 0)
    first, last = _days(match, base)
    return replace(period, year=base, first=first, last=last, relative=False)


def bases(text: str) -> list[Basis]:
    """Return what changes in the text are measured against, in order."""
    return [Basis(m.start(), m.end(), m.group()) for m in _BASES.finditer(text)]


def _without_words(folded: str) -> str:
    """Return a text, as long as before, without what is no edge of a year: the 初 of 初三."""
    letters = list(folded)
    for match in _EDGE.finditer(folded):
        if len(word_at(folded, match.start())) > 1:
            letters[match.start()] = "\0"
    return "".join(letters)


def _all(folded: str, text: str) -> Iterator[Period]:
    for m in _DATE.finditer(_without_words(folded)):
        year = _year(m)
        first, last = _days(m, year) if year else (None, None)
        yield Period(*_at(m, text), _kind(m), year, first, last, year is None)
    for m in _PLAN.finditer(folded):
        begin = 2021 + 5 * ("一二三四五".index(m["nth"]) - 3)
        days = date(begin, 1, 1), date(begin + 4, 12, 31)
        yield Period(*_at(m, text), "years", None, *days, False)
    for m in _SPAN.finditer(folded):
        yield Period(*_at(m, text), "span", None, None, None, True)
    for m in _NOW.finditer(folded):
        yield Period(*_at(m, text), "now", None, None, None, True)


def _at(match: re.Match[str], text: str) -> tuple[int, int, str]:
    return match.start(), match.end(), text[match.start() : match.end()]


def _either(match: re.Match[str], name: str) -> str | None:
    bare = f"n_{name}"
    return match[name] or (match[bare] if bare in _DATE.groupindex else None)


def _number(written: str) -> int:
    value = parse(written)
    return int(value[0]) if value else 0


def _year(match: re.Match[str]) -> int | None:
    written = match["iy"] or match["cy"] or match["y"] or match["y1"]
    return _number(written) if written else None


def _kind(match: re.Match[str]) -> Kind:
    if match["until"] or match["before"]:
        return "deadline"
    if match["iy"] or any(_either(match, name) for name in ("d", "d1", "me")) or match["end"]:
        return "day"
    if (match["n_alone"] or "")[1:] in ("底", "末", "初"):
        return "day"
    names: tuple[tuple[str, Kind], ...] = (
        ("cm", "month"),
        ("m1", "month"),
        ("m", "month"),
        ("q", "quarter"),
        ("qs", "quarter"),
        ("q3", "quarter"),
        ("qe", "quarter"),
        ("h", "half"),
        ("hy", "half"),
        ("fm", "month"),
    )
    found = next((kind for name, kind in names if _either(match, name)), None)
    return found or ("years" if match["y2"] else "year")


def _days(match: re.Match[str], year: int) -> tuple[date | None, date | None]:
    """Return first and last day; 年底 is its last day; neither for 2月30日, which is none."""
    try:
        first, last = _first_last(match, year)
    except ValueError:
        return None, None
    open_start, open_end = match["until"] or match["before"], match["since"]
    return None if open_start else first, None if open_end else last


def _first_last(match: re.Match[str], year: int) -> tuple[date, date]:
    if match["iy"]:
        day = date(year, int(match["im"]), int(match["id"]))
        return day, day
    part = {n: _either(match, n) or "" for n in ("m1", "m2", "m", "d", "mx", "d1", "d2", "me")}
    if part["d"] or part["d1"]:
        first = date(year, _number(part["m"]), _number(part["d"] or part["d1"]))
        month = _number(part["mx"]) if part["mx"] else first.month
        return first, date(year, month, _number(part["d2"])) if part["d2"] else first
    begin, until = _months(match, part)
    last_year = _number(match["y2"]) if match["y2"] else year
    first = date(year, begin, 1)
    last = date(last_year, until, monthrange(last_year, until)[1])
    edge = part["me"] or match["end"] or match["n_alone"] or ""
    if edge.endswith("初"):
        return first, first
    return (last, last) if edge.endswith(("底", "末")) else (first, last)


def _months(match: re.Match[str], part: dict[str, str]) -> tuple[int, int]:
    if match["cm"]:
        return int(match["cm"]), int(match["cm"])
    if part["m1"]:
        return _number(part["m1"]), _number(part["m2"])
    if part["m"]:
        return _number(part["m"]), _number(part["m"])
    if quarter := _either(match, "q") or _either(match, "qe"):
        return 3 * _number(quarter) - 2, 3 * _number(quarter)
    if _either(match, "q3"):
        return 1, 9  # the report of the third quarter is of the year so far
    if quarters := _either(match, "qs"):
        return 1, 3 * _number(quarters)
    if months := _either(match, "fm"):
        return 1, _number(months)
    half = _either(match, "h") or _either(match, "hy")
    return (7, 12) if half == "下" else (1, 6) if half else (1, 12)


_SENTENCE_END = re.compile(r"[。；;！!？?\n]")
_CLAUSE_END = re.compile(r"[，,。；;！!？?\n]")
STRIVE = "(?<!向上)争取(?![^，。到]{0,6}(?:资金|债|补助|贷款|经费|指标|力度))"  # 争取资金6亿元: got
_STRONG = re.compile(
    rf"(?P<plan>力争|{STRIVE}|争创|预计|预期|目标[是为：:]|拟(?!定)|有望|确保|打算|未来|今后|(?<![止至加长升高少降低])到20\d\d年|年内"
    r"|(?<!行动)(?<!投资)(?<!教师)计划(?![的，。、；”》])|规划(?=建设|面积|用地|总|到|新建|\d)"
    r"|(?:年|月)底前|将(?!全[区市省县]|其|该|这|此|所有)|要(?=达到|实现|完成|建成|新增|突破))"
    r"|(?P<result>已(?!有)|累计|截[至止]|目前|[成现增破建到立设]了|共(?=募集|完成|办理|实现|接待|投入)"
    r"|据统计|以来|去年|同比(?:增|下|提|减))"
)
_WEAK = re.compile(r"达到|达|完成|实现|突破|新增|增长|超过|提高|吸引|接待|建成|落地|改造|投入")


def modality(text: str, at: int | None = None) -> Modality | None:
    """Return whether the figure at ``at`` (default: the end) is planned or reached, if told.

    A plan word governs its sentence until a result word takes over; 达到, 完成, 实现 alone say
    reached only where nothing before them says planned.
    """
    at = len(text) if at is None else at
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, 0, at)), default=0)
    strong = list(_STRONG.finditer(text, begin, at))
    if strong:
        return "plan" if strong[-1]["plan"] else "result"
    stop = _CLAUSE_END.search(text, at)
    end = stop.start() if stop else len(text)
    after = _STRONG.search(text, at, end)
    if after:
        return "plan" if after["plan"] else "result"
    return "result" if _WEAK.search(text, begin, end) else None
