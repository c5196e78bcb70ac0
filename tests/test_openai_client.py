"""A generator behind a server: what it is sent, and every way it can fail a user."""

from __future__ import annotations

import re
import socket
from contextlib import closing

import pytest

from rag.assemble import Answerer
from rag.generator import load_generator
from rag.openai_client import Server
from rag.prompt import Message
from rag.settings import Generation
from rag.types import Answer
from tests import embedded
from tests.chat_server import Plan, serving

GUSU = "姑苏区今年新增学位多少个？"
RIGHT = ("今年姑苏区将新增", "学位1.2万个[", "1]。")


def asked(plan: Plan, question: str = GUSU, **settings: object) -> Answer:
    with serving(plan) as address:
        generation = Generation(address, timeout=5.0)
        for name, value in settings.items():
            object.__setattr__(generation, name, value)
        return writing(generation).answer(question)


def writing(generation: Generation) -> Answerer:
    return embedded.answerer().writing_with(load_generator(generation))


def test_a_server_writes_and_the_answer_names_its_model() -> None:
    answer = asked(Plan(RIGHT))
    assert answer.text == "今年姑苏区将新增学位1.2万个。[1]"
    assert [statement.path for statement in answer.statements] == ["generated"]
    assert re.fullmatch(r"qwen3-tiny@127\.0\.0\.1:\d+", answer.model.generator or "")
    assert answer.timings_ms.write > 0


def test_a_server_is_sent_what_was_set() -> None:
    plan = Plan(RIGHT)
    extra = {"chat_template_kwargs": {"enable_thinking": False}}
    asked(plan, model="qwen3:0.6b", key="secret", tokens=77, seed=5, temperature=0.5, extra=extra)
    (body,) = plan.heard
    assert (body["model"], body["max_tokens"], body["seed"]) == ("qwen3:0.6b", 77, 5)
    assert (body["temperature"], body["stream"]) == (0.5, True)
    assert body["chat_template_kwargs"] == {"enable_thinking": False}
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert plan.keys == ["Bearer secret"]


def test_guided_decoding_is_asked_for_in_the_servers_own_way() -> None:
    plan = Plan(RIGHT)
    asked(plan, guide="vllm")
    pattern = plan.heard[0]["structured_outputs"]["regex"]
    assert re.fullmatch(pattern, "今年姑苏区将新增学位1.2万个[1]。另有3所[2]。")
    assert not re.fullmatch(pattern, "今年姑苏区将新增学位1.2万个。")
    assert not re.fullmatch(pattern, "今年姑苏区将新增学位1.2万个[99]。")
    asked(plan, guide="llama.cpp")
    assert 'marker ::= "[" ("1" | "2"' in plan.heard[1]["grammar"]
    asked(plan, guide="on")
    assert not {"structured_outputs", "grammar"} & set(plan.heard[2])


# failures: the answer stands, in the page's own words, and a note says why


def falls_back(answer: Answer, reason: str) -> None:
    assert (answer.verdict, answer.short) == ("answered", ("1.2万个",))
    assert {statement.path for statement in answer.statements} == {"extractive"}
    assert answer.model.generator is None
    (note,) = answer.notes
    assert note.startswith("生成模型没有写完（")
    assert reason in note


def test_a_server_that_dies_midway_loses_only_what_it_had_not_said() -> None:
    falls_back(asked(Plan(RIGHT, dies_after=2)), "127.0.0.1")
    kept = asked(Plan((*RIGHT, "吴江区", "今年"), dies_after=4))
    assert [statement.path for statement in kept.statements] == ["generated"]
    assert "127.0.0.1" in kept.notes[0]


def test_a_server_that_ends_without_saying_so_broke_off() -> None:
    falls_back(asked(Plan(("今年姑苏区",), stops_short=True)), "broke off")


def test_a_server_that_is_too_slow_is_not_waited_for() -> None:
    falls_back(asked(Plan(RIGHT, waits=1.5), timeout=0.4), "0.4 s")
    falls_back(asked(Plan(("一" * 8,) * 50, waits=0.05), timeout=0.4), "0.4 s")


def test_a_server_that_is_not_there_is_told() -> None:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        generation = Generation(f"http://127.0.0.1:{held.getsockname()[1]}", timeout=2.0)
        generator = Server(generation, retries=0)
        answer = embedded.answerer().writing_with(generator).answer(GUSU)
    falls_back(answer, "no connection")


def test_a_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() -> None:
    busy = Plan(RIGHT, refusals=[503, 429])
    assert asked(busy, timeout=20.0).model.generator is not None
    assert len(busy.heard) == 3
    refusing = Plan(RIGHT, refusals=[401])
    falls_back(asked(refusing), "401")
    assert len(refusing.heard) == 1


@pytest.mark.parametrize("pieces", [(), ("",), ("文章未说明。",), ("\n",)])
def test_a_server_that_says_nothing_is_told(pieces: tuple[str, ...]) -> None:
    answer = asked(Plan(pieces))
    assert {statement.path for statement in answer.statements} == {"extractive"}
    assert answer.notes == ("生成模型写的内容没有一句能由原文证明，改用原文句子回答。",)


def test_a_stream_of_a_server_is_the_whole_answer() -> None:
    with serving(Plan(RIGHT)) as address:
        answerer = writing(Generation(address, timeout=5.0))
        *_, last = answerer.stream(GUSU)
        assert isinstance(last, Answer)
        assert last.text == answerer.answer(GUSU).text


def test_a_character_counts_as_a_token_where_nobody_can_count() -> None:
    server = Server(Generation("http://127.0.0.1:9", tokens=400, window=1000))
    assert server.room([Message("user", "学" * 100)]) == 1000 - 400 - 116


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1/"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1/"),
        ("https://gpu.example/llm/v1", "https://gpu.example/llm/v1/"),
    ],
)
def test_an_address_without_a_path_gets_the_usual_one(source: str, url: str) -> None:
    assert str(Server(Generation(source))._client.base_url) == url
