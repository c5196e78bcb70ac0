"""The OpenAI-compatible face."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from rag.types import Turn
from tests.api_client import ASKED, events, refused, serving
from tests.fake_answerer import HEAD, FakeAnswerer

TEXT = "青禾区今年新增学位1.2万个。[1][2]\n此外没有别的数字。[2]"


@pytest.fixture
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture
def client(answerer: FakeAnswerer, tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path, lambda: answerer) as client:
        yield client


def asking(*messages: str, **more: object) -> dict[str, Any]:
    """Return a chat of alternating turns, the user's first."""
    roles = ("user", "assistant")
    turns = [{"role": roles[at % 2], "content": text} for at, text in enumerate(messages)]
    return {"model": "quanwen", "messages": turns} | more


def test_a_completion_holds_the_text_its_citations_and_the_whole_answer(client: TestClient) -> None:
    reply = client.post("/v1/chat/completions", json=asking(ASKED)).json()
    assert reply["object"] == "chat.completion"
    [choice] = reply["choices"]
    assert choice["finish_reason"] == "stop"
    assert choice["message"]["content"] == reply["quanwen"]["text"] == TEXT
    cited = [one["url_citation"] for one in choice["message"]["annotations"]]
    assert [TEXT[one["start_index"] : one["end_index"]] for one in cited] == ["[1]", "[2]", "[2]"]
    assert cited[0]["title"] == HEAD
    assert cited[0]["url"] == "http://testserver/#/articles/2021-05%2F03%E7%89%88%231/9-17"


def test_the_streamed_pieces_are_the_text(client: TestClient) -> None:
    response = client.post("/v1/chat/completions", json=asking(ASKED, stream=True))
    *chunks, done = [data for _, data in events(response.text)]
    assert done == "[DONE]"
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert deltas[0]["role"] == "assistant"
    assert "".join(delta.get("content", "") for delta in deltas) == TEXT
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks][-2:] == [None, "stop"]
    assert chunks[-1]["quanwen"]["text"] == TEXT
    assert len(deltas[-1]["annotations"]) == 3


def test_a_refusal_is_streamed_as_its_sentence(client: TestClient) -> None:
    response = client.post("/v1/chat/completions", json=asking("局长是谁？", stream=True))
    chunks = [data for _, data in events(response.text)][:-1]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert text == chunks[-1]["quanwen"]["text"] == "已收录的文章没有说明这一点。"


def test_earlier_turns_are_history_and_instructions_are_not(
    client: TestClient, answerer: FakeAnswerer
) -> None:
    chat = asking("学位？", "1.2万个。", "哪个区？", temperature=0.7, max_tokens=10)
    chat["messages"].insert(0, {"role": "system", "content": "Answer in verse."})
    client.post("/v1/chat/completions", json=chat)
    turns = (Turn("user", "学位？"), Turn("assistant", "1.2万个。"))
    assert answerer.asked[0] == ("哪个区？", turns, None)


def test_a_question_may_come_in_parts(client: TestClient, answerer: FakeAnswerer) -> None:
    parts = [{"type": "text", "text": "学位"}, {"type": "text", "text": "多少？"}]
    body = {"messages": [{"role": "user", "content": parts}]}
    assert client.post("/v1/chat/completions", json=body).status_code == 200
    assert answerer.asked[0][0] == "学位多少？"


def test_the_one_model_is_listed_and_others_are_not_there(client: TestClient) -> None:
    listed = client.get("/v1/models").json()
    assert [model["id"] for model in listed["data"]] == ["quanwen"]
    other = client.post("/v1/chat/completions", json=asking(ASKED) | {"model": "gpt"})
    assert refused(other) == (404, "no-model", "There is no model 'gpt' here: use 'quanwen'.")


@pytest.mark.parametrize(
    ("chat", "says"),
    [
        (
            asking("学位？", "1.2万个。"),
            "The last message is not the user's: end with the question.",
        ),
        (asking(""), "The question is empty: send 1 to 2,000 characters."),
        (asking("问" * 2001), "The question has 2,001 characters: send at most 2,000."),
        ({"model": "quanwen"}, "The field 'messages' is missing."),
    ],
)
def test_an_unusable_chat_is_told(client: TestClient, chat: dict[str, Any], says: str) -> None:
    assert refused(client.post("/v1/chat/completions", json=chat)) == (422, "unusable", says)
