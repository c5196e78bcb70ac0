"""The server process: takes the address first, then loads, then serves until it is stopped."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable
from contextlib import closing, suppress

import uvicorn

from api.answering import Answering
from api.app import create_app
from api.renewal import Renewal
from api.settings import ApiSettings
from rag.errors import PortInUse, QuanwenError, UsageError
from rag.settings import Settings

_BACKLOG = 128
_FAREWELL = 5  # seconds that open streams are given when the server is stopped
_ANY_QUESTION = "今年计划新增多少个？"

_log = logging.getLogger(__name__)


def serve(
    settings: Settings, host: str, port: int, announce: Callable[[str], None] = _log.info
) -> None:
    """Serve the index of a home folder until interrupted; ``announce`` gets the address.

    The port answers at once, while index and models load beside it. A later ``quanwen index``
    over the same home is noticed, and its index takes the place of the one before.

    Raises:
        PortInUse: another program listens there; nothing was loaded.
        UsageError: the address is not one of this machine.
        QuanwenError: index or models did not load.
    """
    with closing(listen(host, port)) as listener:
        announce(address_of(listener))
        limits = ApiSettings(home=settings.home, api_keys=settings.api_keys)
        kept = Renewal(settings)
        run(listener, limits, lambda: warm(kept.load()), kept.renewed)


def warm(answerer: Answering) -> Answering:
    """Return an answerer that has answered once, so that nobody waits for its dictionaries."""
    for _ in answerer.stream(_ANY_QUESTION):
        pass
    return answerer


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address; port 0 takes any free one."""
    if not 0 <= port <= 65535:
        raise UsageError(f"There is no port {port}: choose one from 0 to 65535.")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(
                f"Port {port} on {host} is taken by another program: stop it or choose another "
                "with --port."
            ) from error
        raise UsageError(
            f"Cannot listen on {host}:{port} ({error.strerror or error}): choose another address "
            "with --host and --port."
        ) from error


def address_of(listener: socket.socket) -> str:
    """Return where a browser finds the server, such as ``http://127.0.0.1:8000``."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(
    listener: socket.socket,
    settings: ApiSettings,
    load: Callable[[], Answering],
    renew: Callable[[], Answering | None] | None = None,
) -> None:
    """Serve on a listening socket until interrupted, or until loading fails."""
    failures: list[QuanwenError] = []

    def loaded() -> Answering:
        try:
            return load()
        except QuanwenError as error:
            failures.append(error)
            server.should_exit = True
            raise

    config = uvicorn.Config(
        create_app(settings, loaded, renew),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_FAREWELL,
    )
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # uvicorn ends in order and then raises it again
        server.run(sockets=[listener])
    if failures:
        raise failures[0]
