"""Words that may stand for each other when one asks and the other reports.

``synonyms.tsv`` holds one group a line, its words parted by tabs, under headings that begin with
``# ``. A word with ``?`` behind it only asks: 工作 is too common in news to prove that 就业 is
spoken of, so 工作 leads to 就业 and nothing leads to 工作.

Single letters (盖, 涨, 花) are words too: compare them with whole words of an article, never with
its letters, or 建 will be found in 建议.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("synonyms.tsv")
_LONGEST = 12  # letters of a word
_ASKS_ONLY = "?"


def synonyms(word: str) -> tuple[str, ...]:
    """Return the other words of the word's groups, in lower case, in the order of the file.

    ``GDP`` gives ``("地区生产总值", "生产总值", …)``; a word of no group gives ``()``.
    """
    return _thesaurus().get(word.lower(), ())


def known_words() -> tuple[str, ...]:
    """Return every word of the table, in lower case."""
    return tuple(_thesaurus())


def joined(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with neighbours put together where they make a word that has synonyms.

    The longest wins, from the left: ``["老旧", "小区", "改造"]`` gives ``("老旧小区", "改造")``. No
    的 between them counts.
    """
    found: list[str] = []
    at = 0
    while at < len(words):
        size = next(_sizes(words[at:]), 1)
        found.append("".join(_without_de(words[at : at + size])))
        at += size
    return tuple(found)


def expand(words: Sequence[str]) -> tuple[str, ...]:
    """Return a query's words, then the synonyms of the words and of neighbours put together.

    Nothing comes twice. Synonyms of one letter are left out: in a search they find anything.
    """
    sources = (*words, *joined(words))
    added = (other for word in sources for other in synonyms(word) if len(other) > 1)
    return tuple(dict.fromkeys((*words, *added)))


def _sizes(words: Sequence[str]) -> Iterator[int]:
    """Yield how many of the first words make one word that has synonyms, the most first."""
    for size in range(min(len(words), _LONGEST), 1, -1):
        if synonyms("".join(_without_de(words[:size]))):
            yield size


def _without_de(words: Sequence[str]) -> Sequence[str]:
    """Return words without a 的 between them: 上学的名额 is 上学名额."""
    inner = [word for word in words[1:-1] if word != "的"]
    return [words[0], *inner, words[-1]] if len(words) > 2 else words


@cache
def _thesaurus() -> dict[str, tuple[str, ...]]:
    others: dict[str, dict[str, None]] = {}
    for group in _groups():
        told = [word for word in group if not word.endswith(_ASKS_ONLY)]
        for word in group:
            known = others.setdefault(word.removesuffix(_ASKS_ONLY), {})
            known.update(dict.fromkeys(told))
    return {
        word: tuple(other for other in known if other != word) for word, known in others.items()
    }


def _groups() -> Iterator[list[str]]:
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            yield line.lower().split("\t")
