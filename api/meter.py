"""What is counted of a running server, in Prometheus' words; one registry an app."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.types import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.08, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds
_METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"})


class Meter:
    """Requests by route and status, answers by verdict, seconds of each stage."""

    def __init__(self, busy: Callable[[], int], ready: Callable[[], bool]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "quanwen_requests",
            "HTTP requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "quanwen_request_seconds",
            "Seconds from request to the last byte of its response.",
            ("route",),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self._answers = Counter(
            "quanwen_answers", "Answers given.", ("verdict",), registry=self._registry
        )
        self._stages = Histogram(
            "quanwen_stage_seconds",
            "Seconds an answer spent in each stage.",
            ("stage",),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self._gauge("quanwen_busy", "Questions that run or wait.", busy)
        self._gauge("quanwen_ready", "1 when index and models are loaded.", ready)

    def answered(self, answer: Answer) -> None:
        """Count one answer."""
        self._answers.labels(answer.verdict).inc()
        timings = answer.timings_ms
        for stage in ("retrieve", "read", "verify", "total"):
            self._stages.labels(stage).observe(getattr(timings, stage) / 1000)

    def requested(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request under its route's pattern, so that ids make no new series."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = getattr(scope.get("route"), "path", "other")
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def exposition(self) -> bytes:
        """Return everything counted so far in Prometheus' text format."""
        return generate_latest(self._registry)

    def _gauge(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        Gauge(name, meaning, registry=self._registry).set_function(value)


class Metered:
    """Middleware that counts every request."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self._app = app
        self._meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._meter.requested(scope, status, perf_counter() - began)
