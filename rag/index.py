"""All pages, made searchable: read, cut, encoded, kept on disk, loaded again.

Does not: decide what answers a question (``retrieve`` fuses what the two indexes find).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from rag.chunks import OVERLAP, SIZE
from rag.errors import IndexMissing, IndexUnusable, PageError, UsageError
from rag.home import Home
from rag.lexical import Lexical
from rag.manifest import AGAIN, Manifest, file_hash, program_hash
from rag.pages import SUFFIXES, read_page, walk
from rag.sections import Section, read_sections, write_sections
from rag.types import Article, Chunk, Page
from rag.vectors import Matrix, Vectors

Progress: TypeAlias = Callable[[int, int], None]  # pages done, pages in all
T = TypeVar("T")

_SECTIONS, _VECTORS, _LEXICAL = "sections.jsonl", "vectors.npy", "lexical"


class Encoder(Protocol):
    """What turns text into vectors: unit rows (n, ``dim``), questions and passages apart."""

    @property
    def name(self) -> str:
        """What the model is called."""

    @property
    def revision(self) -> str:
        """What tells this state of the model from others."""

    @property
    def dim(self) -> int:
        """The length of a row."""

    def encode_queries(self, texts: list[str]) -> Matrix:
        """Return a row for each question."""

    def encode_passages(self, texts: list[str]) -> Matrix:
        """Return a row for each passage."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What the index holds after a build; ``failed`` names each file left out with its reason.

    ``unchanged`` counts the pages that were taken from the index before.
    """

    pages: int
    articles: int
    chunks: int
    seconds: float
    failed: tuple[tuple[str, str], ...]
    unchanged: int


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

    @property
    def digest(self) -> str:
        """12 hex digits: equal when pages, program, settings and encoder are."""
        return self.manifest.digest

    def numbers_of(self, article_id: str) -> npt.NDArray[np.int64]:
        """Return the numbers of an article's chunks, in reading order."""
        return np.array(self._numbers.get(article_id, []), dtype=np.int64)

    @classmethod
    def from_pages(cls, pages: Sequence[Page], encoder: Encoder) -> Index:
        """Index pages in memory."""
        sections = [Section.cut(page) for page in pages]
        matrix = np.concatenate([_encoded(each, encoder, {}) for each in sections])
        return cls(
            sections,
            Lexical.build([row for each in sections for row in each.rows()]),
            Vectors.build(matrix),
            encoder=encoder,
            manifest=_manifest(sections, encoder),
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
                [*read_sections(folder / _SECTIONS)],
                Lexical.load(folder / _LEXICAL),
                Vectors.load(folder / _VECTORS),
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
            draft = _Draft(folder, encoder, old)
            for done, path in enumerate(paths, 1):
                draft.add(path)
                if progress:
                    progress(done, len(paths))
            if draft.differs_from(old):
                draft.write(fresh)
        return draft.report(time.perf_counter() - begun)


def load_articles(home: Path) -> list[Article]:
    """Return the articles of a home folder's index, in its order; no model is needed.

    Raises:
        IndexMissing: there is no index.
        IndexUnusable: it is damaged or of another format.
    """

    def read(folder: Path, manifest: Manifest) -> list[Article]:
        return [each for s in read_sections(folder / _SECTIONS) for each in s.articles]

    return _from_disk(home, read)


class _Draft:
    """The next index while its pages are read, with what the one before can give it."""

    def __init__(self, folder: Path, encoder: Encoder, old: Index | None) -> None:
        self._folder = folder
        self._encoder = encoder
        self._old = old.sections if old and old.manifest.fits(_manifest([], encoder)) else {}
        self._vectors = _vectors_by_text(old) if old else {}
        self._sections: list[Section] = []
        self._matrices: list[Matrix] = []
        self._failed: list[tuple[str, str]] = []
        self._unchanged = 0

    def add(self, path: Path) -> None:
        source = path.relative_to(self._folder).as_posix()
        try:
            section = self._carried(path, source) or Section.cut(read_page(path, self._folder))
        except Exception as error:  # whatever is wrong with one file, the others are read
            self._failed.append((source, str(error) or type(error).__name__))
            return
        self._sections.append(section)
        self._matrices.append(_encoded(section, self._encoder, self._vectors))

    def _carried(self, path: Path, source: str) -> Section | None:
        section = self._old.get(source)
        if section is None or section.page.sha256 != file_hash(path):
            return None
        self._unchanged += 1
        return section

    def differs_from(self, old: Index | None) -> bool:
        """Say whether there is anything to write; PageError when nothing at all was read."""
        if not self._sections:
            source, reason = self._failed[0]
            raise PageError(
                f"None of the {len(self._failed)} files in {self._folder} could be read "
                f"({source}: {reason}): the index is left as it was."
            )
        return old is None or _manifest(self._sections, self._encoder).differs(old.manifest)

    def write(self, folder: Path) -> None:
        try:
            write_sections(folder / _SECTIONS, self._sections)
            Vectors.build(np.concatenate(self._matrices)).save(folder / _VECTORS)
            (folder / _LEXICAL).mkdir()
            rows = [row for section in self._sections for row in section.rows()]
            Lexical.build(rows, folder / _LEXICAL)
            _manifest(self._sections, self._encoder).write(folder)
        except (OSError, ValueError) as error:  # tantivy tells of a full disk by ValueError
            raise IndexUnusable(
                f"The index cannot be written to {folder.parent} ({error}): "
                "make room there or name another folder with --home; the old index stays."
            ) from error

    def report(self, seconds: float) -> BuildReport:
        return BuildReport(
            pages=len(self._sections),
            articles=sum(len(section.articles) for section in self._sections),
            chunks=sum(len(section.chunks) for section in self._sections),
            seconds=seconds,
            failed=tuple(self._failed),
            unchanged=self._unchanged,
        )


def _page_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}: name one that holds pages.")
    paths = walk(folder)
    if not paths:
        kinds = " ".join(SUFFIXES)
        raise UsageError(f"The folder {folder} holds no page ({kinds}): put some there first.")
    return paths


def _manifest(sections: Sequence[Section], encoder: Encoder) -> Manifest:
    return Manifest(
        encoder=encoder.name,
        revision=encoder.revision,
        dim=encoder.dim,
        chunk_size=SIZE,
        overlap=OVERLAP,
        program=program_hash(),
        sources={section.page.source: section.page.sha256 for section in sections},
    )


def _encoded(section: Section, encoder: Encoder, known: Mapping[str, Matrix]) -> Matrix:
    """Return a row a chunk, (n, dim); texts that are known already are not encoded again."""
    texts = section.texts()
    new = [text for text in dict.fromkeys(texts) if text not in known]
    rows = dict(zip(new, encoder.encode_passages(new), strict=True))
    found = [rows[text] if text in rows else known[text] for text in texts]
    return np.array(found, dtype=np.float32).reshape(len(texts), encoder.dim)


def _vectors_by_text(index: Index) -> dict[str, Matrix]:
    texts = (text for section in index.sections.values() for text in section.texts())
    return dict(zip(texts, index.vectors.matrix, strict=True))


def _previous(home: Path, encoder: Encoder) -> Index | None:
    try:
        return Index.load(home, encoder)
    except (IndexMissing, IndexUnusable):
        return None


def _from_disk(home: Path, read: Callable[[Path, Manifest], T]) -> T:
    """Read the current index; once more where another has meanwhile taken its place."""
    while True:
        folder = Home(home).current()
        if folder is None:
            raise IndexMissing(f"There is no index in {home}: run `quanwen index FOLDER` first.")
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
