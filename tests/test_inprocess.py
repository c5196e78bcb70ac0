"""The pipeline of this process as a system: the embedded models over the made-up gazette."""

from __future__ import annotations

from dataclasses import replace

from rag.evaluate import evaluate
from rag.gold import Document, Evidence, Gold
from rag.inprocess import InProcess
from rag.scores import score
from rag.types import Turn
from tests import embedded, gazette

SCHOOLS = Gold(
    "q-1",
    "fact",
    "姑苏区今年新增学位多少个？",
    (("1.2万个",),),
    (Evidence("suzhou.txt", "新增学位1.2万个"),),
)
UNSAID = Gold("u-1", "unanswerable", "长沙县今年新增学位多少个？", ())


def test_it_tells_ranking_sources_and_the_questions_id() -> None:
    (row,) = evaluate([SCHOOLS], InProcess(embedded.answerer())).rows
    assert (row.right, row.ranks, row.answer.id) == (True, (1,), "q-1")
    assert row.seen is not None
    assert row.seen[0].text == row.answer.citations[0].quote


def test_of_a_wrong_answer_it_tells_what_was_read() -> None:
    asked = replace(SCHOOLS, answers=(("9万个",),))
    (row,) = evaluate([asked], InProcess(embedded.answerer())).rows
    assert row.failure == "verified but wrong"
    assert row.trace is not None
    assert row.trace.given == (True,)
    assert any("新增学位1.2万个" in text for text in row.trace.read)
    assert any("新增学位1.2万个" in text for text in row.trace.windows)


def test_a_follow_up_that_is_refused_is_traced_with_its_history() -> None:
    turns = (Turn("user", "姑苏区今年新增学位多少个？"), Turn("assistant", "1.2万个。"))
    asked = replace(SCHOOLS, question="那火箭呢？", answers=(("9枚",),), history=turns)
    (row,) = evaluate([asked], InProcess(embedded.answerer())).rows
    assert row.refused
    assert row.failure in ("not retrieved", "retrieved but not read")


def test_given_documents_are_read_instead_of_an_index() -> None:
    given = Document("page", gazette.SUZHOU)
    asked = replace(SCHOOLS, evidence=(), documents=(given,))
    wrong = replace(asked, id="q-2", answers=(("9万个",),))
    right, lost = evaluate([asked, wrong], InProcess(embedded.models())).rows
    assert right.right
    assert right.seen is not None
    assert right.seen[0].text == right.answer.citations[0].quote
    assert lost.trace is not None
    assert lost.failure == "verified but wrong"


def test_a_question_that_the_pipeline_refuses_to_take_is_one_failure() -> None:
    empty = Gold("q-2", "fact", "？！", (("1",),))
    rows = evaluate([empty, SCHOOLS], InProcess(embedded.answerer())).rows
    assert rows[0].error is not None
    assert rows[1].right


def test_all_of_it_comes_out_the_same_twice() -> None:
    first, second = (
        score(evaluate([SCHOOLS, UNSAID], InProcess(embedded.answerer()))) for _ in range(2)
    )
    assert first.headline == second.headline
