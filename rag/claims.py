"""Whether a sentence that a model wrote says what its quotes say.

Stricter than the checks of an extractive statement, which is the page's own clause: here somebody
else chose the words. Every word that carries meaning must stand in the quotes or in what leads up
to them, each figure and person must be said of the same thing (``rag.anchors``). What is only
phrased otherwise may fail too; then the page's own clause is said instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.anchors import WHOSE, Quote, bound, plain, rest_of, words_of
from rag.keywords import content_terms, rarity
from rag.locality import mentions_of, region_holds
from rag.periods import Period
from rag.verify import periods_of, year_holds

PAIRS = 0.6  # the share of a sentence's character pairs that its quotes and their lead must have
WORDS = 0.85  # the same of its words, weighed by how rare they are

_CLAUSE = re.compile(r"[，,；;。！？!?：:、\n（()）]")
_DENIES = re.compile("不(?![仅但断少])|没有|未(?!来)|无(?!人机|线)|并非")
_LATIN = re.compile(r"[a-z]{2,}")
_QUOTED = re.compile(r"[“「《『]([^”」》』]+)[”」》』]")
_HAN = re.compile(r"[^\W\d_]+")
_RELATES = re.compile(  # who does what to whom: 甲比乙多, 由甲负责
    r"(?<![同环占对])比(?![例重])|较(?!为)|超过|[高低多少优]于|领先|落后|不如|给|向|由(?!于)|被|把|从"
)


def proves(quotes: Sequence[Quote], sentence: str) -> bool:
    """Return whether the quotes together prove a sentence, its figures each by one of them."""
    if not quotes:
        return False
    said = plain(sentence)
    quoted = plain("\n".join(quote.text for quote in quotes))
    around = plain("\n".join(quote.lead for quote in quotes)) + "\n" + quoted
    return (
        share_of_pairs(said, around) >= PAIRS
        and set(_LATIN.findall(said)) <= set(_LATIN.findall(around))
        and all(plain(name) in around for name in _QUOTED.findall(sentence))
        and bool(_DENIES.search(said)) == _denied(said, quotes)
        and _regions_hold(sentence, quotes)
        and _periods_hold(sentence, quotes)
        and _share_of_words(sentence, around) >= WORDS
        and _in_order(said, quoted)
        and bound(sentence, quotes)
    )


def share_of_pairs(said: str, evidence: str) -> float:
    """Return how many of the character pairs of a text stand in another, 0 to 1."""
    pairs = _pairs(said)
    return len(pairs & _pairs(evidence)) / len(pairs) if pairs else 1.0


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    runs = _HAN.findall(text)
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))


def _share_of_words(sentence: str, evidence: str) -> float:
    words = {word: rarity(word) for word in words_of(sentence)}
    total = sum(words.values())
    return sum(w for word, w in words.items() if word in evidence) / total if total else 1.0


def _denied(said: str, quotes: Sequence[Quote]) -> bool:
    """Return whether the quotes deny in the clause that is nearest to what is said."""
    clauses = [clause for quote in quotes for clause in _CLAUSE.split(plain(quote.text)) if clause]
    best = max((share_of_pairs(clause, said) for clause in clauses), default=0.0)
    near = [c for c in clauses if share_of_pairs(c, said) >= max(best - 0.1, 0.5)]
    return any(_DENIES.search(clause) for clause in near)


def _in_order(said: str, quoted: str) -> bool:
    """Return whether words keep their order where it matters who did what to whom."""
    if not _RELATES.search(said):
        return True
    at = 0
    for word in _words_in_order(said):
        if word in quoted:
            at = quoted.find(word, at)
            if at < 0:
                return False
    return True


@lru_cache(maxsize=4096)
def _words_in_order(said: str) -> tuple[str, ...]:
    return tuple(sorted((term.word for term in content_terms(said)), key=said.find))


def _regions_hold(sentence: str, quotes: Sequence[Quote]) -> bool:
    """Return whether each region named is one that a quote speaks of; 全区 alone names none."""
    mentions = mentions_of(sentence)
    if WHOSE.search(sentence) and not mentions:
        return False
    return all(
        any(
            mention.name in {m.name for m in mentions_of(quote.text)}
            or region_holds(mention.name, quote.article, quote.span)
            for quote in quotes
        )
        for mention in mentions
    )


def _periods_hold(sentence: str, quotes: Sequence[Quote]) -> bool:
    return all(
        any(_same_time(period, quote) for quote in quotes) for period in periods_of(sentence)
    )


def _same_time(period: Period, quote: Quote) -> bool:
    """Return whether a quote speaks of a period: in its words, or in its year and the rest."""
    told = plain(f"{quote.lead}\n{quote.text}")
    if plain(period.text) in told:
        return True
    if period.year is None or not year_holds(period.year, quote.article, quote.span):
        return False
    return rest_of(period) in told
