"""Whether a text tells the contrary of what a question asks: 最低 for 最高, 第一批 for 第二批.

Words that exclude each other in news prose and numbers of the same row; none is of one topic alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from jieba import posseg

from rag.numerals import parse

_NUMBERS = "一二三四五六七八九十"
_WORKS = "(?:翻[修新建]|改造|整治|修缮|装修|升级|[改扩]建|搬迁|改革|提速|调整|合并)"
_PAIRS = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("最高", "最低"),
        ("最多", "最少"),
        ("最大|(?:年[龄纪]|岁数)最长|最年长", "最小|最年[轻幼]"),
        ("最长", "最短"),
        ("最[早先]", "最[晚后]"),
        ("流入|净投|净买", "流出|净抽|净卖"),
        ("涨停", "跌停"),
        ("领涨", "领跌"),
        ("解除质押|解押", "(?<!解除)质押"),
        ("正式党员", "预备党员"),
        ("现任|现在的|如今的", "前任|原(?=[总董书主副局院校])"),
        ("收入", "支出"),
        ("内资", "外资"),
        ("内销|国内销", "外销|出口"),
        ("进口", "(?<!进)出口"),
        ("入境", "出境"),
        ("线上", "线下"),
        ("公办", "民办"),
        ("公立", "民营|私立"),
        ("常住", "户籍"),
        ("城镇", "农村"),
        ("男(?=[性生士童工职])", "女(?=[性生士童工职])"),
        ("死亡|遇难|丧生|死者", "受伤|伤者|轻伤|重伤"),
        ("开工(?!生产)|动工|奠基", "竣工|完工|建成|通车|投[用运产]|开通"),
        ("通车|开通|投[用运产]|运营", "贯通|合龙|封顶"),
        ("首班|头班", "末班|尾班"),
        (f"{_WORKS}之?前", f"{_WORKS}之?后"),
        ("资产", "负债|[欠的]债(?!券)"),
        ("起点|[南北东西]起", "终点|[南北东西]至"),
        ("上午|早[上晨]|清晨", "下午|傍晚|晚上|夜[里间]"),
        ("开[园馆门]|开放", "闭[园馆]|关门|打烊"),
        ("上半", "下半"),
        ("小学", "[初高]中"),
        ("初中", "高中|小学"),
        ("最快", "最慢"),
        ("最贵", "最便宜"),
        ("国内(?!外)|境内(?!外)", "海外|国外|境外|出口"),
        ("春[季天]", "[夏秋冬][季天]"),
        ("夏[季天]", "[春秋冬][季天]"),
        ("秋[季天]", "[春夏冬][季天]"),
        ("关[闭停]门?店?|关店", "新开|开设|拓展"),
        ("日均|日活", "月均|月活|年均"),
        ("月均|月活", "年均"),
        ("亏|赔钱|利润[为达约]?[-−]\\d", "盈利|(?<![毛没])赚(?!钱)|净利润?[为达约]?\\d"),
        ("开盘", "收盘"),
        ("买入|买进|增持", "卖出|减持"),
        ("批发", "零售"),
        ("新房|新建商品住?房", "二手房"),
        ("汽油", "柴油"),
    )
)
_NUMBER = rf"[{_NUMBERS}]{{1,3}}|\d{{1,3}}"
_KIND = (
    "隧道|大桥|公园|医院|小学|中学|学校|幼儿园|水库|机场|[车高铁]站|大厦|广场|体育[馆场]|博物馆|图书馆"
    "|派出所|法院|检察院|大学(?!生)|景区|古镇|社区|产业园|工业园|电站|水厂|码头|灌区"
)
_IN_ROW = re.compile(
    rf"(?P<number>首(?=[批期届轮])|第(?:{_NUMBER}))(?P<row>批|期|届|轮|次|阶段|季度|名|例|代|版)"
    rf"|(?<![\d{_NUMBERS}第.])(?P<members>(?:{_NUMBER})(?:号?[线楼]?[、和与及](?:{_NUMBER}))*)(?P<line>号[线楼])"
    rf"|(?<![十百])(?P<congress>二?十[{_NUMBERS}]|二十)大(?=报告|精神|以来|召开|代表|[后之，。]|$)"
    r"|(?<![\d一二三四五六七八九十第])(?P<phases>[一二三四五六1-6](?:期?[、和与及][一二三四五六1-6])*)期"
    rf"|第(?P<nth>{_NUMBER})(?=[\u4e00-\u9fff]{{0,4}}?(?P<place>{_KIND}))"
    rf"|(?P<grade>[{_NUMBERS}特])等(?P<prize>[功奖])|(?<![上下本一两三四五六\d])(?P<week>周|星期)(?P<weekday>[一二三四五六日天])(?![年岁次届度期回场])"
    r"|(?P<rank>[初中高])级[）)”]?(?P<skill>证|职称|教师|技工)"
    r"|(?P<nearby>本|[上下](?=一?[届轮批赛]))一?(?P<term>届|轮|批|赛季)|(?P<now>今年)"
    r"|(?<![副社])(?P<levels>(?:国家|[省市区县乡镇村])(?:级?[、和与及/]?(?:国家|[省市区县乡镇村]))*)级(?![市别])(?!以[上下])"
    r"|(?<![\u4e00-\u9fff])(?P<ranked>[省市区县])(?=重点(?:项目|工程))"
)
_BODIES = ("派出所", "法院", "检察院", "大学", "医院", "隧道", "大桥", "水库")
_NAMED = re.compile(rf"(?=(?P<name>[\u4e00-\u9fff]{{2}})(?P<kind>{_KIND}))")
_NO_NAME = re.compile(
    "[该这那此本各每全新老旧两几多少些所座条处个的建设级型类等及和与在为有入]|[省市区县镇乡大小]$|[国专]家"
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
    asked = {kind: told for kind, told in named.items() if not _said(told, [text])}
    return (
        _excluded(question, text)
        or _differ(_rows(question), [_rows(text)])
        or _differ(asked, [_named(text)])
    )


def _excluded(question: str, text: str) -> bool:
    return any(
        _excludes(one, other, question, text) or _excludes(other, one, question, text)
        for one, other in _PAIRS
    )


def _excludes(asked: re.Pattern[str], told: re.Pattern[str], question: str, text: str) -> bool:
    """Return whether a question names the one alone and a text the other alone."""
    return bool(
        asked.search(question)
        and not told.search(question)
        and told.search(text)
        and not asked.search(text)
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
    return _differ(_rows(question), rows) or _differ(asked, names)


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
    for m in _NAMED.finditer(re.sub("人民(?=法院|检察院)", "", text)):
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
    for row, member in (("prize", "grade"), ("skill", "rank"), ("week", "weekday")):
        if match[row]:
            return match[row].replace("星期", "周"), frozenset(match[member].replace("天", "日"))
    if match["now"]:
        return "本届", frozenset("本")
    if match["nearby"]:
        return f"本{match['term']}", frozenset(match["nearby"])
    told = match["number"] or match["members"] or match["phases"] or match["nth"]
    row = match["row"] or match["line"] or match["place"] or "期"
    return row, frozenset(map(_value, re.findall(f"首|{_NUMBER}", told)))


def _value(number: str) -> str:
    """Return what 首, 二 or 12 counts, in digits."""
    parsed = parse("一" if number == "首" else number)
    return str(parsed[0]) if parsed else number
