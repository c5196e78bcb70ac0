"""Make ``rag/joins.tsv``: how sentences begin, counted in news.

Run: ``python -m training.beginnings crud_news.jsonl.xz rag/joins.tsv`` (news of CRUD-RAG,
Apache-2.0).
A row holds the odds, a natural logarithm rounded to halves, and the beginnings that have them.
"""

from __future__ import annotations

import itertools
import json
import lzma
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_BEGINNING = re.compile("(?<=[。！？])[^。！？”]{3}")
_COUNTED = re.compile("[\u4e00-\u9fff“《（0-9]+")


def texts(path: Path) -> Iterator[str]:
    """Yield every third text of the news without white space, but those kept for measuring."""
    with lzma.open(path, "rt", encoding="utf-8") as rows:
        for number, row in enumerate(rows):
            if number % 3 == 1 and number % 37:
                yield re.sub(r"\s+", "", json.loads(row)["text"])


def odds(path: Path) -> dict[str, float]:
    """Return how much more often sentences begin with one or two characters than other places."""
    ones, twos, first_ones, first_twos = (Counter[str]() for _ in range(4))
    for text in texts(path):
        ones.update(text)
        twos.update(map("".join, itertools.pairwise(text)))
        for found in _BEGINNING.findall(text):
            first_ones[found[0]] += 1
            first_twos[found[:2]] += 1
    characters, pairs, sentences = ones.total(), twos.total(), first_ones.total()
    table = {
        one: math.log(((first_ones[one] + 1) / sentences) / (count / characters))
        for one, count in ones.items()
        if count >= 300 and _COUNTED.fullmatch(one)
    }
    for two, count in twos.items():
        if _COUNTED.fullmatch(two) and (first_twos[two] >= 25 or count >= 3000):
            value = math.log(((first_twos[two] + 0.5) / sentences) / (count / pairs))
            if abs(value - table.get(two[0], 0.0)) > 0.7:  # the first character alone says less
                table[two] = value
    return table


def main() -> None:
    """Write the table that the command line names."""
    source, target = map(Path, sys.argv[1:])
    rows: dict[float, list[str]] = {}
    for beginning, value in odds(source).items():
        rows.setdefault(round(value * 2) / 2, []).append(beginning)
    lines = (f"{value:+.1f}\t{' '.join(sorted(rows[value]))}\n" for value in sorted(rows))
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
