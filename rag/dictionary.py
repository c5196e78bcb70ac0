"""The dictionary of Chinese words, and where it cuts a text."""

from __future__ import annotations

import logging
from functools import cache

import jieba

_LONGEST = 6  # characters; few words are longer
_SURNAMES = (  # that are no word or short name of a province by themselves
    "王李刘陈杨吴周徐孙朱胡郭何罗郑梁谢宋韩冯邓曹彭曾肖董袁潘蒋蔡杜叶魏吕姚卢姜崔谭汪廖贾邹孟邱陶黎郝龚邵"
)


@cache
def words() -> jieba.Tokenizer:
    """Return the dictionary of words, silent and ready."""
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    return jieba.dt


def word_at(text: str, at: int) -> str:
    """Return the word that begins at a place of a text.

    >>> word_at("去年底薪上调", 2), word_at("去年底部分企业", 2)
    ('底薪', '底')
    """
    return next(iter(words().cut(text[at : at + _LONGEST], HMM=False)), "")


def cuts_a_word(text: str, start: int, end: int) -> bool:
    """Say whether a word crosses an end of ``text[start:end]``, or a name: 叶 before 连平."""
    place = max(0, start - 4)
    for word in words().cut(text[place : end + 4], HMM=False):
        inside = start <= place and place + len(word) <= end
        around = place <= start and end <= place + len(word)
        if not inside and not around and place < end and start < place + len(word):
            return True
        if place + 1 == start and word in _SURNAMES:
            return True
        place += len(word)
    return False


def ends_a_word(text: str, start: int, end: int) -> bool:
    """Say whether ``text[start:end]`` is a word of the dictionary but for one letter before it.

    大 and its like only colour a place: 老北京 is 北京.

    >>> ends_a_word("坐到宛平城", 3, 5), ends_a_word("坐到平城", 2, 4)
    (True, False)
    """
    return text[max(0, start - 1) : start] not in ("", *"大新老小") and (
        words().FREQ.get(text[start - 1 : end], 0) > 0
    )
