"""Articles, passages, feedback and counters over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.settings import ApiSettings
from tests.api_client import ASKED, refused, serving
from tests.fake_answerer import HEAD, LAKE, LEFT, QUOTES, RIGHT, SCHOOLS, TEXT


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with serving(tmp_path) as client:
        yield client


# articles


def test_articles_are_listed_in_the_order_of_the_index(client: TestClient) -> None:
    listed = client.get("/v1/articles").json()
    assert listed["total"] == 2
    assert listed["articles"][0] == {
        "article_id": SCHOOLS.article_id,
        "source": "2021-05/03版.txt",
        "title": HEAD,
        "byline": None,
        "published": None,
        "regions": ["青禾区"],
        "characters": len(SCHOOLS.text),
        "spans": [[0, 17], [30, 37]],
    }


def test_articles_come_page_by_page_and_sifted(client: TestClient) -> None:
    def titles(query: str) -> list[str]:
        found = client.get(f"/v1/articles?{query}").json()["articles"]
        return [article["title"] for article in found]

    assert titles("limit=1&offset=1") == [LAKE.title]
    assert titles("offset=2") == []
    assert titles("q=柳溪") == [LAKE.title]
    assert titles("q=新增") == [HEAD]


@pytest.mark.parametrize("query", ["limit=0", "limit=1000", "offset=-1", "limit=x"])
def test_an_impossible_page_is_refused(client: TestClient, query: str) -> None:
    assert refused(client.get(f"/v1/articles?{query}"))[0] == 422


def test_an_article_tells_where_its_characters_stand_in_the_page(client: TestClient) -> None:
    article = client.get("/v1/articles/2021-05%2F03%E7%89%88%231").json()
    for piece in article["pieces"]:
        length = piece["end"] - piece["start"]
        shown = article["text"][piece["at"] : piece["at"] + length]
        assert shown == TEXT[piece["start"] : piece["end"]]
    assert [piece["role"] for piece in article["pieces"]] == ["title", "body", "body"]
    assert "".join(TEXT[start:end] for start, end in article["spans"]) == (
        f"{HEAD}\n\n{LEFT}{RIGHT}"
    )


def test_an_unknown_article_is_404(client: TestClient) -> None:
    says = "There is no article 'x'; GET /v1/articles lists them."
    assert refused(client.get("/v1/articles/x")) == (404, "no-article", says)


# search


def test_search_gives_passages_with_the_scores_of_each_retriever(client: TestClient) -> None:
    [passage] = client.post("/v1/search", json={"question": ASKED}).json()["passages"]
    assert passage["scores"] == {"lexical": 12.5, "dense": 0.75}
    assert passage["text"] == "".join(TEXT[start:end] for start, end in passage["spans"])
    assert (passage["article_id"], passage["rank"]) == (SCHOOLS.article_id, 1)


@pytest.mark.parametrize("k", [0, 51, "ten"])
def test_an_impossible_count_of_passages_is_refused(client: TestClient, k: object) -> None:
    assert refused(client.post("/v1/search", json={"question": ASKED, "k": k}))[0] == 422


# feedback


def test_feedback_is_kept_beside_the_answer_it_is_about(client: TestClient, tmp_path: Path) -> None:
    given = client.post("/v1/answers", json={"question": ASKED}).json()
    opinion = {"answer_id": given["id"], "thumb": "down", "comment": "是1.3万个"}
    assert client.post("/v1/feedback", json=opinion).status_code == 204
    [line] = (tmp_path / "feedback.jsonl").read_text("utf-8").splitlines()
    kept = json.loads(line)
    assert {key: kept[key] for key in opinion} == opinion
    assert (kept["question"], kept["text"]) == (ASKED, given["text"])
    assert kept["quotes"] == [quote.quote for quote in QUOTES]


def test_feedback_on_a_forgotten_answer_is_kept_too(client: TestClient, tmp_path: Path) -> None:
    client.post("/v1/feedback", json={"answer_id": "of yesterday", "thumb": "up"})
    assert "of yesterday" in (tmp_path / "feedback.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    "opinion",
    [
        {"answer_id": "a", "thumb": "sideways"},
        {"answer_id": "", "thumb": "up"},
        {"answer_id": "a", "thumb": "up", "comment": "长" * 2001},
    ],
)
def test_unusable_feedback_is_refused(client: TestClient, opinion: dict[str, str]) -> None:
    assert refused(client.post("/v1/feedback", json=opinion))[0] == 422


def test_feedback_never_grows_past_its_bound(tmp_path: Path) -> None:
    with serving(ApiSettings(home=tmp_path, feedback_bytes=300)) as client:
        opinion = {"answer_id": "a", "thumb": "up"}
        codes = [client.post("/v1/feedback", json=opinion).status_code for _ in range(9)]
        assert (codes[0], codes[-1]) == (204, 503)
        assert (tmp_path / "feedback.jsonl").stat().st_size <= 300
        assert refused(client.post("/v1/feedback", json=opinion))[1] == "feedback-full"


# counters


def test_metrics_count_answers_and_requests_by_route(client: TestClient) -> None:
    for question in (ASKED, ASKED, "局长是谁？"):
        client.post("/v1/answers", json={"question": question})
    client.get("/v1/articles/x")
    client.get("/nowhere/at/all")
    told = client.get("/metrics").text
    assert 'quanwen_answers_total{verdict="answered"} 2.0' in told
    assert 'quanwen_answers_total{verdict="unanswerable"} 1.0' in told
    assert 'quanwen_stage_seconds_sum{stage="read"} 0.006' in told
    route = '{method="GET",route="/v1/articles/{article_id:path}",status="404"}'
    assert f"quanwen_requests_total{route} 1.0" in told
    assert 'route="other",status="404"' in told
    assert "quanwen_ready 1.0" in told


def test_two_apps_count_apart(client: TestClient, tmp_path: Path) -> None:
    client.post("/v1/answers", json={"question": ASKED})
    with serving(tmp_path) as other:
        assert 'verdict="answered"' not in other.get("/metrics").text
