"""An answer of which only the text is known: whether it refuses, and the text without thoughts.

Refusing is told by what refusals say in so many words. Does not: understand; an answer that gives
what was asked and adds that the articles say no more passes for a refusal when it begins so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rag.evaluate import Reply, blank
from rag.gold import Gold
from rag.types import Verdict

THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)

REFUSALS = re.compile(
    r"信息不足|无法(?:基于|根据|从|在)?[^，。！？\n]{0,20}(?:回答|得知|确定|判断|找到|得出)"
    r"|(?:文章|文档|资料|材料|文中|原文|报道|上下文|信息|内容|段落)[^，。！？\n]{0,12}"
    r"(?:没有|未|并未|不曾)[^，。！？\n]{0,6}(?:提到|提及|提供|说明|给出|包含|涉及|记载|报道|说|写|答案)"
    r"|(?:没有|未能?)(?:提到|提及|找到|检索到|查到)|不知道|不清楚|无从(?:得知|知晓)|抱歉"
    r"|insufficient information|(?:can\s?not|can't|unable to) answer|do(?:es)? not (?:mention|say)",
    re.IGNORECASE,
)

SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")


def prose_reply(gold: Gold, text: str) -> Reply:
    """Return an answer in prose; it refuses when its first sentence does."""
    said = THOUGHTS.sub("", text).strip()
    first = SENTENCE.match(said)
    refuses = not said or REFUSALS.search(first[0] if first else said) is not None
    verdict: Verdict = "unanswerable" if refuses else "answered"
    return Reply(replace(blank(gold), verdict=verdict, text=said), prose=True)
