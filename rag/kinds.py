"""Whether a text holds the kind of thing that is asked for: a person, a cause, a place, a list.

Patterns of Chinese news prose; each is a hint that is weighed (``features``), none decides alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jieba import posseg

from rag.keywords import SURNAME
from rag.periods import Period
from rag.questions import Part
from rag.types import Span
from rag.verify import periods_of

_HOW_MANY = re.compile(r"[哪“「]([两二三四五六七八九十])|([两二三四五六七八九十\d]+)[大个项类条种]")
_PERSON = re.compile(
    rf"(?:书记|[局区市县部厅省处科院校所会行队站]长|主任|主席|经理|董事长|总裁|院士|教授|记者|通讯员|摄影|作者|代表|员)"
    rf"[：:\s]*{SURNAME}[\u4e00-\u9fff]{{1,2}}"
    rf"|{SURNAME}[\u4e00-\u9fff]{{1,2}}(?:说|表示|介绍|认为|指出|提出|告诉|坦言|摄)"
)
_DEFINES = re.compile(
    r"指|代表(?=什么|啥|的是|哪)|是什么|是啥|什么意思|说的是|意味|含义|是哪[一座个条家]"
)
_CAUSE = re.compile(r"因|由于|为了|以便|导致|得益|缘于|源于|受[^，。]{1,12}影响|目的|旨在|从而")
_PLACE = re.compile(r"[路街道楼厦园馆站城村镇乡区县市省场山河湖桥院校]")


def kind_fits(part: Part, text: str) -> float:
    """Return 1 when a text holds the kind of thing asked for, 0 when not, 0.5 if any will do."""
    if part.kind == "person":
        return float(_names_one(part, text))
    if part.quoted and _DEFINES.search(part.text):
        if number := _counted(part.quoted[-1]):
            return float(_told_whole(part.quoted[-1], number, text))
        name = re.escape(part.quoted[-1])
        return float(
            re.search(rf"{name}[”」》’]?[^，。]{{0,4}}[，,]?(即|就是|是|指|为|：)", text)
            is not None
        )
    if part.kind == "reason":
        return float(_CAUSE.search(text) is not None)
    if part.kind == "place":
        return float(_PLACE.search(text) is not None)
    return 0.5


def explains(part: Part, text: str) -> bool:
    """Return whether a text has the name that a question wants explained by itself.

    「“一带一城”的“一城”指什么」 is no question about the whole of which it is a part.
    """
    within = _WITHIN.search(part.text)
    quoted = (*part.quoted, within[1]) if within else part.quoted
    if len(quoted) < 2 or not _DEFINES.search(part.text):
        return True
    for longer in quoted[:-1]:
        if quoted[-1] in longer:
            text = text.replace(longer, "")
    return any(name in text for name in _written(quoted[-1]))


_WITHIN = re.compile(  # “12100”工程里的12代表什么
    r"[”」][^，。？“「]{0,8}?(?:[里中]面?|末尾|最后|开头|前面|后面)的([\dA-Za-z]{1,6})(?:各自?|分别|都)?(?:代表|指|是)"
)


def lists(part: Part, text: str) -> bool:
    """Return whether a text may list as many things as a question counts: 都是哪十家.

    >>> from rag.questions import part_of
    >>> lists(part_of("是哪三个镇？", ""), "甲镇、乙镇获奖"), lists(part_of("是哪镇？", ""), "甲镇")
    (False, True)
    """
    return items_in(text.rstrip("。，；,;")) >= items_asked(part)


def items_asked(part: Part) -> int:
    """Return how many things are to be listed, 0 where no number is told: 2 of 哪两个城市."""
    asked = _WHICH_OF.search(part.text)
    return _number(asked[1]) if asked else 0


def items_in(answer: str) -> int:
    """Return how many things an answer lists."""
    return len(_ITEM.findall(answer)) + 1


def has_counted(question: str, text: str) -> bool:
    """Return whether a text has the quoted name that a question counts, if it counts one.

    >>> has_counted("打造几条“无杆线街道”？", "打造13条景观大道"), has_counted("几条路？", "13条")
    (False, True)
    """
    counted = _COUNTED_NAME.search(question)
    return counted is None or counted["name"] in text


def _written(name: str) -> tuple[str, ...]:
    """Return a name, a number also as it is written in words: the “4” of “1+467” is 四."""
    words = _NUMBERS[int(name)] if name.isdecimal() and len(name) == 1 else name
    return (name, words)


def asks_for_all(part: Part) -> bool:
    """Return whether a question asks what a name that counts stands for: “三场硬仗”是什么."""
    return bool(part.quoted and _DEFINES.search(part.text) and _counted(part.quoted[-1]))


_COUNTED_NAME = re.compile('(?:几|多少)[个条家座处项所支批名位]?[“"](?P<name>[^”"]{2,})[”"]')
_WHICH_OF = re.compile(r"哪([两二三四五六七八九十]|\d{1,2})[大个家项条类种位座名所支处样](?!字)")
_ITEM = re.compile("[、，,；;。：:与及]|(?<!共)和(?!平谐)")
_NUMBERS = "〇一二三四五六七八九十"
_COUNTED = re.compile(rf"([两{_NUMBERS[1:]}]|\d{{1,2}})(?:大|个|项|条|类|种|张|支|点|场|座|批)")


def _counted(name: str) -> int:
    """Return how many things a name says it stands for, 0 for none: 3 for 三个转变."""
    found = _COUNTED.match(name)
    return _number(found[1]) if found else 0


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS.find(text.replace("两", "二"))


def _told_whole(name: str, number: int, text: str) -> bool:
    """Return whether a text tells all that a name stands for, before it or in clauses after it."""
    before, found, after = text.partition(name)
    clause = re.split("[。；：，,]", before)[-1]
    joined = re.split("[、和与及]", clause)  # 甲片区和乙片区“两大主战场”
    listed = max(re.split("[。；：]", before)[-1].count("、") + 1, len(joined))
    clauses = re.split("[。；]", after.lstrip("”」》』"))[0]
    listing = clauses.lstrip("，：—")
    told = len(re.split("[，、]", listing)) if clauses != listing else 0
    return bool(found) and max(listed, told) >= number


_TIME = re.compile("[年月日号天时点晨晚午季周旬节春夏秋冬今昨明]|前后|[之以][前后]")


_DISPATCHED = re.compile(
    r"(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日\s?(?:消息|讯|电)(?=[\s（(：:，,]|$)"
)


def tells_time(text: str) -> bool:
    """Return whether a text has any word of time, also one that is no date: 春节前后.

    The day of a dispatch (7月20日电) does not count.
    """
    return _TIME.search(_DISPATCHED.sub("", text)) is not None


def is_of_dispatch(text: str, period: Period) -> bool:
    """Return whether a day is only that on which the report was sent: 新华社北京7月20日电.

    Not where the report tells of that very day: 7月20日消息，…今日宣布.
    """
    sent = _DISPATCHED.search(text)
    if sent is None or re.search("今[日天晨早晚]", text[sent.end() :]):
        return False
    return sent.start() <= period.start < sent.end()


def told_in(text: str, clause: Span) -> str:
    """Return the words of a clause, with the next where it ends with a date: 8月26日，隧道贯通."""
    said = text[clause.start : clause.end]
    bare = said.rstrip("，, ")
    if any(period.end == len(bare) for period in periods_of(bare)):
        said += re.split("[，,；;。]", text[clause.end :])[0]
    return said


HEADS = (
    "书记|主任|主席|主委|经理|董事长|总裁|总监|总指挥|总工程师|秘书长|检察长|审判长|理事长|总编辑|主编"
    "|[州盟旗署社组班台局区市县部厅省处科院校所司馆会行队站镇乡村团营连厂店组]长|教练|司令员?|政委"
)
NO_HOLDER = "(?!办公会|例会|会议|信箱|热线|助理|们|级)"  # 主任办公会 holds no office
_OFFICE = re.compile(f"副?(?:{HEADS})")
# Surnames that are seldom other words, and such as are: of these jieba must think a name too.
_RARE = (
    "[毕卜岳缪祁桂霍柴翟聂葛施倪温庄颜殷樊兰申穆纪鲍骆耿焦柳梅阮佟甘尤涂苗冉裴邢康喻"
    "乔詹庞翁柯娄冀牛匡滕晏凌符裘卞宗洪屈桑褚巩卓蔺屠仇栾厉欧荣]"
)
_WORDLIKE = "[常成明全安文路古边关游简单解车池项季席左章景封盛蒙房宫鲁齐易米]"
_NAME = re.compile(rf"(?:{SURNAME}|{_RARE})[\u4e00-\u9fff]{{1,2}}")
_SAYING = "(?<!小)说|表示|认为|指出|预计|预测|介绍|告诉|强调|坦言|透露|觉得|建议"
_ASKED_OF = re.compile(rf"[^，。？]{{2,12}}?(?:[，,]?(?:{_SAYING}|讲|估计)|看[，,来])")
_SPOKE = re.compile(rf"(?P<who>[\u4e00-\u9fff·]{{2,16}})(?:{_SAYING})")
_ATTENDED = re.compile("(?:参加|出席|列席|陪同)[^，。；]{0,12}[。！]?$")
_ANY_NAME = re.compile(rf"(?:{SURNAME}|{_RARE}|{_WORDLIKE})[\u4e00-\u9fff]{{1,2}}")


def office_of(part: Part) -> str | None:
    """Return the office whose holder a question asks for, None for none."""
    if part.kind != "person":
        return None
    held = "|".join(map(re.escape, _names_in(part.text))) or "$^"  # 副省长韩福春受谁委托
    offices = (m[0] for t in part.focus if (m := _OFFICE.search(t.word)))
    return next((one for one in offices if not re.search(f"{one}(?:{held})", part.text)), None)


def speaks_of(office: str, text: str) -> bool:
    """Return whether a text speaks of who holds an office, not of a deputy or a 主任办公会."""
    return re.search(rf"(?<!副){office}{NO_HOLDER}", text) is not None


def said_by_another(part: Part, text: str) -> bool:
    """Return whether a person is asked what they said and a sentence tells what another said.

    Or only that the person was there: 王某也参加了会议 tells nothing of what he thinks.
    """
    asked = _ASKED_OF.match(part.text)
    who = _names_in(asked[0]) if asked else ()
    if not who or re.search("[他她其]", text):
        return False
    if any(name in text for name in who):
        return _ATTENDED.search(text) is not None and not re.search(_SAYING, text)
    return any(_names_in(spoke["who"]) for spoke in _SPOKE.finditer(text))


def _names_one(part: Part, text: str) -> bool:
    """Return whether a text names a person: who asks for an office wants its name beside it."""
    office = office_of(part)
    if office:
        own = rf"(?<!副){office}"
        return any(
            re.search(rf"{own}[：:、“\s]*{name}|{name}[^，。；]{{0,12}}{own}", text)
            for name in (_NAME.pattern, *(re.escape(name) for name in _names_in(text)))
        )
    return bool(_PERSON.search(text)) or any(name not in part.text for name in _names_in(text))


@lru_cache(maxsize=4096)
def _names_in(text: str) -> tuple[str, ...]:
    """Return the words of a text that jieba takes for names and that begin as names do."""
    return tuple(w for w, tag in posseg.lcut(text) if tag == "nr" and _ANY_NAME.fullmatch(w))


def lists_fit(part: Part, text: str) -> float:
    """Return how well a text holds the list that is asked for, 0.5 if none is."""
    if part.kind != "list":
        return 0.5
    if part.quoted and (number := _counted(part.quoted[-1])):
        return float(_told_whole(part.quoted[-1], number, text))
    items = max(len(re.split("[、；]|和(?=[^、]{1,12}$)", run)) for run in re.split("[。：]", text))
    asked = _HOW_MANY.search(part.text)
    if items < 2:
        return 0.0
    if asked is None:
        return 0.8
    return 1.0 if items >= _number(asked[1] or asked[2]) > 0 else 0.4
