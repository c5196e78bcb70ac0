"""Other systems asked over a pipe or an address, each fault of theirs kept to its question."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rag.errors import UsageError
from rag.evaluate import Run, evaluate
from rag.gold import Document, Evidence, Gold
from rag.prosaic import prose_reply
from rag.scores import score
from rag.systems import opened
from rag.types import Turn

PAGE = "历下区年内新增学位2.1万个。\n市中区去年引进重点项目67个。"
TEXTS = {"a.txt": PAGE}
GOLDS = [
    Gold(
        "q-1", "fact", "历下区新增学位？", (("2.1万个",),), (Evidence("a.txt", "新增学位2.1万个"),)
    ),
    Gold("q-2", "fact", "市中区引进项目？", (("67个",),), (Evidence("a.txt", "重点项目67个"),)),
    Gold("q-3", "unanswerable", "天桥区区长是谁？", ()),
]
REFUSAL = {"verdict": "unanswerable", "text": "文章没有说。", "statements": [], "short": [],
           "citations": []}  # fmt: skip


def answer(gold: Gold) -> dict[str, Any]:
    """The contract's Answer, without what another system need not say."""
    if not gold.answerable:
        return {"id": gold.id, "question": gold.question, **REFUSAL}
    quote, start = gold.evidence[0].text, PAGE.index(gold.evidence[0].text)
    cited = {"id": 1, "source": "a.txt", "start": start, "end": start + len(quote), "quote": quote}
    return {
        "id": gold.id,
        "question": gold.question,
        "verdict": "answered",
        "text": f"{quote}[1]。",
        "statements": [{"text": quote, "citations": [1]}],
        "short": [gold.answers[0][0]],
        "citations": [cited],
    }


# commands


def command(folder: Path, body: str) -> str:
    """A command that runs ``body`` for each question; ``answers`` has the right answer by id."""
    answers = {gold.id: answer(gold) for gold in GOLDS}
    script = folder / "system.py"
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    script.write_text(
        "import json, os, sys, time\n"
        f"answers = json.loads({json.dumps(json.dumps(answers))})\n"
        "def say(record):\n    print(json.dumps(record), flush=True)\n"
        f"for line in sys.stdin:\n    asked = json.loads(line)\n    id = asked['id']\n{indented}\n",
        encoding="utf-8",
    )
    return shlex.join([sys.executable, str(script)])


def asked(spec: str, timeout_s: float = 20, texts: dict[str, str] = TEXTS) -> Run:
    with opened(spec, texts, timeout_s) as system:
        return evaluate(GOLDS, system)


def failures(run: Run) -> list[str | None]:
    return [row.error and row.error.partition(":")[0] for row in run.rows]


def test_a_command_that_answers_is_scored_like_the_pipeline(tmp_path: Path) -> None:
    run = asked(command(tmp_path, "say(answers[id])"))
    assert [row.right for row in run.rows] == [True, True, True]
    scores = score(run)
    for name in ("right", "f1", "offsets_hold", "citation_recall", "proved", "refusal_recall"):
        assert scores.named(name).value == 1, name
    assert scores.named("recall_at_5").value is None


def test_history_and_documents_are_passed_on(tmp_path: Path) -> None:
    body = "say({**answers['q-3'], 'id': id, 'text': json.dumps(asked, ensure_ascii=False)})"
    turns = (Turn("user", "历下区呢？"), Turn("assistant", "有。"))
    gold = Gold(
        "x", "k", "市中区？", (), history=turns, documents=(Document("d", "市中区有学校。"),)
    )
    with opened(command(tmp_path, body), {}) as system:
        sent = json.loads(system.reply(gold).answer.text)
    assert sent == {
        "id": "x",
        "question": "市中区？",
        "history": [
            {"role": "user", "content": "历下区呢？"},
            {"role": "assistant", "content": "有。"},
        ],
        "documents": [{"id": "d", "text": "市中区有学校。"}],
    }


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("print('Traceback', flush=True)", "The command wrote a line that is no JSON object"),
        ("say([1])", "The command wrote a line that is no JSON object"),
        ("say({'error': 'out of memory', 'line': 2})", "The command said"),
        ("say({'id': id, 'text': '有'})", "The command's line is no Answer of the contract"),
        ("say({**answers[id], 'verdict': 'sure'})", "The command's line is no Answer"),
        ("say({**answers[id], 'short': [1]})", "The command's line is no Answer"),
        (
            "answers[id]['citations'][0]['score'] = float('nan'); say(answers[id])",
            "The command's line is no Answer",
        ),
        ("say({**answers[id], 'id': 'q-9'})", "The command answered 'q-9' where 'q-2' was asked."),
        ("sys.exit(3)", "The command died"),
        ("time.sleep(60)", "The command gave no line in 2 s"),
    ],
)
def test_one_questions_fault_is_its_own(tmp_path: Path, fault: str, told: str) -> None:
    body = f"if id == 'q-2':\n    {fault}\nelse:\n    say(answers[id])"
    first, second, third = asked(command(tmp_path, body), timeout_s=2).rows
    assert first.right
    assert third.right
    assert second.error is not None
    assert second.error.startswith(told)
    assert (second.right, second.failure) == (False, "no answer")


def test_a_death_is_told_with_its_last_words(tmp_path: Path) -> None:
    body = "if id == 'q-2':\n    sys.exit('no memory left')\nsay(answers[id])"
    row = asked(command(tmp_path, body)).rows[1]
    assert row.error == "The command died: exit status 1, no memory left."


def test_a_log_line_costs_its_question_and_no_answer_goes_to_another(tmp_path: Path) -> None:
    logs = "if id == 'q-1':\n    print('loading', flush=True)\nsay(answers[id])"
    assert [row.right for row in asked(command(tmp_path, logs)).rows] == [False, True, True]
    nameless = logs.replace("say(answers[id])", "say({**answers[id], 'id': None})")
    run = asked(command(tmp_path, nameless))
    assert [row.error is None for row in run.rows] == [False, False, True]
    assert run.rows[2].right


def test_a_command_that_always_dies_is_given_up(tmp_path: Path) -> None:
    golds = [Gold(f"q-{at}", "fact", "？", (("1",),)) for at in range(5)]
    with opened(command(tmp_path, "sys.exit('broken')"), {}) as system:
        rows = evaluate(golds, system).rows
    assert [row.error and row.error.split(":")[0] for row in rows[:3]] == ["The command died"] * 3
    assert rows[4].error == (
        "The command was not asked: it had died 3 times in a row (exit status 1, broken)."
    )


def test_failed_questions_are_wrong_and_no_refusals(tmp_path: Path) -> None:
    scores = score(asked(command(tmp_path, "sys.exit()")))
    assert scores.named("right").value == 0
    assert scores.named("failed").value == 1
    assert scores.named("refusal_recall").value == 0
    assert scores.named("wrongly_refused").value == 0
    assert scores.named("f1").value == 0
    assert scores.named("offsets_hold").value is None
    assert scores.named("latency_p95_ms").value is None
    assert scores.apart == {"no answer was given": 3}
    assert scores.verdicts == {(True, "no answer"): 2, (False, "no answer"): 1}


def test_where_the_sources_are_not_known_citations_are_not_scored(tmp_path: Path) -> None:
    scores = score(asked(command(tmp_path, "say(answers[id])"), texts={}))
    for name in ("offsets_hold", "citation_precision", "citation_recall", "proved"):
        assert scores.named(name).value is None
    assert scores.named("right").value == 1
    assert scores.apart["cited sources are not known here: citations cannot be looked up"] == 2


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("/nowhere/at-all --json", "'/nowhere/at-all' cannot be started: No such file"),
        ("say 'it", "is no command"),
        ("  ", "is empty"),
        ("http:///v1", "names no host"),
    ],
)
def test_a_system_that_there_is_not_is_told_at_once(spec: str, told: str) -> None:
    with pytest.raises(UsageError, match=told), opened(spec, {}):
        pass


# addresses

Sent = dict[str, Any]
Route = Callable[[str, Sent], tuple[int, Any]]


@contextmanager
def serving(route: Route) -> Iterator[str]:
    """A server on a free port; ``route`` gives status and body for a path and what was sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            key = self.headers.get("Authorization")
            status, body = route(self.path, {**json.loads(sent or b"{}"), "key": key})
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def by_question(question: str) -> Gold:
    return next(gold for gold in GOLDS if gold.question == question)


def api(path: str, sent: Sent) -> tuple[int, Any]:
    if path == "/v1/answers":
        return 200, answer(by_question(sent["question"]))
    if path == "/v1/search":
        lines = PAGE.split("\n")
        return 200, {"passages": [{"source": "a.txt", "text": line} for line in lines]}
    return 404, {"detail": "not here"}


@pytest.mark.parametrize("path", ["", "/", "/v1/answers"])
def test_the_http_api_tells_its_ranking_too(path: str) -> None:
    with serving(api) as base:
        scores = score(asked(base + path))
    assert scores.named("right").value == 1
    assert scores.named("recall_at_1").value == 0.5  # the second question's line comes second
    assert scores.named("mrr").value == 0.75


def test_an_api_error_is_told_in_its_own_words_and_the_rest_is_asked() -> None:
    def route(path: str, sent: Sent) -> tuple[int, Any]:
        if sent["question"] == GOLDS[1].question:
            return 422, {"detail": "The question has no word in it."}
        return api(path, sent)

    with serving(route) as base:
        rows = asked(base).rows
    assert [row.error is None for row in rows] == [True, False, True]
    assert rows[1].error is not None
    assert rows[1].error.endswith("refused with status 422: The question has no word in it.")


def test_a_busy_server_is_asked_again() -> None:
    times: list[str] = []

    def route(path: str, sent: Sent) -> tuple[int, Any]:
        times.append(path)
        return (503, {}) if len(times) < 3 else api(path, sent)

    with serving(route) as base:
        assert asked(base).rows[0].right


def test_a_server_that_is_not_there_or_too_slow_fails_each_question() -> None:
    def slow(path: str, sent: Sent) -> tuple[int, Any]:
        threading.Event().wait(0.5)
        return api(path, sent)

    with serving(slow) as base:
        rows = asked(base, timeout_s=0.1).rows
    assert {row.error for row in rows} == {f"{base}/v1/answers gave no answer in 0.1 s."}
    rows = asked(base).rows
    assert all(row.error and "cannot be asked" in row.error for row in rows)


def test_the_key_is_shown() -> None:
    keys = []

    def route(path: str, sent: Sent) -> tuple[int, Any]:
        keys.append(sent["key"])
        return api(path, sent)

    with serving(route) as base, opened(base, TEXTS, key="secret") as system:
        evaluate(GOLDS[:1], system)
    assert set(keys) == {"Bearer secret"}


PROSE = {
    GOLDS[0].question: "<think>想一想</think>历下区将新增学位2.1万个。",
    GOLDS[1].question: "共引进66个。",
    GOLDS[2].question: "文章中没有提到天桥区区长是谁。",
}


def chat(path: str, sent: Sent) -> tuple[int, Any]:
    if path == "/v1/models":
        return 200, {"data": [{"id": "some-model"}]}
    assert sent["model"] == "some-model"
    text = PROSE[sent["messages"][-1]["content"]]
    return 200, {"choices": [{"message": {"role": "assistant", "content": text}}]}


def test_of_prose_only_what_it_says_is_scored() -> None:
    with serving(chat) as base:
        run = asked(f"{base}/v1/chat/completions")
    scores = score(run)
    assert [row.right for row in run.rows] == [True, False, True]
    assert [row.failure for row in run.rows] == [None, "wrongly answered", None]
    assert scores.named("right").value == pytest.approx(2 / 3)
    assert scores.named("figure_accuracy").value == 0.5
    assert scores.named("refusal_recall").value == 1
    for name in ("f1", "exact_match", "recall_at_5", "offsets_hold", "citation_precision",
                 "citation_recall", "proved", "risk_area", "calibration_error"):  # fmt: skip
        assert scores.named(name).value is None, name
    assert scores.apart == {
        "prose alone: bare answers, citations and confidence are not known": 2,
        "no ranking told, or turns before it: retrieval cannot be scored": 2,
    }


def test_a_whole_answer_behind_an_openai_endpoint_is_judged_whole() -> None:
    def route(path: str, sent: Sent) -> tuple[int, Any]:
        if path == "/v1/models":
            return chat(path, sent)
        gold = by_question(sent["messages"][-1]["content"])
        return 200, {"choices": [], "quanwen": answer(gold)}

    with serving(route) as base:
        scores = score(asked(f"{base}/v1/chat/completions"))
    assert scores.named("proved").value == 1
    assert scores.named("f1").value == 1


def test_documents_stand_in_the_message_before_the_question() -> None:
    heard: list[Any] = []

    def route(path: str, sent: Sent) -> tuple[int, Any]:
        heard.append(sent)
        return 200, {"choices": [{"message": {"content": "有学校。"}}]}

    gold = Gold("x", "k", "有什么？", (("学校",),), documents=(Document("d", "市中区有学校。"),))
    with (
        serving(route) as base,
        opened(f"{base}/v1/chat/completions", {}, model="mine") as system,
    ):
        assert system.reply(gold).prose
    assert heard[0]["model"] == "mine"
    assert heard[0]["messages"][-1]["content"] == "文档：\n市中区有学校。\n\n问题：\n有什么？"


@pytest.mark.parametrize("body", [b"<html>", [], {"choices": []}, {"quanwen": {"text": "?"}}])
def test_an_endpoint_without_an_answer_fails_the_question(body: object) -> None:
    with serving(lambda path, sent: (200, body)) as base:
        with opened(f"{base}/v1/chat/completions", {}, model="m") as system:
            (row,) = evaluate(GOLDS[:1], system).rows
        assert row.error is not None
        assert row.error.startswith(base)


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("文档信息不足，无法回答该问题。", True),
        ("文章没有提到区长是谁。", True),
        ("根据提供的资料，无法确定是谁。", True),
        ("抱歉，我找不到答案。", True),
        ("I cannot answer the question because of the insufficient information.", True),
        ("", True),
        ("新增学位2.1万个。文章没有提到初中。", False),
        ("失业率没有上升。", False),
        ("该区没有新增学校。", False),
        ("区长表示无法接受。", False),
    ],
)
def test_prose_refuses_when_its_first_sentence_says_so(text: str, refuses: bool) -> None:
    assert (prose_reply(GOLDS[0], text).answer.verdict == "unanswerable") is refuses
