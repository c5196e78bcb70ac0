"""All pages, made searchable: read, cut, encoded, kept on disk, loaded again.

Does not: decide what answers a question (``retrieve`` fuses what the two indexes find).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from rag.draft import (
    LEXICAL,
    SECTIONS,
    VECTORS,
    BuildReport,
    Draft,
    Encoder,
    encoded,
    manifest_of,
)
from rag.duplicates import Copies
from rag.errors import IndexMissing, IndexUnusable, UsageError
from rag.gazetteer import within
from rag.home import Home
from rag.lexical import Lexical
from rag.manifest import AGAIN, Manifest
from rag.pages import SUFFIXES, walk
from rag.sections import Section, read_sections
from rag.types import Article, Chunk, Page
from rag.vectors import Matrix, Vectors

Progress: TypeAlias = Callable[[int, int], None]  # pages done, pages in all
T = TypeVar("T")


class Index:
    """Pages by source, articles by id, chunks by number, and the two indexes over the chunks.

    The chunks of an article stand together, in reading order. ``digest`` names the state.
    """

    def __init__(
        self,
        sections: Sequence[Section],
        lexical: Lexical,
        vectors: Vectors,
        *,
        encoder: Encoder,
        manifest: Manifest,
    ) -> None:
        self.sections = {section.page.source: section for section in sections}
        self.pages: Mapping[str, Page] = {s.page.source: s.page for s in sections}
        self.articles: Mapping[str, Article] = {
            article.article_id: article for s in sections for article in s.articles
        }
        self.chunks: Sequence[Chunk] = [chunk for s in sections for chunk in s.chunks]
        self.lexical = lexical
        self.vectors = vectors
        self.encoder = encoder
        self.manifest = manifest
        self._numbers = {
            article_id: [number for number, _ in group]
            for article_id, group in groupby(enumerate(self.chunks), lambda c: c[1].article_id)
        }
        self.copies = Copies.find(
            self.articles.values(),
            {a.article_id: p for s in sections for a, p in zip(s.articles, s.prints, strict=True)},
        )
        self._speaking: dict[str, list[str]] = {}
        for article in self.articles.values():
            for name in article.regions:
                self._speaking.setdefault(name, []).append(article.article_id)

    @property
    def digest(self) -> str:
        """12 hex digits: equal when pages, program, settings and encoder are."""
        return self.manifest.digest

    def numbers_of(self, article_id: str) -> npt.NDArray[np.int64]:
        """Return the numbers of an article's chunks, in reading order."""
        return np.array(self._numbers.get(article_id, []), dtype=np.int64)

    @property
    def region_names(self) -> Collection[str]:
        """Return the regions that the articles speak of."""
        return self._speaking.keys()

    def speaking_of(self, region: str) -> set[str]:
        """Return the ids of the articles that name a region, or a place inside it."""
        return {
            article_id
            for name, ids in self._speaking.items()
            if name == region or within(name, region)
            for article_id in ids
        }

    @classmethod
    def from_pages(cls, pages: Sequence[Page], encoder: Encoder) -> Index:
        """Index pages in memory."""
        sections = [Section.cut(page) for page in pages]
        matrix = np.concatenate([encoded(each, encoder, {}) for each in sections])
        return cls(
            sections,
            Lexical.build([row for each in sections for row in each.rows()]),
            Vectors.build(matrix),
            encoder=encoder,
            manifest=manifest_of(sections, encoder),
        )

    @classmethod
    def load(cls, home: Path, encoder: Encoder) -> Index:
        """Load the current index of a home folder.

        Raises:
            IndexMissing: there is none.
            IndexUnusable: it is damaged, or was made by another format or encoder.
        """

        def read(folder: Path, manifest: Manifest) -> Index:
            manifest.check_encoder(folder, encoder.name, encoder.revision, encoder.dim)
            return cls(
                [*read_sections(folder / SECTIONS)],
                Lexical.load(folder / LEXICAL),
                Vectors.load(folder / VECTORS),
                encoder=encoder,
                manifest=manifest,
            )

        return _from_disk(home, read)

    @classmethod
    def build(
        cls, folder: Path, home: Path, encoder: Encoder, progress: Progress | None = None
    ) -> BuildReport:
        """Read a folder's pages into the index of a home folder, in place of the one there.

        A page whose file is as before is taken from the old index, and so is each vector whose
        text is. A file that fails is left out and reported. Until the end, and after a failure,
        the old index stays.

        Raises:
            UsageError: the folder is missing, or has no page file.
            PageError: none of its files could be read.
            IndexUnusable: another process is building here, or the disk refuses.
        """
        begun = time.perf_counter()
        paths = _page_files(folder)
        with Home(home).next_index() as fresh:
            old = _previous(home, encoder)
            fits = old is not None and old.manifest.fits(manifest_of([], encoder))
            draft = Draft(
                folder,
                encoder,
                old.sections if old and fits else {},
                _vectors_by_text(old) if old else {},
            )
            for done, path in enumerate(paths, 1):
                draft.add(path)
                if progress:
                    progress(done, len(paths))
            if draft.differs_from(old.manifest if old else None):
                draft.write(fresh)
        return draft.report(time.perf_counter() - begun)


def load_articles(home: Path) -> list[Article]:
    """Return the articles of a home folder's index, in its order; no model is needed.

    Raises:
        IndexMissing: there is no index.
        IndexUnusable: it is damaged or of another format.
    """

    def read(folder: Path, manifest: Manifest) -> list[Article]:
        return [each for s in read_sections(folder / SECTIONS) for each in s.articles]

    return _from_disk(home, read)


def load_pages(home: Path) -> list[Page]:
    """Return the pages of a home folder's index, in its order; no model is needed.

    Raises:
        IndexMissing: there is no index.
        IndexUnusable: it is damaged or of another format.
    """

    def read(folder: Path, manifest: Manifest) -> list[Page]:
        return [section.page for section in read_sections(folder / SECTIONS)]

    return _from_disk(home, read)


def _page_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}: name one that holds pages.")
    paths = walk(folder)
    if not paths:
        kinds = " ".join(SUFFIXES)
        raise UsageError(f"The folder {folder} holds no page ({kinds}): put some there first.")
    return paths


def _vectors_by_text(index: Index) -> dict[str, Matrix]:
    texts = (text for section in index.sections.values() for text in section.texts())
    return dict(zip(texts, index.vectors.matrix, strict=True))


def _previous(home: Path, encoder: Encoder) -> Index | None:
    try:
        return Index.load(home, encoder)
    except (IndexMissing, IndexUnusable):
        return None


def current_index(home: Path) -> Path:
    """Return the folder of a home folder's index; another one after each build.

    Raises:
        IndexMissing: there is none.
    """
    folder = Home(home).current()
    if folder is None:
        raise IndexMissing(f"There is no index in {home}: run `quanwen index FOLDER` first.")
    return folder


def _from_disk(home: Path, read: Callable[[Path, Manifest], T]) -> T:
    """Read the current index; once more where another has meanwhile taken its place."""
    while True:
        folder = current_index(home)
        try:
            manifest = Manifest.read(folder)
            manifest.check(folder)
            return read(folder, manifest)
        except (IndexUnusable, OSError, ValueError) as error:
            if Home(home).current() != folder:
                continue
            if isinstance(error, IndexUnusable):
                raise
            raise IndexUnusable(f"The index in {home} is damaged ({error}): {AGAIN}") from error
