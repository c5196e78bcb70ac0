"""What the gold questions promise: proof in the page, one right answer, two halves apart.

The pages are the outside truth: every claim a gold line makes is looked up in them.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from rag.gold import Gold, fold, load_gold, says
from training.measure import read_rows

SEEDS = Path(__file__).parents[1] / "seeds"
TUNING = SEEDS / "gold.jsonl"
HELD_OUT = SEEDS / "gold.heldout.jsonl"
EVERYDAY = SEEDS / "gold.everyday.jsonl"
TRAINING = SEEDS.parent / "training"
CALIBRATION = TRAINING / "calibration.jsonl"

KINDS = {
    "broken",
    "comparison",
    "definition",
    "district",
    "fact",
    "followup",
    "list",
    "paraphrase",
    "unanswerable",
    "when",
    "who",
}


def packed(text: str) -> str:
    """Evidence is compared without white space, as the contract says."""
    return "".join(text.split())


PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))}
PACKED = {name: packed(text) for name, text in PAGES.items()}
HALVES = {"t": load_gold(TUNING), "h": load_gold(HELD_OUT)}
MEASURING = [*HALVES["h"], *load_gold(EVERYDAY)]
QUESTIONS = [*HALVES["t"], *MEASURING]
ANSWERABLE = [gold for gold in QUESTIONS if gold.answerable]


def places(gold: Gold) -> list[tuple[str, int, int]]:
    """The stretches of the pages, white space left out, that a question rests on."""
    found = []
    for evidence in gold.evidence:
        text = packed(evidence.text)
        start = PACKED[evidence.source].index(text)
        found.append((evidence.source, start, start + len(text)))
    return found


def test_ids_are_unique_and_name_their_half() -> None:
    ids = [gold.id for gold in QUESTIONS]
    assert len(set(ids)) == len(ids)
    for half, golds in {**HALVES, "e": load_gold(EVERYDAY)}.items():
        assert [gold.id for gold in golds if gold.id.split("-")[0] != half] == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter((fold(gold.question), gold.history) for gold in QUESTIONS)
    assert [question for question, times in asked.items() if times > 1] == []


def test_there_are_enough_of_every_kind() -> None:
    for golds in HALVES.values():
        kinds = Counter(gold.kind for gold in golds)
        assert set(kinds) == KINDS
        assert len(golds) >= 200
        assert kinds["unanswerable"] >= 50
        assert min(kinds.values()) >= 8


def test_the_halves_are_about_equal_in_every_kind() -> None:
    tuning, held_out = (Counter(gold.kind for gold in golds) for golds in HALVES.values())
    for kind in KINDS:
        assert abs(tuning[kind] - held_out[kind]) <= 0.1 * (tuning[kind] + held_out[kind])


def test_what_the_articles_do_not_say_has_neither_answer_nor_evidence() -> None:
    for gold in QUESTIONS:
        assert gold.answerable == (gold.kind != "unanswerable"), gold.id
        assert gold.answerable == bool(gold.evidence), gold.id


@pytest.mark.parametrize("gold", ANSWERABLE, ids=lambda gold: gold.id)
def test_the_evidence_stands_in_its_page(gold: Gold) -> None:
    for evidence in gold.evidence:
        assert packed(evidence.text) in PACKED[evidence.source]


@pytest.mark.parametrize("gold", ANSWERABLE, ids=lambda gold: gold.id)
def test_every_part_of_the_answer_stands_in_the_evidence(gold: Gold) -> None:
    """But for the winner of a comparison, which is worked out and is its first group."""
    evidence = "\n".join(item.text for item in gold.evidence)
    groups = gold.answers
    missing = [group for group in groups if not any(says(evidence, form) for form in group)]
    if gold.kind == "comparison" and missing == [groups[0]]:
        assert any(says(gold.question, form) for form in groups[0])
        missing = []
    assert missing == []


@pytest.mark.parametrize("gold", ANSWERABLE, ids=lambda gold: gold.id)
def test_the_question_does_not_give_its_answer_away(gold: Gold) -> None:
    """Only the winner of a comparison may be named: the question names both sides."""
    asked = "\n".join([gold.question, *(turn.content for turn in gold.history)])
    told = [group for group in gold.answers if any(says(asked, form) for form in group)]
    if gold.kind == "comparison" and told == [gold.answers[0]]:
        assert len(gold.answers) > 2
        told = []
    assert told == []


def test_what_is_asked_of_a_broken_passage_crosses_a_break() -> None:
    """Its evidence runs over a line break of the page, or comes in two pieces."""
    for gold in (gold for gold in ANSWERABLE if gold.kind == "broken"):
        unbroken = all(
            any(packed(item.text) in packed(line) for line in PAGES[item.source].split("\n"))
            for item in gold.evidence
        )
        assert len(gold.evidence) > 1 or not unbroken, gold.id


def test_a_followup_has_turns_that_end_with_the_system() -> None:
    for gold in QUESTIONS:
        roles = [turn.role for turn in gold.history]
        assert roles == ["user", "assistant"] * (len(roles) // 2), gold.id
        assert bool(roles) or gold.kind != "followup", gold.id


def test_what_is_tuned_on_shares_no_evidence_with_what_measures() -> None:
    """So that no fact tuned on is asked again, in other words, where it is measured."""
    tuned = [place for gold in HALVES["t"] for place in places(gold)]
    for gold in MEASURING:
        for source, start, end in places(gold):
            shared = [p for p in tuned if p[0] == source and p[1] < end and start < p[2]]
            assert shared == [], gold.id


def test_every_article_is_asked_about() -> None:
    asked = [(item.source, packed(item.text)) for gold in ANSWERABLE for item in gold.evidence]
    for line in (SEEDS / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        page = PAGES[article["source"]]
        text = "".join(packed(page[start:end]) for start, end in article["spans"])
        assert any(source == article["source"] and quote in text for source, quote in asked), line


def test_calibration_questions_are_about_the_listed_documents_and_not_the_pages() -> None:
    """Their documents are public news that is not kept here, so only the form can be tested."""
    head, *questions = map(json.loads, CALIBRATION.read_text(encoding="utf-8").splitlines())
    listed = set(head["documents"])
    assert len(listed) == len(head["documents"])
    assert len({question["id"] for question in questions}) == len(questions)
    about = {question["document"] for question in questions if question["answers"]}
    assert about == listed
    refused = [question for question in questions if not question["answers"]]
    assert {question["document"] for question in refused} == {None}
    assert 0.35 < len(refused) / len(questions) < 0.45
    gold = {fold(question.question) for question in QUESTIONS}
    assert {fold(question["question"]) for question in questions} & gold == set()
    for question in questions:
        told = [form for group in question["answers"] for form in group]
        assert not any(says(question["question"], form) for form in told), question["id"]


def test_no_news_document_serves_two_ends() -> None:
    """What the reader learns from, what its trust is fitted on and what measures it stay apart."""
    of = {}
    for name in ("asked", "dev", "calibration", "nearmiss", "contrasts", "judged", "unseen"):
        (path,) = TRAINING.glob(f"{name}.jsonl*")
        rows = read_rows(path)
        of[name] = {row["document"] for row in rows if row.get("document")}
        of[name] |= {document for row in rows for document in row.get("documents", ())}
        assert len(of[name]) >= 40, name
    for one, other in combinations(of, 2):
        assert of[one] & of[other] == set(), (one, other)
