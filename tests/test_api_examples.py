"""Example questions: made from the articles' figures, shown only when answered with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from api.examples import asked_of, proven
from rag.retrieve import Filters
from rag.types import Answer, Event, Turn
from tests.api_client import serving
from tests.fake_answerer import LAKE, SCHOOLS, FakeAnswerer


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("今年新增学位1.2万个。", ("青禾区新增学位多少个？", "1.2万个")),
        ("力争年内引进外资超3.6亿元。", ("青禾区引进外资多少亿元？", "3.6亿元")),
        ("已改造老旧小区近40处，再建两处", ("青禾区改造老旧小区多少处？", "40处")),
        ("全面完成整治，共5条", None),
        ("老城区改造工程正在推进", None),
    ],
)
def test_a_figure_becomes_the_question_it_answers(
    text: str, candidate: tuple[str, str] | None
) -> None:
    assert asked_of(replace(SCHOOLS, text=text)) == candidate


def test_an_article_of_no_place_is_not_asked_about() -> None:
    assert asked_of(replace(SCHOOLS, regions=())) is None
    assert asked_of(LAKE) is None


class Mistaken(FakeAnswerer):
    """Answers with another figure."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Event]:
        for event in super().stream(question, history, filters):
            yield replace(event, short=("9个",)) if isinstance(event, Answer) else event


def test_only_what_is_answered_rightly_is_shown() -> None:
    assert proven(FakeAnswerer()) == ["青禾区新增学位多少个？"]
    assert proven(Mistaken()) == []


def test_they_are_worked_out_once(tmp_path: Path) -> None:
    answerer = FakeAnswerer()
    with serving(tmp_path, lambda: answerer) as client:
        for _ in range(3):
            told = client.get("/v1/examples").json()
            assert told == {"questions": ["青禾区新增学位多少个？"]}
    assert len(answerer.asked) == 2  # the question, and the search within it
