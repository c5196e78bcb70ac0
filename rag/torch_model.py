"""Any question-answering model of transformers, run by torch in single precision on the CPU.

Imported only when such a model is named: torch and transformers take seconds and 250 MB.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int64]


class TorchModel:
    """A model with its tokenizer; ``kinds`` is how many token types the model knows."""

    def __init__(self, model: Any, tokenizer: Tokenizer) -> None:  # noqa: ANN401
        self._model = model
        self.tokenizer = tokenizer
        self.kinds = int(getattr(model.config, "type_vocab_size", 0))

    @classmethod
    def load(cls, source: str, *, local: bool, threads: int | None = None) -> TorchModel:
        """Return the model of a folder or hub name.

        Raises:
            ValueError: the model was not made to answer questions, or its tokenizer gives no
                offsets.
        """
        if threads:
            torch.set_num_threads(threads)
        model, found = AutoModelForQuestionAnswering.from_pretrained(
            source, local_files_only=local, output_loading_info=True
        )
        if any(name.startswith("qa_outputs") for name in found["missing_keys"]):
            raise ValueError("it has no weights for answering questions")
        tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=local)
        if not tokenizer.is_fast:
            raise ValueError("its tokenizer gives no offsets")
        return cls(model.float().eval(), tokenizer.backend_tokenizer)

    @property
    def commit(self) -> str:
        """Return the hub's name of this version, "unknown" for a folder."""
        return str(self._model.config._commit_hash or "unknown")

    def logits(self, rows: Iterable[tuple[Ints, Ints]], count: int) -> list[Floats]:
        """Return the start and the end logit of every token of each of ``count`` rows, (n, 2).

        A row is its tokens and their types.
        """
        return [self._scores(*row) for row in rows]

    def _scores(self, ids: Ints, types: Ints) -> Floats:
        inputs = {"input_ids": torch.from_numpy(ids[None])}
        if self.kinds:
            inputs["token_type_ids"] = torch.from_numpy(np.minimum(types, self.kinds - 1)[None])
        with torch.inference_mode():
            out = self._model(**inputs)
        return np.stack([out.start_logits[0].numpy(), out.end_logits[0].numpy()], axis=-1)
