"""Which sentence of a window is read alone: what the sentence reader is trained on.

Evidence is weighed by its sentences, read below their title without the rest of the passage
(``rag.heading.alone``). Answered questions mostly get the sentence that answers, unanswered ones
always another: one that shares words with the question.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rag.overlap import features

ENDS = "。！？!?"
SHORTEST = 4  # tokens of a sentence
NEAREST = 4  # sentences that one without the answer is drawn from
ELSEWHERE, LIKEST, TWO = 0.3, 0.6, 0.2  # shares: without the answer, the likest, the next one too
SOFTLY = 8  # tokens added to a sentence's length, lest the shortest be the likest

Tokens: TypeAlias = NDArray[np.int32]
Stretch: TypeAlias = tuple[int, int]  # of tokens, the end not included


def drawn(
    asked: Tokens,
    told: Tokens,
    answer: Stretch | None,
    ends: frozenset[int],
    rng: random.Random,
) -> Stretch:
    """Return where the sentence, at times with the next one, stands in what is told.

    ``ends`` are the tokens that end a sentence. One drawn for lacking the answer holds no other
    place of it either.
    """
    all_ = _sentences(told, ends)
    nearest = sorted(all_, key=lambda one: -_likeness(asked, told, one))[:NEAREST]
    lacking = nearest
    if answer is not None:
        words = told[answer[0] : answer[1]]
        lacking = [one for one in nearest if not _holds(told[one[0] : one[1]], words)]
        home = [(a, max(b, answer[1])) for a, b in all_ if a <= answer[0] < b]
        if home and (not lacking or rng.random() >= ELSEWHERE):
            return _with_next(home[0], all_, rng)
    if not lacking:
        return 0, len(told)
    one = lacking[0] if rng.random() < LIKEST else rng.choice(lacking)
    return one if answer is not None else _with_next(one, all_, rng)


def _sentences(told: Tokens, ends: frozenset[int]) -> list[Stretch]:
    stops = [at + 1 for at, token in enumerate(told.tolist()) if token in ends]
    borders = sorted({0, *stops, len(told)})
    return [(a, b) for a, b in pairwise(borders) if b - a >= SHORTEST]


def _likeness(asked: Tokens, told: Tokens, one: Stretch) -> float:
    shared = int((features(asked, told[one[0] : one[1]]) - 1).sum())
    return float(shared / (SOFTLY + one[1] - one[0]) ** 0.5)


def _holds(told: Tokens, words: Tokens) -> bool:
    places = range(len(told) - len(words) + 1)
    return any((told[at : at + len(words)] == words).all() for at in places)


def _with_next(one: Stretch, all_: Sequence[Stretch], rng: random.Random) -> Stretch:
    following = [other for other in all_ if other[0] >= one[1]]
    return (one[0], following[0][1]) if following and rng.random() < TWO else one
