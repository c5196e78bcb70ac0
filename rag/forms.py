"""Which form a path has, and its questions read by the adapter of that form."""

from __future__ import annotations

import json
from pathlib import Path

from rag.beir import read_beir
from rag.crud import TASKS, read_crud
from rag.errors import UsageError
from rag.gold import load_gold
from rag.questionset import FORMS, Form, QuestionSet, read_text
from rag.rgb import read_rgb
from rag.squad import read_squad

NAMES: tuple[Form, ...] = ("cmrc2018", "drcd", "dureader")


def load_questions(path: Path, form: str | None = None) -> QuestionSet:
    """Return the questions of a path in the named form, or in the one that it has.

    Raises:
        UsageError: there is no such form, the path is of none, or it cannot be read.
    """
    if form is not None and form not in FORMS:
        raise UsageError(f"there is no form {form!r}; there are {', '.join(FORMS)}.")
    match form or detected(path):
        case "gold":
            return QuestionSet(path.name, "gold", tuple(load_gold(path)))
        case "rgb":
            return read_rgb(path)
        case "crud":
            return read_crud(path)
        case "beir":
            return read_beir(path)
        case "cmrc2018" | "drcd" | "dureader" | "squad" as squad:
            return read_squad(path, squad)
    raise UsageError(f"{path} is in none of the forms {', '.join(FORMS)}.")


def detected(path: Path) -> Form:
    """Return the form of a path by what is in it; the sets in SQuAD's form tell by file name.

    Raises:
        UsageError: it cannot be read.
    """
    if path.is_dir():
        return "beir"
    text = read_text(path)
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, list):
        return "cmrc2018"
    if isinstance(whole, dict) and "data" in whole:
        name = path.name.lower()
        return next((form for form in NAMES if form[:4] in name), "squad")
    if isinstance(whole, dict) and not whole.keys().isdisjoint(TASKS):
        return "crud"
    return "rgb" if _asks_with_documents(text) else "gold"


def _asks_with_documents(text: str) -> bool:
    first = next((line for line in text.split("\n") if line.strip()), "")
    try:
        record = json.loads(first)
    except ValueError:
        return False
    return isinstance(record, dict) and {"query", "answer", "negative"} <= record.keys()
