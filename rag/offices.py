"""Which offices a text names: what one did is not told of another, a deputy's not of the head."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.kinds import HEADS, NO_HOLDER

_FIELD = (
    "卫健|卫生健康|教育|教体|公安|财政|税务|住建|住房|城管|综合执法|民政|人社|人力资源|应急管理|交通运输|水利|水务"
    "|农业农村|文旅|文化和旅游|体育|审计|统计|市场监管|市监|自然资源|规划|生态环境|环保|发展改革|发改|工信|商务|科技"
    "|司法|气象|消防救援|消防|纪检监察|纪委监委|检察|组织|宣传|统战|外交|医保|退役军人|信访|园林"
)
_RANK = "委(?!托|派|任)|局|厅|部(?![分署队])|机关|总队|支队|大队|主管部门|部门|总署"
_OFFICE = re.compile(
    rf"(?P<field>{_FIELD})(?:和[\u4e00-\u9fff]{{2,4}})?(?:{_RANK})"
    "|(?P<union>妇联|侨联|台联|文联|残联|社科联|工商联|科协)(?![合系络通动手赛盟作])"
)
_HEAD = re.compile(
    rf"(?P<deputy>副[\u4e00-\u9fff]{{0,2}}?)?(?P<head>{HEADS}|国务卿|总统|总理|教授|研究员){NO_HOLDER}"
)
_ALSO = {  # one field by two names
    "卫生健康": "卫健",
    "教体": "教育",
    "住房": "住建",
    "综合执法": "城管",
    "人力资源": "人社",
    "文化和旅游": "文旅",
    "市监": "市场监管",
    "规划": "自然资源",
    "环保": "生态环境",
    "发展改革": "发改",
    "消防救援": "消防",
    "纪委监委": "纪检监察",
    "警": "公安",
}
_NOW = re.compile("现任|现在的|目前的|如今的")
_ONCE = re.compile(
    "曾是|曾任|曾担任|时任|原任|前任|卸任|离任|原(?:[\u4e00-\u9fff]{0,8})(?:书记|主任|局长|院长|[省市区县镇厅部]长)"
)
_TAKES = re.compile("现任|接任|继任|新任|任命")


@lru_cache(maxsize=4096)
def offices(text: str) -> frozenset[str]:
    """Return the fields of the offices that a text names: 教育 for 市教育局."""
    found = (m["field"] or m["union"] for m in _OFFICE.finditer(text))
    return frozenset(_ALSO.get(field, field) for field in found)


def of_another_office(question: str, sentence: str) -> bool:
    """Return whether a question names an office and a sentence only others.

    >>> of_another_office("市税务局哪天开的会？", "16日，市市场监管局召开会议。")
    True
    """
    asked, told = offices(question), offices(sentence)
    if not asked or not told or asked & told:
        return False
    return not any(word in sentence for field in asked for word in _words(field))


def _words(field: str) -> tuple[str, ...]:
    """Return the words that speak of a field's office without its name: 警方 and 民警 of 公安."""
    return (field, *(other for other, one in _ALSO.items() if one == field))


def of_another_rank(question: str, sentence: str) -> bool:
    """Return whether a question names the head of something and a sentence only a deputy of such.

    Or the other way round.

    >>> of_another_rank("院长怎么说", "副院长张涛表示，…")
    True
    """
    told = _ranks(sentence)
    return any(
        head in told and not ranks & told[head] and not _is_named(question, head, sentence)
        for head, ranks in _ranks(question).items()
    )


def _is_named(question: str, head: str, sentence: str) -> bool:
    """Return whether who a question names by an office (副省长韩春林) is named by a sentence."""
    name = question.partition(head)[2][:2]
    return len(name) > 1 and name in sentence


@lru_cache(maxsize=4096)
def _ranks(text: str) -> dict[str, frozenset[bool]]:
    """Return for each office that a text names whether by a deputy, by its head, or both."""
    found: dict[str, frozenset[bool]] = {}
    for m in _HEAD.finditer(text):
        found[m["head"]] = found.get(m["head"], frozenset()) | {bool(m["deputy"])}
    return found


def of_former(question: str, sentence: str) -> bool:
    """Return whether a question asks who holds an office and a sentence tells who once held it.

    >>> of_former("现任主任是谁", "朱某曾是该院主任"), of_former("主任是谁", "朱某曾是该院主任")
    (True, False)
    """
    held = _NOW.search(question) and _ONCE.search(sentence)
    return bool(held) and _TAKES.search(sentence) is None
