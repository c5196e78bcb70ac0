"""The server on a real socket: its address, its clients that leave, its end."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn

from api.answering import Answering
from api.app import create_app
from api.server import address_of, listen, run, serve
from api.settings import ApiSettings
from rag.errors import IndexMissing, PortInUse, UsageError
from rag.settings import Settings
from tests.api_client import ASKED, until
from tests.fake_answerer import FakeAnswerer

ROOT = Path(__file__).parents[1]


@contextmanager
def running(settings: ApiSettings, load: Callable[[], Answering]) -> Iterator[int]:
    """Serve on a free port of this machine in a thread; give the port."""
    with closing(listen("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_app(settings, load), log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        port: int = listener.getsockname()[1]
        try:
            until(lambda: server.started)
            until(lambda: get(port, "/readyz") == 200)
            yield port
        finally:
            server.should_exit = True
            thread.join(10)


def get(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def asking(port: int, *, stream: bool) -> http.client.HTTPConnection:
    """Send a question; the response is not read yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = json.dumps({"question": ASKED, "stream": stream})
    connection.request("POST", "/v1/answers", body, {"Content-Type": "application/json"})
    return connection


@pytest.mark.parametrize("stream", [True, False])
def test_when_the_client_leaves_the_work_stops(tmp_path: Path, stream: bool) -> None:
    begun, gone = threading.Event(), threading.Event()

    def between() -> None:
        begun.set()
        gone.wait(60)

    answerer = FakeAnswerer(between)
    with running(ApiSettings(home=tmp_path), lambda: answerer) as port:
        connection = asking(port, stream=stream)
        assert begun.wait(60)
        connection.close()
        time.sleep(0.2)  # for the server to see it
        gone.set()
        until(lambda: "quanwen_busy 0.0" in metrics(port))
    assert "answered" not in answerer.steps


def metrics(port: int) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/metrics")
        return connection.getresponse().read().decode()


def test_a_silent_stream_is_kept_open_by_comments(tmp_path: Path) -> None:
    answerer = FakeAnswerer(lambda: time.sleep(0.1))
    settings = ApiSettings(home=tmp_path, patience_seconds=0.02)
    with running(settings, lambda: answerer) as port, closing(asking(port, stream=True)) as asked:
        body = asked.getresponse().read().decode()
    assert ": still working\n\n" in body
    assert body.count("event: answer\n") == 1


def test_the_server_answers_others_while_it_thinks(tmp_path: Path) -> None:
    gate = threading.Event()
    answerer = FakeAnswerer(lambda: waiting(gate))
    settings = ApiSettings(home=tmp_path)
    with running(settings, lambda: answerer) as port, closing(asking(port, stream=False)) as asked:
        assert get(port, "/healthz") == 200
        assert get(port, "/v1/articles") == 200
        gate.set()
        assert asked.getresponse().status == 200


def waiting(gate: threading.Event) -> None:
    gate.wait(60)


def test_more_questions_than_places_are_told_to_come_back(tmp_path: Path) -> None:
    gate = threading.Event()
    settings = ApiSettings(home=tmp_path, workers=1, waiting=0)
    answerer = FakeAnswerer(lambda: waiting(gate))
    with running(settings, lambda: answerer) as port, closing(asking(port, stream=True)) as first:
        until(lambda: answerer.steps == ["found"])
        with closing(asking(port, stream=True)) as second:
            refused = second.getresponse()
            assert (refused.status, refused.getheader("Retry-After")) == (503, "1")
            assert "All 1 places are taken" in refused.read().decode()
        gate.set()
        assert first.getresponse().status == 200


# the address


def test_a_port_in_use_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with closing(listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"Port {port} on 127\.0\.0\.1 is taken.*--port"):
            serve(Settings(home=tmp_path / "no index here"), "127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("203.0.113.1", 0), ("no.such.host.invalid", 0)])
def test_an_address_that_is_not_ours_is_told(host: str, port: int) -> None:
    with pytest.raises(UsageError, match=f"Cannot listen on {host}:{port}"):
        listen(host, port)


def test_a_port_that_is_none_is_told() -> None:
    with pytest.raises(UsageError, match="There is no port 70000"):
        listen("127.0.0.1", 70_000)


def test_the_address_is_one_to_click_on() -> None:
    with closing(listen("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert address_of(listener) == f"http://127.0.0.1:{port}"


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 on this machine")
def test_an_ipv6_address_stands_in_brackets() -> None:
    try:
        listener = listen("::1", 0)
    except UsageError:
        pytest.skip("no IPv6 loopback on this machine")
    with closing(listener):
        assert address_of(listener).startswith("http://[::1]:")


def test_a_server_whose_index_does_not_load_ends_and_says_why(tmp_path: Path) -> None:
    def load() -> Answering:
        raise IndexMissing("There is no index in 'home': run 'quanwen index FOLDER' first.")

    with closing(listen("127.0.0.1", 0)) as listener, pytest.raises(IndexMissing, match="no index"):
        run(listener, ApiSettings(home=tmp_path), load)


def test_ctrl_c_ends_the_server_in_order(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from api.server import listen, run;"
        "from api.settings import ApiSettings; from tests.fake_answerer import FakeAnswerer;"
        "listener = listen('127.0.0.1', 0); print(listener.getsockname()[1], flush=True);"
        "run(listener, ApiSettings(home=Path(sys.argv[1])), FakeAnswerer); print('ended')"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, text=True, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        until(lambda: get(port, "/readyz") == 200)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (out, err, process.returncode) == ("ended\n", "", 0)
