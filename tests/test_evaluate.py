"""Runs: what is kept of each question, and where wrong answers are said to be lost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.evaluate import Listed, Reply, Row, evaluate, evidence_ranks
from rag.failures import Trace, failure
from rag.gold import Document, Evidence, Gold
from rag.stored import is_run, load_run, save_run
from rag.types import Answer, Citation, ModelNames, Statement, Timings, Turn

PAGE = (
    "历下区教育工作会召开\n今年新建、改扩建学校12所，新增学位2.1万个。\n"
    "年内新增城镇就业3.9万人，\n登记失业率控制在3%以内。"
)
SCHOOLS = Gold(
    "q-1",
    "fact",
    "历下区新增学位多少个？",
    (("2.1万个",),),
    (Evidence("a.txt", "新增学位 2.1万个"),),
)
JOBS = Gold(
    "q-2",
    "paraphrase",
    "历下区城镇就业目标？",
    (("3.9万人",),),
    (Evidence("a.txt", "年内新增城镇就业3.9万人，登记失业率"),),
)
MAYOR = Gold("q-3", "unanswerable", "历下区区长是谁？", ())


def citation(number: int, quote: str, shift: int = 0, score: float = 0.9) -> Citation:
    start = PAGE.index(quote) + shift
    return Citation(
        number, "a.txt", "a", "历下区教育工作会召开", None, start, start + len(quote), quote, score
    )


def refusal(question: str, *nearest: str) -> Answer:
    near = tuple(citation(at, quote) for at, quote in enumerate(nearest, start=1))
    return Answer(
        id=None,
        question=question,
        verdict="unanswerable",
        text="文章没有说。",
        statements=(),
        short=(),
        citations=(),
        nearest=near,
        missing=(),
        conflicts=(),
        model=ModelNames("e@1", "r@1"),
        timings_ms=Timings(1, 2, 3, 6),
    )


def said(question: str, quote: str, short: str) -> Answer:
    return replace(
        refusal(question),
        verdict="answered",
        text=f"{quote}[1]。",
        statements=(Statement(quote, (1,)),),
        short=(short,),
        citations=(citation(1, quote),),
    )


ANSWERS = {
    SCHOOLS.question: said(SCHOOLS.question, "新增学位2.1万个", "2.1万个"),
    JOBS.question: said(JOBS.question, "年内新增城镇就业3.9万人", "3.9万人"),
    MAYOR.question: refusal(MAYOR.question, "年内新增城镇就业3.9万人"),
}


@dataclass
class Scripted:
    """Answers from a table; finds the page's lines in the page's order, reads the second."""

    answers: Mapping[str, Answer]
    pages: Mapping[str, str] | None = field(default_factory=lambda: {"a.txt": PAGE})

    def reply(self, gold: Gold) -> Reply:
        return Reply(self.answers[gold.question])

    def passages(self, gold: Gold, k: int) -> list[Listed]:
        return listed(PAGE)[:k]

    def trace(self, gold: Gold) -> Trace:
        return Trace(tuple(True for _ in gold.evidence), (PAGE.split("\n")[1],))

    def page(self, source: str) -> str | None:
        return None if self.pages is None else self.pages.get(source, "")


def listed(text: str, source: str = "a.txt") -> list[Listed]:
    return [Listed(source, line) for line in text.split("\n")]


def row(gold: Gold, answer: Answer, **changes: object) -> Row:
    (made,) = evaluate([gold], Scripted({gold.question: answer})).rows
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_run_keeps_what_was_asked_answered_found_and_stands_there() -> None:
    run = evaluate([SCHOOLS, MAYOR], Scripted(ANSWERS), about={"page": "a"})
    first, second = run.rows
    assert (first.right, first.failure, first.ranks) == (True, None, (2,))
    assert first.seen is not None
    assert first.seen[0].text == "新增学位2.1万个"
    assert (first.seen[0].before + first.seen[0].text + first.seen[0].after) == PAGE
    assert (second.right, second.ranks, second.seen) == (True, (), ())
    assert {"page": "a", "questions": "2", "encoder": "e@1"}.items() <= run.about.items()


def test_progress_goes_through_the_questions() -> None:
    shown: list[str] = []

    def progress(golds: Sequence[Gold]) -> Sequence[Gold]:
        shown.extend(gold.id for gold in golds)
        return golds

    evaluate([SCHOOLS, MAYOR], Scripted(ANSWERS), progress)
    assert shown == ["q-1", "q-3"]


def test_what_stands_elsewhere_or_nowhere_is_seen() -> None:
    good = ANSWERS[SCHOOLS.question]
    shifted = replace(good, citations=(citation(1, "新增学位2.1万个", shift=1),))
    assert seen(row(SCHOOLS, shifted)) == ["增学位2.1万个。"]
    beyond = replace(good.citations[0], start=9999, end=10003)
    assert seen(row(SCHOOLS, replace(good, citations=(beyond,)))) == [""]
    unknown = replace(good.citations[0], source="b.txt")
    assert seen(row(SCHOOLS, replace(good, citations=(unknown,)))) == [""]


def seen(one: Row) -> list[str]:
    assert one.seen is not None
    return [each.text for each in one.seen]


def test_where_no_source_is_known_nothing_is_looked_up() -> None:
    (one,) = evaluate([SCHOOLS], Scripted(ANSWERS, pages=None)).rows
    assert one.seen is None


def test_citations_of_given_documents_are_looked_up_in_them() -> None:
    given = replace(SCHOOLS, documents=(Document("a.txt", "x" + PAGE),))
    (one,) = evaluate([given], Scripted(ANSWERS)).rows
    assert seen(one) == ["，新增学位2.1万"]
    assert one.ranks == ()


def test_evidence_is_found_without_white_space_and_across_a_chunks_border() -> None:
    lines = listed(PAGE)
    assert evidence_ranks(SCHOOLS, lines) == (2,)
    assert evidence_ranks(JOBS, lines) == (3,)
    assert evidence_ranks(JOBS, lines[:2]) == (None,)
    assert evidence_ranks(SCHOOLS, [Listed("b.txt", PAGE)]) == (None,)


READ, UNREAD = Trace((True,), ("新增学位2.1万个",)), Trace((True,), ("新建、改扩建学校12所",))
BOTH = replace(SCHOOLS, answers=(("2.1万个",), ("12所",)))


@pytest.mark.parametrize(
    ("gold", "answer", "ranks", "trace", "expected"),
    [
        (SCHOOLS, ANSWERS[SCHOOLS.question], (), None, None),
        (MAYOR, refusal(MAYOR.question), (), None, None),
        (MAYOR, ANSWERS[JOBS.question], (), READ, "should have refused"),
        (SCHOOLS, refusal("?"), (None,), READ, "not retrieved"),
        (SCHOOLS, ANSWERS[JOBS.question], (None,), UNREAD, "not retrieved"),
        (SCHOOLS, refusal("?"), (1,), UNREAD, "retrieved but not read"),
        (SCHOOLS, refusal("?"), (1,), READ, "read but not verified"),
        (SCHOOLS, ANSWERS[JOBS.question], (1,), READ, "verified but wrong"),
        (SCHOOLS, ANSWERS[JOBS.question], (1,), UNREAD, "verified but wrong"),
        # a part is said: what became of the other counts
        (BOTH, ANSWERS[SCHOOLS.question], (1,), READ, "retrieved but not read"),
        (BOTH, ANSWERS[SCHOOLS.question], (1,), UNREAD, "read but not verified"),
        # the winner of a comparison is named by the question and worked out
        (
            replace(SCHOOLS, answers=(("历下区",), ("2.1万个",))),
            refusal("?"),
            (1,),
            READ,
            "read but not verified",
        ),
        # without a ranking, what the reader was given tells whether it was retrieved
        (SCHOOLS, refusal("?"), (), Trace((False,), ()), "not retrieved"),
        (SCHOOLS, refusal("?"), (), UNREAD, "retrieved but not read"),
        # of a system that does not tell, only what it did wrong is known
        (SCHOOLS, refusal("?"), (), None, "wrongly refused"),
        (SCHOOLS, refusal("?"), (1,), None, "wrongly refused"),
        (SCHOOLS, ANSWERS[JOBS.question], (1,), None, "wrongly answered"),
        (SCHOOLS, ANSWERS[JOBS.question], (None,), None, "not retrieved"),
    ],
)
def test_a_wrong_answer_was_lost_at_a_stage(
    gold: Gold,
    answer: Answer,
    ranks: tuple[int | None, ...],
    trace: Trace | None,
    expected: str | None,
) -> None:
    assert failure(gold, answer, ranks, trace) == expected


def test_only_of_a_wrong_answer_it_is_kept_what_was_read() -> None:
    assert row(SCHOOLS, ANSWERS[SCHOOLS.question]).trace is None
    lost = row(SCHOOLS, refusal(SCHOOLS.question))
    assert lost.trace == Trace((True,), (PAGE.split("\n")[1],))
    assert lost.failure == "read but not verified"


def test_a_question_that_breaks_the_system_is_a_failure_of_its_own() -> None:
    first, second = evaluate(
        [JOBS, SCHOOLS], Scripted({SCHOOLS.question: ANSWERS[SCHOOLS.question]})
    ).rows
    assert (first.right, first.failure) == (False, "no answer")
    assert first.error is not None
    assert re.fullmatch(
        r"KeyError: '历下区城镇就业目标？' \(test_evaluate\.py, line \d+\)", first.error
    )
    assert not first.refused
    assert second.right


def test_passages_alone_are_ranked_by_document() -> None:
    wanted = (Evidence("b.txt", ""), Evidence("c.txt", ""))
    asked = Gold("r", "retrieval", "学位", (), wanted, gains=(2, 1))

    class Finder(Scripted):
        def passages(self, gold: Gold, k: int) -> list[Listed]:
            return [Listed(source, "x") for source in ("a.txt", "a.txt", "b.txt", "a.txt")]

    (one,) = evaluate([asked], Finder({})).rows
    assert (one.ranks, one.right, one.failure) == ((2, None), None, None)


def test_a_follow_up_question_is_no_query() -> None:
    asked = replace(SCHOOLS, history=(Turn("user", "历下区呢？"),))
    assert row(asked, ANSWERS[SCHOOLS.question]).ranks == ()


def test_a_run_survives_being_saved(tmp_path: Path) -> None:
    odd = replace(ANSWERS[MAYOR.question], text="文章\u2028没有说\x85。")
    run = evaluate([SCHOOLS, MAYOR], Scripted({**ANSWERS, MAYOR.question: odd}))
    save_run(run, tmp_path / "deep" / "run.jsonl")
    assert load_run(tmp_path / "deep" / "run.jsonl") == run
    assert is_run(tmp_path / "deep" / "run.jsonl")


def test_failures_traces_and_unknown_sources_survive_being_saved(tmp_path: Path) -> None:
    lost = {**ANSWERS, SCHOOLS.question: refusal(SCHOOLS.question)}
    del lost[JOBS.question]
    run = evaluate([SCHOOLS, JOBS, MAYOR], Scripted(lost, pages=None))
    save_run(run, tmp_path / "run.jsonl")
    assert load_run(tmp_path / "run.jsonl") == run


@pytest.mark.parametrize(
    ("text", "says_what"),
    [
        ("", "is damaged or no run"),
        ('{"id": 1}', "is damaged or no run"),
        ('{"format": 1, "about": {}}\n{"gold"', "is damaged or no run"),
        ('{"format": 99, "about": {}}', "has format 99, not 1"),
    ],
)
def test_a_file_that_is_no_run_is_named(tmp_path: Path, text: str, says_what: str) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says_what):
        load_run(path)
    with pytest.raises(UsageError, match=r"none\.jsonl cannot be read"):
        load_run(tmp_path / "none.jsonl")
