"""Whether a rate or a change is the one that was asked for, and none stands where a level is asked.

Rules of how Chinese news tells growth, shares and rates; none knows an indicator by name.
"""

from __future__ import annotations

import re

from rag.features import match, nouns
from rag.keywords import Term, is_known
from rag.naming import in_full, names_something, names_thing
from rag.questions import Part
from rag.sentence import Fact

RATE_WORD = re.compile("比例|比重|占比|增速|增幅|增长率|增长|降幅")
_ASKS = re.compile(r"[率幅速占%比倍]|百分|基点|[几多少]成|增长|提高|下降|上升|增加|减少|涨|降")
_CHANGES = ("percent", "percentage-point", "multiple")
_BASIS = re.compile(
    r"环比|(?<=[比较])(?:\d{4}年(?:底|末)?|上个?月|上季度|年初|[一二三四]季度)|年均|[两三四五]年平均"
)
_BEFORE = {"环比", "上月", "上个月", "上季度"}  # the month or quarter before
_YEAR_BEFORE = re.compile("同比|增速|去年|上年|年前")  # what a change is against: no 环比
_WIDER = re.compile("(?<=[比较于出过先])全[国省市区县]")
_SHARE = re.compile("占|比重|比例|份额")
_DONE = re.compile("(?:完成|[干做办]完|达成|兑现)了?[^，。？]{0,4}(?:几成|百分之)")
_GROWN = re.compile("[同环]比|(?:增长|下降|提高|上升)(?!了?[至到]|[面点极])|增幅|增速")
_BY_HOW_MUCH = re.compile(
    "(?:增长|提高|上升|增加|提升|下降|减少|回落|降低|[涨降跌]|(?<![最至缺身顶不限拔楼坝])[多少高低快慢]出?)了?(?:多少|几)"
)
_CHANGE = re.compile("[同环]比|增速|增幅|(?:增长|上升|提高|下降|减少|回落|[涨降跌])(?!了?[至到])")
_CHANGED = re.compile(
    "[增减升降涨跌加添招调]|偏[高低多少]|创造|带来|流[入出]|新[建开设辟成办签落]|建成|引进|提高|回落|高于|低于|落后|领先|提前|推迟|延后|连续|(?<=[比较])[^，]*(?:[多少高低快慢]出?了?(?:约|近|超过?)?)$"
)
_CHANGE_OF = re.compile("的[^，。]{0,4}[增减升降涨跌]")  # 30到100厘米的风暴增水
_NEW = re.compile("新[增建开设辟]|建成|引进|招")
_FELL = re.compile(
    "(?:减少|下降|上升|提高|降低|缩短|延长|回落|增长|增加|上涨|下跌|[涨降跌])了?"
    "(?:约|近|超过?|将近|大约)?$"
)
_OF_CHANGE = re.compile(
    "[增减升降涨跌掉滑蹿飙加添缩扩省节砍压变补差超新比较拖推延]|提高|回落|(?<!多)少|多(?![少大长高久快远重宽深])"
    "|[高低快慢早晚短长远近大小轻重贵贱好][了出]|便宜|优惠|打折"
)
_SUM = re.compile("总[额值量数]|数[量额]|规模|水平")  # is of the word before it
_CALLED = {
    "经济": "gdp|生产总值",
    "物价": "通[胀膨]|cpi|消费者?价格",
    "销量": "销售(?!额|收入|面积)",
}  # its growth is theirs
_RECKONED = re.compile("按[^，,]{0,6}(?:汇率|价格?|口径|计算)")  # 按不变价
_EACH = re.compile("每一?[个名所户家人位座间套辆张班村]|[人户]均|平均")
_HOW_MANY = re.compile(
    "有多少(?![\u4e00-\u9fff]{0,2}[钱元亿万])"
)  # 房东里有多少…: a share tells it too
_OWN_RATE = re.compile("(?P<of>[\u4e00-\u9fff]{2})(?<![效频汇功])率|比重|占比")
_WHERE = "全[国省市区县]|[三四五六几各]省市?|地区"  # names nothing that changed


def asks_rate(question: str) -> bool:
    """Return whether a question asks for a rate, a share or a change."""
    return _ASKS.search(question) is not None


def is_rate(fact: Fact) -> bool:
    """Return whether a figure is a percentage or a multiple."""
    return fact.figure.family in ("percent", "multiple")


def is_change(fact: Fact) -> bool:
    """Return whether a figure is of a kind that tells change: those and percentage points."""
    return fact.figure.family in _CHANGES


def of_rate(part: Part, fact: Fact) -> str | None:
    """Return what speaks against a fact where rates or changes are asked or told, None for nothing.

    "each" for 每班45名 where all are asked for, "level" for 47.4亿元 where 增长多少 is,
    "change" for 减少186小时 where 平均几小时 is, "rate" for 对GDP的贡献率 where GDP
    is, or 增加值增长 where 利润增长 is, "basis" for 环比 where 同比 is.
    """
    question = part.text
    if fact.figure.family in ("count", "people") and _is_each(question, fact):
        return "each"
    if _BY_HOW_MUCH.search(question) and not _is_amount_of_change(question, fact):
        return "level"
    if not is_change(fact) and _is_amount_less_or_more(question, fact):
        return "change"
    if is_change(fact) and (_is_of_another(question, fact) or _grew_another(part, fact)):
        return "rate"
    if is_change(fact) and not _same_basis(question, fact):
        return "basis"
    return None


def basis_of(text: str) -> str:
    """Return what a change is measured against, "" for the year before, as is usual.

    >>> basis_of("总额环比增长"), basis_of("总额同比增长"), basis_of("总额比2020年增长")
    ('环比', '', '2020年')
    """
    found = _BASIS.search(text)
    return found[0].lstrip("比较") if found else ""


def _is_amount_of_change(question: str, fact: Fact) -> bool:
    """Return whether a figure tells by how much something changed; 从80元降至60元 does not.

    Nor does 新增5876人 where 比去年多多少 is asked.
    """
    own = _NEW.sub("", fact.own) if re.search("[比较]", question) else fact.own
    changed = _CHANGED.search(own) or _CHANGE_OF.match(fact.after)
    return is_change(fact) or (fact.stage is None and bool(changed))


def _is_amount_less_or_more(question: str, fact: Fact) -> bool:
    """Return whether by how much something changed stands where no change is asked for."""
    return fact.stage is None and bool(_FELL.search(fact.own)) and not _OF_CHANGE.search(question)


def _is_each(question: str, fact: Fact) -> bool:
    """Return whether what each has stands where the number of all is asked for."""
    return bool(_EACH.search(fact.own)) and not re.search(
        "[每均各]|一[天年月周日趟回次场]", question
    )


def _is_of_another(question: str, fact: Fact) -> bool:
    """Return whether a figure is a rate of some kind where no rate is asked for."""
    own = _OWN_RATE.search(fact.own)
    if own is None or asks_rate(question) or (own["of"] or "占") in question:
        return False
    return bool(own["of"]) or not _HOW_MANY.search(question)


def _grew_another(part: Part, fact: Fact) -> bool:
    """Return whether a change names what changed, and that is nothing of what is asked about."""
    words = f"{fact.topic} {fact.counted} {fact.about} {fact.after}".lower()
    named = {
        at: t for t, at in _changing(part) if match(t.word, words) or not _SUM.fullmatch(t.word)
    }
    asked = "|".join([_WHERE, *(re.escape(term.word) for term in named.values())])
    if not named or not names_thing(re.sub(asked, " ", fact.about)):
        return False
    last = named[max(named)]
    if re.search(_CALLED.get(last.word, "$^"), words) or in_full(last.word, words):
        return False
    return last in nouns(part) and is_known(last.word) and not match(last.word, words)


def _changing(part: Part) -> list[tuple[Term, int]]:
    """Return the words before a change that may name what changes, each with its last place."""
    change = _CHANGE.search(part.text)
    before = (
        re.split("(?<![可同环占对])[比较]", part.text[: change.start()].lower())[0]
        if change
        else ""
    )
    before = _RECKONED.sub("", before)
    return [
        (t, before.rfind(t.word)) for t in part.terms if t.word in before and _may_change(t.word)
    ]


def _may_change(word: str) -> bool:
    """Return whether a word names what a change may be of: 产值, and 钱, but not 同比."""
    return names_something(word) or word == "钱"


def _same_basis(question: str, fact: Fact) -> bool:
    """Return whether a change is told against what the question has it against, if it says."""
    asked, told = basis_of(question), basis_of(fact.own)
    if not asked and fact.when is not None and fact.when.year and told == f"{fact.when.year - 1}年":
        told = ""  # of 2023, 比2022年 is 同比
    if asked in _BEFORE and "同比" in fact.own:
        return False
    grown = _GROWN.search(fact.own) and not _SHARE.search(fact.own)
    of_whole = _SHARE.search(question) or _DONE.search(question)
    if of_whole and grown and not _BY_HOW_MUCH.search(question):
        return False  # 占百分之几 is not 增长百分之几
    wider, other = _WIDER.search(question), _WIDER.search(fact.own)
    if other and (not wider or wider[0] != other[0]):
        return False  # 高于全省 is no growth, and not 高于全国
    if {asked, told} <= _BEFORE:
        return True
    return asked == told or not told or (not asked and not _YEAR_BEFORE.search(question))
