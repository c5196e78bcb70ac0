"""Text to search terms: one form for what is written in several ways, then bigrams and letters.

Does not: keep offsets (quotes are found in the article's own text), drop stop words, stem, look
words up in a dictionary: beside bigrams, single letters find nearly as much as jieba's words do,
and words take thirty times as long.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

from rag.numerals import NUMBER, parse

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff々〇]+")
_WHOLE = re.compile(r"\d+(?:\.\d+)?%|[^\W\u3400-\u9fff々〇]+(?:[.+#&'/-][^\W\u3400-\u9fff々〇]+)*")
_NUMBER = re.compile(rf"(百分之)?({NUMBER})")


def normalise(text: str) -> str:
    """Return one form of letters and numbers: half width, lower case, simplified, plain values.

    ``濟南５Ｇ基站一百二十亿`` gives ``济南5g基站12000000000``, and so do ``120亿`` and
    ``12,000,000,000``. Single characters (一, 两, 十) and vague numbers (几十, 三四百) stay.
    """
    sound = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no character
    folded = _simplified().convert(unicodedata.normalize("NFKC", sound).lower())
    return _NUMBER.sub(_plain, folded)


def bigrams(text: str) -> list[str]:
    """Return Latin words and numbers whole, and the character bigrams of Han runs.

    ``5g产业园22.6%`` gives ``["5g", "22.6%", "产业", "业园"]``; a run of one character gives that
    character.
    """
    found: list[str] = _WHOLE.findall(text)
    for run in _HAN.findall(text):
        found += [run[at : at + 2] for at in range(max(len(run) - 1, 1))]
    return found


def letters(text: str) -> list[str]:
    """Return the Han characters one by one: ``5g产业园`` gives ``["产", "业", "园"]``."""
    return list("".join(_HAN.findall(text)))


def _plain(match: re.Match[str]) -> str:
    percent, number = match.groups()
    value = parse(number) if len(number) > 1 or percent else None
    if value is None or value[1] is not None:
        return match[0]
    return f"{value[0].normalize():f}" + ("%" if percent else "")


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
