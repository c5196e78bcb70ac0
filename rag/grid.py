"""A table of an answer as lines for a terminal: a column as wide as its widest cell.

Does not: decide what stands in a cell (``table``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

GAP = "  "


def grid(table: Mapping[str, Any]) -> list[str]:
    """Return the lines of a table: its columns, then a row each, markers behind the figures."""
    rows = [list(table["columns"])]
    rows += [[row["label"], *map(_cell, row["cells"])] for row in table["rows"]]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [_line(row, widths) for row in rows]


def _cell(cell: Mapping[str, Any]) -> str:
    if cell["citation"] is None:
        return str(cell["text"])
    told = "，".join(filter(None, (cell["period"], cell["as_of"] and f"{cell['as_of']}报道")))
    return f"{cell['text']}[{cell['citation']}]" + (f"（{told}）" if told else "")


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=True))
    return GAP.join(padded).rstrip()


def width(text: str) -> int:
    """Return how many columns a text takes in a terminal: two a Chinese character.

    >>> width("学位2万")
    7
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)
