"""Vector search: exact inner products (FAISS) over unit rows, so a score is a cosine.

Does not: make vectors (an encoder does), approximate. A hundred thousand rows are searched in
milliseconds; an approximate index would save little and miss some.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import faiss
import numpy as np
import numpy.typing as npt

from rag.types import Hit

Matrix: TypeAlias = npt.NDArray[np.float32]  # (n, dim), each row of length 1 (or 0: no text)


class Vectors:
    """An exact index of rows; a hit's number is the row's place in what was built."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self._index = index

    @classmethod
    def build(cls, matrix: Matrix) -> Vectors:
        """Index a matrix (n, dim) of unit rows."""
        index = faiss.IndexFlatIP(matrix.shape[1])
        index.add(np.ascontiguousarray(matrix, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Read what ``save`` wrote; ValueError or OSError when the file is not all there."""
        return cls.build(np.load(path, allow_pickle=False))

    def save(self, path: Path) -> None:
        """Write the rows as one ``.npy`` file."""
        np.save(path, self.matrix, allow_pickle=False)

    @property
    def matrix(self) -> Matrix:
        """The rows, (n, dim), as a copy."""
        rows: Matrix = self._index.reconstruct_n(0, self._index.ntotal)
        return rows

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: Matrix, k: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[Hit]:
        """Return the k rows nearest to a unit vector (dim,), best first.

        ``allowed`` holds the numbers of the rows that count; None allows all.
        """
        k = min(k, len(self) if allowed is None else len(allowed))
        if k == 0:
            return []
        parameters = None
        if allowed is not None:
            mask = np.zeros(len(self), dtype=bool)
            mask[allowed] = True
            bits = np.packbits(mask, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, numbers = self._index.search(vector.reshape(1, -1), k, params=parameters)
        pairs = zip(numbers[0].tolist(), scores[0].tolist(), strict=True)
        return [Hit(number, score) for number, score in pairs if number >= 0]
