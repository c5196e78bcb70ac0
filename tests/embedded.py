"""The embedded models, loaded once for all tests that need them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from rag.assemble import Answerer
from rag.settings import Settings
from rag.types import Page
from tests import gazette


@cache
def models() -> Answerer:
    """Return the embedded models without an index."""
    return Answerer.without_index(Settings())


@cache
def answerer() -> Answerer:
    """Return the embedded models over the made-up gazette."""
    return models().over(gazette.pages())


def page(source: str, text: str) -> Page:
    """Return a page with a text."""
    return Page(source, text, sha256(text.encode()).hexdigest())
