"""Quantities in Chinese news text: value, unit, family, approximation and where they stand.

Dates are no quantities (see ``periods``). Ordinals and what stands in names are found too, under
families of their own. Knows nothing of what a figure is about.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from rag.labels import Spans, codes, names, words
from rag.numerals import ARABIC, NUMBER, SCALE, STARTS, fold, magnitude, parse
from rag.periods import date_spans
from rag.units import UNIT, Family, Unit, unit_named

_BARE = Unit("", "number", "number")
_ABOUT = re.compile(
    r"(?:大约|大概|将近|接近|超过|突破|不低于|不少于|不超过|不足|不到|不止|至少|至多|最多"
    r"|高于|低于|多于|少于|(?<![签预邀契条])约|(?<![附靠最邻临远])近|超|逾"
    r"|(?<![通经不超])(?P<round>过)|(?<![以向线网])(?P<top>上)|(?<!打)(?P<broke>破))\s?$"
)
_AFTER = r"以上|以下|以内|左右|上下|开外|之多|多(?![\u3400-\u9fff])|余"
_SCALES = frozenset("百千万亿")

# A lookahead at the front spares the engine all places where no number begins.
_ORDINAL = re.compile(rf"第 ?(?P<nth>{NUMBER})(?P<unit>{UNIT})?")
_SHARE = re.compile(
    rf"(?=[{STARTS}半过])(?:(?P<below>[百千万](?=分之)|{NUMBER})分之(?P<above>{NUMBER})"
    rf"|(?P<half>一半|半数|过半)|(?<![\d/])(?P<part>\d{{1,2}})/(?P<whole>\d{{1,3}})(?![\d/]))"
    rf"(?P<after>{_AFTER})?"
)
_RATIO = re.compile(
    rf"(?=\d)(?<![\d.])(?P<left>{ARABIC})[:：∶比](?P<right>{ARABIC})(?![\d%元万亿])"
)
_QUANTITY = re.compile(
    rf"(?=[{STARTS}半−-])(?P<minus>(?:\A|(?<=[为是达长幅速率润额，。；：（(、]))[-−](?=\d)|零下)?"
    rf"(?P<number>{NUMBER}|(?<![上下大多])半(?=个?多?(?:年|天|小时|月)))"
    rf"(?:(?:(?<=\d) (?=[余多]))?(?P<vague>[余多]|\+(?=[一-龥])|(?<=十)来)(?P<scale>{SCALE}*))?"
    rf"(?:\s{{0,3}}(?:[(（]含[)）])?(?:个(?P<half>半)(?P<span>小时|月)|(?P<unit>{UNIT}(?:/{UNIT})?)(?P<plus>半(?!年)|(?<=成)[一二三四五六七八九](?![成年个月天]))?))?"
    rf"(?P<after>{_AFTER})?(?P<to>(?=[-—–~～至到][{STARTS}]))?"
)
_NOT_AFTER_ONE = frozenset("起度道面点步代成分集案")  # 一起, 一度, 一道: words, not one of them
_LAST_SCALE = re.compile(r"([百千万亿]+)[^百千万亿\d]*$")
_MEASURED = frozenset(("money", "people", "percent", "percentage-point", "area", "weight"))
_REACHED = re.compile("(?:达到?|合计|总计|共计)$")  # 达百亿斤 is a quantity, 百亿元产业 is a name
_RANGE = frozenset("-—–~～至到")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity: ``text[start:end] == figure.text``, approximating words included.

    ``value`` is in the base unit of the unit's dimension (元, 人, %, 平方米, 米, 年 or 分钟, 公斤);
    ``high`` is the upper end of a range (3-5年, 七八家, 几十人). ``unit`` is as written without its
    scale (万元 is 元), empty for a bare number. A ``label`` (“1364”, 5G) names and doesn't measure.
    """

    start: int
    end: int
    text: str
    value: Decimal
    high: Decimal | None
    unit: str
    family: Family
    approx: str | None


def find_figures(text: str) -> list[Figure]:
    """Return the figures in the order of the text; none overlaps another.

    >>> [(f.text, int(f.value), f.unit, f.approx) for f in find_figures("募集近1000万元，占六成")]
    [('近1000万元', 10000000, '元', '近'), ('六成', 60, '成', None)]
    """
    folded = fold(text)
    rest = _without(folded, [*date_spans(folded), *words(folded)])
    coded = codes(rest)
    rest = _without(rest, coded)
    figures = [_code(folded, *span) for span in coded]
    for pattern, read in _READERS:
        found = [figure for m in pattern.finditer(rest) if (figure := read(m))]
        figures += found
        rest = _without(rest, [(f.start, f.end) for f in found])
    figures.sort(key=lambda figure: figure.start)
    written = [replace(f, text=text[f.start : f.end]) for f in _joined(figures, text)]
    return _named(written, text)


def comparable(a: Figure, b: Figure) -> bool:
    """Return whether the two measure in one dimension: 亩 and 公顷 do, 人 and 人次 do not.

    个 counts whatever another measure word counts; 家 and 件 count different things.
    """
    one, other = _dimension(a), _dimension(b)
    if one == other:
        return True
    counts = unit_of(a).family == unit_of(b).family == "count"
    return counts and "个" in (one, other)


def same_value(a: Figure, b: Figure) -> bool | None:
    """Return whether the values are equal (ranges: at both ends), None if not comparable.

    Approximating words are not looked at: 近1000万元 and 1000万元 have one value.
    """
    if not comparable(a, b):
        return None
    if _dimension(a) == "label":
        return fold(a.text) == fold(b.text)
    return (a.value, a.high or a.value) == (b.value, b.high or b.value)


def unit_of(figure: Figure) -> Unit:
    """Return the figure's unit with its dimension and size; one of numbers where it has none."""
    return unit_named(figure.unit) or _BARE


def _dimension(figure: Figure) -> str:
    if figure.unit and figure.family != "ordinal":
        return unit_of(figure).dimension
    if figure.family == "label" and fold(figure.text).isdigit():
        return "number"
    return figure.family


def _without(text: str, spans: Spans) -> str:
    """Return the text with the spans blanked out, as long as before."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            pieces += [text[at:start], "\0" * (end - max(start, at))]
            at = end
    return "".join(pieces) + text[at:]


def _code(folded: str, start: int, end: int) -> Figure:
    digits = re.search(r"\d+", folded[start:end])
    value = Decimal(digits.group()) if digits else Decimal(0)
    return Figure(start, end, "", value, None, "", "label", None)


def _ordinal(match: re.Match[str]) -> Figure | None:
    value = parse(match["nth"])
    if value is None:
        return None
    return Figure(*match.span(), "", value[0], None, match["unit"] or "", "ordinal", None)


def _amount(number: str) -> Decimal | None:
    value = _value(number)
    return value[0] if value else None


def _share(match: re.Match[str]) -> Figure | None:
    above, below = match["above"] or match["part"], match["below"] or match["whole"]
    part, whole = (Decimal(1), Decimal(2)) if match["half"] else (_amount(above), _amount(below))
    if part is None or not whole or (match["part"] and part >= whole):
        return None
    start, about = _about(match)
    approx = about or match["after"] or ("过" if match["half"] == "过半" else None)
    return Figure(start, match.end(), "", part * 100 / whole, None, "%", "percent", approx)


def _ratio(match: re.Match[str]) -> Figure | None:
    left, right = _amount(match["left"]), _amount(match["right"])
    if left is None or not right:
        return None
    return Figure(*match.span(), "", left / right, None, "", "ratio", None)


def _quantity(match: re.Match[str]) -> Figure | None:
    number, unit = match["number"], _written_unit(match)
    lone = _SCALES.issuperset(number)
    start, about = _about(match, lone)
    if about == "近" and unit.family == "duration":  # 近两年 is the last two years
        start, about = match.start(), None
    told = about or match["vague"] or (len(number) > 1 and _REACHED.search(match.string, 0, start))
    if lone and not (told or unit.name == "级"):
        return None  # 百姓, 亿元楼: a scale alone is a number only where it is approximate
    value = _value(number)
    if value is None or not _is_figure(match, unit, about):
        return None
    vague = next((word for word in "几数" if word in number), None)
    low, high = (None if end is None else _scaled(end, match, unit) for end in value)
    if low is None:
        return None
    approx = about or match["vague"] or match["after"] or vague
    return Figure(start, match.end(), "", low, high, unit.name, unit.family, approx)


def _about(match: re.Match[str], lone: bool = False) -> tuple[int, str | None]:
    """Return where the figure starts with the approximating word before it, and that word."""
    found = _ABOUT.search(match.string, max(0, match.start() - 5), match.start())
    if found is None or (not lone and found.lastgroup):  # 过亿, 上千 but not 走过70年
        return match.start(), None
    return found.start(), found.group().strip()


def _written_unit(match: re.Match[str]) -> Unit:
    written = match["unit"] or {"月": "个月", "小时": "小时", None: ""}[match["span"]]
    return unit_named(written) or _BARE


def _value(number: str) -> tuple[Decimal, Decimal | None] | None:
    if number == "半":
        return Decimal("0.5"), None
    return (magnitude(number), None) if _SCALES.issuperset(number) else parse(number)


def _is_figure(match: re.Match[str], unit: Unit, about: str | None) -> bool:
    """Return whether what looks like a number is one: 一起, 五一, 二十二局 are words."""
    number = match["number"]
    if number[0].isascii():
        return True
    if number in "零〇":
        return False
    if unit is not _BARE:
        return not (number == "一" and unit.name in _NOT_AFTER_ONE)
    said = about or match["vague"] or match["to"] is not None
    return bool(said or re.search(r"[百千万亿点几]", number))


def _scaled(value: Decimal, match: re.Match[str], unit: Unit) -> Decimal:
    value = value * magnitude(match["scale"] or "")
    if match["half"] or match["plus"] == "半":
        value += Decimal("0.5")
    elif match["plus"]:  # 八成五
        value += (_amount(match["plus"]) or 0) / Decimal(10)
    size = -unit.size if match["minus"] else unit.size
    return value * size.numerator / size.denominator


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Figure | None]], ...] = (
    (_ORDINAL, _ordinal),
    (_SHARE, _share),
    (_RATIO, _ratio),
    (_QUANTITY, _quantity),
)


def _joined(figures: list[Figure], text: str) -> Iterator[Figure]:
    """Join the two ends of a range, 3-5年 or 10万至20万元; 从5家到8家 is a change, not a range."""
    held: Figure | None = None
    for figure in figures:
        both = _range(held, figure, text) if held else None
        if held and not both:
            yield held
        held = both or figure
    if held:
        yield held


def _range(low: Figure, high: Figure, text: str) -> Figure | None:
    between = text[low.end : high.start]
    if between not in _RANGE or not between or low.high is not None:
        return None
    if between in "至到" and text[max(0, low.start - 1) : low.start] in ("从", "由"):
        return None
    if low.family in ("label", "ordinal", "ratio") or (low.unit and not comparable(low, high)):
        return None
    value = low.value if low.unit else _shared(low, high, text)
    if value > high.value:
        return None
    joined = replace(high, start=low.start, value=value, high=high.high or high.value)
    return replace(joined, approx=low.approx or high.approx)


def _shared(low: Figure, high: Figure, text: str) -> Decimal:
    """Return the low end of 10-20万元 with the unit, and the scale if it has none, of the high."""
    size = unit_of(high).size
    value = low.value * size.numerator / size.denominator
    scale = _LAST_SCALE.search(text, high.start, high.end)
    if scale is None or not _SCALES.isdisjoint(text[low.start : low.end]):
        return value
    larger = value * magnitude(scale[1])
    return larger if larger <= high.value else value


def _named(figures: list[Figure], text: str) -> list[Figure]:
    """Mark as labels what stands in a quoted name: “1364”, “15分钟生活圈”.

    A quote that is all figure (“十二连冠”) and money or shares in digits stay what they are.
    """
    quoted = names(text)
    return [replace(f, family="label") if _names(f, quoted) else f for f in figures]


def _names(figure: Figure, quoted: Spans) -> bool:
    at = bisect(quoted, (figure.start, sys.maxsize)) - 1
    if at < 0 or figure.end > quoted[at][1]:
        return False
    if not figure.unit:
        return True
    measured = figure.family in _MEASURED and bool(re.search(r"\d", figure.text))
    return not measured and quoted[at] != (figure.start, figure.end)
