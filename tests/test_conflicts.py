"""Two papers that disagree are both shown; two that only look so are not."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from rag.gold import says
from rag.types import Answer
from tests import embedded

FILE = Path(__file__).parent / "made_up" / "conflicts.jsonl"
CASES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
PLANTED = [case for case in CASES if case["conflict"]]
LOOKALIKES = [case for case in CASES if not case["conflict"]]


@cache
def answer_to(number: str) -> Answer:
    case = next(case for case in CASES if case["id"] == number)
    texts = {document["id"]: document["text"] for document in case["documents"]}
    return embedded.models().answer_over(case["question"], texts)


def shown(case: dict[str, Any]) -> bool:
    """Return whether the answer gives one value and ``conflicts`` the other."""
    answer = answer_to(case["id"])
    both = "\n".join([answer.text, *(conflict.statement for conflict in answer.conflicts)])
    return bool(answer.conflicts) and all(says(both, value) for value in case["values"])


def test_of_forty_planted_conflicts_at_least_thirty_eight_are_shown() -> None:
    assert len(PLANTED) == 40
    assert [case["id"] for case in PLANTED if not shown(case)][2:] == []


def test_none_of_forty_lookalikes_is_called_a_conflict() -> None:
    assert len(LOOKALIKES) == 40
    assert [case["id"] for case in LOOKALIKES if answer_to(case["id"]).conflicts] == []


def test_lookalikes_are_answered_all_the_same() -> None:
    refused = [c["id"] for c in LOOKALIKES if answer_to(c["id"]).verdict == "unanswerable"]
    assert refused[4:] == []


def test_each_side_of_a_conflict_is_cited_in_its_own_article_with_its_date() -> None:
    for case in filter(shown, PLANTED):
        answer = answer_to(case["id"])
        cited = {citation.id: citation for citation in answer.citations}
        said = {cited[n].source for one in answer.statements for n in one.citations}
        for conflict in answer.conflicts:
            assert {cited[n].source for n in conflict.citations}.isdisjoint(said)
            assert all(
                (cited[n].published or "日期未注明") in conflict.statement
                for n in conflict.citations
            )


PARKS = "本报4月2日讯 2024年，{}西城区新建公园{}座，夜间照明一并完善。"


def test_districts_of_one_name_in_two_cities_do_not_disagree() -> None:
    texts = {"a": PARKS.format("海川市", 6), "b": PARKS.format("高远市", 9)}
    answer = embedded.models().answer_over("2024年海川市西城区新建公园多少座？", texts)
    assert answer.short == ("6座",)
    assert answer.conflicts == ()


def test_exports_are_not_imports_and_exports() -> None:
    texts = {
        "a": "本报4月22日讯 2024年一季度，云溪区出口4.9亿元，灯具继续领跑。",
        "b": "本报4月20日讯 2024年一季度，云溪区进出口总额7.8亿元，通关更加顺畅。",
    }
    answer = embedded.models().answer_over("2024年一季度云溪区出口多少亿元？", texts)
    assert answer.short == ("4.9亿元",)
    assert answer.conflicts == ()


def test_a_line_asked_for_by_its_number_is_not_disputed_by_what_has_none() -> None:
    texts = {
        "a": "本报11月3日讯 云州地铁2号线全线洞通，全长31.4公里，总投资218.6亿元。",
        "b": "本报11月5日讯 云州职业学院新校区昨日开工，项目总投资21.7亿元。",
        "c": "各园区投资\n\n| 园区 | 总投资（亿元） |\n|---|---|\n| 沙溪园区 | 58.3 |\n",
    }
    answer = embedded.models().answer_over("2号线总投资多少？", texts)
    assert answer.short == ("218.6亿元",)
    assert answer.conflicts == ()
