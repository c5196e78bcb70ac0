"""The OpenAI-compatible face: chat completions and the list of models."""

from __future__ import annotations

import json
import re
from asyncio import to_thread
from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import time
from typing import Any, Literal
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.answers import ANSWER
from api.asking import CLIENT_GONE, Events, ask, attended, whole
from api.events import event_stream, frame
from api.problems import Problem, problem_of
from api.schemas import ChatRequest
from api.service import Serving
from rag.types import Answer, Citation, Said

MODEL = "quanwen"

router = APIRouter(prefix="/v1", tags=["OpenAI-compatible"])

_MARKER = re.compile(r"\[(\d+)\]")


@router.get("/models")
async def models() -> dict[str, Any]:
    """List the one model that answers here."""
    model = {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
    return {"object": "list", "data": [model]}


@router.post("/chat/completions", response_model=None)
async def completions(chat: ChatRequest, request: Request, serving: Serving) -> Response:
    """Answer the last message; the whole Answer stands under ``quanwen``."""
    if chat.model not in (None, MODEL):
        raise Problem(404, "no-model", f"There is no model {chat.model!r} here: use {MODEL!r}.")
    answerer = serving.answerer
    if chat.stream:  # see api.answers
        await to_thread(answerer.check, chat.question, chat.history())
    events = ask(serving, lambda: answerer.stream(chat.question, chat.history()), None)
    base = str(request.base_url)
    if chat.stream:
        return event_stream(_frames(events, base), serving.settings.patience_seconds)
    answer = await attended(request, whole(events))
    if answer is None:
        return Response(status_code=CLIENT_GONE)
    return JSONResponse(_completion(answer, base))


def _completion(answer: Answer, base: str) -> dict[str, Any]:
    message = {
        "role": "assistant",
        "content": answer.text,
        "refusal": None,
        "annotations": url_citations(answer, base),
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    head = _head("chat.completion", f"chatcmpl-{uuid4().hex}")
    return head | {"choices": [choice], "quanwen": ANSWER.dump_python(answer, mode="json")}


def url_citations(answer: Answer, base: str) -> list[dict[str, Any]]:
    """Return one ``url_citation`` a marker; its indices are the marker's in the answer's text."""
    cited = {citation.id: citation for citation in answer.citations}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": marker.start(),
                "end_index": marker.end(),
                "title": cited[int(marker[1])].article,
                "url": article_url(cited[int(marker[1])], base),
            },
        }
        for marker in _MARKER.finditer(answer.text)
        if int(marker[1]) in cited
    ]


def article_url(citation: Citation, base: str) -> str:
    """Return where a person reads the article with the quote marked: an anchor of the page."""
    article = quote(citation.article_id, safe="")
    return f"{base}#/articles/{article}/{citation.start}-{citation.end}"


async def _frames(events: Events, base: str) -> AsyncGenerator[str, None]:
    reply = _Reply()
    yield reply.chunk({"role": "assistant", "content": ""})
    try:
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Said):
                    yield reply.chunk({"content": reply.next_of(event)})
                elif isinstance(event, Answer):
                    if rest := reply.rest_of(event):
                        yield reply.chunk({"content": rest})
                    yield reply.last_chunk(event, base)
    except Exception as error:
        problem = problem_of(error)
        told = {"message": problem.detail, "type": problem.kind, "code": problem.status_code}
        yield frame(json.dumps({"error": told}, ensure_ascii=False))
    yield frame("[DONE]")


class _Reply:
    """The content sent so far; all of it together is the answer's text."""

    def __init__(self) -> None:
        self._head = _head("chat.completion.chunk", f"chatcmpl-{uuid4().hex}")
        self._sent = ""

    def next_of(self, said: Said) -> str:
        # As rag.answer writes it, which is not asked here: it would load the models' libraries
        # before the port answers. ``rest_of`` fails if the two ever differ.
        markers = "".join(f"[{number}]" for number in said.statement.citations)
        text = ("\n" if self._sent else "") + said.statement.text + markers
        self._sent += text
        return text

    def rest_of(self, answer: Answer) -> str:
        if not answer.text.startswith(self._sent):
            raise AssertionError(f"streamed {self._sent!r}, answered {answer.text!r}")
        return answer.text[len(self._sent) :]

    def chunk(self, delta: dict[str, Any]) -> str:
        return self._frame({"delta": delta, "finish_reason": None})

    def last_chunk(self, answer: Answer, base: str) -> str:
        choice = {"delta": {"annotations": url_citations(answer, base)}, "finish_reason": "stop"}
        return self._frame(choice, quanwen=ANSWER.dump_python(answer, mode="json"))

    def _frame(self, choice: dict[str, Any], **more: object) -> str:
        chunk = self._head | {"choices": [{"index": 0, **choice}]} | more
        return frame(json.dumps(chunk, ensure_ascii=False))


def _head(kind: Literal["chat.completion", "chat.completion.chunk"], reply: str) -> dict[str, Any]:
    return {"id": reply, "object": kind, "created": int(time()), "model": MODEL}
