"""The generator that the settings name: a model of transformers, or one behind a server."""

from __future__ import annotations

from rag.composition import Generator
from rag.errors import ModelMissing
from rag.settings import Generation


def load_generator(generation: Generation, threads: int | None = None) -> Generator:
    """Return what writes; a server is not spoken to before it is asked something.

    Raises:
        ModelMissing: no causal language model loads from that folder or name.
    """
    if generation.is_server:
        from rag.openai_client import Server  # noqa: PLC0415 - openai

        return Server(generation)
    try:
        from rag.causal_lm import CausalLM  # noqa: PLC0415 - seconds, torch

        return CausalLM.load(generation, threads)
    except Exception as error:  # transformers has many errors of its own for a bad model
        reason = str(error).partition("\n")[0][:200] or type(error).__name__
        raise ModelMissing(
            f"The generator {generation.source!r} does not load ({reason}): give a folder or hub "
            "name of a causal language model with a chat template, or a server's http address."
        ) from error
