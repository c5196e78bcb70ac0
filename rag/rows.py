"""The rows of a table drawn with bars (| 区县 | 学位（个） |), each read out as a sentence.

What is read out are the page's own cells, in their order, with the words of the column's head and
its unit between them: 江宁区新增学位5600个. Does not: read a table without a line under its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from rag.types import Span

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?|\|\s*:?-+:?\s*\|")
_CELL = re.compile(r"[^|]+")
_IN_BRACKETS = re.compile(r"\s*[（(]\s*(?:单位[:：])?([^（）()]{1,8})[）)]\s*$")
_BARE = re.compile(r"[-−+]?\d[\d,，.]*")
_MARKS = re.compile(r"[\s|:-]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its cells in the page, and what is read out before each and at the end."""

    cells: tuple[Span, ...]
    before: tuple[str, ...]
    after: str
    head: bool


def is_rule(line: str) -> bool:
    """Say whether a line is the one under the head of a table: |---|---|."""
    return _RULE.fullmatch(line) is not None


def is_table_mark(text: str) -> bool:
    """Say whether what stands between two cells is only the drawing of the table."""
    return _MARKS.fullmatch(text) is not None


def read_row(page: str, line: Span, head: Span | None) -> Row | None:
    """Return a line of a table below its head, or the head itself; None for a line without cells.

    ``| 江宁区 | 5600 |`` below ``| 区 | 新增学位（个） |`` reads 江宁区新增学位5600个。
    """
    cells = _cells(page, line)
    filled = tuple(cell for cell in cells if cell.start < cell.end)
    if not filled:
        return None
    if head is None:
        return Row(filled, ("", *(" " for _ in filled[1:])), "", head=True)
    heads = [page[cell.start : cell.end] for cell in _cells(page, head)]
    told = [page[cell.start : cell.end] for cell in cells]
    before: list[str] = []
    after = ""
    for cell, name, written in zip_longest(cells, heads[: len(cells)], told, fillvalue=""):
        if not isinstance(cell, Span) or cell.start == cell.end:
            continue
        first = cell is cells[0]
        words, unit = ("", "") if first else _words(name, written, told[0])
        before.append(after + ("，" if len(before) > 1 else "") + words)
        after = unit
    return Row(filled, tuple(before), f"{after}。", head=False)


def _cells(page: str, line: Span) -> list[Span]:
    """Return the cells of a line without the blanks around them; an empty one has no length."""
    start, end = line.start, line.end
    start += page.startswith("|", start)
    end -= page.endswith("|", start, end)
    return list(_split(page, start, end))


def _split(page: str, start: int, end: int) -> Iterator[Span]:
    for part in page[start:end].split("|"):
        blank = len(part) - len(part.lstrip())
        yield Span(start + blank, start + blank + len(part.strip()))
        start += len(part) + 1


def _words(head: str, cell: str, label: str) -> tuple[str, str]:
    """Return what is read out before a cell and behind it: its head, and the unit it leaves out."""
    found = _IN_BRACKETS.search(head)
    unit = found or _IN_BRACKETS.search(label)
    name = head[: found.start()] if found else head
    if _BARE.fullmatch(cell):
        return name, unit[1] if unit else ""
    return (name, "") if re.match(r"[约近超]?\d", cell) else (f"{name}：", "")
