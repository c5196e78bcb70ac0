"""Whether a text tells the contrary of what a question asks: 最低 for 最高, 第一批 for 第二批.

Words that exclude each other (``alternatives``), numbers of one row, names of one kind of place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from jieba import posseg

from rag.alternatives import excluded
from rag.blocs import is_of_other_bloc
from rag.numerals import parse

_NUMBERS = "一二三四五六七八九十"
_NUMBER = rf"[{_NUMBERS}]{{1,3}}|\d{{1,3}}"
_KIND = (
    "隧道|大桥|公园|医院|小学|中学|学校|幼儿园|水库|机场|[车高铁]站|大厦|广场|体育[馆场]|博物馆|图书馆"
    "|派出所|法院|检察院|大学(?!生)|学院|研究所|景区|古镇|社区|居民区|[分支]行|产业园|工业园|电站|水厂|码头|灌区"
)
_IN_ROW = re.compile(
    rf"(?P<number>首(?=[批期届轮场])|第(?:{_NUMBER}|\d{{4,8}}))(?P<row>批|期|届|轮|次|场|网格|阶段|季度?|名|例|代|版|号(?=[强超]*台风))"
    rf"|(?<![\d{_NUMBERS}第.])(?P<members>(?:{_NUMBER})(?:号?[线楼]?[、和与及](?:{_NUMBER}))*)(?P<line>号[线楼])"
    rf"|(?<![十百])(?P<congress>二?十[{_NUMBERS}]|二十)大(?=报告|精神|以来|召开|代表|[后之，。]|$)"
    r"|(?<![\d一二三四五六七八九十第])(?P<phases>[一二三四五六1-6](?:期?[、和与及][一二三四五六1-6])*)期"
    rf"|第(?P<nth>{_NUMBER})(?=[\u4e00-\u9fff]{{0,4}}?(?P<place>{_KIND}|总队|支队|监区|标段))"
    rf"|(?P<grade>[{_NUMBERS}特])等(?P<prize>[功奖])|(?<![上下本一两三四五六\d])(?P<week>周|星期)(?P<weekday>[一二三四五六日天])(?![年岁次届度期回场])"
    r"|(?P<rank>[初中高])级[）)”]?(?P<skill>证|职称|教师|技工)"
    r"|(?P<nearby>本|[上下](?=一?[届轮批赛]))一?(?P<term>届|轮|批|赛季)|(?P<now>今年)"
    r"|(?<![副社])(?P<levels>(?:国家|[省市区县乡镇村])(?:级?[、和与及/]?(?:国家|[省市区县乡镇村]))*)级(?![市别])(?!以[上下])"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=其中))(?P<ranked>[省市区县])(?=重点(?:项目|工程))"
    r"|(?P<one>中)(?P<land>[哈乌美俄日韩朝越法德英印巴蒙吉塔土缅老柬泰新加欧澳])(?=两国|双[方边]|关系|边境)"
)
_PAIRED = (  # a row and what may stand in it
    ("prize", "grade"), ("skill", "rank"), ("week", "weekday"), ("one", "land"),
)  # fmt: skip
_SERIES = ("批", "期", "届", "轮", "阶段", "季")  # of one thing in one article
_BODIES = (
    "派出所", "法院", "检察院", "大学", "学院", "中学", "研究所", "医院", "社区", "居民区",
    "支行", "隧道", "大桥", "水库",
)  # fmt: skip
_NAMED = re.compile(rf"(?=(?P<name>[\u4e00-\u9fff]{{2}})(?P<kind>{_KIND}))")
_NO_NAME = re.compile(
    "[该这那此本各每全新老旧两几多少些所座条处个的建设级型类等及和与在为有入进]|[省市区县镇乡大小]$|[国专]家|[铁公]路|高[铁速]|海底|[过跨穿越][江河海湖街]"
)


_Rows = dict[str, frozenset[str]]


def contrary(question: str, text: str) -> bool:
    """Return whether a text tells only the contrary of what a question asks.

    >>> contrary("单次最低赔付多少", "单次最高赔付58.7万元")
    True
    >>> contrary("第二批有多少家", "首批有34家，第二批有46家")
    False
    """
    named = {k: told for k, told in _named(question).items() if k in _BODIES}
    named = {
        k: told
        for k, told in named.items()
        if not re.search(f"哪[^，。？]{{0,8}}{k[-1]}", question)
    }
    asked = {kind: told for kind, told in named.items() if not _said(told, [text])}
    return (
        excluded(question, text)
        or _differ(_rows(question), [_rows(text)])
        or _differ(asked, [_named(text)])
    )


def of_another(question: str, *texts: str) -> bool:
    """Return whether what texts speak of is another thing of the kind that a question names.

    Another member of a row (2号线 for 1号线, 市级 for 省级) or another's name (甲隧道 for 乙隧道).
    The first text that has any of the kind decides.

    >>> of_another("1号线总投资多少", "总投资", "2号线一期工程")
    True
    >>> of_another("1号线总投资多少", "1号线总投资", "2号线一期工程")
    False
    """
    rows = [_rows(text) for text in texts]
    names = [_named(text) for text in texts]
    asked = {kind: told for kind, told in _named(question).items() if not _said(told, texts)}
    own = texts[:2]  # what an earlier sentence is about decides no word
    return (
        _differ(_rows(question), rows)
        or _differ(asked, names)
        or excluded(question, *own)
        or is_of_other_bloc(question, *texts)
    )


def never_told(question: str, title: str, text: str) -> bool:
    """Return whether an article tells of other members of a row, never of the one asked about.

    >>> never_told("第三批有多少份", "", "首批2000份送到以后，第二批1600份也已送到。")
    True
    """
    asked = {row: told for row, told in _rows(question).items() if row in _SERIES}
    if not asked:
        return False
    titled, told = _rows(title), _rows(text)
    whole = {row: titled.get(row, frozenset()) | told.get(row, frozenset()) for row in asked}
    return any(whole[row] and not members & whole[row] for row, members in asked.items())


def _differ(asked: _Rows, known: Sequence[_Rows]) -> bool:
    """Return whether the first text that has a row asked about names other members of it."""
    told = {
        row: next((rows[row] for rows in known if row in rows), members)
        for row, members in asked.items()
    }
    return any(not members & told[row] for row, members in asked.items())


def _said(members: frozenset[str], texts: Sequence[str]) -> bool:
    """Return whether a name stands in texts that set more behind it: 王家 of 王家特长隧道."""
    return any(len(member) > 1 and member in text for member in members for text in texts)


@lru_cache(maxsize=4096)
def _named(text: str) -> _Rows:
    """Return the ends of the proper names that a text gives to each kind of place."""
    found: _Rows = {}
    text = re.sub("人民(?=法院|检察院)|特(?=大桥)", "", text)
    for m in _NAMED.finditer(text):
        if not _NO_NAME.search(m["name"]) and _is_name(text[: m.end("kind")], m["kind"]):
            found[m["kind"]] = found.get(m["kind"], frozenset()) | {m["name"]}
    return found


def _is_name(text: str, kind: str) -> bool:
    """Return whether a noun stands before the kind that ends a text: 王家隧道, not 确保了隧道."""
    told = posseg.lcut(re.split(r"[^\u4e00-\u9fff]", text)[-1])
    if told[-1].word != kind:
        return True
    return len(told) > 1 and told[-2].flag[0] in "njsx"


@lru_cache(maxsize=4096)
def _rows(text: str) -> _Rows:
    """Return the members that a text names of each row: ``{"批": {"1"}}`` for 首批."""
    found: _Rows = {}
    for m in _IN_ROW.finditer(text):
        row, members = _members(m)
        found[row] = found.get(row, frozenset()) | members
    return found


def _members(match: re.Match[str]) -> tuple[str, frozenset[str]]:
    """Return the row that a match names and the members of it; 今年 is 本届."""
    if match["levels"]:
        return "级", frozenset(re.findall("国家|[省市区县乡镇村]", match["levels"]))
    if match["ranked"]:
        return "级", frozenset(match["ranked"])  # 省重点项目
    if match["congress"]:
        return "大", frozenset({_value(match["congress"])})  # 二十大
    for row, member in _PAIRED:
        if match[row]:
            return match[row].replace("星期", "周"), frozenset(match[member].replace("天", "日"))
    if match["now"]:
        return "本届", frozenset("本")
    if match["nearby"]:
        return f"本{match['term']}", frozenset(match["nearby"])
    told = match["number"] or match["members"] or match["phases"] or match["nth"]
    row = match["row"] or match["line"] or match["place"] or "期"
    return row, frozenset(map(_value, re.findall(rf"首|\d{{4,8}}|{_NUMBER}", told)))


def _value(number: str) -> str:
    """Return what 首, 二 or 12 counts, in digits."""
    parsed = parse("一" if number == "首" else number)
    return str(parsed[0]) if parsed else number
