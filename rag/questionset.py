"""Questions to evaluate with, of whatever form the file has, and what else their form brings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from rag.errors import UsageError
from rag.gold import Gold
from rag.types import Page

Form = Literal["gold", "cmrc2018", "drcd", "dureader", "squad", "rgb", "crud", "beir"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file or folder.

    Where there are ``pages``, the questions are asked of an index of them; questions with
    documents of their own need no index; the rest are asked of the index that there is.
    """

    name: str
    form: Form
    golds: tuple[Gold, ...]
    pages: tuple[Page, ...] = ()

    @property
    def needs_index(self) -> bool:
        """Return whether a question is asked of an index that must be there already."""
        return not self.pages and any(not gold.documents for gold in self.golds)

    def first(self, most: int | None) -> QuestionSet:
        """Return the set with at most ``most`` questions of each kind, the first ones."""
        if most is None:
            return self
        taken: dict[str, int] = {}
        golds = []
        for gold in self.golds:
            taken[gold.kind] = taken.get(gold.kind, 0) + 1
            if taken[gold.kind] <= most:
                golds.append(gold)
        return replace(self, golds=tuple(golds))


def read_text(path: Path) -> str:
    """Return a file's text.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8; save it as UTF-8.") from None


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each JSON object of a file of lines with where it stands.

    Raises:
        UsageError: the file cannot be read, or a line of it is no JSON object.
    """
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise UsageError(f"{where} is not JSON: {error.msg}.") from None
        if not isinstance(record, dict):
            raise UsageError(f"{where} is no JSON object.")
        yield where, record


def field(record: Mapping[str, Any], names: tuple[str, ...], where: str) -> str:
    """Return the text under the first of ``names`` that the record has.

    Raises:
        UsageError: it has none of them, or something else there than a text or number.
    """
    for name in names:
        value = record.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
    raise UsageError(f"{where} has no text under {' or '.join(map(repr, names))}.")
