"""Public sets in their own forms, read from small made-up samples, and asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.evaluate import Listed, Opaque, Reply, blank, evaluate
from rag.forms import detected, load_questions
from rag.gold import Gold
from rag.inprocess import InProcess
from rag.questionset import QuestionSet
from rag.rgb import accurate, rejects
from rag.scores import Scores, score
from rag.types import Answer, Conflict
from tests import embedded

SAMPLES = Path(__file__).with_name("public_sets")


def load(name: str) -> QuestionSet:
    return load_questions(SAMPLES / name)


def by_id(questions: QuestionSet) -> dict[str, Gold]:
    return {gold.id: gold for gold in questions.golds}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("cmrc2018_sample.json", "cmrc2018"),
        ("drcd_sample.json", "drcd"),
        ("dureader_checklist_sample.json", "dureader"),
        ("dureader_robust_sample.json", "dureader"),
        ("rgb_zh_sample.json", "rgb"),
        ("rgb_zh_int_sample.json", "rgb"),
        ("rgb_zh_fact_sample.json", "rgb"),
        ("crud_sample.json", "crud"),
        ("beir", "beir"),
        ("cmteb", "beir"),
        ("../../seeds/gold.jsonl", "gold"),
    ],
)
def test_a_form_is_known_by_what_is_in_it(name: str, form: str) -> None:
    assert detected(SAMPLES / name) == form


# one paragraph a question


def test_cmrc2018_asks_of_each_context_with_all_annotators_answers() -> None:
    first, second = load("cmrc2018_sample.json").golds
    assert (first.id, first.question) == ("DEV_0_QUERY_0", "新馆藏书多少册？")
    assert first.answers == (("120万册", "藏书120万册"),)
    assert second.answers == (("周明远", "馆长周明远"),)
    assert first.documents == second.documents
    assert first.evidence[0].text in first.documents[0].text


def test_drcd_repeats_are_asked_once() -> None:
    golds = by_id(load("drcd_sample.json"))
    assert list(golds) == ["2128-1-1", "2128-1-2"]
    assert golds["2128-1-2"].answers == (("120萬冊",),)


def test_what_dureader_calls_impossible_is_not_said() -> None:
    golds = by_id(load("dureader_checklist_sample.json"))
    assert (golds["c1"].kind, golds["c1"].answers) == ("in-domain", (("八点",),))
    assert (golds["c2"].kind, golds["c2"].answerable) == ("unanswerable", False)
    assert golds["c1"].documents[0].text.startswith("青禾植物园几点开门\n每年三月")


def test_the_reader_is_asked_over_each_questions_own_paragraph() -> None:
    questions = load("cmrc2018_sample.json")
    assert not questions.needs_index
    run = evaluate(questions.golds, InProcess(embedded.models()))
    assert [row.right for row in run.rows] == [True, True]
    assert score(run).named("offsets_hold").value == 1


# RGB


def test_rgb_draws_noise_as_its_ratios_say() -> None:
    golds = by_id(load("rgb_zh_sample.json"))
    useless = {
        gold.kind: sum(one.id.startswith("negative") for one in gold.documents)
        for gold in golds.values()
    }
    assert useless == {
        "noise 0": 0,
        "noise 0.2": 1,
        "noise 0.4": 2,
        "noise 0.6": 3,
        "noise 0.8": 4,
        "rejection": 5,
    }
    assert {len(gold.documents) for gold in golds.values()} == {5}
    assert golds["7 noise 0.4"].answers == (("6月1日", "六月一日"),)
    assert not golds["7 rejection"].answerable


def test_rgb_documents_come_in_the_order_of_its_script() -> None:
    # random.seed(2333); docs = positive[:3] + negative[:2]; random.shuffle(docs)
    golds = by_id(load("rgb_zh_sample.json"))
    assert [one.id for one in golds["7 noise 0.4"].documents] == ORDER


ORDER = ["positive-1", "negative-1", "negative-0", "positive-2", "positive-0"]


def test_too_few_documents_of_a_sort_are_made_up_for_by_the_other(tmp_path: Path) -> None:
    record = json.loads((SAMPLES / "rgb_zh_sample.json").read_text(encoding="utf-8"))
    (tmp_path / "zh.json").write_text(
        json.dumps({**record, "positive": record["positive"][:2]}), encoding="utf-8"
    )
    (gold, *_) = load_questions(tmp_path / "zh.json").golds
    sorts = sorted(one.id.split("-")[0] for one in gold.documents)
    assert sorts == ["negative"] * 3 + ["positive"] * 2


def test_integration_has_a_document_of_every_group() -> None:
    for gold in load("rgb_zh_int_sample.json").golds:
        groups = {one.id.rsplit("-", 1)[0] for one in gold.documents}
        assert {"positive-0", "positive-1"} <= groups
        assert gold.answers == (("6.4%",), ("18%",))
    kinds = [gold.kind for gold in load("rgb_zh_int_sample.json").golds]
    assert kinds == ["integration 0", "integration 0.2", "integration 0.4"]


def test_counterfactual_documents_are_the_wrong_ones() -> None:
    (gold,) = load("rgb_zh_fact_sample.json").golds
    assert {one.id for one in gold.documents} == {"positive_wrong-0", "positive_wrong-1"}
    assert gold.answers == (("周明远",),)


def said(gold: Gold, text: str) -> Answer:
    return replace(blank(gold), verdict="answered", text=text)


def test_rgb_is_accurate_as_its_script_compares() -> None:
    gold = by_id(load("rgb_zh_sample.json"))["7 noise 0"]
    assert accurate(gold, said(gold, "新馆六 月一日开放[1]。"))
    assert accurate(gold, said(gold, "新馆16月1日开放"))  # inside a longer number, too
    assert not accurate(gold, said(gold, "新馆6月2日开放"))
    assert not accurate(gold, said(gold, "文档信息不足，可能是6月1日"))
    assert rejects(said(gold, "文档信息不足，因此我无法回答。"))
    assert rejects(blank(gold))
    (both, *_) = load("rgb_zh_int_sample.json").golds
    assert accurate(both, said(both, "分别为6.4%和18%"))
    assert not accurate(both, said(both, "为6.4%"))


class Scripted(Opaque):
    """Answers each kind of RGB's questions with one text."""

    def __init__(self, texts: dict[str, Answer | str]) -> None:
        super().__init__(lambda source: "")
        self.texts = texts

    def reply(self, gold: Gold) -> Reply:
        text = self.texts[gold.kind.split(" ")[0]]
        return Reply(said(gold, text) if isinstance(text, str) else text)


def rgb(name: str, texts: dict[str, Answer | str]) -> Scores:
    questions = load(name)
    return score(evaluate(questions.golds, Scripted(texts), about={"form": questions.form}))


def test_rgb_scores_accuracy_and_rejection_apart() -> None:
    scores = rgb("rgb_zh_sample.json", {"noise": "6月1日", "rejection": "7月1日"})
    assert scores.named("rgb_accuracy").value == 1
    assert scores.named("rgb_rejection").value == 0
    assert scores.named("rgb_accuracy").scored == 5
    assert scores.kinds["noise 0.8"][0].value == 1
    scores = rgb("rgb_zh_sample.json", {"noise": "信息不足", "rejection": "信息不足"})
    assert scores.named("rgb_accuracy").value == 0
    assert scores.named("rgb_rejection").value == 1


def test_an_error_is_detected_by_its_words_or_by_conflicts() -> None:
    told = "提供文档的文档存在事实性错误。馆长是周明远。"
    scores = rgb("rgb_zh_fact_sample.json", {"counterfactual": told})
    assert scores.named("rgb_error_detection").value == 1
    assert scores.named("rgb_error_correction").value == 1
    scores = rgb("rgb_zh_fact_sample.json", {"counterfactual": "王大海"})
    assert scores.named("rgb_error_detection").value == 0
    assert scores.named("rgb_error_correction").value is None
    (gold,) = load("rgb_zh_fact_sample.json").golds
    conflicting = replace(said(gold, "王大海"), conflicts=(Conflict("馆长是周明远", ()),))
    scores = rgb("rgb_zh_fact_sample.json", {"counterfactual": conflicting})
    assert scores.named("rgb_error_detection").value == 1
    assert scores.named("rgb_error_correction").value == 0


# CRUD-RAG


def test_crud_asks_an_index_of_its_news_and_compares_with_a_reference() -> None:
    questions = load("crud_sample.json")
    assert len(questions.pages) == 3  # each news once
    assert not questions.needs_index
    kinds = [gold.kind for gold in questions.golds]
    assert kinds == ["questanswer_1doc", "questanswer_2docs", "questanswer_3docs"]
    assert [len(gold.evidence) for gold in questions.golds] == [1, 2, 3]


def test_prose_answers_are_compared_and_not_called_wrong() -> None:
    questions = load("crud_sample.json")
    system = InProcess(embedded.models().over(questions.pages))
    run = evaluate(questions.golds, system, about={"form": "crud"})
    scores = score(run)
    assert run.rows[0].right is None
    assert run.rows[0].failure is None
    assert scores.named("recall_at_5").value == 1
    overlap = scores.kinds["questanswer_1doc"][0]
    assert overlap.name == "rouge_l"
    assert overlap.value is not None
    assert overlap.value > 0.5
    assert "a reference in prose: right or wrong cannot be told" in scores.apart


# BEIR, C-MTEB


def test_a_folder_of_corpus_queries_and_qrels_is_read() -> None:
    questions = load("beir")
    golds = by_id(questions)
    assert set(golds) == {"q1", "q2"}
    assert [
        (one.source, gain)
        for one, gain in zip(golds["q1"].evidence, golds["q1"].gains, strict=True)
    ] == [
        ("d1", 2.0),
        ("d3", 1.0),
    ]
    assert questions.pages[0].text.startswith("图书馆新馆开放\n")
    (gold,) = load("cmteb").golds
    assert (gold.id, gold.evidence[0].source) == ("10", "2")


class Finder(Opaque):
    """Finds the documents in one order, each in two passages."""

    def __init__(self, *order: str) -> None:
        super().__init__(lambda source: "")
        self.order = order

    def reply(self, gold: Gold) -> Reply:
        raise AssertionError("passages alone are asked for")

    def passages(self, gold: Gold, k: int) -> list[Listed]:
        return [Listed(source, text) for source in self.order for text in "ab"][:k]


def test_retrieval_alone_is_scored_by_documents_with_their_gains() -> None:
    scores = score(evaluate(load("beir").golds, Finder("d2", "d1", "d3"), about={"form": "beir"}))
    # q1: gains 2 at rank 2, 1 at rank 3; best 2 at 1, 1 at 2. q2: 1 at rank 3
    q1 = (2 / 1.584962501 + 1 / 2) / (2 + 1 / 1.584962501)
    assert scores.named("ndcg_at_10").value == pytest.approx((q1 + 0.5) / 2)
    assert scores.named("mrr").value == pytest.approx((1 / 2 + 1 / 3) / 2)
    assert scores.named("recall_at_1").value == 0
    assert scores.named("right").value is None
    assert scores.named("refusal_precision").value is None
    assert scores.verdicts == {}


def test_the_pipelines_own_ranking_of_a_corpus() -> None:
    questions = load("beir")
    system = InProcess(embedded.models().over(questions.pages))
    assert score(evaluate(questions.golds, system)).named("recall_at_10").value == 1


def test_a_system_that_tells_no_passages_fails_a_question_for_them() -> None:
    class Mute(Opaque):
        def reply(self, gold: Gold) -> Reply:
            raise AssertionError("passages alone are asked for")

    rows = evaluate(load("beir").golds, Mute(lambda source: "")).rows
    told = "The system gives no passages, and these questions ask for nothing else."
    assert {row.error for row in rows} == {told}


# what is wrong with a file


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", '{"data": [{"paragraphs": [{"context": "x"}]}]}', "is not in the form of squad"),
        ("a.json", '[{"context_id": "1"}]', "is not in the form of cmrc2018"),
        ("a.json", '{"questanswer_1doc": []}', "has none of the tasks"),
        ("a.json", '{"questanswer_1doc": [{"ID": "1"}]}', "questanswer_1doc 1 has no text under"),
        ("zh.json", '{"id": 1, "query": "?", "answer": "a", "negative": []}', "line 1 is not in"),
        ("a.jsonl", '{"id": "1"}', "'id', 'kind' and 'question' must be strings"),
    ],
)
def test_a_file_that_is_not_in_its_form_is_named(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        load_questions(tmp_path / name)


def test_a_folder_that_lacks_a_file_and_a_form_that_there_is_not_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no qrels/test\.tsv"):
        load_questions(tmp_path)
    with pytest.raises(UsageError, match="there is no form 'squat'; there are gold, cmrc2018"):
        load_questions(tmp_path, "squat")
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        load_questions(tmp_path / "none.json")
    (tmp_path / "qrels.jsonl").write_text('{"qid": "1", "pid": "2", "score": "x"}', "utf-8")
    with pytest.raises(UsageError, match="the score 'x' is no number"):
        load_questions(tmp_path)


def test_a_limit_takes_the_first_of_each_kind() -> None:
    questions = load("rgb_zh_sample.json")
    assert questions.first(1).golds == questions.golds
    assert len(load("drcd_sample.json").first(1).golds) == 1
