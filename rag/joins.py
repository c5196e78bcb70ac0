"""Where a page broke a sentence: how well the end of one block goes on at the start of another.

Scores are sums of small pieces of evidence, each true of Chinese news in general: a word of the
dictionary across the break, a quotation mark opened on one side and closed on the other, a unit
behind a number, a start that no paragraph has. Positive speaks for one sentence, negative against.
"""

from __future__ import annotations

import logging
import re
from functools import cache

import jieba

from rag.regions import find_regions

_ENDED = re.compile(
    r"[。！？!?…；;：:.][”’」』）)】》\"'\]]*$|[（(](?:下转|未完|完|记者|通讯员|据)[^（）()]*[）)]$"
)
_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "「": "」", "『": "』", "【": "】"}
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}

_NO_START = re.compile(r"[，。、；：？！,;%％）)》”’」』】·]|[元亿万]|平方|公里|个百分点")
_FIRST_CLAUSE = re.compile(r"([^，、。；：！？,“「《（(]{1,3})([，、,])")
_ADVERBIAL = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:前|后|时|来|间|中|起|里|上|下|初|末|底|内|外|际|日|年|月)，"
)
_QUOTED_TERM = re.compile(r"“[^“”。，！？]{1,8}”[，、]")
_OPENER = re.compile(
    "近日|日前|近年|近期|目前|眼下|当前|如今|今[年天日后]|去年|昨[天日]|明年|同时|此外|另外|另据|其[中次间实]|首先|最后|据|截[至止]"
    "|随着|为[了此]?|在|自|从|对|由于|因此|但|而|不过|然而|接下来|下一步|未来|每|当[日天年时]|[上下]半年|一[是方]|二是|三是|第[一二三四五]"
    "|[12]\\d{3}年|\\d+月|\\d+日|[一二三四五六七八九十]、|\\d+[.、]|[①-⑩△▲●■◆※]|就|像|他|她|我们?|这|该|记者|市|区|县|全|本报|新华社|中新"
)
_SPEAKER = re.compile(r"[^。，“”]{2,24}(?:表示|介绍|认为|指出|强调|说)[，：:]")
_TOPIC = re.compile(r"[^。！？]{4,20}[。！？：](?=.)|[^，。]{2,8}方面，")
_SPOKEN = re.compile(r"[“「][^”」]*[。！？，!?…][”」]")
_WANTS_MORE = re.compile(
    r"(?:[，、（(“《的和与及在对将把为是以向从或并让使被]|按照|通过|围绕|其中|一个|这个|\d)$"
)
_NUMBER_END, _UNIT = (
    re.compile(r"[\d.万亿余多近千百]$"),
    re.compile(r"[\d%％元万亿个家人名项次吨亩户套辆株]|公[里顷斤]|平方|余"),
)


def ends_open(text: str) -> bool:
    """Say whether a block stops without the end of a sentence."""
    return not _ENDED.search(text)


def begins_inside(text: str) -> float:
    """Return how much a block's beginning looks like the middle (above 0) of a sentence.

    Below 0 it looks like a paragraph's beginning: ``"近日，…"`` -2, ``"元，总建设量…"`` 3.
    """
    if _NO_START.match(text) or _lone(text[:200], closing=True):
        return 3.0
    if _SPEAKER.match(text) or _SPOKEN.match(text):
        return -2.0
    if _OPENER.match(text) or any(mention.start == 0 for mention in find_regions(text[:16])):
        return -2.0
    if _QUOTED_TERM.match(text):
        return 1.5
    if _ADVERBIAL.match(text):
        return -1.0
    if clause := _FIRST_CLAUSE.match(text):
        return 2.0 if clause[2] != "、" else 1.0
    return -1.5 if _TOPIC.match(text) else 0.0


def join_score(left: str, right: str) -> float:
    """Return how well the sentence at the end of ``left`` goes on at the start of ``right``."""
    if not ends_open(left):
        return -3.0
    across = _word_across(left, right)
    score = max(begins_inside(right), -1.0 if across else -2.0)
    if _lone(left[-200:]) and _lone(right[:200], closing=True):
        score += 2.0
    if _NUMBER_END.search(left) and _UNIT.match(right):
        score += 3.0
    if across:
        score += 3.0
    if _WANTS_MORE.search(left):
        score += 1.0
    return score


def unbalanced(text: str) -> bool:
    """Say whether a quotation mark or bracket is opened or closed without its other half."""
    return _lone(text) or _lone(text, closing=True)


def _lone(text: str, closing: bool = False) -> bool:
    stack: list[str] = []
    for char in text:
        if char in _PAIRS:
            stack.append(char)
        elif char in _CLOSERS:
            if not stack or stack[-1] != _CLOSERS[char]:
                return closing
            stack.pop()
    return bool(stack) and not closing


def _word_across(left: str, right: str) -> bool:
    """Say whether a word of the dictionary begins in ``left`` and ends in ``right``."""
    before, after = _han_end(left), _han_start(right)
    place = 0
    for word in _words().cut(before + after, HMM=False):
        if place < len(before) < place + len(word):
            return True
        place += len(word)
    return False


def _han_end(text: str) -> str:
    run = re.search("[\u4e00-\u9fff]{1,8}$", text[-8:])
    return run[0] if run else ""


def _han_start(text: str) -> str:
    run = re.match("[\u4e00-\u9fff]{1,8}", text)
    return run[0] if run else ""


@cache
def _words() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.ERROR)
    return jieba.dt
