"""Folders of corpus, queries and qrels, as BEIR and C-MTEB keep them: retrieval alone.

Thakur et al. 2021; Xiao et al. 2024. ``corpus.jsonl`` and ``queries.jsonl`` with ``_id`` (or
``id``) and ``text``; ``qrels/test.tsv`` with a heading, or ``qrels.jsonl`` with ``qid``, ``pid``
and ``score``. Does not: read Parquet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rag.errors import UsageError
from rag.gold import Evidence, Gold
from rag.inprocess import page_of
from rag.questionset import QuestionSet, field, read_lines, read_text

IDS = ("_id", "id")
QUERY = ("query-id", "qid", "query_id")
DOCUMENT = ("corpus-id", "pid", "corpus_id", "doc_id")
SPLITS = ("test", "dev")


def read_beir(folder: Path) -> QuestionSet:
    """Return a folder's judged queries, and its corpus as pages.

    Raises:
        UsageError: a file is missing or of another form.
    """
    relevant: dict[str, dict[str, float]] = defaultdict(dict)
    for query, document, gain in _qrels(folder):
        if gain > 0:
            relevant[query][document] = gain
    queries = {
        field(record, IDS, where): field(record, ("text", "query"), where)
        for where, record in read_lines(folder / "queries.jsonl")
    }
    golds = tuple(
        _gold(query, queries[query], gains) for query, gains in relevant.items() if query in queries
    )
    if not golds:
        raise UsageError(f"{folder}: no query of queries.jsonl is judged in its qrels.")
    pages = (
        page_of(field(one, IDS, where), _text(one.get("title"), field(one, ("text",), where)))
        for where, one in read_lines(folder / "corpus.jsonl")
    )
    return QuestionSet(
        folder.name, "beir", golds, tuple(page for page in pages if page.text.strip())
    )


def _gold(query: str, text: str, gains: dict[str, float]) -> Gold:
    return Gold(
        id=query,
        kind="retrieval",
        question=text,
        answers=(),
        evidence=tuple(Evidence(document, "") for document in gains),
        gains=tuple(gains.values()),
    )


def _text(title: object, text: str) -> str:
    return f"{title}\n{text}" if isinstance(title, str) and title.strip() else text


def _qrels(folder: Path) -> Iterator[tuple[str, str, float]]:
    path = _qrels_file(folder)
    if path.suffix == ".jsonl":
        for where, record in read_lines(path):
            yield (
                field(record, QUERY, where),
                field(record, DOCUMENT, where),
                _gain(str(record.get("score", 1)), where),
            )
        return
    for number, line in enumerate(read_text(path).splitlines()[1:], start=2):
        cells = line.split("\t")
        if line.strip() and len(cells) != 3:
            raise UsageError(f"{path}, line {number} has not three columns divided by tabs.")
        if line.strip():
            yield cells[0], cells[1], _gain(cells[2], f"{path}, line {number}")


def _qrels_file(folder: Path) -> Path:
    names = [f"{split}.{suffix}" for split in SPLITS for suffix in ("tsv", "jsonl")]
    for path in (*(folder / "qrels" / name for name in names), folder / "qrels.jsonl"):
        if path.is_file():
            return path
    raise UsageError(
        f"{folder} has no qrels/test.tsv, qrels/test.jsonl or qrels.jsonl; "
        "write Parquet files out as JSON Lines first."
    )


def _gain(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{where}: the score {text!r} is no number.") from None
