"""A whole evaluation from a gold file to the words printed and the files written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.evaluate import Opaque, Reply, blank
from rag.forms import load_questions
from rag.gold import Gold
from rag.outcome import Outcome, Wanted, judged, run_eval
from rag.stored import load_run


class Silent(Opaque):
    """Refuses everything, and counts what it is asked."""

    def __init__(self) -> None:
        super().__init__(lambda source: "")
        self.asked = 0

    def reply(self, gold: Gold) -> Reply:
        self.asked += 1
        return Reply(replace(blank(gold), text="文章没有说。"))


def evaluated(gold: Path, wanted: Wanted | None = None) -> Outcome:
    return run_eval(load_questions(gold), Silent(), wanted)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    evidence = [{"source": "a.txt", "text": "新增学位2.1万个"}]
    lines = [
        {"id": "u", "kind": "unanswerable", "question": "区长是谁？", "answers": []},
        {"id": "q", "kind": "fact", "question": "多少？", "answers": [["1"]], "evidence": evidence},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_without_a_gate_an_evaluation_passes_and_says_its_scores(gold: Path) -> None:
    outcome = evaluated(gold)
    assert outcome.passed
    assert ["right", "0.500"] in [line.split()[:2] for line in outcome.text.splitlines()]


def test_a_missed_gate_fails_and_names_the_question(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "gate.toml").write_text("[right]\nmin = 0.9\n", encoding="utf-8")
    outcome = evaluated(gold, Wanted(gate=tmp_path / "gate.toml"))
    assert not outcome.passed
    assert outcome.text.endswith("below the gate\nright is 0.5, 0.4 under 0.9: q.")


def test_a_stored_run_gives_the_same_words_without_asking(gold: Path, tmp_path: Path) -> None:
    first = evaluated(gold, Wanted(report_dir=tmp_path / "one"))
    stored = load_run(tmp_path / "one" / "run.jsonl")
    assert judged(stored, Wanted(report_dir=tmp_path / "one")) == first
    assert (tmp_path / "one" / "report.html").is_file()
    scores = json.loads((tmp_path / "one" / "scores.json").read_text(encoding="utf-8"))
    assert scores["headline"]["right"]["value"] == 0.5


def test_a_comparison_is_said(gold: Path, tmp_path: Path) -> None:
    evaluated(gold, Wanted(report_dir=tmp_path))
    outcome = evaluated(gold, Wanted(against=tmp_path / "run.jsonl"))
    assert "became right (0): –" in outcome.text


@pytest.mark.parametrize("field", ["gate", "against"])
def test_a_file_that_is_missing_is_said_before_anything_is_asked(gold: Path, field: str) -> None:
    silent = Silent()
    with pytest.raises(UsageError, match="missing cannot be read"):
        run_eval(load_questions(gold), silent, Wanted(**{field: gold.with_name("missing")}))
    assert silent.asked == 0
