"""``POST /v1/feedback``: what a person thought of an answer."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool

from api.schemas import FeedbackRequest
from api.service import Serving

router = APIRouter(prefix="/v1", tags=["feedback"])


@router.post("/feedback", status_code=204)
async def feedback(said: FeedbackRequest, serving: Serving) -> None:
    """Keep a thumb and a comment on an answer's id."""
    await run_in_threadpool(serving.feedback.keep, said)
