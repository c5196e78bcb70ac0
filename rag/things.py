"""The thing that a question is about: a project, a building, a quoted name."""

from __future__ import annotations

import re

from rag.keywords import ASKING
from rag.regions import find_regions

_NAMED = re.compile(
    r"(?:[大二三四]桥|号线|高铁|铁路|高速(?:公路)?|隧道|水库|灌区|工程|项目|产业园区?|科技园区?|公园|园区|院区|小区"
    r"|社区|医院|学校|大厦|体育[馆场]|博物馆|图书馆|机场|码头|水厂|枢纽|中心|基地|景区|大会|平台|集团|公司)"
    r"(?:[一二三四]期)?(?![部局镇路站街内里口])"
)
_ENDS = re.compile(r".*?[桥路站园馆院校楼库厂区渠塔港场线会动](?=[全总主的]|$)")
_QUOTED = re.compile(  # “五一” names a holiday
    r"[“\"「《『](?![一二三四五六七八九十双\d]+[”\"])[^”\"」》』]+[”\"」』》]"
)


def head_of(question: str) -> str:
    """Return a question up to its asking words: what it asks about."""
    found = ASKING.search(question)
    head = question[: found.start()] if found else question
    return re.sub(r"(?:一共|总共|共|分别|各)?(?:是|为|有|达到?|将)*[，,？?。 ]*$", "", head)


def thing_end(text: str) -> int:
    """Return where the last name of a thing in a text ends, 0 for none.

    >>> "望海地铁2号线地下段"[: thing_end("望海地铁2号线地下段")]
    '望海地铁2号线'
    """
    return max((match.end() for match in _NAMED.finditer(text)), default=0)


def quoted_name(text: str) -> str | None:
    """Return the name that a text has in quotation marks, with its region; None for none."""
    quoted = _QUOTED.search(text)
    if quoted is None:
        return None
    regions = [mention.name for mention in find_regions(text[: quoted.start()])]
    return "".join(regions[-1:]) + quoted.group()


def named_thing(question: str) -> str | None:
    """Return the thing that a question names, with the words before it; None where it names none.

    >>> named_thing("市二院滨湖院区规划床位多少张?")
    '市二院滨湖院区'
    """
    head = head_of(question)
    if quoted := quoted_name(head):
        return quoted
    ends = _ENDS.match(head)
    end = thing_end(head) or (ends.end() if ends else 0)
    return head[:end] or None


def thing_of(question: str) -> str:
    """Return the thing that a question is about, what it names first of all."""
    found = named_thing(question) or head_of(question).rsplit("的", 1)[0]
    return re.sub("(?<=[\u4e00-\u9fff]{2})(?:[来去]了?|[有了过])$", "", found)
