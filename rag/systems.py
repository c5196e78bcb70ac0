"""Which system ``--system`` means, and what sources are known of it.

An address that ends in ``/chat/completions`` is an OpenAI-compatible endpoint, any other address
this project's HTTP API, anything else a command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rag.evaluate import Sources, System
from rag.piped import Piped
from rag.remote import CHAT, Address, Chat, HttpApi


def known(texts: Mapping[str, str]) -> Sources:
    """Return what gives the texts of sources; where there are none at all, nothing is known."""

    def text(source: str) -> str | None:
        return texts.get(source, "") if texts else None

    return text


@contextmanager
def opened(
    spec: str,
    texts: Mapping[str, str],
    timeout_s: float = 60.0,
    key: str | None = None,
    model: str | None = None,
) -> Iterator[System]:
    """Give the system of a command or an address, ended afterwards.

    ``texts`` are the sources that citations are looked up in; ``model`` is asked of an endpoint.

    Raises:
        UsageError: the command or address is none.
    """
    if not spec.startswith(("http://", "https://")):
        with Piped(spec, known(texts), timeout_s) as piped:
            yield piped
        return
    address = Address(spec, timeout_s, key)
    chat = spec.rstrip("/").endswith(CHAT)
    yield (
        Chat(address.at(spec.rstrip("/")), known(texts), model)
        if chat
        else HttpApi(address, known(texts))
    )
