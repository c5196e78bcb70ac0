"""Text to vectors: the embedded Chinese encoder, or any model that sentence-transformers opens.

Does not: cut long texts (a model cuts at its own limit), choose a device.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from embeddings.static import EMBEDDED, StaticModel, shipped

_CONTENT = (".safetensors", ".bin", ".json", ".txt", ".model")  # weights, tokenizer, settings
_REVISION = 12  # hex digits

Matrix: TypeAlias = npt.NDArray[np.float32]  # (n, dim), each row of length 1
_Encode: TypeAlias = Callable[[list[str]], npt.NDArray[np.floating]]


class EncoderMissing(Exception):
    """A model folder or name that does not load."""


class Encoder:
    """A model and what it is called: ``name`` and ``revision`` tell two encoders apart."""

    def __init__(
        self, queries: _Encode, passages: _Encode, *, name: str, revision: str, dim: int
    ) -> None:
        self._queries = queries
        self._passages = passages
        self.name = name
        self.revision = revision
        self.dim = dim

    @classmethod
    def load(cls, name_or_folder: str | None = None) -> Encoder:
        """Load the embedded encoder, or a model from a folder or of a hub name.

        A folder is read without the network, and so is a hub model that was fetched before.

        Raises:
            EncoderMissing: nothing there loads as a model.
        """
        wanted = str(EMBEDDED) if name_or_folder is None else name_or_folder
        try:
            return cls._from_folder(Path(wanted)) if _is_path(wanted) else cls._from_hub(wanted)
        except Exception as error:  # each library below has errors of its own for a bad model
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise EncoderMissing(
                f"the encoder {wanted!r} does not load ({reason}): "
                "name a folder or a hub model that sentence-transformers can open."
            ) from error

    @classmethod
    def _from_folder(cls, folder: Path) -> Encoder:
        if not folder.is_dir():
            raise FileNotFoundError("no such folder")
        revision = _content_hash(folder)
        static = shipped() if folder == EMBEDDED else StaticModel.load(folder)
        if static is not None:
            queries, passages = static.encode_query, static.encode_document
            return cls(queries, passages, name=folder.name, revision=revision, dim=static.dim)
        return cls._from_transformer(str(folder), folder.name, revision, offline=True)

    @classmethod
    def _from_hub(cls, name: str) -> Encoder:
        import huggingface_hub as hub  # noqa: PLC0415 - only for models that are not embedded

        for file in ("modules.json", "config.json"):
            cached = hub.try_to_load_from_cache(name, file)
            if isinstance(cached, str):  # …/snapshots/<commit>/modules.json
                return cls._from_transformer(name, name, Path(cached).parent.name, offline=True)
        commit = hub.model_info(name, timeout=10).sha or "main"
        return cls._from_transformer(name, name, commit, offline=False)

    @classmethod
    def _from_transformer(
        cls, location: str, name: str, revision: str, *, offline: bool
    ) -> Encoder:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds, torch

        commit = None if Path(location).is_dir() else revision
        model = SentenceTransformer(location, revision=commit, local_files_only=offline).eval()
        queries = partial(model.encode_query, show_progress_bar=False)
        passages = partial(model.encode_document, show_progress_bar=False)
        dim = int(model.get_embedding_dimension() or 0)
        return cls(queries, passages, name=name, revision=revision[:_REVISION], dim=dim)

    def encode_queries(self, texts: list[str]) -> Matrix:
        """Return a unit row for each question, (n, dim)."""
        return self._encoded(self._queries, texts)

    def encode_passages(self, texts: list[str]) -> Matrix:
        """Return a unit row for each passage, (n, dim); one without any token gives zeros."""
        return self._encoded(self._passages, texts)

    def _encoded(self, encode: _Encode, texts: list[str]) -> Matrix:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        # half of a surrogate pair is no character, and no tokenizer takes it
        sound = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return _unit(np.nan_to_num(np.asarray(encode(sound), dtype=np.float32)))


def _is_path(name: str) -> bool:
    """Say whether a name can only be a folder's: it is one, or no hub name looks like it."""
    return Path(name).exists() or name.startswith((".", "/", "~")) or name.count("/") != 1


def _content_hash(folder: Path) -> str:
    """Return hex digits that change with the weights, the tokenizer or the settings."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _CONTENT:
            digest.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:_REVISION]


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit
