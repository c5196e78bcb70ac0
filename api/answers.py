"""``POST /v1/answers``: one answer, whole or as server-sent events."""

from __future__ import annotations

import json
from asyncio import to_thread
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter

from api.answering import Answering
from api.asking import CLIENT_GONE, Events, ask, attended, whole
from api.events import event_stream, frame
from api.problems import problem_of
from api.schemas import AnswerRequest, FoundPassage, FoundPassages
from api.service import Serving
from rag.types import Answer, Citation, Event, Found, Said

router = APIRouter(prefix="/v1", tags=["answers"])

ANSWER = TypeAdapter(Answer)

_CITATIONS = TypeAdapter(tuple[Citation, ...])


@router.post("/answers", response_model=Answer)
async def answers(asked: AnswerRequest, request: Request, serving: Serving) -> Response:
    """Answer a question; ``stream: true`` gives ``passages``, ``statement``, ``answer`` events."""
    answerer = serving.answerer
    if asked.stream:  # what cannot be asked is refused while there still is a status to refuse with
        await to_thread(answerer.check, asked.question, asked.turns, asked.texts)
    events = ask(serving, lambda: events_of(answerer, asked), asked.id)
    if asked.stream:
        return event_stream(_frames(events), serving.settings.patience_seconds)
    answer = await attended(request, whole(events))
    if answer is None:
        return Response(status_code=CLIENT_GONE)
    return Response(ANSWER.dump_json(answer), media_type="application/json")


def events_of(answerer: Answering, asked: AnswerRequest) -> Iterator[Event]:
    """Give the events of an answer from the index, or from the documents sent along."""
    if asked.texts is not None:
        return answerer.stream_over(asked.question, asked.texts, asked.turns)
    filters = asked.filters.filters() if asked.filters else None
    return answerer.stream(asked.question, asked.turns, filters)


async def _frames(events: Events) -> AsyncGenerator[str, None]:
    try:
        async with aclosing(events):
            async for event in events:
                yield _frame(event)
    except Exception as error:
        document = problem_of(error).document()
        yield frame(json.dumps(document, ensure_ascii=False), "error")


def _frame(event: Event) -> str:
    match event:
        case Found():
            found = FoundPassages(passages=[FoundPassage.of(each) for each in event.passages])
            return frame(found.model_dump_json(), "passages")
        case Said():
            said = event.statement
            told = {"text": said.text, "period": said.period, "as_of": said.as_of}
            citations = _CITATIONS.dump_json(event.citations).decode()
            head = json.dumps(told, ensure_ascii=False).removesuffix("}")
            return frame(f'{head}, "citations":{citations}}}', "statement")
        case Answer():
            return frame(ANSWER.dump_json(event).decode(), "answer")
