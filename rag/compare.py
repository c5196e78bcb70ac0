"""Which of several figures is higher, computed from the quoted operands and said to be computed.

Nothing here reads an article: the figures come in proved, what goes out names them again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.figures import Figure, comparable, unit_of

_RATES = ("percent", "percentage-point", "rate", "score", "age", "temperature")
_LESS = re.compile(r"(更|最|较)(少|低|小|慢|短)")
_ASKS_WHO = re.compile(r"谁|哪个|哪一个|哪区|哪家|更|最|对比|相比|比较|比得")
_ASKS_BY = re.compile(r"(相差|差距|差|多|少|高|低)(了)?多少|差几")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a comparison and whose it is."""

    name: str
    figure: Figure


def comparison(question: str, cells: Sequence[Cell]) -> tuple[str, str] | None:
    """Return (sentence, bare result) of the comparison that a question asks for, or None.

    None when it asks for none, when fewer than two figures came in, or when they can't be compared
    (人 and 人次). The sentence starts with 「计算」, names the operands and the formula.
    """
    who, by = _ASKS_WHO.search(question), _ASKS_BY.search(question)
    if len(cells) < 2 or not (who or by):
        return None
    if not all(comparable(cells[0].figure, cell.figure) for cell in cells[1:]):
        return None
    ranked = sorted(cells, key=lambda cell: -cell.figure.value)
    if _LESS.search(question):
        ranked.reverse()
    first, second = ranked[0], ranked[1]
    if first.figure.value == second.figure.value:
        return f"计算：{first.name}与{second.name}相同，都是{first.figure.text}。", "相同"
    order = "＜" if first.figure.value < second.figure.value else "＞"
    line = order.join(f"{cell.name}{cell.figure.text}" for cell in ranked)
    if by and len(cells) == 2:
        gap = difference(first.figure, second.figure)
        return f"计算：{line}，相差{gap}。", gap
    low, high = ("低", "高") if first.figure.family in _RATES else ("少", "多")
    word = low if order == "＜" else high
    return f"计算：{line}，{first.name}更{word}。", first.name


def difference(one: Figure, other: Figure) -> str:
    """Return the distance of two comparable figures in the first one's unit and scale.

    2.1万个 and 1.6万个 are 0.5万个 apart, 22.6% and 20.1% are 2.5个百分点 apart.
    """
    gap = abs(one.value - other.value) / Decimal(unit_of(one).size.numerator)
    gap *= unit_of(one).size.denominator
    word, size = next(
        (item for item in (("亿", Decimal(10**8)), ("万", Decimal(10**4))) if item[0] in one.text),
        ("", Decimal(1)),
    )
    number = format((gap / size).normalize(), "f")
    return f"{number}{word}{'个百分点' if one.unit in ('%', '％') else one.unit}"
