"""What was fitted says the same here as in the library that fitted it, and survives its file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.svm import SVC  # type: ignore[import-untyped]

from rag.calibration import Calibration, Trust
from rag.errors import ModelMissing
from rag.features import FEATURES
from rag.reader import EMBEDDED

N = len(FEATURES)


@pytest.fixture(scope="module")
def windows() -> tuple[np.ndarray, np.ndarray]:
    rows = np.random.default_rng(3).normal(2.0, 3.0, (60, N))
    return rows, rows[:, 0] * rows[:, 1] > 3  # no line parts them


@pytest.fixture(scope="module")
def machine(windows: tuple[np.ndarray, np.ndarray]) -> SVC:
    rows, right = windows
    return SVC(C=2.0, gamma=0.02).fit((rows - 2.0) / 3.0, right)


@pytest.fixture(scope="module")
def trust(machine: SVC) -> Trust:
    return Trust(
        mean=np.full(N, 2.0),
        scale=np.full(N, 3.0),
        gamma=0.02,
        vectors=machine.support_vectors_,
        weights=machine.dual_coef_[0],
        bias=float(machine.intercept_[0]),
        slope=1.5,
        shift=-0.25,
    )


def test_the_probability_is_that_of_the_library(
    windows: tuple[np.ndarray, np.ndarray], machine: SVC, trust: Trust
) -> None:
    rows, _ = windows
    scores = machine.decision_function((rows - 2.0) / 3.0)
    expected = 1 / (1 + np.exp(-(1.5 * scores - 0.25)))
    assert [trust.probability(row) for row in rows] == pytest.approx(expected.tolist())


def test_a_file_keeps_it_to_four_decimals(
    tmp_path: Path, windows: tuple[np.ndarray, np.ndarray], trust: Trust
) -> None:
    rows, _ = windows
    Calibration((0.5,) * N, trust, 0.2).save(tmp_path / "c.json")
    kept = Calibration.load(tmp_path / "c.json")
    assert kept.threshold == 0.2
    assert kept.merit(rows[0]) == pytest.approx(0.5 * rows[0].sum())
    assert [kept.confidence(row) for row in rows] == pytest.approx(
        [trust.probability(row) for row in rows], abs=2e-3
    )


@pytest.mark.parametrize(
    "stored", ["", "{}", '{"features": ["other"]}', json.dumps({"features": FEATURES})]
)
def test_another_file_is_refused_with_the_way_out(tmp_path: Path, stored: str) -> None:
    (tmp_path / "c.json").write_text(stored)
    with pytest.raises(ModelMissing, match=r"c\.json.*run training/calibrate\.py"):
        Calibration.load(tmp_path / "c.json")


def test_the_embedded_one_loads() -> None:
    assert 0 < Calibration.load(EMBEDDED / "calibration.json").threshold < 1
