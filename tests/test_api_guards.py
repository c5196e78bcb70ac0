"""Keys, rates, body sizes and what browsers are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.guards import Rates
from api.settings import ApiSettings
from tests.api_client import ASKED, refused, serving

BODY = {"question": ASKED}


# keys


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, (401, "key-missing")),
        ({"Authorization": "Basic one"}, (401, "key-missing")),
        ({"Authorization": "Bearer three"}, (403, "key-unknown")),
        ({"X-API-Key": "键"}, (403, "key-unknown")),
    ],
)
def test_without_a_key_nothing_is_answered(
    tmp_path: Path, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    with serving(ApiSettings(home=tmp_path, api_keys=("one", "two"))) as client:
        encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
        response = client.post("/v1/answers", json=BODY, headers=encoded)
        assert refused(response)[:2] == expected


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer two"}, {"X-API-Key": "one"}])
def test_each_key_opens(tmp_path: Path, headers: dict[str, str]) -> None:
    with serving(ApiSettings(home=tmp_path, api_keys=("one", "two"))) as client:
        assert client.post("/v1/answers", json=BODY, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/metrics", "/docs"])
def test_the_page_and_the_probes_need_no_key(tmp_path: Path, path: str) -> None:
    with serving(ApiSettings(home=tmp_path, api_keys=("one",))) as client:
        assert client.get(path).status_code == 200


# rates


def test_a_client_may_burst_and_is_then_told_when_to_come_back(tmp_path: Path) -> None:
    with serving(ApiSettings(home=tmp_path, rate_per_minute=3)) as client:
        codes = [client.get("/v1/models").status_code for _ in range(3)]
        late = client.get("/v1/models")
        assert codes == [200, 200, 200]
        assert refused(late) == (429, "rate", "Too many requests; ask again in 20 s.")
        assert late.headers["retry-after"] == "20"
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1"])
def test_this_very_machine_is_never_too_fast(tmp_path: Path, host: str) -> None:
    with serving(ApiSettings(home=tmp_path, rate_per_minute=1), host=host) as client:
        assert {client.get("/v1/models").status_code for _ in range(5)} == {200}


def test_with_keys_each_key_has_its_own_rate(tmp_path: Path) -> None:
    settings = ApiSettings(home=tmp_path, api_keys=("one", "two"), rate_per_minute=1)
    with serving(settings) as client:
        used = ["one", "two", "one"]
        codes = [client.get("/v1/models", headers={"X-API-Key": k}).status_code for k in used]
        assert codes == [200, 200, 429]


def test_tokens_come_back_evenly() -> None:
    """At 6 a minute: six at once, then one every 10 seconds."""
    now = 0.0
    rates = Rates(6, clock=lambda: now)
    assert [rates.wait("a") for _ in range(6)] == [0.0] * 6
    assert rates.wait("a") == pytest.approx(10)
    now = 4.0
    assert rates.wait("a") == pytest.approx(6)
    assert rates.wait("b") == 0.0
    now = 10.0
    assert rates.wait("a") == 0.0
    assert rates.wait("a") == pytest.approx(10)


# sizes


@pytest.mark.parametrize(
    ("path", "limit"), [("/v1/answers", 4_000), ("/v1/chat/completions", 1_000)]
)
def test_a_body_above_the_limit_is_413_declared_or_not(
    tmp_path: Path, path: str, limit: int
) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(limit // 500 + 1):
            yield b" " * 500

    with serving(ApiSettings(home=tmp_path, body_bytes=1_000, documents_bytes=4_000)) as client:
        headers = {"Content-Type": "application/json"}
        says = f"The body is larger than the {limit:,} bytes allowed."
        declared = client.post(path, content=b" " * (limit + 1), headers=headers)
        assert refused(declared) == (413, "too-large", says)
        streamed = client.post(path, content=chunks(), headers=headers)
        assert refused(streamed) == (413, "too-large", says)
        assert client.post(path, content=b" " * limit, headers=headers).status_code == 400


# browsers


def test_the_page_may_run_only_what_this_server_sends(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        headers = client.get("/").headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_other_sites_are_let_in_only_by_name(tmp_path: Path) -> None:
    def allowed(settings: ApiSettings, origin: str) -> str | None:
        with serving(settings) as client:
            response = client.get("/v1/models", headers={"Origin": origin})
            value = response.headers.get("access-control-allow-origin")
            return str(value) if value else None

    named = ApiSettings(home=tmp_path, cors_origins=("https://a.example",))
    assert allowed(ApiSettings(home=tmp_path), "https://a.example") is None
    assert allowed(named, "https://a.example") == "https://a.example"
    assert allowed(named, "https://b.example") is None


def test_a_page_of_another_site_cannot_ask_behind_a_persons_back(tmp_path: Path) -> None:
    """A form can post text/plain to any address without asking; JSON it cannot."""
    with serving(tmp_path) as client:
        body = b'{"question": "x"}'
        response = client.post("/v1/answers", content=body, headers={"Content-Type": "text/plain"})
        assert refused(response)[:2] == (400, "not-json")
