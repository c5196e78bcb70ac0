"""Scores of runs worked by hand, the gate, comparisons, and broken systems told apart."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.evaluate import Listed, Reply, Run, evaluate
from rag.failures import Trace
from rag.gate import Gate, check
from rag.gold import Evidence, Gold
from rag.scores import Scores, compare, score
from rag.tables import comparison_table, table
from rag.types import Answer, Citation, ModelNames, Statement, Timings

FACTS = {
    "历下区新增学位多少个？": ("历下区年内新增学位", "2.1万个"),
    "市中区引进项目多少个？": ("市中区去年引进重点项目", "67个"),
    "槐荫区新建学校多少所？": ("槐荫区计划新建学校", "14所"),
    "天桥区改造老旧小区多少万平方米？": ("天桥区改造老旧小区", "310万平方米"),
    "钢城区新增就业多少人？": ("钢城区新增城镇就业", "4600人"),
    "历城区粮食产量多少吨？": ("历城区粮食总产量达到", "58000吨"),
}
UNSAID = ("莱芜区区长是谁？", "长清区新增学位多少个？")
LINES = [subject + figure + "。" for subject, figure in FACTS.values()]
PAGE = "\n".join(LINES)
GOLDS = [
    *(
        Gold(f"q-{at}", "fact", question, ((figure,),), (Evidence("a.txt", subject + figure),))
        for at, (question, (subject, figure)) in enumerate(FACTS.items(), start=1)
    ),
    *(Gold(f"u-{at}", "不能回答", question, ()) for at, question in enumerate(UNSAID, start=1)),
]


def refusal(question: str) -> Answer:
    return Answer(
        id=None,
        question=question,
        verdict="unanswerable",
        text="文章没有说。",
        statements=(),
        short=(),
        citations=(),
        nearest=(),
        missing=(),
        conflicts=(),
        model=ModelNames("e@1", "r@1"),
        timings_ms=Timings(1, 2, 3, 6),
    )


def said(question: str, line: int) -> Answer:
    subject, figure = list(FACTS.values())[line]
    quote = subject + figure
    start = PAGE.index(quote)
    one = Citation(1, "a.txt", "a", "", None, start, start + len(quote), quote, 0.9)
    return replace(
        refusal(question),
        verdict="answered",
        text=f"{quote}[1]。",
        statements=(Statement(quote, (1,)),),
        short=(figure,),
        citations=(one,),
    )


class Sound:
    """Knows every line; says that the others are not there."""

    def reply(self, gold: Gold) -> Reply:
        return Reply(self.answer(gold.question))

    def passages(self, gold: Gold, k: int) -> list[Listed]:
        first = list(FACTS).index(gold.question)
        order = [first, *(at for at in range(len(LINES)) if at != first)]
        return [Listed("a.txt", LINES[at]) for at in order]

    def trace(self, gold: Gold) -> Trace:
        return Trace(tuple(True for _ in gold.evidence), tuple(LINES))

    def page(self, source: str) -> str | None:
        return PAGE if source == "a.txt" else ""

    def answer(self, question: str) -> Answer:
        known = list(FACTS)
        return said(question, known.index(question)) if question in known else refusal(question)


class Shuffled(Sound):
    """Gives each question the next one's answer."""

    def answer(self, question: str) -> Answer:
        right = super().answer(question)
        known = list(FACTS)
        if right.verdict == "unanswerable":
            return right
        return said(question, (known.index(question) + 1) % len(known))


class Shifted(Sound):
    """Cites one character too far."""

    def answer(self, question: str) -> Answer:
        right = super().answer(question)
        moved = [replace(one, start=one.start + 1, end=one.end + 1) for one in right.citations]
        return replace(right, citations=tuple(moved))


class Silent(Sound):
    """Refuses everything."""

    def answer(self, question: str) -> Answer:
        return refusal(question)


class Talker(Sound):
    """Always has an answer."""

    def answer(self, question: str) -> Answer:
        right = super().answer(question)
        return said(question, 0) if right.verdict == "unanswerable" else right


class Inventor(Sound):
    """Says another figure than it quotes."""

    def answer(self, question: str) -> Answer:
        right = super().answer(question)
        made = tuple(
            replace(one, text=one.text.replace("1", "7").replace("4", "9").replace("8", "3"))
            for one in right.statements
        )
        return replace(right, statements=made)


class Backwards(Sound):
    """Finds the right passage last."""

    def passages(self, gold: Gold, k: int) -> list[Listed]:
        return super().passages(gold, k)[::-1]


def scored(system: type[Sound] = Sound) -> Scores:
    return score(evaluate(GOLDS, system()))


def values(system: type[Sound] = Sound) -> dict[str, float | None]:
    return {one.name: one.value for one in scored(system).headline}


def test_a_sound_system_is_perfect() -> None:
    low = {
        "unsupported_statements",
        "unsupported_figures",
        "wrongly_refused",
        "risk_area",
        "failed",
    }
    for name, value in values().items():
        if name == "calibration_error":
            assert value == pytest.approx(0.1)  # always right at confidence .9
        elif name == "length_median":
            assert value == 15  # 历下区年内新增学位2.1万个。
        else:
            assert value == (0 if name in low else 1), name


@dataclass
class Told:
    system: type[Sound]
    worse: set[str]


@pytest.mark.parametrize(
    "told",
    [
        Told(
            Shuffled,
            {"right", "right_answerable", "exact_match", "f1", "figure_accuracy"}
            | {"risk_area", "calibration_error"},
        ),
        Told(Shifted, {"offsets_hold", "proved"}),
        Told(
            Silent,
            {"right", "right_answerable", "exact_match", "f1", "figure_accuracy"}
            | {"refusal_precision", "wrongly_refused"},
        ),
        Told(Talker, {"right", "refusal_recall", "risk_area", "calibration_error"}),
        Told(
            Inventor,
            {"unsupported_figures", "unsupported_statements", "proved"}
            | {"citation_precision", "citation_recall"},
        ),
        Told(Backwards, {"recall_at_1", "recall_at_5", "mrr", "ndcg_at_10"}),
    ],
    ids=lambda told: told.system.__name__,
)
def test_a_broken_system_is_told_by_the_metrics_of_its_fault_alone(told: Told) -> None:
    sound, broken = values(), values(told.system)
    changed = {
        name
        for name, value in broken.items()
        if value is not None and value != pytest.approx(sound[name])
    }
    assert changed == told.worse


class Mixed(Sound):
    """Answers one question in three statements, of which one cites nothing that there is."""

    def answer(self, question: str) -> Answer:
        right = super().answer(question)
        if question != GOLDS[0].question:
            return right
        (one,) = right.statements
        made_up = replace(one, citations=(1, 7))
        return replace(right, statements=(one, made_up, replace(one, text="新增学位9.9万个")))


def test_citations_are_averaged_within_an_answer_and_then_over_answers() -> None:
    """As ALCE does: an answer of many statements counts as one."""
    scores = scored(Mixed)
    # one of three statements is supported; the one that cites [7] is not. Five answers are perfect
    assert scores.named("citation_recall").value == pytest.approx((1 / 3 + 5) / 6)
    # two citations that there are, of which one supports its statement
    assert scores.named("citation_precision").value == pytest.approx((1 / 2 + 5) / 6)
    # counted one by one: 6 of 8 statements
    assert scores.named("unsupported_statements").value == pytest.approx(2 / 8)


def test_what_cannot_be_scored_is_unknown_and_not_zero() -> None:
    scores = scored(Silent)
    for name in ("offsets_hold", "citation_precision", "proved", "risk_area", "calibration_error"):
        assert scores.named(name).value is None
    assert scores.named("recall_at_1").scored == 6
    assert scores.named("refusal_recall").scored == 2


def test_scores_count_failures_verdicts_and_kinds() -> None:
    scores = scored(Talker)
    assert scores.failures == {"should have refused": 2}
    assert scores.verdicts == {(True, "answered"): 6, (False, "answered"): 2}
    assert {kind: row[0].value for kind, row in scores.kinds.items()} == {"fact": 1, "不能回答": 0}
    assert scores.named("right").value == 0.75
    assert scores.named("right").lost == ("u-1", "u-2")


def test_no_metric_of_that_name_is_said_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no metric is called 'rihgt'; there are right, "):
        scored().named("rihgt")


def timed(run: Run) -> Run:
    """The run with latencies that are the same each time."""
    rows = [replace(row, wall_ms=10.0 * at) for at, row in enumerate(run.rows, start=1)]
    return Run(run.about, tuple(rows))


def test_two_runs_have_the_same_scores_but_for_their_latency() -> None:
    first, second = scored(Talker), scored(Talker)
    assert first.headline == second.headline
    assert first.kinds == second.kinds
    assert score(timed(evaluate(GOLDS, Sound()))) == score(timed(evaluate(GOLDS, Sound())))


def test_latency_is_a_percentile_with_the_slower_questions_named() -> None:
    scores = score(timed(evaluate(GOLDS, Sound())))
    assert scores.named("latency_median_ms").value == 40
    assert scores.named("latency_median_ms").lost == ("u-2", "u-1", "q-6", "q-5")
    assert scores.named("latency_p95_ms").value == 80


def test_300_questions_are_scored_in_two_seconds_of_one_core() -> None:
    rows = timed(evaluate(GOLDS, Sound())).rows * 38
    begun = time.process_time()
    score(Run({}, rows[:300]))
    assert time.process_time() - begun < 2


def gate(folder: Path, text: str) -> Gate:
    path = folder / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return Gate.load(path)


def test_the_gate_says_what_fell_by_how_much_on_which_questions(tmp_path: Path) -> None:
    floors = "[right]\nmin = 0.9\n[refusal_recall]\nmin = 0\n[wrongly_refused]\nmax = 0.05\n"
    bounds = gate(tmp_path, floors + "[latency_p95_ms]\nmax = 60\n")
    scores = score(timed(evaluate(GOLDS, Talker())))
    assert check(scores, bounds) == [
        "right is 0.75, 0.15 under 0.9: u-1, u-2.",
        "latency_p95_ms is 80, 20 over 60.",
    ]


def test_a_metric_that_could_not_be_scored_misses_the_gate(tmp_path: Path) -> None:
    (finding,) = check(scored(Silent), gate(tmp_path, "[proved]\nmin = 0.9"))
    assert finding == "proved could not be scored: no question asks for it."


def test_many_questions_are_cut_short(tmp_path: Path) -> None:
    golds = [replace(gold, id=f"{gold.id}-{at}") for at in range(4) for gold in GOLDS[:6]]
    scores = score(evaluate(golds, Silent()))
    (finding,) = check(scores, gate(tmp_path, "[right]\nmin = 0.5"))
    assert finding.endswith(" and 12 more.")


@pytest.mark.parametrize(
    ("text", "says_what"),
    [
        ("[right", "is no TOML"),
        ("right = 0.9", "'right' must be a table of the numbers min, max or both, not 0.9"),
        ("[right]\nfloor = 1", "'right' must be a table"),
        ("[right]\nmin = 'a'", "'right' must be a table"),
    ],
)
def test_a_bad_gate_is_named(tmp_path: Path, text: str, says_what: str) -> None:
    with pytest.raises(UsageError, match=says_what):
        gate(tmp_path, text)
    with pytest.raises(UsageError, match=r"none\.toml cannot be read"):
        Gate.load(tmp_path / "none.toml")


def test_two_runs_are_compared_question_by_question() -> None:
    changed = compare(evaluate(GOLDS, Silent()), evaluate(GOLDS, Talker()))
    right = changed.metrics["right"]
    assert right is not None
    assert right.by == pytest.approx(0.5)  # 2 of 8 before, 6 of 8 after
    assert changed.became_right == ("q-1", "q-2", "q-3", "q-4", "q-5", "q-6")
    assert changed.became_wrong == ("u-1", "u-2")
    assert changed.metrics["proved"] is None
    assert "became wrong (2): u-1, u-2" in comparison_table(changed)


def test_runs_of_different_questions_are_not_compared() -> None:
    with pytest.raises(UsageError, match="no question in common"):
        compare(evaluate(GOLDS[:2], Sound()), evaluate(GOLDS[2:], Sound()))


def test_the_table_lists_metrics_kinds_and_failures() -> None:
    lines = [line.split() for line in table(scored(Talker)).splitlines()]
    assert ["right", "0.750", "0.500", "…", "1.000", "8"] in lines
    assert ["不能回答", "0.000", "–", "–", "2"] in lines
    assert ["should", "have", "refused", "2"] in lines
