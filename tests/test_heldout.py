"""The embedded models over the seed pages, on questions that nothing was tuned on."""

from pathlib import Path

from rag.forms import load_questions
from rag.inprocess import InProcess
from rag.outcome import Wanted, run_eval
from rag.pages import read_page, walk
from tests import embedded

SEEDS = Path(__file__).parents[1] / "seeds"


def test_the_held_out_half_keeps_the_gate() -> None:
    pages = [read_page(path, SEEDS) for path in walk(SEEDS)]
    system = InProcess(embedded.models().over(pages))
    questions = load_questions(SEEDS / "gold.heldout.jsonl")
    outcome = run_eval(questions, system, Wanted(gate=SEEDS / "gate.toml"))
    assert outcome.passed, outcome.text
