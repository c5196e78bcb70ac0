"""``GET /v1/articles``: what can be asked about, listed and read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.problems import Problem
from api.schemas import ArticleCard, ArticleList, WholeArticle
from api.service import Serving
from rag.types import Article

router = APIRouter(prefix="/v1", tags=["articles"])


@router.get("/articles")
async def articles(
    serving: Serving,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
    q: Annotated[str, Query(max_length=200)] = "",
) -> ArticleList:
    """List articles in the order of the index; ``q`` keeps those with it in title or region."""
    kept = [each for each in serving.answerer.index.articles.values() if _holds(each, q.strip())]
    cards = [ArticleCard.of(article) for article in kept[offset : offset + limit]]
    return ArticleList(total=len(kept), limit=limit, offset=offset, articles=cards)


@router.get("/articles/{article_id:path}")
async def article(article_id: str, serving: Serving) -> WholeArticle:
    """Return one article with its text and where each piece of it stands in the source file."""
    found = serving.answerer.index.articles.get(article_id)
    if found is None:
        detail = f"There is no article {article_id!r}; GET /v1/articles lists them."
        raise Problem(404, "no-article", detail)
    return WholeArticle.of(found)


def _holds(article: Article, wanted: str) -> bool:
    places = (article.title, article.source, article.byline or "", *article.regions)
    return any(wanted.casefold() in place.casefold() for place in places)
