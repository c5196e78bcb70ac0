"""Any causal language model of transformers as a generator, from a folder or a hub name.

On the accelerator where there is one; in bfloat16 where the processor has it, in single precision
elsewhere. Imported only when such a model is named: torch and transformers take seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from queue import Empty
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    BitsAndBytesConfig,
    GenerationConfig,
    StoppingCriteria,
    TextIteratorStreamer,
)
from transformers.utils.logging import disable_progress_bar

from rag.errors import GeneratorFailed
from rag.manifest import file_hash
from rag.marker_guide import MarkerGuide, Vocabulary
from rag.prompt import Message
from rag.settings import Generation

REVISION = 12  # hex digits
SHORTEST = 512  # tokens: the window of a model that does not tell its own


class CausalLM:
    """A model with its tokenizer and chat template; one answer is written at a time."""

    def __init__(
        self,
        model: Any,  # noqa: ANN401
        tokenizer: Any,  # noqa: ANN401
        generation: Generation,
        revision: str,
    ) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._settings = generation
        self.name = Path(generation.source).name
        self.revision = revision
        self._lock = Lock()
        own = getattr(model.config, "max_position_embeddings", SHORTEST)
        self._window = min(generation.window or own, own)
        self._tokens = min(generation.tokens, self._window // 2)
        self._stops = _stops(model, tokenizer)
        self._vocabulary = (
            Vocabulary.of(tokenizer, model.config.vocab_size, self._stops)
            if generation.guide == "on"
            else None
        )

    @classmethod
    def load(cls, generation: Generation, threads: int | None = None) -> CausalLM:
        """Return the model of a folder or hub name.

        Raises:
            ValueError: there is no such folder, it has no chat template, or four bits are asked
                for without bitsandbytes.
        """
        if threads:
            torch.set_num_threads(threads)
        source, local = generation.source, Path(generation.source).is_dir()
        if Path(source).is_absolute() and not local:  # no hub name: do not ask the network
            raise ValueError("there is no such folder")
        if not sys.stderr.isatty():
            disable_progress_bar()
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=local)
        if not tokenizer.chat_template:
            raise ValueError("its tokenizer has no chat template")
        device = "cuda" if torch.cuda.is_available() else "cpu"
        model = AutoModelForCausalLM.from_pretrained(
            source, local_files_only=local, dtype=_precision(device), **_quantized(generation.bits)
        )
        if generation.bits != 4:
            model = model.to(device)
        commit = getattr(model.config, "_commit_hash", None)
        return cls(model.eval(), tokenizer, generation, commit or _digest(Path(source)))

    def room(self, messages: Sequence[Message]) -> int:
        """Return how many tokens of the window are left beside messages and an answer."""
        return self._window - self._tokens - int(self._encoded(messages).shape[1])

    def write(self, messages: Sequence[Message], passages: int) -> Generator[str, None, None]:
        """Yield the answer in pieces; the same messages and seed give the same.

        Raises:
            GeneratorFailed: it took too long, or the model failed.
        """
        limit = self._settings.timeout
        if not self._lock.acquire(timeout=limit):
            raise GeneratorFailed(f"busy for {limit:g} s")
        run = _Run(self._streamer(), monotonic() + limit)
        thread = Thread(target=self._generate, args=(run, messages, passages), daemon=True)
        try:
            thread.start()
            try:
                yield from run.streamer
            except Empty:
                raise GeneratorFailed(f"nothing came for {limit:g} s") from None
            if run.error is not None:
                raise GeneratorFailed(type(run.error).__name__) from run.error
            if run.late:
                raise GeneratorFailed(f"not done after {limit:g} s")
        finally:
            run.stop.set()
            thread.join()
            self._lock.release()

    def _streamer(self) -> TextIteratorStreamer:
        return TextIteratorStreamer(
            self._tokenizer,
            skip_prompt=True,
            timeout=self._settings.timeout,
            skip_special_tokens=True,
        )

    def _generate(self, run: _Run, messages: Sequence[Message], passages: int) -> None:
        try:
            ids = self._encoded(messages).to(self._model.device)
            guide = (
                [MarkerGuide(self._tokenizer, self._vocabulary, ids.shape[1], passages)]
                if self._vocabulary is not None
                else []
            )
            torch.manual_seed(self._settings.seed)
            with torch.inference_mode():
                self._model.generate(
                    ids,
                    attention_mask=torch.ones_like(ids),
                    generation_config=self._config(),
                    streamer=run.streamer,
                    logits_processor=guide,
                    stopping_criteria=[run],
                )
        except Exception as error:  # told in the thread that reads the stream
            run.error = error
            run.streamer.end()

    def _config(self) -> GenerationConfig:
        heat = self._settings.temperature
        sampled = {"temperature": heat} if heat else {}
        return GenerationConfig(
            max_new_tokens=self._tokens,
            do_sample=bool(heat),
            eos_token_id=self._stops,
            pad_token_id=self._stops[0] if self._stops else 0,
            **sampled,
        )

    def _encoded(self, messages: Sequence[Message]) -> torch.Tensor:
        text = self._tokenizer.apply_chat_template(
            [{"role": message.role, "content": message.content} for message in messages],
            add_generation_prompt=True,
            tokenize=False,
            enable_thinking=False,
        )
        ids: torch.Tensor = self._tokenizer(
            text, return_tensors="pt", add_special_tokens=False
        ).input_ids
        return ids


class _Run(StoppingCriteria):  # type: ignore[misc]  # transformers is not typed
    """One answer being written: what it is told to, when it must stop, how it failed."""

    def __init__(self, streamer: TextIteratorStreamer, deadline: float) -> None:
        self.streamer = streamer
        self.stop = Event()
        self.error: Exception | None = None
        self.late = False
        self._deadline = deadline

    def __call__(self, input_ids: torch.Tensor, _scores: object, **_: object) -> torch.Tensor:
        self.late = monotonic() > self._deadline
        done = self.stop.is_set() or self.late
        return torch.full((input_ids.shape[0],), done, device=input_ids.device)


def _stops(model: Any, tokenizer: Any) -> list[int]:  # noqa: ANN401
    """Return the tokens at which a model ends its turn."""
    told = getattr(model.generation_config, "eos_token_id", None)
    found = told if isinstance(told, list) else [told]
    return [*dict.fromkeys(n for n in [*found, tokenizer.eos_token_id] if n is not None)]


def _precision(device: str) -> torch.dtype:
    has = torch.cuda.is_bf16_supported if device == "cuda" else torch.cpu._is_avx512_bf16_supported
    return torch.bfloat16 if has() else torch.float32


def _quantized(bits: int) -> dict[str, Any]:
    if bits != 4:
        return {}
    if find_spec("bitsandbytes") is None:
        raise ValueError("four bits need the package bitsandbytes")
    return {"quantization_config": BitsAndBytesConfig(load_in_4bit=True), "device_map": "auto"}


def _digest(folder: Path) -> str:
    """Return hex digits that tell a folder's weights and tokenizer from others."""
    files = sorted([*folder.glob("*.safetensors"), *folder.glob("*.json"), *folder.glob("*.jinja")])
    whole = "".join(f"{path.name}{file_hash(path)}" for path in files)
    return sha256(whole.encode()).hexdigest()[:REVISION]
