"""The embedded models, loaded once for all tests that need them."""

from __future__ import annotations

from functools import cache

from rag.assemble import Answerer
from rag.settings import Settings
from tests import gazette


@cache
def models() -> Answerer:
    """Return the embedded models without an index."""
    return Answerer.without_index(Settings())


@cache
def answerer() -> Answerer:
    """Return the embedded models over the made-up gazette."""
    return models().over(gazette.pages())
