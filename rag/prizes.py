"""Who was given a title: not told by a text that only announces it."""

from __future__ import annotations

import re

_WINS = "(?:评[为上]|(?<![抓查缴破捕])获得?|当选|入选|拿[到下])了?"
_TITLE_OF = re.compile(  # 哪些单位被评为优秀组织单位, 拿到“十佳宣传站”的是哪几家
    f'(?:哪[些个家几位名]|谁)[^，。？]*{_WINS}[“"]?(?P<title>[\u4e00-\u9fff]{{4,}})[”"]?[？?]?$'
    f'|{_WINS}[^，。？]{{0,8}}[“"](?P<quoted>[^”"]{{4,}})[”"][^，。？]{{0,6}}(?:哪[些个家几位名]|谁)'
)
_CEREMONY = "(?:名单|颁奖|评选|表彰|揭晓)"
_GIVEN_TO = re.compile("授予|荣获|获[评得]|评为|评上|当选|入选|[:：]")


def only_announced(question: str, text: str) -> bool:
    """Return whether a text tells that a title is given, and a question asks to whom.

    发布了优秀组织单位名单, “十佳宣传站”颁奖仪式举行.
    """
    asked = _TITLE_OF.search(question)
    if asked is None or _GIVEN_TO.search(text):
        return False
    title = re.escape(asked["title"] or asked["quoted"])
    return re.search(f"{title}[^，。；]{{0,16}}{_CEREMONY}", text) is not None
