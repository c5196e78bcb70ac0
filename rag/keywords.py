"""The words of a question: those that ask, those that carry content and how much each tells.

Does not: tag parts of speech (jieba's are wrong too often to lean on) or look at a corpus: rarity
is that of Chinese at large, so a question weighs the same over five pages and over fifty thousand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from logging import WARNING
from math import log, sqrt
from pathlib import Path
from typing import Protocol

import jieba

from rag.numerals import SCALE
from rag.synonyms import joined, synonyms
from rag.units import UNIT, unit_named

jieba.setLogLevel(WARNING)  # it tells on standard error how long its dictionary took
SURNAME = (
    "(?:欧阳|上官|司马|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤])"
)
ASKING = re.compile(
    rf"多少|(?<![那这好十近头前])几{SCALE}*(?:{UNIT}|[人天年月亿万成点])|什么|哪|谁|何时|何处|为何|如何|怎么|怎样|"
    r"多[大长高久快远重宽深沉]|第几|百分之几|是否|是不是|有没有|姓甚名谁|吗|呢|啥"
)
_OFFICE = re.compile(  # 信息化局 局长: jieba makes 局局长 one word
    r"(局|委|办|院|厅|部|中心|公司|协会|集团)"
    r"(?=副?(局长|主任|院长|厅长|部长|书记|董事长|总经理|校长|所长|处长|科长|会长|主席))"
)
_MADE = re.compile(r"([打改建铸]造)成")  # 打造成什么: 造成 is no word of it
_DONE = re.compile("(?<=^[^为除罢完知明不得好])了$")  # 发了: 发
_IS = re.compile(r"[是在](?=哪|谁|什么|多少|几)|是(?=在)")  # 公示期是哪天: 期是 is no word
MEASURE = re.compile(  # 哪天开的, 多少辆车, 多少人来: 天开, 辆车 and 人来 are no words of it
    "(哪[天年月日]|(?:哪一?|多少|几)(?:辆(?=车)|个(?=[村省市县区国乡镇点])|份(?=文件|工)|首(?=歌)|[间套](?=房)"
    "|台(?=车)|张(?=[床小])|本(?=书)|家(?=店|规[上模])|支(?=队)|起(?=电)|[人钱](?=[去来用因在被受到要没能会从建盖买请修办做])))"
)
_TABLE = Path(__file__).with_name("function_words.txt")
_SHARES = Path(__file__).with_name("rarity.tsv")
_RARE = 0.001  # the share of news that a rare word stands in
_COUNTED = re.compile(  # 两家, 几条, 哪座, 三大: how many are asked for, not of what
    r"[哪几每那这第一二三四五六七八九十两百千万亿]+"
    r"[个家所座条项名位处类次件户人天年月日样种大批只部层句点度者方面篇串块张辆栋成趟台倍届场间轮起级支份架笔伙回号岁段边]*"
)
_ASKS = re.compile(  # 什么时候, 几号, 在哪, 百分之几, 多大年纪
    r"^几(?![乎何])|之几$|哪|什么|啥|多少|何[时处地]|[为因]何|多[长大久高远深重宽快厚沉]"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question; ``weight`` is its rarity in Chinese, 0 to 1."""

    word: str
    weight: float


class Ranged(Protocol):
    """Anything that stands at ``text[start:end]``."""

    @property
    def start(self) -> int:
        """Return where it starts."""

    @property
    def end(self) -> int:
        """Return where it ends."""


def without(text: str, spans: Sequence[Ranged], gap: str = "") -> str:
    """Return a text with the spans cut out, ``gap`` in the place of each."""
    for span in sorted(spans, key=lambda span: -span.start):
        text = text[: span.start] + gap + text[span.end :]
    return text


@lru_cache(maxsize=8192)
def content_terms(text: str) -> tuple[Term, ...]:
    """Return the words that carry meaning, each once, with their weights."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = MEASURE.sub(r"\1 ", _MADE.sub(r"\1 成", text))
    cut = jieba.lcut(_OFFICE.sub(r"\1 ", _IS.sub(" ", text)))
    words = [_DONE.sub("", word.strip()) for word in cut]
    words = [
        f"副{word}" if before.endswith("副") else word
        for before, word in zip(["", *words], words, strict=False)
        if word != "副"
    ]
    weights = {word: rarity(word) for word in words}
    for word in joined(words):  # 老旧 + 小区: as rare as its rarest part
        parts = [weights[part] for part in words if part and part in word]
        weights.setdefault(word, max(parts, default=1.0))
    return tuple(
        Term(word, weights[word]) for word in dict.fromkeys(joined(words)) if _carries_content(word)
    )


def is_known(word: str) -> bool:
    """Return whether a word is one of Chinese, not a wrong cut such as 里排 or 能省."""
    jieba.initialize()
    return len(word) > 1 and bool(jieba.dt.FREQ.get(word) or synonyms(word))


def _carries_content(word: str) -> bool:
    return (
        word not in _function_words()
        and any(character.isalnum() for character in word)
        and not _COUNTED.fullmatch(word)
        and not (len(word) < 5 and _ASKS.search(word))
        and not _is_unit(word.lstrip("百千万亿"))
    )


def _is_unit(word: str) -> bool:
    """Return whether a word measures (平方米, 家); 学位 counts too, but it is what is counted."""
    unit = unit_named(word)
    return unit is not None and (len(word) == 1 or unit.family != "count")


@cache
def rarity(word: str) -> float:
    """Return how much a word tells, 0.05 (everyday) to 1.0 (rare), from how many news hold it.

    A pair of letters that jieba does not know and that is no surname's is often a wrong cut: 0.5.
    """
    share = _shares().get(word)
    if share is not None:
        scale = 0.5 if len(word) == 1 else 1.0
        tells = log(share / 10_000) / log(_RARE)
        return scale * max(0.05, tells * sqrt(tells))
    cut = len(word) <= 2 and not word.isascii() and not re.match(SURNAME, word)
    return 0.5 if cut and not is_known(word) else 1.0


@cache
def _shares() -> dict[str, int]:
    """Return the documents in ten thousand that hold each word (``training/rarity.py``)."""
    rows = (row.split("\t") for row in _SHARES.read_text("utf-8").splitlines())
    return {word: int(share) for word, share in rows}


@cache
def _function_words() -> frozenset[str]:
    return frozenset(_TABLE.read_text("utf-8").split())
