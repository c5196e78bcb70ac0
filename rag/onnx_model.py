"""A reader's weights in eight bits, run by onnxruntime: starts in a blink and needs no torch.

The file lies beside the safetensors that it was made from (``training/export.py``) and names their
hash: one made from other weights is not used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from multiprocessing import cpu_count
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

FILE = "model.int8.onnx"
MADE_FROM = "made_from"  # the entry of the file's metadata that holds the hash
_MOST_THREADS = 4  # a question's part has four passages to read

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
    """Sessions with their tokenizer; ``kinds`` is how many token types the model knows.

    Rows run side by side, each on one thread: threads that share a row wait for each other at
    every product. Only a last row that would leave the others idle is shared: ``together`` is a
    session that runs on all of them.
    """

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        together: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        kinds: int,
        threads: int = 1,
    ) -> None:
        self._session = session
        self._together = together
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self.tokenizer = tokenizer
        self.kinds = kinds

    @classmethod
    def load(cls, folder: Path, made_from: str, threads: int | None = None) -> OnnxModel | None:
        """Return the model of a folder; None without an export of the weights ``made_from``."""
        path = folder / FILE
        if not path.is_file():
            return None
        threads = threads or min(cpu_count(), _MOST_THREADS)
        session = _session(path, 1)
        if session.get_modelmeta().custom_metadata_map.get(MADE_FROM) != made_from:
            return None
        config = json.loads((folder / "config.json").read_text("utf-8"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        together = _session(path, threads) if threads > 1 else session
        return cls(session, together, tokenizer, int(config["type_vocab_size"]), threads)

    def logits(self, rows: Iterable[tuple[Ints, Ints]], count: int) -> list[Floats]:
        """Return the start and the end logit of every token of each of ``count`` rows, (n, 2).

        A row is its tokens and their types; each is read from when it is made.
        """
        made = iter(rows)
        odd = count % self._threads == 1
        read = self._pool.map(lambda row: _scores(self._session, row), islice(made, count - odd))
        last = list(made)
        return [*read, *(_scores(self._together, row) for row in last)]


def _scores(session: onnxruntime.InferenceSession, row: tuple[Ints, Ints]) -> Floats:
    inputs = {"input_ids": row[0][None], "token_type_ids": row[1][None]}
    scores: Floats = session.run(["scores"], inputs)[0][0]
    return scores


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(
        str(path), _options(threads), providers=["CPUExecutionProvider"]
    )


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # threads stay awake for the next product of a run, and sleep once it is done
    options.add_session_config_entry("session.force_spinning_stop", "1")
    # the graph is fused already, and what "extended" would fuse beside is four times slower
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3  # errors
    return options
