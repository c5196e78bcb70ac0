"""A small real HTTP server that speaks as OpenAI-compatible ones do, and fails as they do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Plan:
    """What the server does: its pieces, and where and how it goes wrong."""

    pieces: tuple[str, ...] = ()
    dies_after: int | None = None  # pieces; the connection is cut
    stops_short: bool = False  # ends without a finish_reason
    waits: float = 0.0  # seconds before each piece
    refusals: list[int] = field(default_factory=list)  # a status for each of the first requests
    heard: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    plan: Plan

    def do_GET(self) -> None:
        self._json(200, {"object": "list", "data": [{"id": "qwen3-tiny", "object": "model"}]})

    def do_POST(self) -> None:
        plan = self.plan
        body = self.rfile.read(int(self.headers["Content-Length"]))
        plan.heard.append(json.loads(body))
        plan.keys.append(self.headers.get("Authorization"))
        if plan.refusals:
            self._json(plan.refusals.pop(0), {"error": {"message": "no"}})
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for number, piece in enumerate(plan.pieces):
            if number == plan.dies_after:
                self.close_connection = True
                self.connection.shutdown(2)
                return
            time.sleep(plan.waits)
            self._event(_chunk({"content": piece}, None))
        if not plan.stops_short:
            self._event(_chunk({}, "stop"))
            self._send("[DONE]")

    def _event(self, chunk: dict[str, Any]) -> None:
        self._send(json.dumps(chunk))

    def _send(self, data: str) -> None:
        try:
            self.wfile.write(f"data: {data}\n\n".encode())
            self.wfile.flush()
        except OSError:  # the client has left
            self.close_connection = True

    def _json(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *_: object) -> None:
        pass


def _chunk(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    head = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "qwen3-tiny"}
    return head | {"choices": [choice]}


@contextmanager
def serving(plan: Plan) -> Iterator[str]:
    """Give the server's address while it runs."""
    handler = type("Handler", (_Handler,), {"plan": plan})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
