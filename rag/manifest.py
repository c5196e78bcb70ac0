"""What an index says of itself: the format, encoder, settings and sources that made it, its files.

Does not: read the files it lists, beyond hashing them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

from rag.errors import IndexUnusable

FORMAT = 2  # counts up when what lies in the folder changes its meaning
NAME = "manifest.json"
AGAIN = "run `quanwen index` again."  # the way out of whatever is wrong with an index


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts that decide whether an index can be used, and which pages can be carried over.

    ``sources`` maps each page's source to the SHA-256 of its file, ``files`` each file of the index
    to its own, ``program`` tells by which code pages became chunks.
    """

    encoder: str
    revision: str
    dim: int
    chunk_size: int
    overlap: int
    program: str
    sources: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read a folder's manifest.

        Raises:
            IndexUnusable: there is none that can be read, or it is of another format.
        """
        try:
            facts = json.loads((folder / NAME).read_text("utf-8"))
            if facts["format"] == FORMAT:
                return cls(**facts)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexUnusable(
                f"The index in {folder.parent} is damaged ({NAME} cannot be read): {AGAIN}"
            ) from error
        raise IndexUnusable(
            f"The index in {folder.parent} is of format {facts['format']}, "
            f"this program reads format {FORMAT}: {AGAIN}"
        )

    def write(self, folder: Path) -> None:
        """Write it into a folder, with the hashes of all other files there."""
        files = {
            path.relative_to(folder).as_posix(): file_hash(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
        text = json.dumps(asdict(replace(self, files=files)), ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text + "\n", "utf-8")

    def check(self, folder: Path) -> None:
        """Compare the folder's files with what was written.

        Raises:
            IndexUnusable: one is missing or has other content.
        """
        for name, written in self.files.items():
            path = folder / name
            fault = "is missing"
            if path.is_file():
                if file_hash(path) == written:
                    continue
                fault = "is not as it was written"
            raise IndexUnusable(
                f"The index in {folder.parent} is damaged ({name} {fault}): {AGAIN}"
            )

    def check_encoder(self, folder: Path, name: str, revision: str, dim: int) -> None:
        """Compare the encoder that made the folder's vectors with the one at hand.

        Raises:
            IndexUnusable: they are two.
        """
        if (self.encoder, self.revision, self.dim) != (name, revision, dim):
            raise IndexUnusable(
                f"The index in {folder.parent} was made with the encoder {self.encoder}@"
                f"{self.revision} ({self.dim} wide), not {name}@{revision} ({dim} wide): {AGAIN}"
            )

    def fits(self, other: Manifest) -> bool:
        """Say whether a page of the other index would come out the same in this one."""
        return replace(self, sources={}, files={}) == replace(other, sources={}, files={})

    def differs(self, other: Manifest) -> bool:
        """Say whether the two were made from other pages, or pages would come out otherwise."""
        return not self.fits(other) or self.sources != other.sources

    @property
    def digest(self) -> str:
        """12 hex digits for answer records: equal for equal pages, program, settings and model."""
        facts = asdict(replace(self, files={}))
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:12]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def program_hash() -> str:
    """Return 12 hex digits that change when this package's code or tables do.

    Pages that were cut by an older program are cut again, however little they changed.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in (".py", ".tsv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
