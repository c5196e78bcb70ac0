"""Who may ask, how often and how much: keys, rates, body sizes, and headers for browsers.

Each guard is a small ASGI middleware, so that it sees a request before anything reads its body.
"""

from __future__ import annotations

import hmac
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address
from math import ceil
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem

GUARDED = "/v1/"

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# The offline API docs start from an inline script of their library and show no text of ours.
DOCS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; worker-src blob:; frame-ancestors 'none'"
)
_DOCS = ("/docs", "/redoc")
_PAGE = "/page/"
_CLIENTS = 10_000  # how many clients' rates are remembered


class Rates:
    """A token bucket a client: a minute's worth at once, then refilled evenly."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, time

    def wait(self, client: str) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        now = self._clock()
        tokens, then = self._buckets.pop(client, (float(self._per_minute), now))
        tokens = min(self._per_minute, tokens + (now - then) * self._per_minute / 60)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) * 60 / self._per_minute


class KeyGuard:
    """Lets requests below ``/v1/`` pass with one of the keys; all of them when there are none."""

    def __init__(self, app: ASGIApp, keys: tuple[str, ...]) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or not."""
        if self._keys and _guarded(scope) and (problem := self._refusal(key_of(scope))):
            await problem.response()(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, key: str | None) -> Problem | None:
        if key is None:
            detail = "This server wants a key: send it as 'Authorization: Bearer KEY'."
            return Problem(401, "key-missing", detail, headers={"WWW-Authenticate": "Bearer"})
        known = [hmac.compare_digest(key.encode(), each.encode()) for each in self._keys]
        if any(known):
            return None
        return Problem(403, "key-unknown", "The key is not one of this server's keys.")


class RateGuard:
    """Refuses a client that asks too often; never one on this very machine."""

    def __init__(self, app: ASGIApp, rates: Rates, *, by_key: bool) -> None:
        self._app = app
        self._rates = rates
        self._by_key = by_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or not."""
        if _guarded(scope) and not is_local(scope) and (seconds := self._wait(scope)):
            again = str(ceil(seconds))
            detail = f"Too many requests; ask again in {again} s."
            problem = Problem(429, "rate", detail, headers={"Retry-After": again})
            await problem.response()(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _wait(self, scope: Scope) -> float:
        key = key_of(scope) if self._by_key else None
        return self._rates.wait(key or scope["client"][0])


class BodyGuard:
    """Refuses a body above its limit, told by its length or counted as it comes."""

    def __init__(self, app: ASGIApp, limit: Callable[[str], int]) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        problem = Problem(413, "too-large", f"The body is larger than the {limit:,} bytes allowed.")
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdigit() and int(declared) > limit:
            await problem.response()(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise problem
            return message

        await self._app(scope, counted, send)


class BrowserGuard:
    """Tells browsers to run only what this server sends, and to frame or sniff none of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its response."""

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                docs = scope["path"].startswith(_DOCS)
                headers["Content-Security-Policy"] = DOCS_POLICY if docs else PAGE_POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                if scope["path"] == "/" or scope["path"].startswith(_PAGE):
                    headers["Cache-Control"] = "no-cache"  # ask again, so that files fit together
            await send(message)

        await self._app(scope, receive, shielded)


def key_of(scope: Scope) -> str | None:
    """Return the key that a request carries as a bearer token or in ``X-API-Key``."""
    headers = Headers(scope=scope)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return headers.get("x-api-key")


def is_local(scope: Scope) -> bool:
    """Return whether a request comes from this very machine."""
    client = scope.get("client")
    if client is None:  # a socket file
        return True
    try:
        return ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _guarded(scope: Scope) -> bool:
    path: str = scope.get("path", "")
    return scope["type"] == "http" and path.startswith(GUARDED)
