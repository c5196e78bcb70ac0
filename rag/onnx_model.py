"""A reader's weights in eight bits, run by onnxruntime: starts in a blink and needs no torch.

The file lies beside the safetensors that it was made from (``training/export.py``) and names their
hash: one made from other weights is not used.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

FILE = "model.int8.onnx"
MADE_FROM = "made_from"  # the entry of the file's metadata that holds the hash
_THREADS = 1  # two gained 5 % on two idle cores and lost half the speed on busy ones

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int64]


def digest(folder: Path) -> str:
    """Return the SHA-256 of a folder's weights, safetensors if there are any."""
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    whole = hashlib.sha256()
    for path in weights:
        whole.update(path.read_bytes())
    return whole.hexdigest()


class OnnxModel:
    """A session with its tokenizer; ``kinds`` is how many token types the model knows."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, kinds: int
    ) -> None:
        self._session = session
        self.tokenizer = tokenizer
        self.kinds = kinds

    @classmethod
    def load(cls, folder: Path, made_from: str, threads: int | None = None) -> OnnxModel | None:
        """Return the model of a folder; None without an export of the weights ``made_from``."""
        path = folder / FILE
        if not path.is_file():
            return None
        session = onnxruntime.InferenceSession(
            str(path), _options(threads), providers=["CPUExecutionProvider"]
        )
        if session.get_modelmeta().custom_metadata_map.get(MADE_FROM) != made_from:
            return None
        config = json.loads((folder / "config.json").read_text("utf-8"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return cls(session, tokenizer, int(config["type_vocab_size"]))

    def logits(self, ids: Ints, types: Ints) -> Floats:
        """Return the start and the end logit of every token of one row, (n, 2)."""
        row = {"input_ids": ids[None], "token_type_ids": types[None]}
        scores: Floats = self._session.run(["scores"], row)[0][0]
        return scores


def _options(threads: int | None) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or _THREADS
    # the graph is fused already, and what "extended" would fuse beside is four times slower
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3  # errors
    return options
