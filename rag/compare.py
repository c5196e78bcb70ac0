"""What a question works out of several figures, computed from the quoted operands and said so.

Difference, sum, growth, share and rank. Nothing here reads an article: the figures come in proved,
what goes out names them again, with the formula, behind 「计算：」.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rag.derivation import Operation, operation_of
from rag.figures import Figure, comparable, unit_of

_RATES = ("percent", "percentage-point", "rate", "score", "age", "temperature")
_LESS = re.compile(r"(更|最|较)(少|低|小|慢|短|窄|浅|轻)")
_EXTENT = {"长": "短", "高": "低", "宽": "窄", "深": "浅"}
_PLACES = 8  # a mu is two thirds of a thousand square metres: exact to these decimals
_ROUND = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a comparison and whose it is; ``year`` is that of its period, if known."""

    name: str
    figure: Figure
    year: int | None = None


def comparison(question: str, cells: Sequence[Cell]) -> tuple[str, str] | None:
    """Return (sentence, bare result) of what a question works out, or None.

    None when it works out nothing, when fewer than two figures came in, when they can't be compared
    (人 and 人次) or one is a range. The sentence starts with 「计算」, names the operands and the
    formula, and says where the figures are approximate or of different years.
    """
    operation = operation_of(question)
    if operation is None or len(cells) < 2 or any(cell.figure.high for cell in cells):
        return None
    if not all(comparable(cells[0].figure, cell.figure) for cell in cells[1:]):
        return None
    told = _told(operation, question, cells)
    return None if told is None else (f"计算：{told[0]}{_caveat(cells)}。", told[1])


def _told(operation: Operation, question: str, cells: Sequence[Cell]) -> tuple[str, str] | None:
    if operation == "sum":
        total = _written(sum((cell.figure.value for cell in cells), Decimal(0)), cells[0].figure)
        return f"{'＋'.join(cell.name + cell.figure.text for cell in cells)}＝{total}", total
    if operation in ("growth", "share", "multiple"):
        return _quotient(operation, cells) if len(cells) == 2 else None
    ranked = sorted(cells, key=lambda cell: -cell.figure.value)
    words = _more_words(cells[0].figure, question)
    if operation == "difference" and len(cells) == 2:
        return _gap(ranked, words)
    if _LESS.search(question):
        ranked.reverse()
    return _ranking(ranked, words)


def _ranking(ranked: Sequence[Cell], words: tuple[str, str]) -> tuple[str, str]:
    first, second = ranked[0], ranked[1]
    if first.figure.value == second.figure.value:
        return f"{first.name}与{second.name}相同，都是{first.figure.text}", "相同"
    order = "＜" if first.figure.value < second.figure.value else "＞"
    line = order.join(f"{cell.name}{cell.figure.text}" for cell in ranked)
    word = words[0] if order == "＜" else words[1]
    return f"{line}，{first.name}{'最' if len(ranked) > 2 else '更'}{word}", first.name


def _gap(ranked: Sequence[Cell], words: tuple[str, str]) -> tuple[str, str]:
    first, second = ranked
    gap = difference(first.figure, second.figure)
    if first.figure.value == second.figure.value:
        return _ranking(ranked, words)
    line = f"{first.name}{first.figure.text}－{second.name}{second.figure.text}＝{gap}"
    return f"{line}，{first.name}更{words[1]}，相差{gap}", gap


def _more_words(figure: Figure, question: str) -> tuple[str, str]:
    """Return the words for less and more of a figure: a bridge is wide, a tower high."""
    if figure.family == "length":
        asked = re.search("(?:哪一?[个座条]|谁|更|最)[高宽深](?![\u4e00-\u9fff])", question)
        more = asked[0][-1] if asked else "长"
        return _EXTENT[more], more
    if figure.family == "weight":
        return ("轻", "重") if re.search("[轻重](?![点要大视])", question) else ("少", "多")
    if figure.family == "area":
        return "小", "大"
    return ("低", "高") if figure.family in _RATES else ("少", "多")


def _quotient(operation: Operation, cells: Sequence[Cell]) -> tuple[str, str] | None:
    """Return growth over the second figure, or the share of the second that the first is.

    None for rates: 95% of 95% is no share of anything.
    """
    one, base = cells
    if not base.figure.value or base.figure.family in _RATES:
        return None
    ratio = 100 * one.figure.value / base.figure.value
    operand, whole = f"{one.name}{one.figure.text}", f"{base.name}{base.figure.text}"
    if operation == "multiple":
        times = f"{format(_rounded(ratio / 100).normalize(), 'f')}倍"
        return f"{operand}÷{whole}≈{times}", times
    if operation == "share":
        share = _percent(ratio)
        return f"{operand}÷{whole}≈{share}", share
    rate = _percent(abs(ratio - 100))
    word, sign = ("增长", "") if ratio >= 100 else ("下降", "－")
    return (
        f"（{operand}－{whole}）÷{base.figure.text}≈{sign}{rate}，{word}{rate}",
        rate,
    )


def _percent(value: Decimal) -> str:
    return f"{format(_rounded(value).normalize(), 'f')}%"


def _rounded(value: Decimal) -> Decimal:
    """Return a value to one decimal, or to three where that leaves nothing."""
    rounded = value.quantize(_ROUND, ROUND_HALF_UP)
    return rounded or value.quantize(Decimal("0.001"), ROUND_HALF_UP)


def _caveat(cells: Sequence[Cell]) -> str:
    """Return what a reader must know of the operands: approximate, or of different years."""
    notes = []
    if any(cell.figure.approx for cell in cells):
        notes.append("其中有约数")
    years = {cell.year for cell in cells}
    named = any(re.search(r"\d{4}年", cell.name) for cell in cells)
    if len(years) > 1 and None not in years and not named:
        notes.append("不是同一年：" + "、".join(f"{cell.name}为{cell.year}年" for cell in cells))
    return f"（{'；'.join(notes)}）" if notes else ""


def difference(one: Figure, other: Figure) -> str:
    """Return the distance of two comparable figures in the first one's unit and scale.

    2.1万个 and 1.6万个 are 0.5万个 apart, 22.6% and 20.1% are 2.5个百分点 apart.
    """
    gap = _written(abs(one.value - other.value), one)
    return re.sub("[%％]$", "个百分点", gap)


def _written(value: Decimal, like: Figure) -> str:
    """Return a value in the unit and scale that a figure is written in."""
    size = unit_of(like).size
    value = value * size.denominator / size.numerator
    word, scale = next(
        (item for item in (("亿", Decimal(10**8)), ("万", Decimal(10**4))) if item[0] in like.text),
        ("", Decimal(1)),
    )
    number = round(value / scale, _PLACES).normalize()
    return f"{format(number, 'f')}{word}{like.unit}"
