"""The passages nearest to a question: words and vectors, fused, within region and filters.

Three searches: the question's words, words that may stand for them, and vectors. The scores of each
are divided by its best, then summed with the weights ``LEXICAL``, ``ALIKE`` and ``DENSE``. A
region named in the question narrows the search to articles that speak of it; nothing else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import jieba
import numpy as np
import numpy.typing as npt

from rag.gazetteer import within
from rag.index import Index
from rag.synonyms import expand
from rag.types import Article, Passage

LEXICAL, ALIKE, DENSE = 1.0, 0.3, 0.4
POOL = 30  # hits asked of each retriever


@dataclass(frozen=True, slots=True)
class Filters:
    """What an answer may rest on; an empty or None field allows everything."""

    regions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None

    def allow(self, article: Article) -> bool:
        """Return whether an article passes; one without a date fails any date bound."""
        if self.sources and article.source not in self.sources:
            return False
        if self.regions and not speaks_of(article, self.regions):
            return False
        if self.published_from and (article.published or "") < self.published_from:
            return False
        return not (
            self.published_to
            and (article.published is None or article.published > self.published_to)
        )


def speaks_of(article: Article, regions: Sequence[str]) -> bool:
    """Return whether an article is about, or names, one of the regions or a place inside it."""
    return any(
        own == region or within(own, region) for own in article.regions for region in regions
    )


def retrieve(
    text: str,
    index: Index,
    k: int,
    regions: Sequence[str] = (),
    filters: Filters | None = None,
) -> list[Passage]:
    """Return at most ``k`` passages, best first."""
    allowed = _allowed(index, regions, filters)
    if allowed is not None and not allowed.size:
        return []
    lexical = dict(index.lexical.search(text, POOL, allowed))
    words = jieba.lcut(text)
    others = " ".join(expand(words)[len(dict.fromkeys(words)) :])
    alike = dict(index.lexical.search(others, POOL, allowed)) if others else {}
    vector = index.encoder.encode_queries([text])[0]
    dense = dict(index.vectors.search(vector, POOL, allowed))
    fused = _fuse((lexical, LEXICAL), (alike, ALIKE), (dense, DENSE))
    best = sorted(fused.items(), key=lambda item: (-item[1], item[0]))[:k]
    return [
        Passage(
            chunk=index.chunks[number],
            article=index.articles[index.chunks[number].article_id],
            rank=rank,
            score=score,
            scores={
                name: hits[number]
                for name, hits in (("lexical", lexical), ("alike", alike), ("dense", dense))
                if number in hits
            },
        )
        for rank, (number, score) in enumerate(best, 1)
    ]


def _fuse(*retrieved: tuple[dict[int, float], float]) -> dict[int, float]:
    fused: dict[int, float] = {}
    for hits, weight in retrieved:
        top = max(hits.values(), default=0.0)
        if top <= 0:
            continue
        for number, score in hits.items():
            fused[number] = fused.get(number, 0.0) + weight * max(score, 0.0) / top
    return fused


def _allowed(
    index: Index, regions: Sequence[str], filters: Filters | None
) -> npt.NDArray[np.int64] | None:
    """Return the numbers of the chunks that may be found, or None for all."""
    if not regions and filters is None:
        return None
    ids = set().union(*map(index.speaking_of, regions)) if regions else set(index.articles)
    chosen = [
        index.numbers_of(article_id)
        for article_id in ids
        if filters is None or filters.allow(index.articles[article_id])
    ]
    return np.sort(np.concatenate(chosen)) if chosen else np.empty(0, dtype=np.int64)


def distinct(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages, each chunk once."""
    return list({passage.chunk.chunk_id: passage for passage in passages}.values())


def unknown_regions(regions: Sequence[str], index: Index) -> list[str]:
    """Return those of the regions that no article speaks of, each once."""
    return [
        region
        for region in dict.fromkeys(regions)
        if not any(region == name or within(name, region) for name in index.region_names)
    ]
