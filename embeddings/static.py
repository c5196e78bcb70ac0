"""A static embedding read with numpy alone: a text is the mean of its tokens' rows.

The folder is a sentence-transformers model of one ``StaticEmbedding`` module; reading it here gives
the same vectors without torch, which saves seconds at start and hundreds of megabytes.
Does not: read any other kind of model (``encoder`` hands those to sentence-transformers).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Matrix: TypeAlias = npt.NDArray[np.float32]  # (n, dim)

EMBEDDED = Path(__file__).parent / "encoder-zh"

_BATCH = 256  # texts a step: bounds the rows gathered at once


@cache
def shipped() -> StaticModel:
    """Return the model that ships, read once."""
    model = StaticModel.load(EMBEDDED)
    assert model is not None
    return model


class StaticModel:
    """A tokenizer and a row for each of its tokens."""

    def __init__(self, tokenizer: Tokenizer, rows: Matrix, prompts: dict[str, str]) -> None:
        self._tokenizer = tokenizer
        self._rows = rows
        self._prompts = prompts
        self.dim = int(rows.shape[1])

    @classmethod
    def load(cls, folder: Path) -> StaticModel | None:
        """Read a model folder; None when it is another kind than one static embedding."""
        if not (folder / "modules.json").is_file():
            return None
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        kinds = [module["type"].rpartition(".")[2] for module in modules]
        if kinds not in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
            return None
        parts = folder / modules[0]["path"]
        tokenizer = Tokenizer.from_file(str(parts / "tokenizer.json"))
        tokenizer.no_padding()
        rows = load_file(parts / "model.safetensors")["embedding.weight"].astype(np.float32)
        settings = folder / "config_sentence_transformers.json"
        prompts = json.loads(settings.read_text("utf-8"))["prompts"] if settings.is_file() else {}
        return cls(tokenizer, rows, prompts)

    def encode_query(self, texts: list[str]) -> Matrix:
        """Return the mean row of each question, (n, dim)."""
        return self._means([self._prompts.get("query", "") + text for text in texts])

    def encode_document(self, texts: list[str]) -> Matrix:
        """Return the mean row of each passage, (n, dim)."""
        return self._means([self._prompts.get("document", "") + text for text in texts])

    def words(self, texts: Sequence[str]) -> list[tuple[npt.NDArray[np.int64], Matrix]]:
        """Return where each text's words begin and end, (n, 2), and their rows, (n, dim)."""
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [
            (np.array(one.offsets, dtype=np.int64).reshape(-1, 2), self._rows[one.ids])
            for one in encodings
        ]

    def _means(self, texts: list[str]) -> Matrix:
        means = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = self._tokenizer.encode_batch_fast(
                texts[start : start + _BATCH], add_special_tokens=False
            )
            for place, encoding in enumerate(batch, start):
                if encoding.ids:
                    means[place] = self._rows[encoding.ids].mean(axis=0)
        return means
