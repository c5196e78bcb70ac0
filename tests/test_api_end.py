"""The HTTP face over the real pipeline: made-up pages, the embedded models."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from rag.assemble import Answerer, load_encoder
from rag.index import Index
from rag.settings import Settings
from tests.api_client import events, serving

PAGES = {
    "一版.txt": "天桥区三条河道年内完成治理\n\n2021年3月5日 本报记者 张伟\n\n"
    "天桥区水务局介绍，今年将投入3.6亿元治理三条河道，总长22.6公里。\n"
    "工程预计10月底完工，惠及沿线居民5.4万人。\n",
    "二版.txt": "历下区今年新增学位一万余个\n\n2021年3月8日 本报记者 李明\n\n"
    "记者从历下区教体局获悉，今年历下区将新建、改扩建学校12所，新增学位1.2万个。\n"
    "其中，小学学位八千个，初中学位四千个。\n",
}
ASKED = "历下区今年新增学位多少个？"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("pages")
    for name, text in PAGES.items():
        (folder / name).write_text(text, "utf-8")
    settings = Settings(home=home)
    Index.build(folder, home, load_encoder(settings))
    with serving(home, lambda: Answerer.load(settings=settings)) as client:
        yield client


def ask(client: TestClient, question: str, **more: object) -> dict[str, object]:
    answer: dict[str, object] = client.post(
        "/v1/answers", json={"question": question, "id": "q", **more}
    ).json()
    del answer["timings_ms"]
    return answer


def test_a_question_is_answered_with_the_very_characters_of_its_page(client: TestClient) -> None:
    answer = ask(client, ASKED)
    assert answer["verdict"] == "answered"
    assert "1.2万个" in str(answer["text"])
    assert isinstance(answer["citations"], list)
    for citation in answer["citations"]:
        page = PAGES[citation["source"]]
        assert page[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.parametrize(
    "question",
    [ASKED, "历下区新增学位多少个？天桥区治理河道总长多少公里？", "槐荫区新增学位多少个？"],
)
def test_streamed_whole_and_chatted_answers_are_the_same(client: TestClient, question: str) -> None:
    plain = ask(client, question)
    body = {"question": question, "id": "q", "stream": True}
    told = events(client.post("/v1/answers", json=body).text)
    assert {key: told[-1][1][key] for key in plain} == plain
    said = [{"text": data["text"]} for name, data in told if name == "statement"]
    assert isinstance(plain["statements"], list)
    assert said == [{"text": statement["text"]} for statement in plain["statements"]]
    chat = {"messages": [{"role": "user", "content": question}], "stream": True}
    *chunks, _ = [data for _, data in events(client.post("/v1/chat/completions", json=chat).text)]
    deltas = [chunk["choices"][0]["delta"].get("content", "") for chunk in chunks]
    assert "".join(deltas) == plain["text"]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("answers", {"question": "？？"}),
        ("answers", {"question": ASKED, "documents": [{"id": "a", "text": " "}]}),
        ("chat/completions", {"messages": [{"role": "user", "content": "？？"}]}),
    ],
)
def test_what_cannot_be_asked_is_refused_before_a_stream_begins(
    client: TestClient, route: str, body: dict[str, object], stream: bool
) -> None:
    response = client.post(f"/v1/{route}", json=body | {"stream": stream})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_every_cited_article_opens_with_the_quote_in_its_pieces(client: TestClient) -> None:
    answer = ask(client, ASKED)
    assert isinstance(answer["citations"], list)
    for citation in answer["citations"]:
        article = client.get(f"/v1/articles/{citation['article_id']}").json()
        covered = {
            place for piece in article["pieces"] for place in range(piece["start"], piece["end"])
        }
        page = PAGES[citation["source"]]
        quoted = range(citation["start"], citation["end"])
        assert all(place in covered or page[place].isspace() for place in quoted)


def test_documents_sent_along_are_answered_without_the_index(client: TestClient) -> None:
    documents = [
        {"id": "简报", "text": "市中区召开会议。市中区今年改造老旧小区46个，惠及居民2万户。"}
    ]
    answer = ask(client, "市中区今年改造老旧小区多少个？", documents=documents)
    assert answer["verdict"] == "answered"
    assert isinstance(answer["citations"], list)
    [citation] = answer["citations"]
    assert citation["source"] == "简报"
    assert documents[0]["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_filters_narrow_what_an_answer_may_rest_on(client: TestClient) -> None:
    assert ask(client, ASKED, filters={"sources": ["二版.txt"]})["verdict"] == "answered"
    assert ask(client, ASKED, filters={"sources": ["一版.txt"]})["verdict"] == "unanswerable"
    assert ask(client, ASKED, filters={"published_from": "2022-01-01"})["citations"] == []


def test_a_follow_up_is_understood_from_the_history(client: TestClient) -> None:
    history = [
        {"role": "user", "content": "天桥区治理河道投入多少元？"},
        {"role": "assistant", "content": "天桥区今年将投入3.6亿元治理三条河道。"},
    ]
    assert "22.6公里" in str(ask(client, "那河道总长多少公里？", history=history)["text"])


def test_search_finds_the_page_of_the_district(client: TestClient) -> None:
    found = client.post("/v1/search", json={"question": ASKED, "k": 2}).json()["passages"]
    assert found[0]["source"] == "二版.txt"
    assert found[0]["text"].replace("\n", "") in PAGES["二版.txt"].replace("\n", "")
