from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.vectors import Matrix, Vectors


@pytest.fixture
def matrix() -> Matrix:
    rows = np.random.default_rng(7).normal(size=(200, 16)).astype(np.float32)
    unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_the_nearest_are_those_of_plain_dot_products(matrix: Matrix) -> None:
    vectors = Vectors.build(matrix)
    products = matrix @ matrix[3]
    hits = vectors.search(matrix[3], 10)
    assert [hit.number for hit in hits] == np.argsort(-products)[:10].tolist()
    assert [hit.score for hit in hits] == pytest.approx(np.sort(products)[::-1][:10].tolist())


def test_only_allowed_rows_are_found(matrix: Matrix) -> None:
    allowed = np.array([2, 5, 7, 11, 190, 199])
    products = (matrix @ matrix[3])[allowed]
    hits = Vectors.build(matrix).search(matrix[3], 4, allowed)
    assert [hit.number for hit in hits] == allowed[np.argsort(-products)[:4]].tolist()


def test_no_more_is_found_than_there_is(matrix: Matrix) -> None:
    vectors = Vectors.build(matrix[:3])
    assert len(vectors.search(matrix[0], 10)) == 3
    assert len(vectors.search(matrix[0], 10, np.array([1]))) == 1
    assert vectors.search(matrix[0], 10, np.array([], dtype=np.int64)) == []
    assert Vectors.build(matrix[:0]).search(matrix[0], 10) == []


def test_what_is_saved_is_loaded(matrix: Matrix, tmp_path: Path) -> None:
    vectors = Vectors.build(matrix)
    vectors.save(tmp_path / "vectors.npy")
    loaded = Vectors.load(tmp_path / "vectors.npy")
    assert len(loaded) == 200
    assert np.array_equal(loaded.matrix, matrix)
    assert loaded.search(matrix[0], 5) == vectors.search(matrix[0], 5)


def test_half_a_file_is_refused(matrix: Matrix, tmp_path: Path) -> None:
    path = tmp_path / "vectors.npy"
    Vectors.build(matrix).save(path)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises((ValueError, OSError)):
        Vectors.load(path)
