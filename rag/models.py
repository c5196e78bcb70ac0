"""What a question is answered with: an encoder, two readers, and how far they are trusted."""

from __future__ import annotations

from dataclasses import dataclass

from rag.calibration import Calibration
from rag.draft import Encoder
from rag.heading import Reader
from rag.types import ModelNames


@dataclass(frozen=True, slots=True)
class Models:
    """The models, and their names and revisions for an answer's record.

    ``reader`` reads passages; ``sentences`` reads the sentences of what it found again, without the
    rest, as an answer verifier does (Hu et al. 2019). A reader without such a one does both.
    """

    encoder: Encoder
    reader: Reader
    sentences: Reader
    calibration: Calibration
    names: ModelNames
