"""Runs: what is kept of each question, and where wrong answers are said to be lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from rag.errors import UsageError
from rag.evaluate import Row, evaluate, evidence_ranks, failure, load_run, save_run
from rag.gold import Evidence, Gold
from rag.types import (
    Answer,
    Article,
    Chunk,
    Citation,
    ModelNames,
    Page,
    Passage,
    Piece,
    Statement,
    Timings,
    Turn,
)

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
    """Answers from a table; finds the page's lines in the page's order."""

    answers: Mapping[str, Answer]

    @property
    def index(self) -> SimpleNamespace:
        return SimpleNamespace(pages={"a.txt": Page("a.txt", PAGE, "")})

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        return self.answers[question]

    def search(self, question: str, k: int) -> list[Passage]:
        return [passage(line, rank) for rank, line in enumerate(PAGE.split("\n"), start=1)][:k]


def passage(text: str, rank: int, source: str = "a.txt") -> Passage:
    piece = (Piece(0, len(text), 0, "body", True),)
    article = Article("a", source, "t", None, None, None, (), piece, text)
    return Passage(Chunk(f"c{rank}", "a", 0, len(text), text), article, rank, 1 / rank)


def row(gold: Gold, answer: Answer, **changes: object) -> Row:
    (made,) = evaluate([gold], Scripted({gold.question: answer})).rows
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_run_keeps_what_was_asked_answered_found_and_stands_there() -> None:
    run = evaluate([SCHOOLS, MAYOR], Scripted(ANSWERS), about={"page": "a"})
    first, second = run.rows
    assert (first.right, first.failure, first.ranks) == (True, None, (2,))
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
    assert row(SCHOOLS, shifted).seen[0].text == "增学位2.1万个。"
    beyond = replace(good.citations[0], start=9999, end=10003)
    assert row(SCHOOLS, replace(good, citations=(beyond,))).seen[0].text == ""
    unknown = replace(good.citations[0], source="b.txt")
    assert row(SCHOOLS, replace(good, citations=(unknown,))).seen[0].text == ""


def test_evidence_is_found_without_white_space_and_across_a_chunks_border() -> None:
    lines = [passage(line, rank) for rank, line in enumerate(PAGE.split("\n"), start=1)]
    assert evidence_ranks(SCHOOLS, lines) == (2,)
    assert evidence_ranks(JOBS, lines) == (3,)
    assert evidence_ranks(JOBS, lines[:2]) == (None,)
    assert evidence_ranks(SCHOOLS, [passage(PAGE, 1, source="b.txt")]) == (None,)


@pytest.mark.parametrize(
    ("gold", "answer", "ranks", "expected"),
    [
        (SCHOOLS, ANSWERS[SCHOOLS.question], (), None),
        (MAYOR, refusal(MAYOR.question), (), None),
        (MAYOR, ANSWERS[JOBS.question], (), "should have refused"),
        (SCHOOLS, refusal("?"), (None,), "not retrieved"),
        (SCHOOLS, ANSWERS[JOBS.question], (None,), "not retrieved"),
        (SCHOOLS, refusal("?", "年内新增城镇就业3.9万人"), (1,), "retrieved but not read"),
        (SCHOOLS, refusal("?", "新增学位2.1万个"), (1,), "read but not verified"),
        (SCHOOLS, refusal("?"), (), "wrongly refused"),
        (SCHOOLS, ANSWERS[JOBS.question], (1,), "verified but wrong"),
        (
            replace(SCHOOLS, answers=(("2.1万个",), ("12所",))),
            ANSWERS[SCHOOLS.question],
            (1,),
            "retrieved but not read",
        ),
    ],
)
def test_a_wrong_answer_was_lost_at_a_stage(
    gold: Gold, answer: Answer, ranks: tuple[int | None, ...], expected: str | None
) -> None:
    assert failure(gold, answer, ranks) == expected


def test_a_follow_up_question_is_no_query() -> None:
    asked = replace(SCHOOLS, history=(Turn("user", "历下区呢？"),))
    assert row(asked, ANSWERS[SCHOOLS.question]).ranks == ()


def test_a_run_survives_being_saved(tmp_path: Path) -> None:
    odd = replace(ANSWERS[MAYOR.question], text="文章\u2028没有说\x85。")
    run = evaluate([SCHOOLS, MAYOR], Scripted({**ANSWERS, MAYOR.question: odd}))
    save_run(run, tmp_path / "deep" / "run.jsonl")
    assert load_run(tmp_path / "deep" / "run.jsonl") == run


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
