"""Where in a passage the answer to a question stands, by an extractive model.

Any ``AutoModelForQuestionAnswering`` serves, from a folder or a hub name. The embedded one takes in
``token_type_ids`` which passage characters the question holds too (see ``rag.overlap``); others get
the usual 0 and 1. Scores are logits above those of "no answer" (the ``[CLS]`` position), as SQuAD
2.0 readers do: above 0 an answer is likelier than none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from rag.errors import ModelMissing
from rag.overlap import sequence
from rag.types import Span

EMBEDDED = Path(__file__).parent / "reader-zh"
LONGEST_ANSWER = 40  # tokens
LONGEST_QUESTION = 80  # characters
LONGEST_INPUT = 384  # tokens

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """Token scores of one passage: ``starts[i] + ends[j]`` scores the span from token i to j.

    ``offsets`` is (n, 2): the characters of each token in the passage; scores are (n,) logits.
    """

    offsets: Ints
    starts: Floats
    ends: Floats

    def best(self, start: int, end: int) -> tuple[Span, float] | None:
        """Return the best span inside characters ``start:end`` and its score; None without tokens.

        Both ends of the returned span lie within the range.
        """
        first = int(np.searchsorted(self.offsets[:, 0], start))
        last = int(np.searchsorted(self.offsets[:, 1], end, side="right"))
        if first >= last:
            return None
        sums = self.starts[first:last, None] + self.ends[None, first:last]
        n = last - first
        allowed = np.tri(n, dtype=bool).T & np.tri(n, k=LONGEST_ANSWER - 1, dtype=bool)
        at = int(np.argmax(np.where(allowed, sums, -np.inf)))
        left, right = divmod(at, n)
        span = Span(int(self.offsets[first + left, 0]), int(self.offsets[first + right, 1]))
        return span, float(sums[left, right])


class Reader:
    """A question-answering model with its tokenizer, on the CPU."""

    def __init__(self, model: Any, tokenizer: Any, name: str, revision: str) -> None:  # noqa: ANN401
        self.name = name
        self.revision = revision
        self._model = model
        self._tokenizer = tokenizer
        self._overlap = model.config.type_vocab_size >= 4

    @classmethod
    def load(cls, name: str | None = None) -> Reader:
        """Return the reader of a folder or hub name; the embedded one when none is named.

        Raises:
            ModelMissing: nothing loads from there.
        """
        source = str(EMBEDDED) if name is None else name
        local = Path(source).is_dir()
        try:
            model = AutoModelForQuestionAnswering.from_pretrained(source, local_files_only=local)
            tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=local)
        except (OSError, ValueError) as error:
            raise ModelMissing(
                f"The reader {source!r} does not load: give a folder or hub name of a "
                "question-answering model, or leave it out for the embedded one."
            ) from error
        revision = _digest(Path(source)) if local else str(model.config._commit_hash or "unknown")
        shown = Path(source).name if local else source
        return cls(model.float().eval(), tokenizer, shown, revision)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return a reading of each passage, all in one batch; a passage too long is cut."""
        if not passages:
            return []
        asked = self._ids(question[:LONGEST_QUESTION])[0]
        room = LONGEST_INPUT - len(asked) - 3
        texts = [self._ids(passage) for passage in passages]
        texts = [(ids[:room], offsets[:room]) for ids, offsets in texts]
        starts, ends = self._forward(asked, [ids for ids, _ in texts])
        head = len(asked) + 2
        return [
            Reading(
                np.array(offsets, dtype=np.int64).reshape(-1, 2),
                starts[row, head : head + len(ids)] - starts[row, 0],
                ends[row, head : head + len(ids)] - ends[row, 0],
            )
            for row, (ids, offsets) in enumerate(texts)
        ]

    def _ids(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoded = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        return encoded["input_ids"], encoded["offset_mapping"]

    def _forward(self, asked: list[int], texts: list[list[int]]) -> tuple[Floats, Floats]:
        rows = [sequence(asked, passage) for passage in texts]
        width = max(len(ids) for ids, _ in rows)
        batch = np.zeros((3, len(rows), width), dtype=np.int64)
        for row, (ids, types) in enumerate(rows):
            batch[0, row, : len(ids)] = ids
            batch[1, row, : len(ids)] = types if self._overlap else np.minimum(types, 1)
            batch[2, row, : len(ids)] = 1
        tensors = torch.from_numpy(batch)
        with torch.inference_mode():
            out = self._model(
                input_ids=tensors[0], token_type_ids=tensors[1], attention_mask=tensors[2]
            )
        return out.start_logits.numpy(), out.end_logits.numpy()


def _digest(folder: Path) -> str:
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    digest = hashlib.sha256()
    for path in weights:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
