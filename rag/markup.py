"""An HTML file becomes text: what a reader of the page sees, and the date that its head tells."""

from __future__ import annotations

import re
import warnings
from datetime import date

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag

_UNSEEN = ("script", "style", "nav", "noscript", "template", "head", "iframe", "svg", "button")
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt"),
    *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
    *("main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
)
_CELLS = ("th", "td")
_LONGEST_CELL = 40  # characters; what is longer is a text that a table sets in columns
_BLOCK, _LINE = "\0", "\1"  # put into an HTML tree where a block or a line ends
_DATED = re.compile(
    r"date|pub_?date|publish[_-]?(?:date|time)|publication_date|dc\.date(?:\.issued)?|datepublished"
    r"|(?:article|og):(?:published_time|release_date)",
    re.IGNORECASE,
)
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})")


def read_markup(markup: str) -> tuple[str, str | None]:
    """Return what a reader of the page sees, blocks apart by a blank line, and its ISO date.

    The date is None where neither the head nor a ``<time>`` outside the sentences tells one.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(markup, "lxml")
    published = _published(soup)
    for tag in soup(_UNSEEN):
        tag.decompose()
    for tag in soup("br"):
        tag.replace_with(_LINE)
    for tag in soup("table"):
        if rows := _rows_of(tag):
            tag.string = _LINE.join(rows)
    for tag in soup(_BLOCKS):
        tag.insert(0, _BLOCK)
        tag.append(_BLOCK)
    blocks = soup.get_text().split(_BLOCK)
    lines = ("\n".join(filter(None, map(_squeezed, block.split(_LINE)))) for block in blocks)
    return "\n\n".join(filter(None, lines)), published


def _published(soup: BeautifulSoup) -> str | None:
    told = [
        str(tag.get("content", ""))
        for tag in soup("meta")
        if _DATED.fullmatch(
            str(tag.get("name") or tag.get("property") or tag.get("itemprop") or "")
        )
    ]
    told += [
        str(tag.get("datetime", ""))
        for tag in soup("time")
        if tag.parent is None or len(tag.parent.get_text(strip=True)) <= _LONGEST_CELL
    ]
    return next(filter(None, map(_day, told)), None)


def _day(written: str) -> str | None:
    found = _DAY.match(written.strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _rows_of(table: Tag) -> list[str]:
    """Return a table of figures in bars as Markdown has it, [] for one that sets a page."""
    lines = [
        [_squeezed(cell.get_text().replace(_LINE, " ").replace("|", "/")) for cell in row(_CELLS)]
        for row in table("tr")
    ]
    lines = [cells for cells in lines if cells]
    widths = {len(cells) for cells in lines}
    if table("table") or len(lines) < 2 or len(widths) > 1 or widths == {1}:
        return []
    if max(len(cell) for cells in lines for cell in cells) > _LONGEST_CELL:
        return []
    head, *rows = (f"| {' | '.join(cells)} |" for cells in lines)
    return [head, f"|{'---|' * widths.pop()}", *rows]


def _squeezed(line: str) -> str:
    return re.sub(r"[ \t\r\n\f\v\xa0]+", " ", line).strip(" ")
