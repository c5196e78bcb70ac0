"""How near in meaning a word is to the words of a text, by the encoder's vectors.

Chinese says one thing in many words: who asks what a station can 装卸 is answered by its 吞吐量. No
list of synonyms holds them all, the vectors of an encoder trained on news hold many.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import jieba
import numpy as np

from rag.draft import Encoder
from rag.vectors import Matrix

UNLIKE, SAME = 0.15, 0.6  # cosines of words that have nothing to do with each other, and of likes


def nearness(words: Sequence[str], texts: Sequence[str], encoder: Encoder) -> Matrix:
    """Return how near each word comes to each text, (words, texts), each 0 to 1.

    1 means that a word of the text may stand for it, 0 that none has to do with it.
    """
    cut = [_words_of(text) for text in texts]
    told = {
        word: number for number, word in enumerate(dict.fromkeys(w for own in cut for w in own))
    }
    near = np.zeros((len(words), len(texts)), dtype=np.float32)
    if not words or not told:
        return near
    rows = encoder.encode_passages([*words, *told])
    cosines = rows[: len(words)] @ rows[len(words) :].T
    for place, own in enumerate(cut):
        if own:
            near[:, place] = cosines[:, [told[word] for word in own]].max(axis=1)
    scaled: Matrix = np.clip((near - UNLIKE) / (SAME - UNLIKE), 0.0, 1.0)
    return scaled


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[str, ...]:
    words = (word for word in jieba.cut(text) if len(word) > 1 and word[0].isalnum())
    return tuple(dict.fromkeys(words))
