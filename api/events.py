"""Server-sent events: the wire format, and comments that keep a silent connection open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi.responses import StreamingResponse

KEEP_ALIVE = ": still working\n\n"


def frame(data: str, event: str | None = None) -> str:
    r"""Return one event; ``data`` is JSON and so has no line break of its own.

    >>> frame("{}", "answer")
    'event: answer\ndata: {}\n\n'
    """
    return (f"event: {event}\n" if event else "") + f"data: {data}\n\n"


def event_stream(frames: AsyncGenerator[str, None], patience_seconds: float) -> StreamingResponse:
    """Return a response of events that no cache keeps and no proxy holds back."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _kept_alive(frames, patience_seconds), media_type="text/event-stream", headers=headers
    )


async def _kept_alive(
    frames: AsyncGenerator[str, None], patience_seconds: float
) -> AsyncGenerator[str, None]:
    async with aclosing(frames):
        while True:
            coming = asyncio.ensure_future(anext(frames, None))
            try:
                while not (await asyncio.wait({coming}, timeout=patience_seconds))[0]:
                    yield KEEP_ALIVE
            except BaseException:
                coming.cancel()
                await asyncio.wait({coming})
                raise
            frame = coming.result()
            if frame is None:
                return
            yield frame
