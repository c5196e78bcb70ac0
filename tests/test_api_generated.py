"""The HTTP face where a generator writes: streamed, whole and chatted are one text."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import GeneratorFailed
from tests import embedded
from tests.api_client import events, serving
from tests.scripted import Scripted

QUESTION = "姑苏区和吴江区今年新增学位哪个更多？"
RIGHT = "今年姑苏区将新增学位1.2万个[1]。姑苏区遥遥领先。今年吴江区将新增学位8600个[2]。"


@pytest.mark.parametrize(
    "generator",
    [
        None,
        Scripted(RIGHT),
        Scripted("学位共9.9万个[1]。"),
        Scripted(RIGHT[:30], GeneratorFailed("broke off")),
    ],
    ids=["extractive", "generated", "unproved", "broken off"],
)
def test_streamed_whole_and_chatted_answers_are_one_text(
    generator: Scripted | None, tmp_path: Path
) -> None:
    with serving(tmp_path, lambda: embedded.answerer().writing_with(generator)) as client:
        plain = client.post("/v1/answers", json={"question": QUESTION, "id": "q"}).json()
        body = {"question": QUESTION, "id": "q", "stream": True}
        told = events(client.post("/v1/answers", json=body).text)
        asked = {"messages": [{"role": "user", "content": QUESTION}], "stream": True}
        chatted = events(client.post("/v1/chat/completions", json=asked).text)
    streamed = told[-1][1]
    del plain["timings_ms"], streamed["timings_ms"]
    assert streamed == plain
    said = [data["text"] for name, data in told if name == "statement"]
    assert said == [statement["text"] for statement in plain["statements"]]
    deltas = [chunk["choices"][0]["delta"].get("content", "") for _, chunk in chatted[:-1]]
    assert "".join(deltas) == plain["text"]
    assert plain["short"][-1] == "姑苏区"
