"""``quanwen eval``: its arguments, and what they come to. Does not: print."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import IndexMissing
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.evaluate import System
    from rag.outcome import Outcome
    from rag.questionset import QuestionSet


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument(
        "gold", type=Path, metavar="GOLD", help="questions, a public set, or a stored run.jsonl"
    )
    parser.add_argument(
        "--as",
        dest="form",
        metavar="FORM",
        help="gold, cmrc2018, drcd, dureader, squad, rgb, crud or beir (by what is in it)",
    )
    parser.add_argument("--limit", type=_whole, metavar="N", help="the first N of each kind")
    parser.add_argument(
        "--system", metavar="CMD|URL", help="ask a command or an address, not this pipeline"
    )
    parser.add_argument(
        "--timeout", type=_seconds, default=60.0, metavar="S", help="seconds for an answer (60)"
    )
    parser.add_argument("--model", metavar="NAME", help="the model an OpenAI endpoint is asked for")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write run and HTML report")
    parser.add_argument("--gate", type=Path, metavar="FILE", help="floors; exit 1 when missed")
    parser.add_argument("--compare", type=Path, metavar="RUN", help="a stored run.jsonl")


def _whole(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0 to 86400")
    return value


def evaluated(options: argparse.Namespace, settings: Settings) -> Outcome:
    """Return what came of the evaluation; a stored run is judged again without asking.

    Raises:
        QuanwenError: the questions, the system or a file cannot be used.
    """
    from tqdm import tqdm

    from rag.forms import load_questions
    from rag.outcome import Wanted, judged, run_eval
    from rag.stored import is_run, load_run

    wanted = Wanted(report_dir=options.report, gate=options.gate, against=options.compare)
    if is_run(options.gold):
        return judged(load_run(options.gold), wanted)
    questions = load_questions(options.gold, options.form).first(options.limit)
    progress = partial(tqdm, unit=" questions", file=sys.stderr, disable=None, leave=False)
    with _system(options, settings, questions) as system:
        return run_eval(questions, system, wanted, progress)


@contextmanager
def _system(
    options: argparse.Namespace, settings: Settings, questions: QuestionSet
) -> Iterator[System]:
    from rag.inprocess import InProcess
    from rag.systems import opened

    if options.system is not None:
        key = next(iter(settings.api_keys), None)
        texts = _texts(settings, questions)
        with opened(options.system, texts, options.timeout, key, options.model) as system:
            yield system
        return
    from rag.assemble import Answerer

    if questions.needs_index:
        yield InProcess(Answerer.load(settings=settings))
        return
    answerer = Answerer.without_index(settings)
    yield InProcess(answerer.over(questions.pages) if questions.pages else answerer)


def _texts(settings: Settings, questions: QuestionSet) -> dict[str, str]:
    """Return the texts that another system's citations are looked up in."""
    from rag.index import load_pages

    if questions.pages:
        return {page.source: page.text for page in questions.pages}
    try:
        return {page.source: page.text for page in load_pages(settings.home)}
    except IndexMissing:
        return {}
