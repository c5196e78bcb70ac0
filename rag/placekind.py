"""Kinds of places: who asks which street is answered with a name that ends like one."""

from __future__ import annotations

import re

from rag.questions import Part

_VILLAGE = r"(?<![农乡全各])村(?![民委庄里口]|干部|支书|级)|庄|屯|寨|社区|[堡沟庙店营]|居民点"
_TOWN = "(?<![乡城各村])镇|乡(?![镇村])"
_PLACES = {  # what names end with, by what is asked for
    "街道": "街道|办事处|街办",
    "镇": f"{_TOWN}|街道",
    "乡": _TOWN,
    "乡镇": f"{_TOWN}|街道",
    "村": _VILLAGE,
    "社区": rf"{_VILLAGE}|小区|居|园|苑|城|里",
    "路": r"(?<![思出道铁高回活套网销])路|街|大道|巷|高速|[GS]\d|[国省县]道|线",
    "街": "[路街巷]|大道",
    "桥": "桥",
    "河": "[河江渠溪港浜沟水]",
}
_WHICH_PLACE = re.compile(  # 哪路医生 asks for no road
    "(?:哪一?个?|(?<!为)什么)(?P<area>街道|乡镇|社区|[镇乡村])(?![长委愁村])"
    "|哪一?[条座](?P<way>[路街桥河])(?![子走上口边])"
)


def names_its_kind(part: Part, text: str) -> bool:
    """Return whether a text names a place of the kind asked for: a 街道 for 哪个街道.

    >>> from rag.questions import part_of
    >>> part = part_of("基地建在哪个街道？", "")
    >>> names_its_kind(part, "建在兴福街道"), names_its_kind(part, "建设养殖基地")
    (True, False)
    """
    asked = _WHICH_PLACE.search(part.text)
    if asked is None:
        return True
    return re.search(rf"[\w”](?:{_PLACES[asked['area'] or asked['way']]})", text) is not None
