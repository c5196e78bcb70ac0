"""The figures that a question itself names: what 11个项目 cost is not what 13个项目 do.

Does not look for them elsewhere: a question may count in other words than the article.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rag.questions import Part
from rag.sentence import Fact
from rag.verify import figures_of

_HAN = re.compile("[\u4e00-\u9fff]{0,8}")


def is_given(part: Part, fact: Fact) -> bool:
    """Return whether the question names the figure itself: 134个社区划成多少个网格."""
    return len(fact.figure.text) > 2 and any(
        fact.figure.text == figure.text for figure in figures_of(part.text)
    )


def is_of_other_number(part: Part, fact: Fact, sentence: str, at: int) -> bool:
    """Return whether a fact ``at`` a place of its sentence is told of another number of things.

    总投资441亿元 of 13个市级项目 is not that of 11个市级项目, nor 总投资305亿元的11个市级项目 that
    of 127个区级项目.
    """
    for given in figures_of(part.text):
        if given.family != "count" or given.value < 2:
            continue
        told = [f for f in figures_of(sentence) if f.unit == given.unit and f.start != at]
        end = at + fact.end - fact.start
        of_it = next((f for f in told if sentence[end : f.start] == "的"), None)
        if of_it is not None and of_it.value != given.value:
            return True
        like = [f for f in told if _alike(part.text[given.end :], sentence[f.end :])]
        if like and all(f.value != given.value for f in told):
            return True
    return False


def _alike(one: str, other: str) -> bool:
    """Return whether what is counted has two letters in common: 市级项目, 文旅项目."""
    first, second = _HAN.match(one), _HAN.match(other)
    letters = first[0] if first else ""
    return second is not None and any(pair in second[0] for pair in map("".join, pairwise(letters)))
