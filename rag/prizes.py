"""Who was given a title: not told by a text that only announces it, or names it among others."""

from __future__ import annotations

import re

_WINS = "(?:评[为上]|(?<![抓查缴破捕])获得?|当选|入选|拿[到下])了?"
_WHICH = "(?:哪[些个家几位名]|谁)"
_ASKED = re.compile(  # 哪些单位被评为优秀组织单位, 拿到“十佳宣传站”的是哪几家, 优秀组织单位有哪些
    f'{_WHICH}[^，。？]*{_WINS}[“"]?(?P<won>[\u4e00-\u9fff]{{4,}})[”"]?[？?]?$'
    f'|{_WINS}[^，。？]{{0,8}}[“"](?P<named>[^”"]{{4,}})[”"][^，。？]{{0,6}}{_WHICH}'
    f"|(?P<listed>[\u4e00-\u9fff]{{6,}}?)(?:都|分别|具体|主要)?(?:有|是|包括|含)哪(?:些|几[个家位所名])[？?]?$"
)
_CEREMONY = "(?:名单|颁奖|评选|表彰|揭晓)"
_GIVEN_TO = re.compile("授予|荣获|获[评得]|评为|评上|当选|入选|[:：]")


def only_announced(question: str, text: str) -> bool:
    """Return whether a question asks who holds a title and a text tells only that it is given.

    >>> only_announced("哪些街道被评为优秀组织单位", "发布了优秀组织单位、优秀党课名单。")
    True
    >>> only_announced("优秀组织单位有哪些", "优秀组织单位名单：云溪街道、东山街道。")
    False
    """
    asked = _ASKED.search(question)
    if asked is None or _GIVEN_TO.search(text):
        return False
    title = re.escape(_told(asked["won"] or asked["named"] or asked["listed"], text))
    among = f"|、{title}(?![（(])|{title}[、及]" if asked["listed"] else ""
    return (
        bool(title) and re.search(f"{title}[^，。；]{{0,16}}{_CEREMONY}{among}", text) is not None
    )


def _told(title: str, text: str) -> str:
    """Return the end of a title that a text has, six characters of it or all; "" for none."""
    ends = (title[at:] for at in range(max(1, len(title) - 5)))
    return next((end for end in ends if end in text), "")
