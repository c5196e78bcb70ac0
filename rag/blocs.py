"""Parts of the country that statistics tell apart: 东部地区, 东北三省, 京津冀, 长三角.

Known by their provinces: two that share none are not each other. The four regions are those of the
National Bureau of Statistics (2011), the six of the atlas beside them, and the city clusters.
"""

from __future__ import annotations

import re

_EAST, _CENTRE = "京津冀鲁苏浙沪闽粤琼", "晋豫皖鄂湘赣"
_SOUTHWEST, _NORTHWEST = "川渝云贵藏", "陕甘青宁新"
_WHOLE = frozenset({"全国", "我国"})  # shares no province with any of its parts
_SIDES = {
    "东北": "辽吉黑",
    "东部": _EAST,
    "中部": _CENTRE,
    "西部": f"{_SOUTHWEST}{_NORTHWEST}蒙桂",
    "中西部": f"{_CENTRE}{_SOUTHWEST}{_NORTHWEST}蒙桂",
    "华北": "京津冀晋蒙",
    "华东": "沪苏浙皖闽赣鲁",
    "华中": "豫鄂湘",
    "华南": "粤桂琼",
    "西南": _SOUTHWEST,
    "西北": _NORTHWEST,
}
_CLUSTERS = {
    "京津冀": "京津冀",
    "长三角": "沪苏浙皖",
    "长江三角洲": "沪苏浙皖",
    "珠三角": "粤",
    "大湾区": "粤",
    "成渝": "川渝",
}
_SIDE = rf"(?:{'|'.join(sorted(_SIDES, key=len, reverse=True))}|[东西]边)"
_PLACE = "(?:地区|[三四几各多些]省|省[份区市]|沿海|区域|[这那]边|那些省)"
_TOLD = re.compile(  # 东部、中部和西部地区; 江苏东部地区 is of one province
    rf"(?<![山河江湖省市县区国州城苏东西北南徽建疆])({_SIDE})(?=(?:[、和与及]{_SIDE})*{_PLACE})"
    rf"|(?<=[、和与及])({_SIDE})(?={_PLACE})|({'|'.join(_CLUSTERS)})|(全国|我国)(?!人民|人大|政协|首)"
)
_BARE = re.compile(  # 西部投资增速是多少, not 西部计划
    rf"(?:^|[，,、和与跟比]|[年月度])({_SIDE})"
    "(?![部方角侧向面边风虎亚大师院校局所区油电铁航证]|计划|振兴|这?[场次]|陆海)"
)


def is_of_other_bloc(question: str, *texts: str) -> bool:
    """Return whether a question names a part of the country and texts tell of others alone.

    The first text that names any decides; the whole country is none of its parts.

    >>> is_of_other_bloc("东北投资增长多少", "西部地区投资增长2.3%")
    True
    >>> is_of_other_bloc("中部投资增长多少", "中部、东部和西部地区投资分别增长3%、2%和1%")
    False
    """
    asked = {_name(match) for pattern in (_TOLD, _BARE) for match in pattern.finditer(question)}
    asked -= _WHOLE
    text = next(filter(_TOLD.search, texts), "") if asked else ""
    if any(name in text for name in asked):  # 我国西部律师: a part of it, told in passing
        return False
    told = {_name(match) for match in _TOLD.finditer(text)}
    return bool(told) and not any(_provinces(a) & _provinces(b) for a in asked for b in told)


def _name(match: re.Match[str]) -> str:
    return next(name for name in match.groups() if name)


def _provinces(name: str) -> frozenset[str]:
    if name in _WHOLE:
        return _WHOLE
    return frozenset(_SIDES.get(name.replace("边", "部")) or _CLUSTERS[name])
