"""The HTTP face as its callers see it, over an answerer that knows one fact."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from rag.errors import IndexMissing, UsageError
from rag.retrieve import Filters
from rag.types import Turn
from tests.api_client import ASKED, events, refused, serving, until
from tests.fake_answerer import LEFT, RIGHT, TEXT, FakeAnswerer


@pytest.fixture
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture
def client(answerer: FakeAnswerer, tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path, lambda: answerer) as client:
        yield client


# answers


def test_an_answer_has_the_fields_of_the_contract(client: TestClient) -> None:
    answer = client.post("/v1/answers", json={"question": ASKED, "id": "q-7"}).json()
    named = "id question verdict text statements short citations nearest missing conflicts model"
    assert " ".join(answer) == f"{named} timings_ms notes table"
    assert (answer["id"], answer["question"], answer["verdict"]) == ("q-7", ASKED, "answered")
    said = {"text": "青禾区今年新增学位1.2万个。", "citations": [1, 2], "path": "extractive"}
    assert answer["statements"][0] == said | {"period": None, "as_of": None}
    for citation in answer["citations"]:
        assert TEXT[citation["start"] : citation["end"]] == citation["quote"]


def test_an_answer_without_an_id_gets_one_of_its_own(client: TestClient) -> None:
    ids = {client.post("/v1/answers", json={"question": ASKED}).json()["id"] for _ in range(2)}
    assert len(ids) == 2
    assert all(ids)


def test_a_stream_gives_passages_statements_and_the_same_answer(client: TestClient) -> None:
    body = {"question": ASKED, "id": "q"}
    response = client.post("/v1/answers", json=body | {"stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    assert [name for name, _ in told] == ["passages", "statement", "statement", "answer"]
    assert told[0][1]["passages"][0]["text"] == LEFT + RIGHT
    assert told[1][1]["text"] == "青禾区今年新增学位1.2万个。"
    assert [one["quote"] for one in told[1][1]["citations"]] == [LEFT, RIGHT]
    assert told[3][1] == client.post("/v1/answers", json=body).json()


def test_history_and_filters_reach_the_answerer(client: TestClient, answerer: FakeAnswerer) -> None:
    turns = [{"role": "user", "content": "学位？"}, {"role": "assistant", "content": "1.2万个。"}]
    filters = {"regions": ["青禾区"], "published_from": "2021-01-01"}
    client.post("/v1/answers", json={"question": ASKED, "history": turns, "filters": filters})
    asked = (ASKED, (Turn("user", "学位？"), Turn("assistant", "1.2万个。")))
    assert (*asked, Filters(regions=("青禾区",), published_from="2021-01-01")) in answerer.asked


def test_documents_are_answered_from_instead_of_the_index(
    client: TestClient, answerer: FakeAnswerer
) -> None:
    documents = [{"id": "一", "text": TEXT}]
    answer = client.post("/v1/answers", json={"question": ASKED, "documents": documents}).json()
    assert answer["verdict"] == "answered"
    assert answerer.documents == [{"一": TEXT}]


def test_a_refusal_is_an_answer_with_the_nearest_passage(client: TestClient) -> None:
    answer = client.post("/v1/answers", json={"question": "局长是谁？"}).json()
    assert (answer["verdict"], answer["citations"]) == ("unanswerable", [])
    assert answer["nearest"][0]["quote"] == LEFT


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"question": " \n"}, "The question is empty: send 1 to 2,000 characters."),
        ({"question": "问" * 10_000}, "The question has 10,000 characters: send at most 2,000."),
        ({}, "The field 'question' is missing."),
        ({"question": 7}, "The field 'question' cannot be used: input should be a valid string."),
        ({"question": ASKED, "steam": True}, "The field 'steam' is not known here."),
        (
            {"question": ASKED, "history": [{"role": "system", "content": "x"}]},
            "The field 'history.0.role' cannot be used: input should be 'user' or 'assistant'.",
        ),
        (
            {"question": ASKED, "stream": "yes"},
            "The field 'stream' cannot be used: input should be a valid boolean.",
        ),
        (
            {"question": ASKED, "documents": []},
            "The list 'documents' is empty: send at least one or leave it out.",
        ),
        (
            {"question": ASKED, "documents": [{"id": "a", "text": "x"}] * 2},
            "Two documents have the same id: give each its own.",
        ),
    ],
)
def test_an_unusable_request_is_told_in_one_sentence(
    client: TestClient, body: dict[str, object], says: str
) -> None:
    assert refused(client.post("/v1/answers", json=body)) == (422, "unusable", says)


def test_a_bad_date_is_told_by_its_field(client: TestClient) -> None:
    body = {"question": ASKED, "filters": {"published_to": "last May"}}
    status, _, detail = refused(client.post("/v1/answers", json=body))
    assert status == 422
    assert detail.startswith("The field 'filters.published_to' cannot be used")


@pytest.mark.parametrize("body", ["{", "", "[1]", '"学位"'])
def test_a_body_that_is_not_a_json_object_is_400(client: TestClient, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    answered = client.post("/v1/answers", content=body.encode(), headers=headers)
    status, kind, detail = refused(answered)
    assert (status, kind) == (400, "not-json")
    assert "JSON" in detail


def test_half_a_character_is_refused(client: TestClient) -> None:
    body = b'{"question": "\\ud83d?"}'
    answered = client.post(
        "/v1/answers", content=body, headers={"Content-Type": "application/json"}
    )
    assert refused(answered)[0] == 422


# failures of the pipeline


def failing(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "kind", "detail"),
    [
        (UsageError("There is no word in '…'."), 422, "unusable", "There is no word in '…'."),
        (KeyError("x"), 500, "internal", "The server failed at this request; its log says why."),
    ],
)
def test_a_failure_is_the_same_problem_streamed_or_not(
    tmp_path: Path, error: Exception, status: int, kind: str, detail: str
) -> None:
    with serving(tmp_path, lambda: FakeAnswerer(failing(error))) as client:
        plain = client.post("/v1/answers", json={"question": ASKED})
        assert refused(plain) == (status, kind, detail)
        streamed = client.post("/v1/answers", json={"question": ASKED, "stream": True})
        assert events(streamed.text)[-1] == ("error", plain.json())


def test_before_it_is_loaded_the_server_lives_but_is_not_ready(tmp_path: Path) -> None:
    loaded = threading.Event()

    def load() -> FakeAnswerer:
        loaded.wait(10)
        return FakeAnswerer()

    with TestClient(create_app(ApiSettings(home=tmp_path), load)) as client:
        assert client.get("/healthz").json() == {"status": "alive"}
        assert client.get("/").status_code == 200
        waiting = client.get("/readyz")
        assert refused(waiting)[:2] == (503, "not-ready")
        assert waiting.headers["retry-after"] == "1"
        assert refused(client.post("/v1/answers", json={"question": ASKED}))[0] == 503
        loaded.set()
        until(lambda: client.get("/readyz").status_code == 200)
        assert client.get("/readyz").json() == {"status": "ready", "pages": 1, "articles": 2}


def test_an_index_that_does_not_load_is_told_with_its_way_out(tmp_path: Path) -> None:
    says = "There is no index in 'home': run 'quanwen index FOLDER' first."

    def load() -> FakeAnswerer:
        raise IndexMissing(says)

    with TestClient(create_app(ApiSettings(home=tmp_path), load)) as client:
        until(lambda: refused(client.get("/readyz"))[1] != "not-ready")
        assert refused(client.get("/readyz")) == (503, "unavailable", says)
        assert refused(client.post("/v1/answers", json={"question": ASKED}))[2] == says


# what is not there


def test_an_unknown_path_and_a_wrong_method_are_problems(client: TestClient) -> None:
    assert refused(client.get("/v1/nothing"))[:2] == (404, "not-found")
    assert refused(client.get("/v1/answers"))[:2] == (405, "method-not-allowed")
