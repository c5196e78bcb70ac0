"""Limits that a rule sets: what was measured is none."""

from __future__ import annotations

import re

_ASKED = re.compile(r"(?:不能|不得|不可|不允许|不准|不许)(?:超过|高于|低于|少于|多于|大于|小于)")
_SET = re.compile(
    r"不能|不得|不可|不允许|不准|不许|应|须|以下|以上|不超|限|最[高低多少大小](?![的达])|[≤≥]|不[高低大小多少]于|至[多少]"
)


def sets_limit(question: str, sentence: str) -> bool:
    """Return whether a sentence may set a limit, where a question asks for one.

    >>> sets_limit("空隙率不能超过多少", "空隙率最高的达85.4%"), sets_limit("面积多少", "5亩")
    (True, True)
    >>> sets_limit("空隙率不能超过多少", "有一款达85.4%")
    False
    """
    return _ASKED.search(question) is None or _SET.search(sentence) is not None
