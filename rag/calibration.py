"""How far a window is trusted: what was fitted on questions that nobody is measured on.

Made by ``training/calibrate.py``, kept beside the reader it belongs to as ``calibration.json``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rag.errors import ModelMissing
from rag.features import FEATURES

Vector: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trust:
    """Boosted regression trees (Friedman 2001), their sum made a probability (Platt 1999).

    The nodes of all trees stand in one row, (n,) each: a window goes on to ``left`` where its
    ``feature`` is at most ``limit``, else to ``right``; a leaf leads to itself and adds its
    ``value``. ``roots`` (trees,) are where to begin, ``bias`` what the sum begins with; ``slope``
    and ``shift`` lead from the sum to the log odds.
    """

    roots: Indices
    feature: Indices
    limit: Vector
    left: Indices
    right: Indices
    value: Vector
    bias: float
    slope: float
    shift: float

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Trust:
        """Return the trees of a JSON object."""
        values: dict[str, Any] = {
            name: np.array(value) if isinstance(value, list) else float(value)
            for name, value in stored.items()
        }
        return cls(**values)

    def stored(self) -> dict[str, Any]:
        """Return the trees as a JSON object, to four decimals."""
        return {name: np.round(value, 4).tolist() for name, value in asdict(self).items()}

    def total(self, features: Sequence[float] | Vector) -> float:
        """Return the sum of the leaves that a window comes to, and the bias."""
        measured, at = np.asarray(features), self.roots
        onward = self._onward(measured, at)
        while not np.array_equal(onward, at):
            at, onward = onward, self._onward(measured, onward)
        return float(self.value[at].sum()) + self.bias

    def _onward(self, measured: Vector, at: Indices) -> Indices:
        low = measured[self.feature[at]] <= self.limit[at]
        return np.where(low, self.left[at], self.right[at])

    def probability(self, features: Sequence[float]) -> float:
        """Return how likely a window with these features answers, 0 to 1."""
        score = self.slope * self.total(features) + self.shift
        return float(1 / (1 + np.exp(-np.clip(score, -30.0, 30.0))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How windows are ranked, how far the first is trusted, and from where on it is said.

    ``rank`` holds logistic weights over ``FEATURES``, fitted to tell a question's right windows
    from its wrong ones; ``trust`` tells answered questions from those the articles leave open.
    """

    rank: tuple[float, ...]
    trust: Trust
    threshold: float

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Return the calibration of a JSON file.

        Raises:
            ModelMissing: it is not there or speaks of other features.
        """
        try:
            stored = json.loads(path.read_text("utf-8"))
            if tuple(stored["features"]) != FEATURES:
                raise ValueError("it was fitted on other features")
            rank = tuple(map(float, stored["rank"]))
            return cls(rank, Trust.of(stored["trust"]), float(stored["threshold"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelMissing(
                f"The calibration {str(path)!r} does not load ({error}): "
                "run training/calibrate.py for this reader, or take the embedded one."
            ) from error

    def save(self, path: Path) -> None:
        """Write the calibration to a JSON file."""
        stored = {
            "features": FEATURES,
            "rank": [round(weight, 4) for weight in self.rank],
            "trust": self.trust.stored(),
            "threshold": round(self.threshold, 4),
        }
        path.write_text(json.dumps(stored) + "\n", "utf-8")

    def merit(self, features: Sequence[float]) -> float:
        """Return a score that only orders the windows of one question."""
        return sum(w * f for w, f in zip(self.rank, features, strict=True))

    def confidence(self, features: Sequence[float]) -> float:
        """Return the probability, 0 to 1, that a window with these features answers."""
        return self.trust.probability(features)
