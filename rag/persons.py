"""Which persons a text speaks of without their full names: 李女士, 何某, the wife of somebody."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.keywords import SURNAME

_NAMED = re.compile(f"(?P<surname>{SURNAME})(?:某(?![些种个天人])|姓(?=[男女老])|女士)")
_COUPLE = "夫妻|夫妇|两口子|伉俪|爱人"
_CHILDREN = "孩子|子女|儿女|小孩|娃"
_PARENTS = "父母|双亲|爸妈|家长|老人"
_OF = "(?:的|她|他|某|家)(?:[大小二三老])?"
_RELATIVES = tuple(
    (re.compile(f"{_OF}(?:{asked})"), re.compile(f"{asked}|{told}"))
    for asked, told in (
        ("妻子|老婆|(?<!儿)媳妇|(?<!老)太太", f"夫人|亡妻|前妻|妻(?!离)|{_COUPLE}"),
        ("丈夫|老公", f"先生|亡夫|前夫|{_COUPLE}"),
        ("儿子", f"[长次独]子|男[孩婴童]|[父母]子|{_CHILDREN}"),
        ("女儿|闺女", f"[长次独养]女|女[孩婴童]|[父母]女|{_CHILDREN}"),
        ("母亲|妈妈|老母", f"妈|娘|母|{_PARENTS}"),
        ("父亲|爸爸|老父", f"爸|爹|父|{_PARENTS}"),
        ("哥哥", "[大二三]哥|兄|哥"),
        ("弟弟", "兄弟|姐弟|弟"),
        ("姐姐", "[大二三]姐|姊|姐"),
        ("妹妹", "姐妹|兄妹|妹"),
        ("同伙|同谋", "共犯|团伙|同案|等人|伙同|一起"),
    )
)


def of_another_surname(question: str, sentence: str) -> bool:
    """Return whether a question asks about 李女士 or 何某 and a sentence tells of others alone.

    >>> of_another_surname("李女士被索赔多少", "特斯拉起诉张女士并索赔500万元。")
    True
    """
    asked = {m["surname"] for m in _NAMED.finditer(question)}
    told = {m["surname"] for m in _NAMED.finditer(sentence)} if asked else set()
    return bool(told) and not asked & told


def of_no_relative(question: str, text: str) -> bool:
    """Return whether a question asks about somebody's relative and a text tells of none such.

    Not where the question names them (儿子杨阳) and the text has that name.

    >>> of_no_relative("桑磊的妻子毕业于哪所高校", "2007年，桑磊从普洱学院毕业。")
    True
    """
    return any(
        not told.search(text) and not _is_named(behind, text)
        for told, behind in _relatives(question)
    )


@lru_cache(maxsize=512)
def _relatives(question: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what a text must tell for each relative asked about, and what stands behind it."""
    found = ((told, asked.search(question)) for asked, told in _RELATIVES)
    return tuple((told, question[m.end() :]) for told, m in found if m)


def _is_named(behind: str, text: str) -> bool:
    """Return whether what stands behind a relative is a name that a text has."""
    return re.match(SURNAME, behind) is not None and behind[:2] in text
