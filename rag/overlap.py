"""What the reader is told about a question and a passage beside their tokens: where they agree.

One token sequence is ``[CLS] question [SEP] passage [SEP]``. Its token types are 0 for the
question with ``[CLS]`` and the first ``[SEP]``; in the passage 1, or 2 where the token stands in
the question too, or 3 where it and a neighbour stand there as neighbours in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

CLS, SEP = 2, 3
LAST_SPECIAL = 4  # ids up to here are [PAD] [UNK] [CLS] [SEP] [MASK]: they never count as agreement

Ids = NDArray[np.int64]
Tokens: TypeAlias = Sequence[int] | NDArray[np.int32]


def features(question: Tokens, passage: Tokens) -> Ids:
    """Return 1, 2 or 3 for every token of the passage.

    >>> features([10, 11, 12], [12, 10, 11, 99]).tolist()
    [2, 3, 3, 1]
    """
    asked, tokens = np.asarray(question, np.int64), np.asarray(passage, np.int64)
    types = np.where(np.isin(tokens, asked[asked > LAST_SPECIAL]), 2, 1)
    if len(asked) > 1 and len(tokens) > 1:
        pair = np.isin(_pairs(tokens), _pairs(asked)) & (types[:-1] == 2) & (types[1:] == 2)
        types[:-1][pair] = 3
        types[1:][pair] = 3
    return types


def sequence(question: Tokens, passage: Tokens) -> tuple[Ids, Ids]:
    """Return the input ids and token types of one question over one passage, unpadded.

    The passage's token ``i`` stands at ``len(question) + 2 + i``.
    """
    ids = np.concatenate(([CLS], question, [SEP], passage, [SEP])).astype(np.int64)
    types = np.zeros(len(ids), np.int64)
    types[len(question) + 2 : -1] = features(question, passage)
    types[-1] = 1
    return ids, types


def _pairs(ids: Ids) -> Ids:
    return ids[:-1] * (1 << 32) + ids[1:]
