"""RGB: noise, rejection, integration and counterfactual documents, by its own definitions.

Chen et al. 2024, "Benchmarking Large Language Models in Retrieval-Augmented Generation". Which five
documents go with a question, at which share of noise and in which order, is drawn as its script
draws them.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.errors import UsageError
from rag.gold import MARKER, Document, Gold
from rag.questionset import QuestionSet, field, read_lines
from rag.types import Answer

SEED = 2333
DOCUMENTS = 5
NOISES = (0.0, 0.2, 0.4, 0.6, 0.8)
MIXED = (0.0, 0.2, 0.4)
"""Shares of noise that the paper measures integration at."""

REJECTION, NOISE, INTEGRATION, COUNTERFACTUAL = (
    "rejection",
    "noise",
    "integration",
    "counterfactual",
)
INSUFFICIENT = ("信息不足", "insufficient information")
DETECTED = ("事实性错误", "factual errors")
CHINESE = re.compile("[一-鿿]")


def read_rgb(path: Path) -> QuestionSet:
    """Return the questions of one of RGB's files, once for each share of noise.

    ``positive`` in groups asks for integration, ``positive_wrong`` are counterfactual documents.

    Raises:
        UsageError: the file cannot be read, or a line of it is of another form.
    """
    golds = [gold for where, record in read_lines(path) for gold in _golds(record, where)]
    return QuestionSet(path.name, "rgb", tuple(golds))


def _golds(record: Mapping[str, Any], where: str) -> Iterator[Gold]:
    try:
        for kind, documents in _settings(record):
            rejects = kind == REJECTION
            yield Gold(
                id=f"{field(record, ('id',), where)} {kind}",
                kind=kind,
                question=field(record, ("query",), where),
                answers=() if rejects else _groups(record["answer"]),
                documents=tuple(documents),
            )
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise UsageError(f"{where} is not in the form of RGB: {error!r}.") from None


def _groups(answer: object) -> tuple[tuple[str, ...], ...]:
    """Return the groups of an answer: each of a list is wanted, one of an inner list will do."""
    wanted = answer if isinstance(answer, list) else [answer]
    return tuple(tuple(map(str, one)) if isinstance(one, list) else (str(one),) for one in wanted)


def _settings(record: Mapping[str, Any]) -> Iterator[tuple[str, list[Document]]]:
    if "positive_wrong" in record:
        yield COUNTERFACTUAL, _counterfactual(record)
    elif record["positive"] and isinstance(record["positive"][0], list):
        for noise in MIXED:
            yield f"{INTEGRATION} {noise:g}", _mixed(record, noise)
    else:
        for noise in NOISES:
            yield f"{NOISE} {noise:g}", _noisy(record, noise)
        yield REJECTION, _noisy(record, 1)


def _noisy(record: Mapping[str, Any], noise: float) -> list[Document]:
    useless = math.ceil(DOCUMENTS * noise)
    useful = DOCUMENTS - useless
    if noise < 1 and useless > len(record["negative"]):
        useless = len(record["negative"])
        useful = DOCUMENTS - useless
    elif noise < 1 and useful > len(record["positive"]):
        useful = len(record["positive"])
        useless = DOCUMENTS - useful
    documents = [
        *_documents("positive", record["positive"][:useful]),
        *_documents("negative", record["negative"][:useless]),
    ]
    return _shuffled(documents, random.Random(SEED))


def _mixed(record: Mapping[str, Any], noise: float) -> list[Document]:
    """Return one document of each group first, then further ones, then noise."""
    dice = random.Random(SEED)
    groups = [_documents(f"positive-{n}", texts) for n, texts in enumerate(record["positive"])]
    for group in groups:
        dice.shuffle(group)
    useful = DOCUMENTS - math.ceil(DOCUMENTS * noise)
    deepest = max(map(len, groups))
    in_turn = [group[at] for at in range(deepest) for group in groups if at < len(group)]
    documents = in_turn[: max(useful, len(groups))]
    rest = max(0, DOCUMENTS - len(documents))
    return _shuffled([*documents, *_documents("negative", record["negative"][:rest])], dice)


def _counterfactual(record: Mapping[str, Any]) -> list[Document]:
    dice = random.Random(SEED)
    numbers = range(len(record["positive"]))
    chosen = dice.sample(numbers, min(len(numbers), DOCUMENTS))
    wrong = _documents("positive_wrong", record["positive_wrong"])
    return _shuffled([wrong[number] for number in chosen], dice)


def _documents(name: str, texts: Sequence[str]) -> list[Document]:
    return [Document(f"{name}-{number}", text) for number, text in enumerate(texts)]


def _shuffled(documents: list[Document], dice: random.Random) -> list[Document]:
    dice.shuffle(documents)
    return [document for document in documents if document.text.strip()]


def rejects(answer: Answer) -> bool:
    """Return whether an answer rejects the question: it refuses, or says so in RGB's words."""
    said = answer.text.lower()
    return answer.verdict == "unanswerable" or any(words in said for words in INSUFFICIENT)


def accurate(gold: Gold, answer: Answer) -> bool:
    """Return whether an answer is accurate: not a rejection, a form of each group in its text.

    Case and, in Chinese, blanks are folded; a form may stand inside a longer number, which this
    project's own ``right`` does not allow.
    """
    text = MARKER.sub("", answer.text).lower()
    if CHINESE.search(gold.question):
        text = text.replace(" ", "")
    return not rejects(answer) and all(
        any(form.lower() in text for form in group) for group in gold.answers
    )


def detects(answer: Answer) -> bool:
    """Return whether an answer says that its documents err, in RGB's words or by its conflicts."""
    return bool(answer.conflicts) or any(words in answer.text.lower() for words in DETECTED)
