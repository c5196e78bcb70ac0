"""What was fitted says the same here as in the library that fitted it, and survives its file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import (  # type: ignore[import-untyped]
    GradientBoostingClassifier,
)

from rag.calibration import Calibration, Trust
from rag.errors import ModelMissing
from rag.features import FEATURES
from rag.reader import EMBEDDED
from training.calibrate import worlds
from training.trees import flat

N = len(FEATURES)


@pytest.fixture(scope="module")
def windows() -> tuple[np.ndarray, np.ndarray]:
    rows = np.random.default_rng(3).normal(2.0, 3.0, (60, N))
    return rows, rows[:, 0] * rows[:, 1] > 3  # no single tree parts them


@pytest.fixture(scope="module")
def boosted(windows: tuple[np.ndarray, np.ndarray]) -> GradientBoostingClassifier:
    rows, right = windows
    return GradientBoostingClassifier(n_estimators=20, max_leaf_nodes=5, random_state=0).fit(
        rows, right
    )


@pytest.fixture(scope="module")
def trust(windows: tuple[np.ndarray, np.ndarray], boosted: GradientBoostingClassifier) -> Trust:
    return flat(boosted, windows[0][0], slope=1.5, shift=-0.25)


def test_the_probability_is_that_of_the_library(
    windows: tuple[np.ndarray, np.ndarray], boosted: GradientBoostingClassifier, trust: Trust
) -> None:
    rows, _ = windows
    expected = 1 / (1 + np.exp(-(1.5 * boosted.decision_function(rows) - 0.25)))
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


def test_a_line_of_documents_begins_a_world(tmp_path: Path) -> None:
    asked = {"kind": "fact", "question": "新增学位多少个？", "answers": [["5200个"]]}
    rows: list[dict[str, object]] = [
        {"documents": ["a", "b"]},
        {"id": "1", "document": "a", **asked},
        {"documents": ["c"]},
        {"id": "2", "document": "c", **asked},
        {"id": "3", "document": None, **asked, "answers": []},
    ]
    path = tmp_path / "asked.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = [
        (names, [(gold.id, bool(gold.answers)) for gold in own]) for names, own in worlds(path)
    ]
    assert found == [({"a", "b"}, [("1", True)]), ({"c"}, [("2", True), ("3", False)])]
