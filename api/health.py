"""Whether the server lives, whether it can answer, and what it has counted."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.meter import CONTENT_TYPE
from api.service import Serving

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def readyz(serving: Serving) -> dict[str, str | int]:
    """Say that index and models are loaded, and how much there is to ask about; else 503."""
    index = serving.answerer.index
    return {"status": "ready", "pages": len(index.pages), "articles": len(index.articles)}


@router.get("/metrics")
async def metrics(serving: Serving) -> Response:
    """Give the counters in Prometheus' text format."""
    return Response(serving.meter.exposition(), media_type=CONTENT_TYPE)
