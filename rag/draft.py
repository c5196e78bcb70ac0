"""The next index while its pages are read: what is carried over, what is new, how it is written.

Does not: load or search what it wrote (``index``), or make it the current one (``home``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from rag.chunks import OVERLAP, SIZE
from rag.errors import IndexUnusable, PageError
from rag.lexical import Lexical
from rag.manifest import Manifest, file_hash, program_hash
from rag.pages import read_page
from rag.sections import Section, write_sections
from rag.vectors import Matrix, Vectors

SECTIONS, VECTORS, LEXICAL = "sections.jsonl", "vectors.npy", "lexical"


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


class Draft:
    """The next index while its pages are read, with what the one before can give it.

    ``sections`` by source and ``vectors`` by text are those of the index before.
    """

    def __init__(
        self,
        folder: Path,
        encoder: Encoder,
        sections: Mapping[str, Section],
        vectors: Mapping[str, Matrix],
    ) -> None:
        self._folder = folder
        self._encoder = encoder
        self._old = sections
        self._vectors = vectors
        self._sections: list[Section] = []
        self._matrices: list[Matrix] = []
        self._failed: list[tuple[str, str]] = []
        self._unchanged = 0

    def add(self, path: Path) -> None:
        """Read a page, or note why it cannot be read."""
        source = path.relative_to(self._folder).as_posix()
        try:
            section = self._carried(path, source) or Section.cut(read_page(path, self._folder))
        except Exception as error:  # whatever is wrong with one file, the others are read
            self._failed.append((source, str(error) or type(error).__name__))
            return
        self._sections.append(section)
        self._matrices.append(encoded(section, self._encoder, self._vectors))

    def _carried(self, path: Path, source: str) -> Section | None:
        section = self._old.get(source)
        if section is None or section.page.sha256 != file_hash(path):
            return None
        self._unchanged += 1
        return section

    def differs_from(self, old: Manifest | None) -> bool:
        """Say whether there is anything to write; PageError when nothing at all was read."""
        if not self._sections:
            source, reason = self._failed[0]
            raise PageError(
                f"None of the {len(self._failed)} files in {self._folder} could be read "
                f"({source}: {reason}): the index is left as it was."
            )
        return old is None or manifest_of(self._sections, self._encoder).differs(old)

    def write(self, folder: Path) -> None:
        """Write the index into an empty folder; IndexUnusable when the disk refuses."""
        try:
            write_sections(folder / SECTIONS, self._sections)
            Vectors.build(np.concatenate(self._matrices)).save(folder / VECTORS)
            (folder / LEXICAL).mkdir()
            rows = [row for section in self._sections for row in section.rows()]
            Lexical.build(rows, folder / LEXICAL)
            manifest_of(self._sections, self._encoder).write(folder)
        except (OSError, ValueError) as error:  # tantivy tells of a full disk by ValueError
            raise IndexUnusable(
                f"The index cannot be written to {folder.parent} ({error}): "
                "make room there or name another folder with --home; the old index stays."
            ) from error

    def report(self, seconds: float) -> BuildReport:
        """Return what was read and what was not."""
        return BuildReport(
            pages=len(self._sections),
            articles=sum(len(section.articles) for section in self._sections),
            chunks=sum(len(section.chunks) for section in self._sections),
            seconds=seconds,
            failed=tuple(self._failed),
            unchanged=self._unchanged,
        )


def manifest_of(sections: Sequence[Section], encoder: Encoder) -> Manifest:
    """Return what an index of these sections was made by."""
    return Manifest(
        encoder=encoder.name,
        revision=encoder.revision,
        dim=encoder.dim,
        chunk_size=SIZE,
        overlap=OVERLAP,
        program=program_hash(),
        sources={section.page.source: section.page.sha256 for section in sections},
    )


def encoded(section: Section, encoder: Encoder, known: Mapping[str, Matrix]) -> Matrix:
    """Return a row a chunk, (n, dim); texts that are known already are not encoded again."""
    texts = section.texts()
    new = [text for text in dict.fromkeys(texts) if text not in known]
    rows = dict(zip(new, encoder.encode_passages(new), strict=True))
    found = [rows[text] if text in rows else known[text] for text in texts]
    return np.array(found, dtype=np.float32).reshape(len(texts), encoder.dim)
