"""Questions about a paragraph each: CMRC 2018 in its own form and as SQuAD, DRCD, DuReader.

Cui et al. 2019; Shao et al. 2018; DuReader-robust and -checklist (Tang et al. 2021), whose
impossible questions are what the articles do not say. Each is asked of its own paragraph, as the
sets' own scripts do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rag.errors import UsageError
from rag.gold import Document, Evidence, Gold
from rag.questionset import Form, QuestionSet, field, read_text


def read_squad(path: Path, form: Form) -> QuestionSet:
    """Return the questions of a file in either form.

    Raises:
        UsageError: the file is none, or a question of it lacks something.
    """
    try:
        data = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path} is not JSON: {error.msg} in line {error.lineno}.") from None
    try:
        paragraphs = list(_own_form(data)) if isinstance(data, list) else list(_squad_form(data))
        golds = [gold for one in paragraphs for gold in _golds(one, form, str(path))]
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path} is not in the form of {form}: {error!r}; --as names another form."
        ) from None
    return QuestionSet(path.name, form, tuple(_distinct(golds)))


def _own_form(data: list[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield CMRC 2018's contexts under the names of SQuAD."""
    for one in data:
        yield {
            "id": one["context_id"],
            "context": one["context_text"],
            "qas": [
                {"id": qa["query_id"], "question": qa["query_text"], "answers": qa["answers"]}
                for qa in one["qas"]
            ],
        }


def _squad_form(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for article in data["data"]:
        for paragraph in article["paragraphs"]:
            title = paragraph.get("title") or article.get("title") or ""
            yield {**paragraph, "title": title}


def _golds(paragraph: Mapping[str, Any], form: Form, where: str) -> Iterator[Gold]:
    context = paragraph["context"]
    for qa in paragraph["qas"]:
        identity = field(qa, ("id",), where)
        source = str(paragraph.get("id") or identity)
        texts = () if qa.get("is_impossible") else _texts(qa.get("answers") or ())
        yield Gold(
            id=identity,
            kind=str(qa.get("type") or form) if texts else "unanswerable",
            question=qa["question"].strip(),
            answers=(texts,) if texts else (),
            evidence=tuple(Evidence(source, text) for text in texts[:1]),
            documents=(Document(source, _with_title(paragraph.get("title", ""), context)),),
        )


def _with_title(title: str, context: str) -> str:
    """Return the paragraph under its heading: DuReader's questions rest on both."""
    return f"{title}\n{context}" if title and title not in context else context


def _texts(answers: object) -> tuple[str, ...]:
    """Return the annotators' answers, each once."""
    if not isinstance(answers, list | tuple):
        raise TypeError(f"answers {answers!r}")
    texts = (one["text"] if isinstance(one, Mapping) else one for one in answers)
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def _distinct(golds: list[Gold]) -> Iterator[Gold]:
    """Yield each id once: DRCD repeats a few."""
    seen: set[str] = set()
    for gold in golds:
        if gold.id not in seen:
            seen.add(gold.id)
            yield gold
