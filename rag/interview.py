"""What an interviewer has asked: an answer leaves out what its question named."""

from __future__ import annotations

from rag.lines import asked_in

FAR = 500  # characters that an answer may have before another question


def question_before(text: str, position: int) -> str:
    r"""Return the question that what stands at a position answers, "" for none.

    >>> question_before("记者：有多少员工？\n周明：一千一百多人。", 13)
    '有多少员工？'
    """
    if asked_in(text[text.rfind("\n", 0, position) + 1 :].partition("\n")[0]):
        return ""
    end = max(text.rfind(mark, max(0, position - FAR), position) for mark in ("？\n", "?\n"))
    return asked_in(text[text.rfind("\n", 0, end) + 1 : end + 1]) if end >= 0 else ""
