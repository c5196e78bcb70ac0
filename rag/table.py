"""The parts of a question side by side: a row a region or year, one citation a cell.

What is computed of them (``compare``) uses the same figures; a blank says that nothing is reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from rag.answer import Ledger, Proved, rest_on_one
from rag.asked import fits
from rag.asof import period_of
from rag.compare import Cell, comparison
from rag.facts import facts_in
from rag.figures import Figure, comparable
from rag.questions import Part, Question
from rag.types import Citation, Table, TableCell, TableRow
from rag.verify import figures_of, sentence_at

BLANK = "未见报道"


def compared(question: Question, proved: Sequence[Proved]) -> tuple[str, str] | None:
    """Return the computed statement of a comparison and its bare result, where one is asked.

    None where two parts rest on the same figure of the page, or ask for none: there is nothing to
    compare. So too where a thing has several such figures and the question says not of which.
    """
    if any(item.part.asked is None or _is_of_a_branch(item) for item in proved):
        return None
    if _on_one_figure(proved):
        return None
    cells = []
    names = _names([item.part for item in proved])
    for item, name in zip(proved, names, strict=True):
        figure = _figure(item)
        if figure is None:
            return None
        cells.append(Cell(name, figure, _year(item)))
    if len({(cell.name, cell.figure.text) for cell in cells}) < len(cells):
        return None
    return comparison(question.text, cells)


def _on_one_figure(proved: Sequence[Proved]) -> bool:
    """Return whether two parts rest on the same figure of the page."""
    return any(rest_on_one(one, other) for one, other in combinations(proved, 2))


def tabled(
    question: Question, proved: Sequence[Proved], ledger: Ledger, computed: str | None
) -> Table | None:
    """Return the parts of a question as a table; None where one alone, or unlike, is asked for."""
    if len(question.parts) < 2 or _on_one_figure(proved):
        return None
    if not _are_alike(question, [_figure(item) for item in proved]):
        return None
    done = {item.part.label: item for item in proved}
    names = _names(question.parts)
    cells = [_cell(done.get(part.label), ledger) for part in question.parts]
    keys = [_row_and_column(part, name) for part, name in zip(question.parts, names, strict=True)]
    columns = list(dict.fromkeys(column for _, column in keys))
    placed = dict(zip(keys, cells, strict=True))
    rows = tuple(
        TableRow(row, tuple(placed.get((row, column), _EMPTY) for column in columns))
        for row in dict.fromkeys(row for row, _ in keys)
    )
    return Table(("", *columns), rows, computed)


_BRANCH = re.compile("[主支][线桥]|[首一二三四五六]期|[东西南北中]段|[左右]线")


def _is_of_a_branch(item: Proved) -> bool:
    """Return whether a figure is of the 支线 alone where its sentence has one of the 主线 too."""
    fact = item.fact
    if fact is None:
        return False
    mine = set(_BRANCH.findall(fact.own)) - set(_BRANCH.findall(item.part.text))
    around = facts_in(item.article, sentence_at(item.article.text, fact.start))
    rivals = [other for other in around if other.figure.family == fact.figure.family]
    return bool(mine) and any(set(_BRANCH.findall(other.own)) - mine for other in rivals)


_EMPTY = TableCell(BLANK, None)


def _are_alike(question: Question, figures: Sequence[Figure | None]) -> bool:
    """Return whether all parts ask for figures that stand in one column: no age beside a place."""
    told = [figure for figure in figures if figure is not None]
    return (
        0 < len(told) == len(figures)
        and all(part.asked is not None for part in question.parts)
        and all(comparable(told[0], other) for other in told[1:])
    )


def _row_and_column(part: Part, name: str) -> tuple[str, str]:
    """Return where a part stands: its region in a row, its year in a column."""
    region = part.regions[0] if len(part.regions) == 1 else ""
    year = f"{part.years[0]}年" if len(part.years) == 1 else ""
    if region and year and region in name and year in name:
        return region, year
    return name, year if year and year not in name else "数值"


def _names(parts: Sequence[Part]) -> list[str]:
    """Return a short name of each part: its region, or its label without what all labels share."""
    labels = [part.label for part in parts]
    if (
        len(labels) < 2
        or all(re.match(r"\d{4}年", label) for label in labels)
        or all(label in part.regions for label, part in zip(labels, parts, strict=True))
    ):
        return labels
    shared = next(
        (n for n, letters in enumerate(zip(*labels, strict=False)) if len(set(letters)) > 1), 0
    )
    while shared and labels[0][shared - 1].isdigit():  # 2024年 and 2025年 differ as years
        shared -= 1
    tails = [re.sub(r"^[的,，、 ]+|(?:各?是|有)?多少.*$", "", label[shared:]) for label in labels]
    whole = [re.sub(r"(?:各?是|有)?多少.*$", "", label) for label in labels]
    return tails if all(len(tail) > 1 for tail in tails) else whole


def _cell(item: Proved | None, ledger: Ledger) -> TableCell:
    if item is None:
        return _EMPTY
    figure, fact = _figure(item), item.fact
    return TableCell(
        text=figure.text if figure else item.short,
        citation=ledger.number([_quote_of(item, figure)])[0],
        period=period_of(fact) if fact else None,
        as_of=item.article.published,
    )


def _quote_of(item: Proved, figure: Figure | None) -> Citation:
    """Return the quote that holds a cell's figure: of a table, the row and not its head."""
    value = figure.value if figure else None
    held = (q for q in item.quotes if any(f.value == value for f in figures_of(q.quote)))
    return next(held, item.quotes[0])


def _figure(item: Proved) -> Figure | None:
    if item.fact is not None:
        return item.fact.figure
    wanted = item.part.asked
    told = figures_of(item.short) if wanted is not None else ()
    return next((f for f in told if wanted is None or fits(f, wanted)), None)


def _year(item: Proved) -> int | None:
    fact = item.fact
    return fact.when.year if fact and fact.when and fact.told else None
