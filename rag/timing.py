"""Whether a figure is of the time that a question asks about: its period, in it or up to it."""

from __future__ import annotations

import re
from datetime import date

from rag.sentence import Fact
from rag.sought import Sought
from rag.types import Article
from rag.verify import sentence_at
from rag.when import When, agree, whens

_THIS_YEAR = re.compile("[今本]年度?(?:以来|内|全年)?|年内")
_ALL_TOLD = re.compile("总[数量]")
_NEAR = 2  # letters between a period and what it is of: 2020年的


def period_fits(told: Sought, article: Article, fact: Fact) -> bool:
    """Return whether a fact may be of a period that is asked about."""
    if not told.whens or fact.when is None:
        return True
    if _is_of_former(article, fact):
        return all((one.ago or 0) >= 0 for one in told.whens)
    asked = [_resolved(one, article) for one in told.whens]
    if not fact.told:  # the article's lead alone tells it: only a holiday holds so far
        names = {one.name for one in asked if one.name}
        return not names or fact.when.name is None or fact.when.name in names
    return any(
        agree(one, fact.when)
        or _is_so_far(one, fact.when)
        or _is_up_to(one, fact)
        or _is_same_time(one, fact.when)
        for one in asked
    )


def _is_of_former(article: Article, fact: Fact) -> bool:
    """Return whether a fact's period is that of the value before it: 从去年的27%提升到34%."""
    begin = sentence_at(article.text, fact.start).start
    if fact.stage not in ("present", "coming") or fact.when is None or not fact.told:
        return False
    return article.text[begin : begin + fact.when.start].endswith(("从", "由"))


def _is_same_time(asked: When, told: When) -> bool:
    """Return whether 去年同期 is asked about and months of 去年 are told."""
    return asked.text.endswith("同期") and asked.ago == told.ago


def _is_up_to(asked: When, fact: Fact) -> bool:
    """Return whether months are asked about that 截至8月底…今年新建 tells of."""
    told = fact.when
    if fact.as_of is None or told is None or told.year != fact.as_of.year:
        return False
    return asked.days == (date(fact.as_of.year, 1, 1), fact.as_of) and _is_year(told)


def _is_so_far(asked: When, told: When) -> bool:
    """Return whether 今年 is asked about and some months of it are told: it is not over yet."""
    return (
        _THIS_YEAR.fullmatch(asked.text) is not None
        and told.ago in (None, 0)
        and told.sort in ("stretch", "stock")
        and (asked.year is None or told.year in (None, asked.year))
    )


def _resolved(asked: When, article: Article) -> When:
    """Return a period of a question with its days, where 今年 is the article's year."""
    if asked.days or asked.name:
        return asked
    if asked.text.endswith("同期") or not re.search("[今去]年", asked.text):
        return asked
    return next(iter(whens(asked.text, article.year)), asked)


def has_own_time(article: Article, fact: Fact) -> bool:
    """Return whether a period stands right before a figure: 由2020年的1.2亿吨."""
    place = fact.start - sentence_at(article.text, fact.start).start
    return fact.told and fact.when is not None and 0 <= place - fact.when.end <= _NEAR


def is_of_before(told: Sought, fact: Fact) -> bool:
    """Return whether a fact is of 去年 where no year is asked about."""
    asked = any(one.year or one.ago for one in told.whens)
    return not asked and fact.when is not None and (fact.when.ago or 0) < 0


def sums_otherwise(told: Sought, fact: Fact, lead: str) -> bool:
    """Return whether a running total stands for what came in a time, or the other way round.

    ``lead`` is what its sentence tells before it: 累计创建A3个，B26个 sums both.
    """
    return _is_sum(told, fact) or ("累计" not in lead and _is_this_year(told, fact))


def _is_sum(told: Sought, fact: Fact) -> bool:
    """Return whether a running total stands where what came in one year is asked for."""
    if not fact.summed or told.summed or told.since:
        return False
    if not any(_is_year(when) for when in told.whens):
        return False
    return fact.when is None or not fact.told or fact.when.sort != "stretch"


def _is_year(when: When) -> bool:
    return when.sort == "stretch" and when.year is not None and when.name is None


def _is_this_year(told: Sought, fact: Fact) -> bool:
    """Return whether what came in some months stands where the running total is asked for."""
    if not told.summed or fact.summed or fact.when is None or _ALL_TOLD.search(fact.own):
        return False
    return fact.told and fact.when.sort == "stretch" and fact.figure.family != "percent"
