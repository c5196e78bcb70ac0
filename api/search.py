"""``POST /v1/search``: the passages that an answer would be read from."""

from __future__ import annotations

from fastapi import APIRouter

from api.schemas import FoundPassage, FoundPassages, SearchRequest
from api.service import Serving

router = APIRouter(prefix="/v1", tags=["search"])


@router.post("/search")
async def search(asked: SearchRequest, serving: Serving) -> FoundPassages:
    """Return the best passages with what each retriever gave them."""
    answerer = serving.answerer
    filters = asked.filters.filters() if asked.filters else None
    found = await serving.workers.run(lambda: answerer.search(asked.question, asked.k, filters))
    return FoundPassages(passages=[FoundPassage.of(passage) for passage in found])
