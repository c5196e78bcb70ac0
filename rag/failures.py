"""At which stage a wrong answer was lost; exact where the system tells what it found and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from rag.gold import MARKER, Gold, found_groups, is_right
from rag.types import Answer

Failure = Literal[
    "not retrieved",
    "retrieved but not read",
    "read but not verified",
    "verified but wrong",
    "should have refused",
    "wrongly refused",
    "wrongly answered",
    "no answer",
]
FAILURES: tuple[Failure, ...] = get_args(Failure)


@dataclass(frozen=True, slots=True)
class Trace:
    """What a system went through for a question.

    ``read`` are the passages that the reader was given, ``given`` says for each evidence whether
    one of them has it. ``windows`` are the answers that came out of them and were weighed.
    """

    given: tuple[bool, ...]
    read: tuple[str, ...]
    windows: tuple[str, ...] = ()


def failure(
    gold: Gold, answer: Answer, ranks: Sequence[int | None] = (), trace: Trace | None = None
) -> Failure | None:
    """Return the first stage at which a wrong answer was lost, None for one that is not wrong.

    ``ranks`` tells whether the evidence was retrieved, ``trace`` what was read. Of a system that
    tells neither, only what it did wrong is known. Something else was verified where nothing of
    what was asked is said; where a part is said, what became of the others counts.
    """
    if is_right(gold, answer) is not False:
        return None
    if not gold.answerable:
        return "should have refused"
    refused = answer.verdict == "unanswerable"
    if (ranks and None in ranks) or (trace and not ranks and not all(trace.given)):
        return "not retrieved"
    if trace is None:
        return "wrongly refused" if refused else "wrongly answered"
    said = found_groups(gold, MARKER.sub("", answer.text))
    if not refused and not any(said):
        return "verified but wrong"
    # The winner of a comparison is worked out: the question names it, no passage need.
    read = found_groups(gold, "\n".join([gold.question, *trace.read]))
    unread = any(not there for there, one in zip(read, said, strict=True) if refused or not one)
    if unread or (refused and not all(trace.given)):
        return "retrieved but not read"
    return "read but not verified"
