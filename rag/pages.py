"""A source file becomes a page: its decoded text, whose characters citations count.

Reads .txt and .md as they are (UTF-8, GB18030), the text of .html, the text layer of .pdf.
Does not: recognise characters in images, open encrypted files, change a character of a text file.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from pathlib import Path

import pypdfium2
from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag

from rag.errors import PageError
from rag.types import Page

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
UNREAD_NAMES = ("readme.md",)

_UNSEEN = ("script", "style", "nav", "noscript", "template", "head", "iframe", "svg", "button")
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt"),
    *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
    *("main", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
)
_CELLS = ("th", "td")
_LONGEST_CELL = 40  # characters; what is longer is a text that a table sets in columns
_BLOCK, _LINE = "\0", "\1"  # put into an HTML tree where a block or a line ends
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a")  # \x1a ends some old DOS text files


def walk(folder: Path) -> list[Path]:
    """Return the page files below a folder in sorted order; hidden files and README.md are not."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.name.lower() not in UNREAD_NAMES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )


def read_page(path: Path, root: Path) -> Page:
    """Read one file below ``root``.

    Raises:
        PageError: the file cannot be read, is not text, or holds no text.
    """
    source = path.relative_to(root).as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PageError(f"{source} cannot be read ({reason}): check the file.") from error
    try:
        text = _text(data, path.suffix.lower())
    except PageError as error:
        raise PageError(f"{source} {error}") from error
    return Page(source, text, hashlib.sha256(data).hexdigest())


def _text(data: bytes, suffix: str) -> str:
    if suffix == ".pdf":
        text = _pdf_text(data)
        lack = "has no text layer: recognise its characters first, then add it again."
    else:
        text = decode(data)
        text = _html_text(text) if suffix in (".html", ".htm") else text
        lack = "holds no text: remove it or fill it."
    if not text.strip():
        raise PageError(lack)
    return text


def decode(data: bytes) -> str:
    """Return the characters of a text file, unchanged but for a leading byte order mark.

    UTF-8 is tried first (UTF-16 where a mark says so), then GB18030, which holds GBK and GB2312.

    >>> decode("泉城".encode("gbk"))
    '泉城'

    Raises:
        PageError: the bytes are no text in any of these.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _binary(text):
            return text.removeprefix("\ufeff")
    raise PageError("is not text in UTF-8 or GB18030: save it as UTF-8.")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8", "gb18030")


def _binary(text: str) -> bool:
    """Say whether control or private characters are too many for written text."""
    odd = sum(
        (char < " " and char not in _TEXT_CONTROLS)
        or "\x7f" <= char <= "\x9f"
        or "\ue000" <= char <= "\uf8ff"
        for char in text
    )
    return "\0" in text or odd * 50 > len(text)


def _html_text(markup: str) -> str:
    """Return what a reader of the page sees, blocks apart by a blank line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(markup, "lxml")
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
    return "\n\n".join(filter(None, lines))


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


def _pdf_text(data: bytes) -> str:
    """Return the text layer of a PDF, its sheets apart by a blank line."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise PageError(
            "is not a PDF that can be opened: save it again without a password."
        ) from error
    try:
        sheets = [
            document[number].get_textpage().get_text_range() for number in range(len(document))
        ]
    finally:
        document.close()
    return "\n\n".join(sheet.replace("\r\n", "\n").strip() for sheet in sheets)
