"""What a user should know of a question that is not answered: why it may not have been.

A sentence each, for ``notes``: the articles may well say what a filter, a slip of the pen or
another language kept from being found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rag.gazetteer import parents
from rag.index import Index
from rag.questions import Question
from rag.retrieve import Filters, unknown_regions

_HAN = re.compile(r"[\u4e00-\u9fff]")


def remarks(question: Question, index: Index, filters: Filters | None) -> Iterator[str]:
    """Yield what may have kept a question from being answered."""
    if not _HAN.search(question.asked):
        yield "Quanwen reads questions in Chinese only: the articles may say it all the same."
    if filters is not None and (emptied := _emptied(filters, index)):
        yield emptied
    regions = [region for part in question.parts for region in part.regions]
    for region in unknown_regions(regions, index):
        if meant := _meant(region, index.region_names):
            yield f"要问的会不会是{'、'.join(meant)}？{region}没有文章提到。"


def _emptied(filters: Filters, index: Index) -> str | None:
    """Return that a filter leaves no article, and how many have no date; None where one is left."""
    articles = list(index.articles.values())
    if any(filters.allow(article) for article in articles):
        return None
    undated = sum(article.published is None for article in articles)
    by_date = (filters.published_from or filters.published_to) and undated
    why = f"，其中{undated}篇没有注明日期" if by_date else ""
    return f"筛选条件把已收录的{len(articles)}篇文章全部排除了{why}。"


def _meant(region: str, known: Collection[str]) -> list[str]:
    """Return the known regions that a name misses by one character; [] for a real region's name."""
    if parents(region):
        return []
    return [
        name
        for name in sorted(known)
        if len(name) == len(region)
        and name[-1] == region[-1]
        and sum(one != other for one, other in zip(name, region, strict=True)) == 1
    ]
