"""What is told before the question itself: 「我刚搬来甲区，想知道今年新建学校几所」.

The telling is left out, but for the region or the thing that the question is about.
"""

from __future__ import annotations

import re

from rag.gazetteer import is_local
from rag.keywords import ASKING
from rag.regions import find_regions, innermost
from rag.things import named_thing, quoted_name, thing_end

_I_ASK = re.compile(
    r"(?:^|(?<=[，,。；;！!？? ])|(?<=[我就们]))(?:我|我们)?(?:就|还|很)?"
    r"(?:想(?:要)?(?:知道|问|了解|咨询|打听|请教)|请问|请教)(?:一下|下)?(?:的是)?[，,：:]?"
)
_THESE = re.compile(
    r"(?:这|上述|以上)?(?P<many>[两二三四五六])个?(?:区县|县区|区市|[区县市])(?!级)"
)
_THIS = re.compile(r"(?:这个?|该)(?=[区县市](?!级))")
_MANY = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


def without_foreword(text: str) -> str:
    """Return a question without what its asker tells before he asks.

    >>> without_foreword("我们家在余杭区,想知道今年新建学校几所?")
    '余杭区今年新建学校几所?'
    """
    ends = [m.end() for m in _I_ASK.finditer(text) if ASKING.search(text[m.end() :])]
    if not ends:
        return text
    told, asked = text[: ends[-1]], text[ends[-1] :]
    if ASKING.search(_I_ASK.sub("", told)):  # it asks before too
        return text
    return _with_what_was_told(asked, told)


def _with_what_was_told(asked: str, told: str) -> str:
    """Return a question with the regions, or else the thing, that the telling names for it."""
    local = [name for name in innermost(find_regions(told)) if is_local(name)]
    these = _THESE.search(asked)
    if these and 1 < _MANY[these["many"]] <= len(local):
        names = "和".join(local[-_MANY[these["many"]] :])
        return asked[: these.start()] + names + asked[these.end() :]
    if find_regions(asked) or quoted_name(asked) or named_thing(asked):
        return asked
    pieces = reversed(re.split("[，,。；;！!]", told))
    thing = next((piece[:end] for piece in pieces if (end := thing_end(piece))), "")
    region = "".join(innermost(find_regions(told))[-1:])
    return f"{thing or region}{_THIS.sub('', asked) if region else asked}"
