"""Whether words name what a figure counts, or only say how it came about."""

from __future__ import annotations

import re
from functools import lru_cache

from jieba import posseg

from rag.keywords import content_terms

_NAMELESS = re.compile(  # words that say how a figure came about, not what of
    r"其中|目标|计划|任务|预期|预计|力争|规划|总数|总量|数量|实际|同比|环比|[涨跌增降升]幅|全年|当年|年度|历史|新高"
)
_DEEDS = re.compile(  # what reports say of any figure
    "新增|增长|达到|完成|实现|突破|超过|建成|新建|累计|力争|保持|下降|提高|上升|增加|减少|首次|再增|恢复|超额|继续"
    "|拥有|现有|共有|总计|合计|分别|稳定|位居|升至|降至|约为|接待|定为|有望|持续|占比|其余|新认定|左右"
)


@lru_cache(maxsize=8192)
def names_something(text: str) -> bool:
    """Return whether words name what is counted, 养老床位, and not only that it is: 新增, 达到."""
    told = _NAMELESS.sub(" ", text)
    return any(
        len(term.word) > 1 and not _DEEDS.fullmatch(term.word) for term in content_terms(told)
    )


@lru_cache(maxsize=8192)
def names_thing(text: str) -> bool:
    """Return whether the last of such words names one: 旅游收入, and not 提升."""
    named = [t.word for t in content_terms(_NAMELESS.sub(" ", text)) if len(t.word) > 1]
    named = [word for word in named if not _DEEDS.fullmatch(word)]
    if not named:
        return False
    flag = posseg.lcut(named[-1])[-1].flag
    return len(named[-1]) > 2 or flag[:1] in "nj" or flag == "vn"


def in_full(word: str, text: str) -> bool:
    """Return whether a text has in full what a word of two letters may shorten.

    >>> in_full("恒指", "恒生指数"), in_full("军机", "军用直升机"), in_full("恒指", "国企指数")
    (True, True, False)
    """
    if len(word) != 2 or word.isascii():
        return False
    first, last = map(re.escape, word)
    return re.search(f"{first}[\u4e00-\u9fff]{{1,3}}{last}", text) is not None
