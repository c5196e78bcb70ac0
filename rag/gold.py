"""Gold questions: what was asked, what a right answer says, where the page says it.

One JSON object a line, ``{"id", "kind", "question", "answers": [[form, …], …], "evidence":
[{"source", "text"}], "history"?: [{role, content}], "documents"?: [{id, text}]}``; public sets also
fill ``reference`` and ``gains``. Does not: ask anything, look into pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast

from rag.errors import UsageError
from rag.types import Answer, Turn

Role = Literal["user", "assistant"]

MARKER = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of a source that an answer rests on; white space in ``text`` does not count."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text given with a question, to be answered from instead of the index."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Gold:
    """One question with its accepted answers.

    ``answers`` holds groups of forms: a right answer has a form of every group. No group means
    that the articles do not say, unless there is a ``reference``, an answer in prose that others
    are only measured against, or ``gains``, how relevant each evidence is: then passages alone
    are asked for.
    """

    id: str
    kind: str
    question: str
    answers: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...] = ()
    history: tuple[Turn, ...] = ()
    documents: tuple[Document, ...] = ()
    reference: str = ""
    gains: tuple[float, ...] = ()

    @property
    def answerable(self) -> bool:
        """Return whether the articles say it."""
        return bool(self.answers or self.reference)

    @property
    def asks_answer(self) -> bool:
        """Return whether an answer is asked for, and not passages alone."""
        return not self.gains


_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # ！ to ～


def fold(text: str) -> str:
    """Return ``text`` as it is compared: width and letter case folded, white space removed.

    ``fold("ＧＤＰ 增长 6.5％") == "gdp增长6.5%"``. Punctuation stays.
    """
    return "".join(text.translate(_HALF_WIDTH).casefold().split())


def says(text: str, form: str) -> bool:
    """Return whether ``form`` stands in ``text`` after folding, and not inside a longer number.

    ``says("共13.9万人", "3.9万人")`` is false, though the characters are there.
    """
    wanted = fold(form)
    before = r"(?<!\d)(?<!\d\.)" if wanted[:1].isdigit() else ""
    after = r"(?!\.?\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, fold(text)) is not None


def as_asked(gold: Gold) -> dict[str, object]:
    """Return what a system is told of a question, in the form that ``quanwen ask -`` reads."""
    asked: dict[str, object] = {"id": gold.id, "question": gold.question}
    if gold.history:
        asked["history"] = [asdict(turn) for turn in gold.history]
    if gold.documents:
        asked["documents"] = [asdict(document) for document in gold.documents]
    return asked


def found_groups(gold: Gold, text: str) -> tuple[bool, ...]:
    """Return for each group of ``gold.answers`` whether ``text`` has one of its forms."""
    return tuple(any(says(text, form) for form in group) for group in gold.answers)


def is_right(gold: Gold, answer: Answer) -> bool | None:
    """Return whether ``answer`` is right: a form of every group, or refused where none is asked.

    Citation markers are no part of the text that is searched. None where forms cannot tell: prose
    against a reference, and where passages alone are asked for.
    """
    if not gold.asks_answer:
        return None
    refused = answer.verdict == "unanswerable"
    if refused or not gold.answerable:
        return refused and not gold.answerable
    return all(found_groups(gold, MARKER.sub("", answer.text))) if gold.answers else None


def load_gold(path: Path) -> list[Gold]:
    """Return the questions of a gold file, in its order; blank lines are passed over.

    Raises:
        UsageError: the file cannot be read or a line of it is no gold question; names the line.
    """
    golds: list[Gold] = []
    lines: dict[str, int] = {}
    for number, line in _lines(path):
        where = f"gold file {path}, line {number}"
        gold = _parsed(line, where)
        if gold.id in lines:
            raise UsageError(
                f"{where}: id {gold.id!r} stands on line {lines[gold.id]} already; "
                "give every question its own id."
            )
        lines[gold.id] = number
        golds.append(gold)
    if not golds:
        raise UsageError(f"gold file {path} holds no question; write one JSON object a line.")
    return golds


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"gold file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"gold file {path} is not UTF-8; save it as UTF-8.") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _parsed(line: str, where: str) -> Gold:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where} is not JSON: {error.msg} at column {error.colno}.") from None
    if not isinstance(record, dict):
        raise UsageError(f"{where} is no JSON object; write {{'id': …, 'question': …, …}}.")
    return read_gold(record, where)


def read_gold(record: Mapping[str, object], where: str) -> Gold:
    """Return the gold question of a decoded object; ``where`` begins the error's sentence.

    Raises:
        UsageError: a field is missing or of another form than the contract's.
    """
    texts = [record.get(key) for key in ("id", "kind", "question")]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise UsageError(f"{where}: 'id', 'kind' and 'question' must be strings with text in them.")
    identity, kind, question = cast("list[str]", texts)
    return Gold(
        id=identity,
        kind=kind,
        question=question,
        answers=_answers(record.get("answers"), where),
        evidence=tuple(
            Evidence(item["source"], item["text"])
            for item in _records(record.get("evidence", []), "evidence", ("source", "text"), where)
        ),
        history=tuple(
            _turn(item, where)
            for item in _records(record.get("history", []), "history", ("role", "content"), where)
        ),
        documents=tuple(
            Document(item["id"], item["text"])
            for item in _records(record.get("documents", []), "documents", ("id", "text"), where)
        ),
        reference=_reference(record.get("reference", ""), where),
        gains=_gains(record.get("gains", []), where),
    )


def _reference(value: object, where: str) -> str:
    if isinstance(value, str):
        return value
    raise UsageError(f"{where}: 'reference' must be a string, not {value!r}.")


def _gains(value: object, where: str) -> tuple[float, ...]:
    if isinstance(value, list | tuple) and all(isinstance(one, int | float) for one in value):
        return tuple(map(float, value))
    raise UsageError(f"{where}: 'gains' must be a list of numbers, not {value!r}.")


def _turn(item: Mapping[str, str], where: str) -> Turn:
    if item["role"] in ("user", "assistant"):
        return Turn(cast("Role", item["role"]), item["content"])
    raise UsageError(f"{where}: role {item['role']!r} is neither 'user' nor 'assistant'.")


def _answers(value: object, where: str) -> tuple[tuple[str, ...], ...]:
    if isinstance(value, list) and all(
        isinstance(group, list)
        and group
        and all(isinstance(form, str) and form.strip() for form in group)
        for group in value
    ):
        return tuple(tuple(group) for group in value)
    raise UsageError(
        f"{where}: 'answers' must be a list of groups of forms, [[form, …], …], with [] for "
        f"what the articles do not say, not {json.dumps(value, ensure_ascii=False)}."
    )


def _records(value: object, field: str, keys: tuple[str, ...], where: str) -> list[dict[str, str]]:
    if isinstance(value, list) and all(
        isinstance(item, dict) and all(isinstance(item.get(key), str) for key in keys)
        for item in value
    ):
        return value
    raise UsageError(f"{where}: {field!r} must be a list of objects with the strings {keys}.")
