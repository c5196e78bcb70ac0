"""Signs of letters and digits: 052-01地块, K1178次. What is told of one is not told of its like."""

from __future__ import annotations

import re

from rag.numerals import fold
from rag.verify import figures_of

_WHOLE = re.compile(r"(?!(?:19|20)\d\d)[A-Za-z]{1,2}-?\d+|(?!(?:19|20)\d\d)\d{1,3}[A-Za-z]")
_QUOTED = re.compile(r"[“\"「]([\d+]{3,})[”\"」]")  # “1364”
_SIGN = re.compile(
    r"(?<![\d.A-Za-z])(?:[A-Za-z]{0,4}\d{1,4}[-－—]\d{1,3}|[A-Za-z]{1,4}\d{1,4}"
    r"|[A-Z](?=[线区座栋楼组级股款]))(?![\d.%年月日]|[-—]?\d)"
)


def signs_of(question: str) -> list[str]:
    """Return the signs that a question names, written in one way only: 5A, G4216, “1364”."""
    labels = [f.text for f in figures_of(question) if f.family == "label" and not f.unit]
    whole = [fold(one).lower() for one in labels if _WHOLE.fullmatch(one)]
    return whole + _QUOTED.findall(question)


def of_another_sign(question: str, sentence: str) -> bool:
    """Return whether a sentence has a sign shaped as one that a question names, and not that one.

    >>> of_another_sign("052-01地块有多大", "050-01地块面积11968.3平方米")
    True
    >>> of_another_sign("B线获奖的是谁", "A线、B线各有一等奖")
    False
    """
    told = {sign.lower() for sign in _SIGN.findall(sentence)}
    shapes = {_shape(sign) for sign in told}
    return any(
        sign.lower() not in sentence.lower() and _shape(sign.lower()) in shapes
        for sign in _SIGN.findall(question)
    )


def _shape(sign: str) -> str:
    return re.sub("[a-z]", "a", re.sub(r"\d+", "0", sign))
