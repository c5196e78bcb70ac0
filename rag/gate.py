"""Floors and ceilings of metrics, from a small TOML file: what a run must not fall below.

A table a metric, ``[right]`` with ``min = 0.9``, ``[wrongly_refused]`` with ``max = 0.05``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from rag.errors import UsageError
from rag.scores import Score, Scores

NAMED = 12
"""Questions listed by a finding."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What one metric must keep to."""

    metric: str
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Gate:
    """The bounds of a gate file, in its order."""

    bounds: tuple[Bound, ...]

    @classmethod
    def load(cls, path: Path) -> Gate:
        """Return the gate of a TOML file.

        Raises:
            UsageError: the file cannot be read or a table of it has neither min nor max.
        """
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise UsageError(f"gate file {path} cannot be read: {error.strerror}.") from None
        except ValueError as error:
            raise UsageError(f"gate file {path} is no TOML: {error}.") from None
        return cls(tuple(_bound(name, table, path) for name, table in tables.items()))


def _bound(name: str, table: object, path: Path) -> Bound:
    if isinstance(table, dict) and table and set(table) <= {"min", "max"}:
        least, most = table.get("min"), table.get("max")
        if all(isinstance(value, int | float | None) for value in (least, most)):
            return Bound(name, least, most)
    raise UsageError(
        f"gate file {path}: {name!r} must be a table of the numbers min, max or both, "
        f"not {table!r}."
    )


def check(scores: Scores, gate: Gate) -> list[str]:
    """Return a sentence for each bound that is missed: by how much, on which questions.

    Raises:
        UsageError: the gate names a metric that there is not.
    """
    findings = (_finding(scores.named(bound.metric), bound) for bound in gate.bounds)
    return [finding for finding in findings if finding]


def _finding(score: Score, bound: Bound) -> str | None:
    if score.value is None:
        return f"{score.name} could not be scored: no question asks for it."
    if bound.least is not None and score.value < bound.least:
        short = bound.least - score.value
        return f"{score.name} is {score.value:.4g}, {short:.4g} under {bound.least:g}{_on(score)}"
    if bound.most is not None and score.value > bound.most:
        over = score.value - bound.most
        return f"{score.name} is {score.value:.4g}, {over:.4g} over {bound.most:g}{_on(score)}"
    return None


def _on(score: Score) -> str:
    more = len(score.lost) - NAMED
    tail = f" and {more} more" if more > 0 else ""
    return f": {', '.join(score.lost[:NAMED])}{tail}." if score.lost else "."
