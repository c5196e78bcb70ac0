"""Any OpenAI-compatible server as a generator: vLLM, llama.cpp, Ollama, through ``openai``.

Connection failures and overload are retried before the first piece; what breaks off later is told.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import openai

from rag.errors import GeneratorFailed
from rag.prompt import Message
from rag.settings import Generation

WINDOW = 4096  # tokens: what servers give a model that nobody configured
FRAME = 16  # tokens that a chat template puts around a message
RETRIES = 2


class Server:
    """A model behind a server's address; its name is asked for where none was set."""

    def __init__(self, generation: Generation, retries: int = RETRIES) -> None:
        self._settings = generation
        address = urlsplit(generation.source)
        self.revision = address.netloc.rpartition("@")[2]
        self._client = openai.OpenAI(
            base_url=generation.source if address.path.strip("/") else f"{generation.source}/v1",
            api_key=generation.key or "none",
            timeout=generation.timeout,
            max_retries=retries,
        )
        self._model = generation.model

    @property
    def name(self) -> str:
        """The model's name at the server."""
        return self._model or "unknown"

    def room(self, messages: Sequence[Message]) -> int:
        """Return how many tokens of the window are left; a character counts as one token."""
        told = sum(len(message.content) + FRAME for message in messages)
        return (self._settings.window or WINDOW) - self._settings.tokens - told

    def write(self, messages: Sequence[Message], passages: int) -> Generator[str, None, None]:
        """Yield the answer in pieces.

        Raises:
            GeneratorFailed: the server is not there, refuses, is too slow or breaks off.
        """
        try:
            yield from self._written(messages, passages)
        except openai.APITimeoutError:
            raise GeneratorFailed(f"no answer in {self._settings.timeout:g} s") from None
        except openai.APIStatusError as error:
            raise GeneratorFailed(f"{self.revision} refused with {error.status_code}") from error
        except (openai.OpenAIError, OSError) as error:
            raise GeneratorFailed(f"no connection to {self.revision}") from error

    def _written(self, messages: Sequence[Message], passages: int) -> Generator[str, None, None]:
        deadline = monotonic() + self._settings.timeout
        ended = False
        with closing(self._opened(messages, passages)) as stream:
            for chunk in stream:
                if monotonic() > deadline:
                    raise GeneratorFailed(f"not done after {self._settings.timeout:g} s")
                for choice in chunk.choices[:1]:
                    ended = ended or choice.finish_reason is not None
                    if choice.delta.content:
                        yield choice.delta.content
        if not ended:
            raise GeneratorFailed(f"{self.revision} broke off")

    def _opened(self, messages: Sequence[Message], passages: int) -> Any:  # noqa: ANN401
        settings = self._settings
        self._model = self._model or self._first_model()
        return self._client.chat.completions.create(
            model=self._model,
            messages=[{"role": m.role, "content": m.content} for m in messages],  # type: ignore[misc]
            stream=True,
            max_tokens=settings.tokens,
            temperature=settings.temperature,
            seed=settings.seed,
            extra_body={**_guide(settings.guide, passages), **settings.extra},
        )

    def _first_model(self) -> str:
        model = next(iter(self._client.models.list()), None)
        if model is None:
            raise GeneratorFailed(f"{self.revision} serves no model")
        return str(model.id)


def _guide(engine: str, passages: int) -> dict[str, object]:
    """Return what makes a server's engine end each sentence with a marker of 1…``passages``."""
    number = "|".join(map(str, range(1, passages + 1)))
    if engine == "vllm":
        sentence = rf"[^\[\]。！？\n]{{2,200}}(\[({number})\])+[。！？]\n?"
        return {"structured_outputs": {"regex": f"({sentence}){{1,8}}|文章未说明。"}}
    if engine == "llama.cpp":
        numbers = " | ".join(f'"{n}"' for n in range(1, passages + 1))
        rules = (
            'root ::= sentence+ | "文章未说明。"',
            'sentence ::= [^\\[\\]。！？\\n]+ marker+ [。！？] "\\n"?',
            f'marker ::= "[" ({numbers}) "]"',
        )
        return {"grammar": "\n".join(rules)}
    return {}
