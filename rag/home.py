"""The home folder: which index is current, and how the next one takes its place.

``current`` is a one-line file with the name of the folder that holds the index. A new index is
written beside it; replacing that one file is the swap, so a reader finds the old or the new, never
half of one. Does not: know what an index holds.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import IndexUnusable, UsageError

_CURRENT, _LOCK, _PREFIX = "current", "lock", "index-"


class Home:
    """A folder with one current index, or none yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """Return the folder of the current index, None when there is none."""
        try:
            name = (self.folder / _CURRENT).read_text("utf-8", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return self.folder / Path(name or "?").name

    @contextmanager
    def next_index(self) -> Iterator[Path]:
        """Hand out an empty folder; what is written there is current once the block ends well.

        An empty folder left empty changes nothing. A block that raises, or a process that dies,
        leaves the old index current; what it left is removed here or by the next call.

        Raises:
            IndexUnusable: another process is writing an index here.
            UsageError: the home folder cannot be written.
        """
        with self._lock():
            self._clear()
            fresh = self.folder / f"{_PREFIX}{secrets.token_hex(4)}"
            fresh.mkdir()
            try:
                yield fresh
                if any(fresh.iterdir()):
                    self._swap(fresh)
            finally:
                self._clear()

    def _swap(self, fresh: Path) -> None:
        for path in (*fresh.rglob("*"), fresh):
            _to_disk(path)
        pointer = self.folder / f"{_CURRENT}.new"
        pointer.write_text(f"{fresh.name}\n", "utf-8")
        _to_disk(pointer)
        pointer.replace(self.folder / _CURRENT)
        _to_disk(self.folder)

    def _clear(self) -> None:
        """Remove every index but the current one."""
        current = self.current()
        for path in self.folder.glob(f"{_PREFIX}*"):
            if path != current:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / _LOCK).open("a")
        except OSError as error:
            raise UsageError(
                f"The home folder {self.folder} cannot be written ({error.strerror}): "
                "name another with --home."
            ) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the system frees a dead one's
            except BlockingIOError as error:
                raise IndexUnusable(
                    f"Another process is building the index in {self.folder}: "
                    "wait until it is done, then run `quanwen index` again."
                ) from error
            yield


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
