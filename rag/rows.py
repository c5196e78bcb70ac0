"""The rows of a table drawn with bars (| 区县 | 学位（个） |), each read out as a sentence.

What is read out are the page's own cells, in their order, with the words of the column's head and
its unit between them: 江宁区新增学位5600个. Does not: read a table without a line under its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from rag.types import Article, Span

_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?|\|\s*:?-+:?\s*\|")
_CELL = re.compile(r"[^|]+")
_IN_BRACKETS = re.compile(r"\s*[（(]\s*(?:单位[:：])?([^（）()]{1,8})[）)]\s*$")
_BARE = re.compile(r"[-−+]?\d[\d,，.]*")
_MARKS = re.compile(r"[\s|:-]*")
_TOWN = re.compile("(?:街道|镇|乡|社区|村)$")
_EACH = re.compile("分别|各自|各(?![类项级种])")
_TOTAL = re.compile(r"(?:全[省市区县]|各[区县])?(?:合计|总计|小计|共计|总数)")


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


def label_at(article: Article, place: int) -> str:
    """Return the label of the row that a place of an article stands in, "" outside a table."""
    start = article.text.rfind("\n", 0, place) + 1
    return next((label for at, label in _firsts(article, "row") if at == start), "")


def labels_of(article: Article) -> tuple[str, ...]:
    """Return the labels of the rows of an article's tables: their first cells, numbers left out."""
    return tuple(label for _, label in _firsts(article, "row") if not _BARE.fullmatch(label))


def kinds_of(article: Article) -> tuple[str, ...]:
    """Return what the rows of an article's tables are, as their heads say: 园区, 学校."""
    return tuple(label for _, label in _firsts(article, "head"))


def heads_of(article: Article) -> tuple[str, ...]:
    """Return what the columns of an article's tables tell of their rows, as their heads say."""
    heads = (piece for piece in article.pieces if piece.role == "head")
    cells = (article.text[p.at : p.at + p.end - p.start] for p in heads)
    names = dict.fromkeys(_IN_BRACKETS.sub("", cell) for cell in cells)
    return tuple(name for name in names if name not in kinds_of(article))


def is_row_asked(article: Article, place: int, asked: str) -> bool:
    """Return whether a place of an article is in no table, or in a row that answers a question.

    That is a row named, if one is, and none that is blank below the head named; the row that sums
    up only where a sum is asked for; a town's only where it is named or looked for.
    """
    label = label_at(article, place)
    if not label:
        return True
    if _is_blank(article, place, asked):
        return False
    named = [other for other in labels_of(article) if other in asked]
    if is_total(label) and not named:
        return re.search("[总共全]", asked) is not None and not _EACH.search(asked)
    if not named and _TOWN.search(label):  # 全区 is not what its first town is
        return "哪" in asked
    return not named or label in named


def _is_blank(article: Article, place: int, asked: str) -> bool:
    """Return whether the row at a place says nothing below a head that a question names: 「—」."""
    start = article.text.rfind("\n", 0, place) + 1
    line = article.text[start:].split("\n", 1)[0]
    named = max((head for head in heads_of(article) if head in asked), key=len, default="")
    told = rf"{re.escape(named)}(?:：(?![—–…/-]+[，。])|[约近超]?[-−+]?\d)"
    return bool(named) and re.search(told, line) is None


def is_total(label: str) -> bool:
    """Return whether a row sums up the others."""
    return _TOTAL.fullmatch(label) is not None


def _firsts(article: Article, role: str) -> Iterator[tuple[int, str]]:
    """Yield the first cells of the lines of tables, each with its place, without their units."""
    for piece in article.pieces:
        if piece.role == role and (not piece.at or article.text[piece.at - 1] == "\n"):
            cell = article.text[piece.at : piece.at + piece.end - piece.start]
            yield piece.at, _IN_BRACKETS.sub("", cell)


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
