"""A page with its articles and chunks: cut once, written as one JSON line, read back the same.

Does not: search, encode.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rag.articles import split_articles
from rag.chunks import chunk_article, head_text, search_text
from rag.duplicates import Prints, prints_of
from rag.lexical import Row
from rag.types import Article, Chunk, Page, Piece


@dataclass(frozen=True, slots=True)
class Section:
    """A page with all that was cut from it; the chunks stand in the order of the articles.

    ``prints`` holds for each article what its copies are found by.
    """

    page: Page
    articles: tuple[Article, ...]
    chunks: tuple[Chunk, ...]
    prints: tuple[Prints, ...]

    @classmethod
    def cut(cls, page: Page) -> Section:
        """Split a page into articles and chunks."""
        articles = tuple(split_articles(page))
        chunks = tuple(chunk for each in articles for chunk in chunk_article(each))
        return cls(page, articles, chunks, tuple(map(prints_of, articles)))

    def rows(self) -> list[Row]:
        """Return what keyword search compares of each chunk."""
        return [Row(chunk.text, head_text(chunk, article)) for chunk, article in self._pairs()]

    def texts(self) -> list[str]:
        """Return what is encoded of each chunk."""
        return [search_text(chunk, article) for chunk, article in self._pairs()]

    def _pairs(self) -> list[tuple[Chunk, Article]]:
        articles = {each.article_id: each for each in self.articles}
        return [(chunk, articles[chunk.article_id]) for chunk in self.chunks]


def write_sections(path: Path, sections: Iterable[Section]) -> None:
    """Write a JSON line a section."""
    with path.open("w", encoding="utf-8") as file:
        for section in sections:
            file.write(json.dumps(_row(section), ensure_ascii=False) + "\n")


def read_sections(path: Path) -> Iterator[Section]:
    """Yield what ``write_sections`` wrote."""
    with path.open(encoding="utf-8") as file:
        yield from map(_section, map(json.loads, file))


def _row(section: Section) -> dict[str, Any]:
    chunks = [(each.chunk_id, each.article_id, each.start, each.end) for each in section.chunks]
    return asdict(section) | {"chunks": chunks}


def _section(row: dict[str, Any]) -> Section:
    articles = {each["article_id"]: _article(each) for each in row["articles"]}
    chunks = (
        Chunk(chunk_id, article_id, start, end, articles[article_id].text[start:end])
        for chunk_id, article_id, start, end in row["chunks"]
    )
    prints = tuple(map(tuple, row["prints"]))
    return Section(Page(**row["page"]), tuple(articles.values()), tuple(chunks), prints)


def _article(row: dict[str, Any]) -> Article:
    pieces = tuple(Piece(**piece) for piece in row["pieces"])
    return Article(**row | {"pieces": pieces, "regions": tuple(row["regions"])})
