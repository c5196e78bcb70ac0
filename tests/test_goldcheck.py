"""Faults of gold questions are found and named, sound ones pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.gold import Document, Evidence, Gold
from rag.goldcheck import gold_findings
from rag.types import Turn

TEXTS = {"a.txt": "今年新建学校12所，\n新增学位2.1万个。"}
SOUND = Gold(
    "q-1",
    "fact",
    "历下区新增学位多少？",
    (("2.1万个", "21000个"),),
    (Evidence("a.txt", "12所，新增学位 2.1万个"),),
)


def test_a_sound_question_passes() -> None:
    unsaid = Gold("u-1", "unanswerable", "区长是谁？", ())
    followed = replace(SOUND, id="q-2", history=(Turn("user", "市中区呢？"),))
    assert gold_findings([SOUND, unsaid, followed], TEXTS) == []


@pytest.mark.parametrize(
    ("gold", "fault"),
    [
        (
            replace(SOUND, evidence=(Evidence("b.txt", "新增学位2.1万个"),)),
            "q-1: there is no page b.txt.",
        ),
        (
            replace(SOUND, evidence=(Evidence("a.txt", "约新增学位2.1万个"),)),
            "q-1: a.txt does not have 「约新增学位2.1万个」.",
        ),
        (replace(SOUND, evidence=()), "q-1: it has answers and no evidence."),
        (replace(SOUND, answers=(("1.6万个",),)), "q-1: no evidence says 「1.6万个」."),
        (
            replace(SOUND, question="新增学位2.1万个还是21000个？"),
            "q-1: the question says 「2.1万个 / 21000个」 itself.",
        ),
        (
            replace(SOUND, question="新增学位2.1万个对吗？"),
            "q-1: the question says 「2.1万个 / 21000个」 itself.",
        ),
        (
            replace(SOUND, history=(Turn("assistant", "历下区新增学位2.1万个。"),)),
            "q-1: the question says 「2.1万个 / 21000个」 itself.",
        ),
        (replace(SOUND, answers=()), "q-1: it has evidence and no answers."),
        (
            replace(SOUND, answers=(("2.1万个",), ("12所", "2.1万个"))),
            "q-1: 「2.1万个」 stands in two groups.",
        ),
        (
            replace(SOUND, answers=(("2.1万个",), ("2.1万",))),
            "q-1: who says 「2.1万个」 of one group says 「2.1万」 of another too.",
        ),
        (
            replace(SOUND, documents=(Document("a.txt", "新增学位1个"),)),
            "q-1: a.txt does not have 「12所，新增学位 2.1万个」.",
        ),
    ],
)
def test_a_fault_is_named(gold: Gold, fault: str) -> None:
    assert gold_findings([gold], TEXTS) == [fault]


def test_a_question_asked_twice_is_named() -> None:
    again = replace(SOUND, id="q-2", question="历下区新增学位　多少?")
    assert gold_findings([SOUND, again], TEXTS) == ["q-2: asks the same as q-1."]


def test_the_winner_of_a_comparison_may_be_named_and_is_worked_out() -> None:
    both = replace(
        SOUND,
        kind="comparison",
        question="历下区和市中区谁新增得多？",
        answers=(("历下区",), ("2.1万个",), ("12所",)),
    )
    assert gold_findings([both], TEXTS) == []
    assert len(gold_findings([replace(both, kind="fact")], TEXTS)) == 2
