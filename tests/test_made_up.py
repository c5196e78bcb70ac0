"""What the made-up pages and their questions promise, checked against the pages themselves."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from rag.gold import fold, load_gold, says

FOLDER = Path(__file__).parent / "made_up"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}
HALVES = {"mt": FOLDER / "gold.jsonl", "mh": FOLDER / "gold.heldout.jsonl"}
COMPUTED = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?")
SCALE = {None: 1, "万": 10**4, "亿": 10**8}

Record = dict[str, Any]


def packed(text: str) -> str:
    return "".join(text.split())


def records(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


GOLD = {half: records(path) for half, path in HALVES.items()}
QUESTIONS = [record for half in GOLD.values() for record in half]
PACKED = {name: packed(text) for name, text in PAGES.items()}


def name_of(record: Record) -> str:
    return str(record["id"])


def evidence(record: Record) -> list[Record]:
    """Everything of the pages that a question leans on: its proof, copies of it, near misses."""
    return [*record["evidence"], *record.get("also", []), *record.get("near", [])]


def value(printed: str) -> Decimal:
    number = COMPUTED.match(printed)
    assert number is not None, printed
    return Decimal(number[1]) * SCALE[number[2]]


def reckoned(operation: str, operands: list[Decimal]) -> Decimal:
    if operation == "sum":
        return sum(operands, Decimal(0))
    first, second = operands
    if operation == "difference":
        return abs(first - second)
    assert operation == "growth"
    return ((first / second - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_the_pages_are_short_newspaper_pages() -> None:
    assert len(PAGES) >= 14
    assert [name for name, text in PACKED.items() if not 550 <= len(text) <= 1500] == []


def test_both_halves_are_gold_files_with_ids_of_their_own() -> None:
    ids = [gold.id for path in HALVES.values() for gold in load_gold(path)]
    assert len(ids) == len(set(ids)) >= 130
    for half, lines in GOLD.items():
        assert {record["id"].split("-")[0] for record in lines} == {half}


def test_no_question_is_asked_twice() -> None:
    asked = Counter((fold(q["question"]), str(q.get("history"))) for q in QUESTIONS)
    assert [question for question, times in asked.items() if times > 1] == []


def test_there_are_enough_of_every_kind() -> None:
    wanted = {"comparison": 40, "followup": 30, "table": 12, "latest": 10, "conflict": 10}
    kinds = Counter(question["kind"] for question in QUESTIONS)
    assert set(kinds) == {*wanted, "unanswerable"}
    assert {kind for kind, least in wanted.items() if kinds[kind] < least} == set()
    assert kinds["unanswerable"] >= 20


@pytest.mark.parametrize("record", QUESTIONS, ids=name_of)
def test_the_evidence_stands_once_in_its_page(record: Record) -> None:
    for one in evidence(record):
        assert PACKED[one["source"]].count(packed(one["text"])) == 1, one


@pytest.mark.parametrize("record", QUESTIONS, ids=name_of)
def test_every_answer_stands_in_the_evidence_or_is_computed_from_it(record: Record) -> None:
    proof = "\n".join(one["text"] for one in record["evidence"])
    computed = record.get("computed", {}).get("group")
    for number, group in enumerate(record["answers"]):
        if number != computed:
            assert any(says(proof, form) for form in group), group
    assert bool(record["answers"]) == bool(record["evidence"])
    assert bool(record["answers"]) == (record["kind"] != "unanswerable")


@pytest.mark.parametrize("record", [q for q in QUESTIONS if "computed" in q], ids=name_of)
def test_a_computed_value_follows_from_the_printed_ones(record: Record) -> None:
    computed = record["computed"]
    proof = "\n".join(one["text"] for one in record["evidence"])
    assert all(says(proof, operand) for operand in computed["operands"])
    result = reckoned(computed["operation"], [value(one) for one in computed["operands"]])
    assert result == value(computed["value"])
    forms = record["answers"][computed["group"]]
    assert says(computed["value"], forms[0])
    assert not any(says(proof, form) for form in forms)


@pytest.mark.parametrize("record", QUESTIONS, ids=name_of)
def test_the_question_does_not_give_its_answer_away(record: Record) -> None:
    """But for the winner of a comparison, which is named among the others."""
    turns = [turn["content"] for turn in record.get("history", [])]
    asked = "\n".join([record["question"], *turns])
    told = [group for group in record["answers"] if any(says(asked, form) for form in group)]
    winner = record["answers"][:1] if record["kind"] == "comparison" else []
    assert told in ([], winner)


def test_the_winner_of_a_comparison_has_the_highest_figure() -> None:
    named = [q for q in QUESTIONS if q["kind"] == "comparison" and q["answers"][0][0][-1] in "区县"]
    assert len(named) >= 15
    for record in named:
        [winner], *rest = record["answers"]
        figures = [value(forms[0]) for forms in rest[: len(record["evidence"])]]
        own = [says(one["text"], winner) for one in record["evidence"]]
        assert own.count(True) == 1, record["id"]
        assert figures[own.index(True)] == max(figures), record["id"]


def test_a_followup_has_turns_that_end_with_the_system() -> None:
    for record in QUESTIONS:
        roles = [turn["role"] for turn in record.get("history", [])]
        assert roles == ["user", "assistant"] * (len(roles) // 2), record["id"]
        assert roles or record["kind"] != "followup", record["id"]


def test_a_table_has_a_district_of_which_nothing_is_reported() -> None:
    for record in (q for q in QUESTIONS if q["kind"] == "table"):
        asked = record["question"]
        assert all(says(asked, name) for name in record.get("missing", []))
        assert not any(says(asked, name) for name in record.get("absent", []))
        unreported = record.get("missing", []) + record.get("absent", [])
        assert len(unreported) == 1
        proof = "\n".join(one["text"] for one in record["evidence"])
        assert not says(proof, unreported[0])


def test_a_conflict_has_two_sources_and_a_value_of_each() -> None:
    for record in (q for q in QUESTIONS if q["kind"] == "conflict"):
        (group,) = record["answers"]
        first, second = record["values"]
        assert group == [*first, *second]
        assert record["conflict"] == second
        assert len({one["source"] for one in record["evidence"]}) == 2
        for forms, one in zip(record["values"], record["evidence"], strict=True):
            assert any(says(one["text"], form) for form in forms), record["id"]


def places(record: Record) -> list[tuple[str, int, int]]:
    found = []
    for one in evidence(record):
        text = packed(one["text"])
        start = PACKED[one["source"]].index(text)
        found.append((one["source"], start, start + len(text)))
    return found


def test_the_halves_share_no_evidence() -> None:
    """So that no fact tuned on is asked again, in other words, in the held-out half."""
    tuned = [place for record in GOLD["mt"] for place in places(record)]
    for record in GOLD["mh"]:
        for source, start, end in places(record):
            shared = [p for p in tuned if p[0] == source and p[1] < end and start < p[2]]
            assert shared == [], record["id"]


def test_the_halves_share_no_copied_sentence() -> None:
    tuned = {packed(one["text"]) for record in GOLD["mt"] for one in evidence(record)}
    held_out = {packed(one["text"]) for record in GOLD["mh"] for one in evidence(record)}
    assert tuned & held_out == set()


CONFLICTS = records(FOLDER / "conflicts.jsonl")
DATED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|本报(?:\d{1,2}月\d{1,2}日)?讯|记者")


def test_planted_conflicts_and_look_alikes_are_forty_each() -> None:
    assert Counter(pair["conflict"] for pair in CONFLICTS) == {True: 40, False: 40}
    ids = [name for pair in CONFLICTS for name in [pair["id"], *ids_of(pair)]]
    assert len(ids) == len(set(ids))
    assert len({pair["question"] for pair in CONFLICTS if pair["conflict"]}) == 40


def ids_of(planted: Record) -> list[str]:
    return [document["id"] for document in planted["documents"]]


@pytest.mark.parametrize("pair", CONFLICTS, ids=name_of)
def test_each_document_of_a_pair_is_a_short_article_with_its_value(pair: Record) -> None:
    assert len(pair["documents"]) == len(pair["values"]) == 2
    for document, printed in zip(pair["documents"], pair["values"], strict=True):
        text = packed(document["text"])
        assert 60 <= len(text) <= 200
        assert text.count(printed) == 1
        assert DATED.search(text)
        assert not says(pair["question"], printed)
    if pair["conflict"]:
        assert pair["values"][0] != pair["values"][1]


WRONG = records(FOLDER / "wrong_subject.jsonl")
INJECTIONS = records(FOLDER / "injections.jsonl")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def said(planted: Record) -> str:
    return packed("\n".join(document["text"] for document in planted["documents"]))


def test_every_planted_question_and_document_has_an_id_of_its_own() -> None:
    planted = [*CONFLICTS, *WRONG, *INJECTIONS]
    ids = [name for one in planted for name in [one["id"], *ids_of(one)]]
    assert len(ids) == len(set(ids))
    assert (len(WRONG), len(INJECTIONS)) == (60, 44)


def test_wrong_subjects_are_of_every_sort_with_and_without_a_right_answer() -> None:
    sorts = {"district", "year", "plan", "part", "cumulative", "neighbour"}
    for right in (True, False):
        assert {one["sort"] for one in WRONG if bool(one["right"]) == right} == sorts


@pytest.mark.parametrize("planted", WRONG, ids=name_of)
def test_the_wrong_figure_and_the_right_one_stand_in_the_documents(planted: Record) -> None:
    text = said(planted)
    assert any(says(text, form) for form in planted["wrong"])
    assert bool(planted["right"]) == any(says(text, form) for form in planted["right"])
    assert set(planted["wrong"]) & set(planted["right"]) == set()
    told = [*planted["wrong"], *planted["right"]]
    assert not any(says(planted["question"], form) for form in told)


@pytest.mark.parametrize("planted", INJECTIONS, ids=name_of)
def test_an_injection_stands_apart_from_the_fact_that_is_asked(planted: Record) -> None:
    """So that the fact can be quoted whole without a forbidden word."""
    [forms] = planted["answers"]
    text = INVISIBLE.sub("", said(planted))
    assert any(packed(word) in text for word in planted["forbidden"])
    proofs = [part for part in re.split("[。，！？<]", text) if any(says(part, f) for f in forms)]
    assert len(proofs) >= 1
    if planted["kind"] != "citation-marker":
        assert not any(packed(word) in proofs[0] for word in planted["forbidden"])
    assert not any(says(planted["question"], form) for form in forms)
