"""The periods that a question sets against each other: 比2023年, 从5月底到6月底, 2022年和2023年."""

from __future__ import annotations

import re
from itertools import pairwise

from rag.periods import Period, find_periods

_AGAINST = (
    r"(?:[比较]|[与和同跟](?=[^,，]{2,10}(?:相比|比较|比)))(?P<when>{when})"
    r"(?:同期|全年)?的?(?:相比|比较|比)?"
)
_YEAR_BEFORE = r"(?:上一年|前一年|头一年|上年度?|去年)"
_COUNTED_GAP = re.compile(  # 同比增加多少亿元 asks for an amount, 同比增长多少 for a rate
    r"同比(?:增加|减少|增长|下降|多|少)了?(?:多少|几)[百千万亿]*(?=[元个家人吨亩公座张辆件项户所])"
)
_FROM_TO = re.compile(r"(?P<one>\d{4})年?(?:到|至|[-—~～])(?P<other>\d{4}年)")
_AND = re.compile(r"[、和与及,，]|以及|还是")


def against(text: str) -> tuple[str, str] | None:
    """Return the words that name what a figure is compared with (比2023年), and that period.

    >>> against("甲县2024年的产量跟2023年相比")
    ('跟2023年相比', '2023年')
    """
    for period in find_periods(text):
        if period.year is None and not re.match("去年|上年", period.text):
            continue
        match = re.search(_AGAINST.replace("{when}", re.escape(period.text)), text)
        if match:
            return match[0], period.text
    match = re.search(_AGAINST.replace("{when}", _YEAR_BEFORE), text)
    if match:
        return match[0], match["when"]
    if _COUNTED_GAP.search(text):
        return "同比", "上年"
    return None


def from_to(text: str) -> tuple[str, str, str] | None:
    """Return the words of a stretch (从2023年到2024年), its first and its last period.

    None where it names one period only, or the stretch is none of years.
    """
    periods = [p for p in find_periods(text) if p.year is not None]
    for period in periods:
        years = _FROM_TO.fullmatch(period.text)
        if years:
            begin = period.start - text[: period.start].endswith(("从", "由", "自"))
            return text[begin : period.end], f"{years['one']}年", years["other"]
    for one, other in pairwise(periods):
        between = (text[one.end : other.start] + other.text)[:1]
        if between in ("到", "至"):
            begin = one.start - text[: one.start].endswith(("从", "由", "自"))
            return text[begin : other.end], one.text, other.text.lstrip("到至")
    return None


def side_by_side(text: str) -> list[Period]:
    """Return the years that stand side by side, 2022年、2023年和2024年; [] where only one does."""
    run: list[Period] = []
    for period in find_periods(text):
        if period.kind != "year" or period.year is None:
            continue
        if run and not _AND.fullmatch(text[run[-1].end : period.start].strip()):
            break
        run.append(period)
    return run if len(run) > 1 else []
