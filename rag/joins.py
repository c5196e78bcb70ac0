"""Where a page broke a sentence: how well the end of one block goes on at the start of another.

Scores are sums of small pieces of evidence: a word of the dictionary across the break, a quotation
mark opened on one side and closed on the other, a unit behind a number, a start that no sentence
has. Positive speaks for one sentence, negative against. Most weights were fitted to 3,432 pairs cut
from other news; ``joins.tsv`` tells, for the first one or two characters, how much more often
sentences begin with them than other places do (logarithm; counted in a third of the news of
CRUD-RAG, Apache-2.0).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from rag.dictionary import words
from rag.regions import find_regions

_TABLE = Path(__file__).with_name("joins.tsv")

_ENDED = re.compile(
    r"[。！？!?…；;：:.][”’」』）)】》\"'\]]*$|[（(](?:下转|未完|完|记者|通讯员|据)[^（）()]*[）)]$"
)
_PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "「": "」", "『": "』", "【": "】"}
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}

_NO_START = re.compile("[，。、；：？！,;%％）)》”’」』】·]")
_FIRST_CLAUSE = re.compile(r"[^，、。；：！？,“「《（(]{1,3}(?:([，,])|、)")
_QUOTED_TERM = re.compile(r"“[^“”。，！？]{1,8}”[，、]")
_TOPIC = re.compile(r"[^。！？]{4,14}。(?=.{20})")
_ADVERBIAL = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:前|后|时|来|间|中|起|里|上|下|初|末|底|内|外|际|日|年|月)，|[^，。]{2,8}方面，"
)
_SPEAKER = re.compile(r"[^。，“”]{2,24}(?:表示|介绍|认为|指出|强调|说)[，：:]")
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

    Below 0 it looks like the beginning of one: ``"近日，…"`` -1.8, ``"元，总建设量…"`` 3.2.
    """
    if _QUOTED_TERM.match(text):
        return 1.5
    score = -0.5 * _start_odds(text)
    if _NO_START.match(text):
        score += 3.5
    elif _lone(text[:200], closing=True):
        score += 1.0
    if _SPEAKER.match(text) or any(mention.start == 0 for mention in find_regions(text[:16])):
        score -= 0.8
    elif _ADVERBIAL.match(text):
        score -= 1.3
    elif clause := _FIRST_CLAUSE.match(text):
        score += 1.3 if clause[1] else 0.6
    elif _TOPIC.match(text):
        score -= 0.6
    return score


def join_score(left: str, right: str) -> float:
    """Return how well the sentence at the end of ``left`` goes on at the start of ``right``."""
    if not ends_open(left):
        return -3.0
    score = begins_inside(right)
    if _lone(left[-200:]) and _lone(right[:200], closing=True):
        score += 2.4
    if _word_across(left, right):
        score += 3.9
    if _NUMBER_END.search(left) and _UNIT.match(right):
        score += 2.0
    if _WANTS_MORE.search(left):
        score += 0.6
    return score


def _start_odds(text: str) -> float:
    """Return the logarithm of how much more often sentences than other places begin so."""
    odds = _odds()
    return odds.get(text[:2], odds.get(text[:1], 0.0))


@cache
def _odds() -> dict[str, float]:
    table: dict[str, float] = {}
    for row in _TABLE.read_text(encoding="utf-8").splitlines():
        odds, beginnings = row.split("\t")
        table |= dict.fromkeys(beginnings.split(" "), float(odds))
    return table


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
    for word in words().cut(before + after, HMM=False):
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
