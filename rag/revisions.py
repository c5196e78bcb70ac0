"""Values revised: the two of 从80元降至60元 and 将从7万吨提高到12万吨, the wrong one of X应为Y.

Says which of them a question asks for: 原来, 现在, or neither word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from rag.figures import Figure, comparable
from rag.periods import find_periods, modality

Stage = Literal["former", "present", "standing", "coming", "wrong"]
"""``former`` gave way to ``present``; ``standing`` holds until ``coming``; ``wrong`` never held."""

_FROM = re.compile(r"(?:[从由自]|原(?:来|先|本)?的?)[^，,。；;\d]{0,12}$")
_TO = re.compile(
    r"[^，,。；;]{0,8}[，,]?[^，,。；;\d]{0,4}[降升增减涨扩缩提调跌压改变][^，,。；;\d]{0,4}"
    r"[至到为成][^，,。；;\d]{0,6}"
)
_TO_ONE = re.compile(
    r"[降升增减涨扩缩提调跌压延][^，,。；;\d]{0,2}[至到为成](?:每[人户月年个]|约|近|超过?)?$"
)
_CORRECTED = re.compile(r"[^，,。；;\d]{0,8}[，,]?(?:应当?[为是]|更正为|订正为)[^，,。；;]{0,10}")
_FORMER = re.compile(
    r"原来|原先|原本|原价|原为|此前|过去(?!的?[几\d一二三四五六七八九十])|(?<![年月日底])(?:之前|以前)"
    r"|(?:调整|[调降涨提][价薪])前|[从由]多少"
)
_PRESENT = re.compile("现在|目前|如今|现行|眼下|现价")
_BOTH = re.compile("[从由]多少[^，。？]*[到至为]多少")


def stages(text: str, figures: Sequence[Figure]) -> list[Stage | None]:
    """Return for each figure of a sentence which value of a revision it is, None for none.

    >>> from rag.figures import find_figures
    >>> stages("票价从80元降至60元", find_figures("票价从80元降至60元"))
    ['former', 'present']
    """
    found: list[Stage | None] = [None] * len(figures)
    for at, (one, other) in enumerate(pairwise(figures)):
        before, between = (_undated(text[a:b]) for a, b in ((0, one.start), (one.end, other.start)))
        if one.unit and not comparable(one, other):
            continue
        if _CORRECTED.fullmatch(between):
            found[at] = "wrong"
        elif _TO.fullmatch(between) and _FROM.search(before):
            planned = modality(text[: one.start]) == "plan"
            found[at : at + 2] = ("standing", "coming") if planned else ("former", "present")
    return [stage or _alone(text, one) for stage, one in zip(found, figures, strict=True)]


def _alone(text: str, figure: Figure) -> Stage | None:
    """Return the stage of a value that came to be, of which the one before is not told."""
    if not _TO_ONE.search(text[: figure.start]):
        return None
    return "coming" if modality(text[: figure.start]) == "plan" else "present"


def _undated(text: str) -> str:
    """Return a stretch without its periods, but with the 到 of 到2023年."""
    for period in reversed(find_periods(text)):
        to = period.text[:1] if period.text[0] in "到至" else ""
        text = text[: period.start] + to + text[period.end :]
    return text


def is_asked(question: str, stage: Stage | None) -> bool:
    """Return whether a value of a revision is the one asked for: the later, if no word says.

    >>> is_asked("原来票价多少？", "former"), is_asked("票价多少？", "former")
    (True, False)
    """
    if stage == "wrong":
        return False
    if stage is None or _BOTH.search(question):
        return True
    if _FORMER.search(question):
        return stage in ("former", "standing")
    return stage in (
        ("standing", "present") if _PRESENT.search(question) else ("present", "coming")
    )
