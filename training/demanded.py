"""Learns which words of a question must be told with a figure that answers it.

    python -m training.demanded --data DATA --asked training/asked.jsonl.xz --out rag/demanded.txt

A word is one of them if the sentences that answer with a figure nearly always hold it, or one that
may stand for it, themselves, in the sentence before or in the head of their document, and those
that come nearest to a question without an answer often do not.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rag.features import SYNONYM, match
from rag.keywords import Term, content_terms
from training.asked import asked_rows
from training.measure import Record

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
WORD = re.compile(r"[\u4e00-\u9fff]+")  # years and other numbers have rules of their own
FIGURE = re.compile(r"[\d一二三四五六七八九十百千万两]")
ANSWERED, OPEN = 20, 10  # questions that a word has to be met in
AT_MOST, AT_LEAST = (
    0.05,
    0.15,
)  # of the sentences that answer, and of the others, may or must lack it


def lacking(row: Record) -> Iterator[tuple[str, bool]]:
    """Yield the question's words and whether what answers it, or comes nearest, lacks them."""
    terms, text = content_terms(row["question"]), row["context"].lower()
    told = _told(text, row["start"]) if row["answers"] else _nearest(terms, text)
    told += f"\n{row['head'].lower()}"
    for term in terms:
        if WORD.fullmatch(term.word):
            yield term.word, match(term.word, told) < SYNONYM


def demanded(rows: Sequence[Record]) -> list[str]:
    """Return the words that must be told, those that tell the most questions apart first."""
    asked: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    lacked: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for row in rows:
        answered = bool(row["answers"])
        if answered and not FIGURE.search(row["answers"][0]):
            continue
        for word, absent in lacking(row):
            asked[answered][word] += 1
            lacked[answered][word] += absent
    return [
        word
        for word, count in lacked[False].most_common()
        if asked[True][word] >= ANSWERED
        and asked[False][word] >= OPEN
        and lacked[True][word] <= AT_MOST * asked[True][word]
        and count >= AT_LEAST * asked[False][word]
    ]


def _told(text: str, start: int) -> str:
    """Return the sentence at a place and the one before."""
    before = ""
    for sentence in SENTENCE.finditer(text):
        if sentence.end() > start:
            return before + sentence[0]
        before = sentence[0]
    return before


def _nearest(terms: Sequence[Term], text: str) -> str:
    """Return the sentence, and the one before, that hold most of a question's words."""
    best, nearest, before = -1.0, "", ""
    held = [term for term in terms if term.word in text]
    for sentence in SENTENCE.findall(text):
        told = before + sentence
        own = sum(t.weight * ((t.word in sentence) + (t.word in told)) for t in held)
        if own > best:
            best, nearest = own, told
        before = sentence
    return nearest


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--asked", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, help="how many questions, from the first")
    args = parser.parse_args()
    words = demanded(asked_rows(args.asked, args.data)[: args.rows])
    args.out.write_text("".join(f"{word}\n" for word in words), encoding="utf-8")


if __name__ == "__main__":
    main()
