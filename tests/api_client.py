"""A client of the HTTP face with its answerer loaded, and how to read what it says."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.answering import Answering
from api.app import create_app
from api.settings import ApiSettings
from tests.fake_answerer import FakeAnswerer

ASKED = "青禾区今年新增学位多少个？"


@contextmanager
def serving(
    settings: ApiSettings | Path,
    load: Callable[[], Answering] = FakeAnswerer,
    host: str = "203.0.113.7",  # an address of documentation: far from this machine
) -> Iterator[TestClient]:
    """Give a client from that host, as soon as the server is ready."""
    settings = settings if isinstance(settings, ApiSettings) else ApiSettings(home=settings)
    app = create_app(settings, load)
    with TestClient(app, raise_server_exceptions=False, client=(host, 50_000)) as client:
        until(lambda: client.get("/readyz").status_code == 200)
        yield client


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds, and fail when it does not."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.005)


def events(body: str) -> list[tuple[str, Any]]:
    """Read server-sent events: [(name, data)]."""
    frames = re.findall(r"(?:event: (\w+)\n)?data: (.*)\n\n", body)
    return [(name, data if data == "[DONE]" else json.loads(data)) for name, data in frames]


def refused(response: Any) -> tuple[int, str, str]:  # noqa: ANN401
    """Check that a response is a problem of one sentence; return its status, kind and detail."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    assert re.fullmatch(r"[^\n]+[.!?]", problem["detail"])
    return response.status_code, problem["type"].rsplit(":", 1)[1], problem["detail"]
