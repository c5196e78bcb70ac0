"""Parts of speech of a question's words, as jieba's tagger tells them (n, ns, v, m, …)."""

from __future__ import annotations

from functools import lru_cache

from jieba import posseg


@lru_cache(maxsize=4096)
def tag(word: str, text: str = "") -> str:
    """Return the tag of a word of a text; that of its last part when it was put together.

    >>> tag("济南"), tag("新建")
    ('ns', 'v')
    """
    return tags(text).get(word) or str(posseg.lcut(word)[-1].flag)


@lru_cache(maxsize=512)
def tags(text: str) -> dict[str, str]:
    """Return the tag of each word of a text, in small letters."""
    return {word.lower(): tag for word, tag in reversed(posseg.lcut(text))}
