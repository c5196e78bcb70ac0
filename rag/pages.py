"""A source file becomes a page: its decoded text, whose characters citations count.

Reads .txt and .md as they are (UTF-8, GB18030), the text of .html, the text layer of .pdf.
Does not: recognise characters in images, open encrypted files, change a character of a text file.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pypdfium2

from rag.errors import PageError
from rag.markup import read_markup
from rag.types import Page

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf")
UNREAD_NAMES = ("readme.md",)

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
        text, published = _text(data, path.suffix.lower())
    except PageError as error:
        raise PageError(f"{source} {error}") from error
    return Page(source, text, hashlib.sha256(data).hexdigest(), published)


def _text(data: bytes, suffix: str) -> tuple[str, str | None]:
    """Return the text of a file and the date that its markup tells."""
    published = None
    if suffix == ".pdf":
        text = _pdf_text(data)
        lack = "has no text layer: recognise its characters first, then add it again."
    else:
        text = decode(data)
        if suffix in (".html", ".htm"):
            text, published = read_markup(text)
        lack = "holds no text: remove it or fill it."
    if not text.strip():
        raise PageError(lack)
    return text, published


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
