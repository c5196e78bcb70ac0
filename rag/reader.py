"""Where in a passage the answer to a question stands, by an extractive model.

The embedded model runs in eight bits (``rag.onnx_model``); any other question-answering model, from
a folder or a hub name, in torch (``rag.torch_model``). The embedded one takes in ``token_type_ids``
where question and passage agree (see ``rag.overlap``); others get the usual 0 and 1.
Scores are logits above those of "no answer" (the ``[CLS]`` position), as SQuAD 2.0 readers do:
above 0 an answer is likelier than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat, tee
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from rag.errors import ModelMissing
from rag.onnx_model import OnnxModel, digest
from rag.overlap import KINDS, Overlap, Vectors
from rag.types import Span

EMBEDDED = Path(__file__).parent / "reader-zh"
SENTENCES = "sentences"  # the folder of a reader's second one
LONGEST_ANSWER = 40  # tokens
LONGEST_QUESTION = 80  # characters, and tokens
LONGEST_INPUT = 384  # tokens
REVISION = 12  # hex digits

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int64]


class Model(Protocol):
    """What scores the tokens of one question over one passage; it knows ``kinds`` token types."""

    kinds: int
    tokenizer: Tokenizer

    def logits(self, rows: Iterable[tuple[Ints, Ints]], count: int) -> list[Floats]:
        """Return the start and the end logit of every token of each of ``count`` rows, (n, 2).

        A row is its tokens and their types; the first may be read while the next is made.
        """


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

    def after(self, start: int) -> Reading:
        """Return the reading of what follows the first ``start`` characters."""
        first = int(np.searchsorted(self.offsets[:, 0], start))
        return Reading(self.offsets[first:] - start, self.starts[first:], self.ends[first:])


@dataclass(frozen=True, slots=True)
class _Row:
    """A question over a passage: tokens, their types, which are the passage's, (n,) each."""

    ids: Ints
    types: Ints
    inside: npt.NDArray[np.bool_]
    offsets: Ints

    def reading(self, scores: Floats) -> Reading:
        above = scores[self.inside] - scores[0]
        return Reading(self.offsets, above[:, 0], above[:, 1])


class Reader:
    """A question-answering model, on the CPU; one that knows ``KINDS`` of tokens uses vectors."""

    def __init__(
        self, model: Model, name: str, revision: str, vectors: Callable[[], Vectors]
    ) -> None:
        self.name = name
        self.revision = revision
        self._model = model
        self._tokenizer = model.tokenizer
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        own = model.kinds >= KINDS
        self._overlap = Overlap.of(model.tokenizer, vectors()) if own else None

    @classmethod
    def load(
        cls,
        vectors: Callable[[], Vectors],
        name: str | None = None,
        threads: int | None = None,
    ) -> Reader:
        """Return the reader of a folder or hub name; the embedded one when none is named.

        ``vectors`` gives the words' vectors that the embedded one was trained with.

        Raises:
            ModelMissing: nothing loads from there.
        """
        source = str(EMBEDDED) if name is None else name
        try:
            folder = Path(source)
            return cls._from_folder(folder, vectors, threads) or cls._from_torch(
                source, vectors, threads
            )
        except Exception as error:  # each library below has errors of its own for a bad model
            raise ModelMissing(
                f"The reader {source!r} does not load: give a folder or hub name of a "
                "question-answering model, or leave it out for the embedded one."
            ) from error

    @classmethod
    def _from_folder(
        cls, folder: Path, vectors: Callable[[], Vectors], threads: int | None
    ) -> Reader | None:
        """Return the reader of a folder that holds its weights in eight bits too."""
        if not folder.is_dir():
            if folder.is_absolute():  # no hub name: do not load torch to find that out
                raise FileNotFoundError(f"no such folder: {folder}")
            return None
        revision = digest(folder)
        model = OnnxModel.load(folder, revision, threads)
        return None if model is None else cls(model, folder.name, revision[:REVISION], vectors)

    @classmethod
    def _from_torch(
        cls, source: str, vectors: Callable[[], Vectors], threads: int | None
    ) -> Reader:
        from rag.torch_model import TorchModel  # noqa: PLC0415 - seconds, torch

        folder = Path(source)
        local = folder.is_dir()
        model = TorchModel.load(source, local=local, threads=threads)
        if local:
            return cls(model, folder.name, digest(folder)[:REVISION], vectors)
        return cls(model, source, model.commit, vectors)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return a reading of each passage; a passage too long is cut."""
        asked, *told = self._encoded([question[:LONGEST_QUESTION], *passages])
        rows, kept = tee(self._rows(asked, told))
        scores = self._model.logits(((row.ids, row.types) for row in rows), len(passages))
        return [row.reading(own) for row, own in zip(kept, scores, strict=True)]

    def _rows(self, asked: Encoding, told: Sequence[Encoding]) -> Iterator[_Row]:
        """Yield a row for each passage, made when it is asked for."""
        asked.truncate(LONGEST_QUESTION)
        frame = self._tokenizer.num_special_tokens_to_add(is_pair=True)
        for passage in told:
            passage.truncate(LONGEST_INPUT - len(asked) - frame)
        ids = [passage.ids for passage in told]
        agreeing = self._overlap.each(asked.ids, ids) if self._overlap else repeat(None, len(told))
        for passage, types in zip(told, agreeing, strict=True):
            yield self._row(asked, passage, types)

    def _row(self, asked: Encoding, passage: Encoding, agreeing: tuple[Ints, Ints] | None) -> _Row:
        pair = self._tokenizer.post_process(asked, passage)
        inside = np.array([part == 1 for part in pair.sequence_ids])
        types = np.array(pair.type_ids, dtype=np.int64)
        if agreeing is not None:
            before = ~inside & (np.array(pair.special_tokens_mask) == 0)
            types[before], types[inside] = agreeing
        offsets = np.array(passage.offsets, dtype=np.int64).reshape(-1, 2)
        return _Row(np.array(pair.ids, dtype=np.int64), types, inside, offsets)

    def _encoded(self, texts: Sequence[str]) -> list[Encoding]:
        # half of a surrogate pair is no character, and no tokenizer takes it
        sound = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return self._tokenizer.encode_batch(sound, add_special_tokens=False)
