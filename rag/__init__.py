"""Questions about newspaper pages, answered with proof.

``from rag import Answerer`` is the whole of the public face; models load when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.assemble import Answerer

__all__ = ["Answerer"]


def __getattr__(name: str) -> object:
    if name == "Answerer":
        from rag.assemble import Answerer

        return Answerer
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
