"""The embedded models over the seed pages, on questions that nothing was tuned on."""

from pathlib import Path

from rag.outcome import Wanted, run_eval
from rag.pages import read_page, walk
from tests import embedded

SEEDS = Path(__file__).parents[1] / "seeds"


def test_the_held_out_half_keeps_the_gate() -> None:
    pages = [read_page(path, SEEDS) for path in walk(SEEDS)]
    answerer = embedded.models().over(pages)
    outcome = run_eval(SEEDS / "gold.heldout.jsonl", answerer, Wanted(gate=SEEDS / "gate.toml"))
    assert outcome.passed, outcome.text
