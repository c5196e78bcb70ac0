"""One question put to the workers: its events, its whole answer, its end when nobody listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Any, TypeVar
from uuid import uuid4

from fastapi import Request

from api.service import Service
from rag.types import Answer, Event

T = TypeVar("T")

Events = AsyncGenerator[Event, None]

CLIENT_GONE = 499  # nobody reads this status: it is for the metrics


def ask(service: Service, job: Callable[[], Iterator[Event]], answer_id: str | None) -> Events:
    """Take a place for a question and return its events; the answer is named and counted.

    Raises:
        Problem: every place is taken.
    """
    return _named(service, service.workers.open(job), answer_id or f"answer-{uuid4().hex}")


async def _named(service: Service, events: Events, answer_id: str) -> Events:
    async with aclosing(events):
        async for event in events:
            if not isinstance(event, Answer):
                yield event
                continue
            answer = replace(event, id=answer_id)
            service.meter.answered(answer)
            service.feedback.remember(answer)
            yield answer


async def whole(events: Events) -> Answer:
    """Return the answer that ends the events: what is streamed and what is not are the same."""
    answer: Event | None = None
    async with aclosing(events):
        async for event in events:
            answer = event
    assert isinstance(answer, Answer)
    return answer


async def attended(request: Request, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what the work gives, or stop it and return None as soon as the client has gone."""
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnection(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not working.done():
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working
    return None if working.cancelled() else working.result()


async def _disconnection(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
