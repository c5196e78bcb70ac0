"""As of when a figure holds: its period, from the article's words and date, and what is latest."""

from __future__ import annotations

import re
from datetime import date

from rag.sentence import Fact
from rag.types import Article
from rag.when import When

LATEST = re.compile(r"最新|最近(?!几|两|三|五|十)|近期|目前|现在|如今|现有|截至目前|当前|眼下")


def wants_latest(question: str) -> bool:
    """Return whether a question asks for the latest figure there is."""
    return LATEST.search(question) is not None


def period_of(fact: Fact) -> str | None:
    """Return the period that a figure is of, None where neither sentence nor paragraph tells.

    A year that the words leave out is put in where the article's date gives it; else they stay as
    the article has them.
    """
    if fact.when is None or not fact.told:
        return None
    return written(fact.when)


def written(when: When) -> str:
    """Return a period with its year, where that is known.

    >>> from rag.when import whens
    >>> written(whens("去年", 2024)[0]), written(whens("去年", None)[0])
    ('2023年', '去年')
    """
    if re.search(r"\d{4}", when.text):
        return when.text
    if when.name is not None:
        return f"{when.year}年{when.text.strip('“”')}" if when.year else when.text
    if when.days is None or when.sort in ("span", "now"):
        return when.text
    return _days(*when.days)


def _days(first: date, last: date) -> str:
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year}年" if first.year == last.year else f"{first.year}—{last.year}年"
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    if first.year != last.year:
        return f"{first.year}年{first.month}月—{last.year}年{last.month}月"
    months = f"{first.month}月" if first.month == last.month else f"{first.month}—{last.month}月"
    return f"{first.year}年{months}"


def last_day(fact: Fact | None, article: Article) -> str:
    """Return the ISO date up to which a figure holds, as far as the article tells; "" unknown."""
    if fact is not None and fact.when is not None and fact.told:
        if fact.when.last is not None:
            return fact.when.last.isoformat()
        if fact.when.year is not None:
            return f"{fact.when.year}-12-31"
    return article.published or (f"{article.year}" if article.year else "")
