"""The shipped weights load offline and are the recorded ones; training runs and resumes."""

import json
import lzma
import math
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers import AutoModelForQuestionAnswering, AutoTokenizer, PreTrainedTokenizerFast

from embeddings.static import shipped
from rag.askable import askable
from rag.overlap import Overlap
from training import average, encoder, loss, reader, temperature
from training.asked import asked_rows
from training.curve import parse
from training.dev import by_sentence
from training.examples import (
    LENGTHS,
    Example,
    Question,
    example,
    likely_start,
    tokenised,
    with_elsewhere,
    with_swapped,
)
from training.measure import Tokeniser, answers, area, best_accuracy, exact, f1, windows
from training.news import News
from training.pairs import asked_pairs, chunked
from training.questions import Row, rows_of
from training.recall import Searched, fused, misses, recalls
from training.swaps import swapped
from training.tokenizer import words

ROOT = Path(__file__).parent.parent
READER = ROOT / "rag" / "reader-zh"
ENCODER = ROOT / "embeddings" / "encoder-zh"

READER_FIRST = [3.666, -6.5288, -6.7616, -6.8461, -6.2807]
SENTENCES_FIRST = [3.2366, -7.6847, -7.9595, -8.5168, -7.7618]
ENCODER_FIRST = [-0.0312, 0.0247, 0.0233, 0.0602, 0.0074]

ODD = (
    "济南市2023年GDP达1.2757万亿元，同比增长6.1%。",
    "ＡＢＣ１２３（全角）与ABC123混排",
    "🎉开业啦👨‍👩‍👧！　全角空格\t制表\n换行",
    "臺灣的「繁體」與日本のひらがな、한국어",
    "café naïve Ⅳ ㎡ ℃ ½ ﬁ",
    "",
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokeniser:
    return AutoTokenizer.from_pretrained(READER, local_files_only=True)


@pytest.fixture(scope="module")
def tokenizers(tokenizer: Tokeniser) -> dict[str, Tokeniser]:
    file = str(ENCODER / "tokenizer.json")
    pieces = PreTrainedTokenizerFast(tokenizer_file=file)
    return {"reader": tokenizer, "encoder": pieces}


@pytest.fixture(scope="module")
def overlap(tokenizer: Tokeniser) -> Overlap:
    return Overlap.of(tokenizer.backend_tokenizer, shipped())


def spread(text: str, tokenizer: Tokeniser) -> list[tuple[int, tuple[int, int]]]:
    encoded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    return list(zip(encoded["input_ids"], encoded["offset_mapping"], strict=True))


class TestReaderWeights:
    @pytest.mark.parametrize(
        ("folder", "first"), [(READER, READER_FIRST), (READER / "sentences", SENTENCES_FIRST)]
    )
    def test_give_the_recorded_numbers(
        self, tokenizer: Tokeniser, folder: Path, first: list[float]
    ) -> None:
        model = AutoModelForQuestionAnswering.from_pretrained(folder, local_files_only=True)
        encode = {"add_special_tokens": False}
        question = tokenizer("新增学位多少个？", **encode)["input_ids"]
        passage = tokenizer("历下区新增中小学学位1.2万个。", **encode)["input_ids"]
        overlap = Overlap.of(tokenizer.backend_tokenizer, shipped())
        ids, types = (torch.from_numpy(x)[None] for x in overlap.sequence(question, passage))
        out = model.float().eval()(input_ids=ids, token_type_ids=types)
        assert out.start_logits[0, :5].tolist() == pytest.approx(first, abs=2e-3)

    def test_of_a_document_s_sentences_the_one_that_answers_is_first(
        self, tokenizer: Tokeniser
    ) -> None:
        model = AutoModelForQuestionAnswering.from_pretrained(READER, local_files_only=True)
        text = "历下区教育局消息。今年新建公园5处。今年新增中小学学位1.2万个。"
        rows = [
            {"question": question, "context": text, "head": "历下区。", "answers": answer}
            for question, answer in (("历下区新增学位多少个？", ["1.2万"]), ("区长是谁？", []))
        ]
        assert by_sentence(model.float(), tokenizer, rows) == (1.0, 1.0)

    def test_point_at_the_figure(self, tokenizer: Tokeniser) -> None:
        model = AutoModelForQuestionAnswering.from_pretrained(READER, local_files_only=True)
        row = {
            "question": "历下区新增中小学学位多少个？",
            "context": "今年，历下区新增中小学学位1.2万个，新建公园5处。",
            "answers": [],
        }
        [found] = answers(model.float(), tokenizer, [row])
        assert "1.2万" in found.text
        assert found.score > 0


class TestEncoderWeights:
    def test_give_the_recorded_numbers(self) -> None:
        model = SentenceTransformer(str(ENCODER), device="cpu", local_files_only=True)
        vector = model.encode("历下区新增中小学学位1.2万个。", normalize_embeddings=True)
        assert vector[:5].tolist() == pytest.approx(ENCODER_FIRST, abs=2e-3)


class TestTokenizer:
    @pytest.mark.parametrize("whose", ["reader", "encoder"])
    @pytest.mark.parametrize("text", ODD)
    def test_offsets_lead_back_into_the_text(
        self, text: str, whose: str, tokenizers: dict[str, Tokeniser]
    ) -> None:
        spans = [offsets for _, offsets in spread(text, tokenizers[whose])]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert spans == sorted(spans)

    def test_what_an_encoders_piece_covers_is_that_piece(
        self, tokenizers: dict[str, Tokeniser]
    ) -> None:
        text = "济南市天桥区ＧＤＰ同比增长6.1%🎉臺灣"
        for token, (start, end) in spread(text, tokenizers["encoder"]):
            again = [piece for piece, _ in spread(text[start:end], tokenizers["encoder"])]
            assert again == [token]

    def test_nothing_but_white_space_falls_between_tokens(self, tokenizer: Tokeniser) -> None:
        text = "济南市2023年ＧＤＰ达1.2757万亿元，　同比增长 6.1%。"
        covered = {i for _, (a, b) in spread(text, tokenizer) for i in range(a, b)}
        assert {text[i] for i in range(len(text)) if i not in covered} <= set(" \u3000")

    def test_full_width_and_half_width_are_one(self, tokenizer: Tokeniser) -> None:
        wide, narrow = spread("５Ｇ基站", tokenizer), spread("5g基站", tokenizer)
        assert [token for token, _ in wide] == [token for token, _ in narrow]


class TestAskable:
    @pytest.mark.parametrize(
        ("sentence", "kind", "answer"),
        [
            ("全年新增城镇就业3.9万人，超额完成任务。", "figure", "3.9万人"),
            ("固定资产投资同比增长22.6%。", "figure", "22.6%"),
            ("12月17日，全会在济南召开。", "date", "12月17日"),
            ("区长王桂英表示，明年将建成。", "person", "王桂英"),
            ("会议审议了《济南市城市总体规划》。", "title", "《济南市城市总体规划》"),
            ("项目包括道路、桥梁、管网和停车场。", "list", "道路、桥梁、管网和停车场"),
        ],
    )
    def test_finds_what_can_be_asked(self, sentence: str, kind: str, answer: str) -> None:
        assert answer in [sentence[f.start : f.end] for f in askable(sentence) if f.kind == kind]


NEWS = [
    f"{city}统计局8月16日发布消息。上半年，{city}新增城镇就业{n}.5万人，同比增长{n}.3%。"
    f"{city}还建成口袋公园{n + 20}处，涉及道路、绿化、照明和座椅。项目由{city}住建局负责。"
    for n, city in enumerate(("青岛市", "烟台市", "潍坊市", "威海市", "临沂市", "德州市"), 3)
]


class TestMadeUpQuestions:
    def rows(self) -> list[Row]:
        news = News.of(NEWS)
        rng = random.Random(1)
        return [row for _ in range(40) for n in range(len(NEWS)) for row in rows_of(n, news, rng)]

    def test_answers_stand_where_the_row_says(self) -> None:
        rows = [row for row in self.rows() if row.answer]
        assert rows
        for row in rows:
            assert row.context[row.start : row.start + len(row.answer)] == row.answer

    def test_a_share_has_no_answer_because_of_the_subject(self) -> None:
        rows = self.rows()
        swapped = [row for row in rows if row.kind == "other subject"]
        assert 0.05 < len(swapped) / len(rows) < 0.5
        assert not any(row.answer for row in swapped)


class TestExamples:
    def test_a_window_shows_its_answer(self, overlap: Overlap) -> None:
        passage = list(range(100, 700))
        asked, ids = np.array([10, 11, 12], np.int32), np.array(passage, np.int32)
        question = Question(asked, ids, 300, 304)
        for seed in range(200):
            made = example(question, [question], overlap, random.Random(seed))
            assert len(made.ids) <= max(LENGTHS)
            if made.first:
                assert made.ids[made.first : made.last + 1].tolist() == passage[300:305]
            else:
                assert not set(passage[300:305]) <= set(made.ids.tolist())

    def test_the_answer_nearest_to_the_questions_words_is_taken(self) -> None:
        context = "三年前建成5座。" + "其他内容" * 30 + "今年新建公园5座。"
        assert likely_start("今年新建公园多少座", context, "5座") == context.rindex("5座")

    def test_answers_become_the_tokens_that_hold_them(self, tokenizer: Tokeniser) -> None:
        row = {"question": "多少？", "context": "共新增学位1.2万个。", "answers": ["1.2万个"]}
        _, [question] = tokenised([row], tokenizer)
        held = question.passage[question.first : question.last + 1]
        assert tokenizer.decode(held).replace(" ", "") == "1.2万个"


class TestElsewhere:
    def test_another_passage_without_the_answer_is_named_unless_there_is_no_answer(
        self, tokenizer: Tokeniser
    ) -> None:
        texts = ("东园有6棵树。", "西园有9棵树，北园有树。")
        asked = [("东园有几棵树？", ["6棵"]), ("东园有几座桥？", [])]
        rows = [{"question": q, "context": texts[0], "answers": a} for q, a in asked]
        rows.append({"question": "西园有几棵树？", "context": texts[1], "answers": ["9棵"]})
        kept, questions = tokenised(rows, tokenizer)
        answered, unanswered, other = with_elsewhere(questions, kept)
        assert (answered.elsewhere, unanswered.elsewhere, other.elsewhere) == ((2,), (), (0,))


class TestTemperature:
    def test_scores_twice_too_sure_are_halved(self) -> None:
        """Right three times in four, and as sure of it at temperature 2: a lead of 2 ln 3."""
        sure = torch.tensor([0.0, 2 * math.log(3)])
        found = [(sure, sure, at, at) for at in (1, 1, 1, 0)]
        assert temperature.likeliest(found) == pytest.approx(2.0)
        assert temperature.surprise(found, 2.0) == pytest.approx(
            -(3 * math.log(0.75) + math.log(0.25)) / 4
        )


class TestHeads:
    """A chunk from the middle of a document is read below its title; so are the windows."""

    def test_a_window_that_does_not_begin_its_passage_is_read_below_the_head(
        self, tokenizer: Tokeniser, overlap: Overlap
    ) -> None:
        text = "东园晚会昨晚举行。" + "台下坐满了人。" * 60 + "演出共有18个节目。"
        row = {
            "question": "有几个节目？",
            "context": text,
            "answers": ["18个"],
            "head": "东园晚会。",
        }
        _, [question] = tokenised([row], tokenizer)
        rng = random.Random(0)
        seen = [example(question, [question], overlap, rng) for _ in range(40)]
        answered = [e for e in seen if e.first]
        parts = [(e, e.ids.tolist().index(tokenizer.sep_token_id) + 1) for e in answered]
        headed = [e for e, at in parts if tuple(e.ids[at : at + 5]) == question.head[:5]]
        assert len(answered) / 3 < len(headed) < len(answered)
        for one in answered:
            told = tokenizer.decode(one.ids[one.first : one.last + 1]).replace(" ", "")
            assert told == "18个"

    def test_one_that_begins_it_has_its_head_already(
        self, tokenizer: Tokeniser, overlap: Overlap
    ) -> None:
        row = {"question": "几棵？", "context": "东园有6棵树。", "answers": ["6棵"], "head": "树。"}
        _, [question] = tokenised([row], tokenizer)
        rng = random.Random(0)
        lengths = {len(example(question, [question], overlap, rng).ids) for _ in range(9)}
        assert lengths == {len(question.asked) + len(question.passage) + 3}


class TestSentences:
    """What the reader of single sentences is trained on: one, or two, of a window's."""

    TEXT = "东园晚会昨晚举行。台下坐满了人。演出共有18个节目。节目单上写着18个。散场时下了雨。"

    def drawn(
        self, answers: list[str], tokenizer: Tokeniser, overlap: Overlap
    ) -> list[tuple[str, str]]:
        row = {"question": "演出有几个节目？", "context": self.TEXT, "answers": answers}
        _, [question] = tokenised([row], tokenizer)
        ends = frozenset(tokenizer.convert_tokens_to_ids(list("。！？!?")))
        rng = random.Random(0)
        made = [example(question, [question], overlap, rng, ends) for _ in range(80)]
        return [(self.told(e, tokenizer), self.short(e, tokenizer)) for e in made]

    def told(self, one: Example, tokenizer: Tokeniser) -> str:
        begin = one.ids.tolist().index(tokenizer.sep_token_id) + 1
        return str(tokenizer.decode(one.ids[begin:-1])).replace(" ", "")

    def short(self, one: Example, tokenizer: Tokeniser) -> str:
        answer = tokenizer.decode(one.ids[one.first : one.last + 1]) if one.first else ""
        return str(answer).replace(" ", "")

    def test_mostly_the_one_that_answers(self, tokenizer: Tokeniser, overlap: Overlap) -> None:
        made = self.drawn(["18个"], tokenizer, overlap)
        answered = [text for text, short in made if short == "18个"]
        assert 40 <= len(answered) < 80
        assert all(text.startswith("演出共有18个节目。") for text in answered)
        assert max(text.count("。") for text, _ in made) == 2

    def test_one_that_does_not_answer_holds_no_other_place_of_the_answer(
        self, tokenizer: Tokeniser, overlap: Overlap
    ) -> None:
        made = self.drawn(["18个"], tokenizer, overlap)
        others = {text for text, short in made if not short and "演出" not in text}
        assert len(others) > 1
        assert not any("18" in text for text in others)

    def test_of_a_question_without_an_answer_the_likest(
        self, tokenizer: Tokeniser, overlap: Overlap
    ) -> None:
        made = self.drawn([], tokenizer, overlap)
        assert {short for _, short in made} == {""}
        assert sum("演出共有18个节目" in text for text, _ in made) > 40


class TestSwaps:
    ROWS = (
        {
            "question": "今年新建学校多少所？",
            "context": "全区今年新建学校12所，改造公园3个。",
            "answers": ["12所"],
        },
        {
            "question": "今年改造公园多少个？",
            "context": "全区今年改造公园3个。",
            "answers": ["3个"],
        },
        {"question": "今年新建医院多少所？", "context": "全区今年新建学校12所。", "answers": []},
    )

    def test_one_word_that_the_passage_tells_becomes_one_that_it_does_not(self) -> None:
        made = swapped(self.ROWS)
        assert made[0]
        assert made[2] == []  # it has no answer to begin with
        for question in made[0]:
            assert question != self.ROWS[0]["question"]
            assert question.endswith("多少所？")
        assert any("医院" in question or "公园" in question for own in made for question in own)

    def test_over_its_passage_such_a_question_has_no_answer(
        self, tokenizer: Tokeniser, overlap: Overlap
    ) -> None:
        rows, questions = tokenised(list(self.ROWS), tokenizer)
        question = with_swapped(questions, rows, tokenizer)[0]
        rng = random.Random(0)
        seen = [example(question, [question], overlap, rng) for _ in range(60)]
        asked = {tuple(e.ids[1 : e.ids.tolist().index(tokenizer.sep_token_id)]): e for e in seen}
        assert all((e.first > 0) == (ids == tuple(question.asked)) for ids, e in asked.items())
        assert len(asked) > 1


class TestMeasures:
    def test_f1_is_over_the_longest_common_run(self) -> None:
        assert f1("3.9万人", "3.9万人") == 1
        assert f1("约3.9万人", "3.9万人，") == pytest.approx(2 * 3 / (4 + 3))
        assert f1("天桥区", "历下") == 0

    def test_punctuation_and_case_do_not_count(self) -> None:
        assert exact("《天桥》5G", "天桥5g")
        assert not exact("天桥", "天桥区")

    def test_area_and_accuracy_of_a_perfect_and_of_a_blind_score(self) -> None:
        assert area(np.array([2.0, 3.0]), np.array([0.0, 1.0])) == 1
        assert area(np.array([1.0]), np.array([1.0])) == 0.5
        assert best_accuracy(np.array([2.0, 0.5]), np.array([0.0, 1.0])) == 0.75

    def test_windows_cover_the_passage(self) -> None:
        passage = list(range(1000))
        parts = windows(20, passage, 384, 128)
        assert {i for _, part in parts for i in part} == set(passage)
        assert all(part == passage[begin : begin + len(part)] for begin, part in parts)

    def test_recall_counts_what_could_be_found(self) -> None:
        scores = np.array([[0.9, 0.8, 0.1], [0.1, 0.2, 0.3]], np.float32)
        one, five, _, rank = recalls(scores, [{0, 1}, {0}])
        assert (one, five) == (0.5, 1.0)
        assert rank == pytest.approx((1 + 1 / 3) / 2)

    def test_a_miss_shows_what_was_found_and_where_the_right_passage_stands(self) -> None:
        searched = Searched(["几路车？", "什么鱼？"], ["32B线", "32M\n线", "雀鲷"], [{1}, {2}])
        scores = np.array([[0.9, 0.5, 0.7], [0.1, 0.2, 0.3]], np.float32)
        assert misses(searched, scores, 5) == ["几路车？ | 32B线 | 3: 32M 线"]

    def test_fusion_keeps_the_keyword_order_at_weight_zero(self) -> None:
        keyword = np.array([[3.0, 1.0, 2.0]], np.float32)
        assert fused(keyword, keyword[:, ::-1], 0).argsort().tolist() == [[1, 2, 0]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Twenty made-up questions in the folders where the scripts look for theirs."""
    for folder in ("qa", "pairs", "news"):
        (tmp_path / folder).mkdir()
    rows: list[dict[str, Any]] = [
        {
            "id": str(n),
            "question": f"第{n}号公园有多少棵树？",
            "context": f"第{n}号公园位于城西，园内有{n + 30}棵树，两条小路。",
            "answers": [f"{n + 30}棵"],
        }
        for n in range(20)
    ]
    names = ("cmrc2018_train", "cmrc2018_trial", "drcd_train_partial", "drcd_dev")
    for name in (*names, "cmrc2017_user", "cmrc2018_dev"):
        write(tmp_path / "qa" / f"{name}.jsonl.xz", rows)
    pairs = [
        {"query": r["question"], "passage": r["context"], "split": split}
        for split, r in zip(("train", "dev") * 10, rows, strict=True)
    ]
    write(tmp_path / "pairs" / "stard_pairs.jsonl.xz", pairs)
    write(tmp_path / "news" / "crud_news.jsonl.xz", [{"text": 8 * text} for text in NEWS])
    pseudo = [
        {**r, "answer": r["answers"][0], "start": r["context"].find("内有") + 2} for r in rows
    ]
    (tmp_path / "pseudo.jsonl").write_text("\n".join(json.dumps(r) for r in pseudo))
    return tmp_path


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    with lzma.open(path, "wt") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A script's ``main`` with its options, as ``python -m`` would call it."""

    def call(main: Callable[[], None], *options: object) -> None:
        folders = ["--data", data, "--pseudo", data / "pseudo.jsonl", "--out", data / "out"]
        monkeypatch.setattr(sys, "argv", ["script", *map(str, (*folders, *options))])
        main()

    return call


def spent(data: Path) -> tuple[int, float]:
    """Return the steps and seconds that the checkpoint counts."""
    saved = torch.load(data / "out" / "state.pt", weights_only=True)
    return int(saved["step"]), float(saved["spent"])


def hours_later(data: Path) -> None:
    """Make the checkpoint one of a long run, which a run from the beginning would not be."""
    path = data / "out" / "state.pt"
    saved = torch.load(path, weights_only=True)
    torch.save({**saved, "spent": saved["spent"] + 9000}, path)


def log(data: Path) -> str:
    return (data / "out" / "log.txt").read_text("utf-8")


@pytest.mark.parametrize("how", [(), ("--sentences",), ("--teacher", READER)])
def test_the_reader_trains_two_steps_and_resumes(
    data: Path,
    run: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    how: tuple[object, ...],
) -> None:
    options = ("--start", READER, "--held-out", 5, "--threads", torch.get_num_threads(), *how)
    run(reader.main, "--steps", 2, *options)
    assert "held-out F1" in capsys.readouterr().out
    assert spent(data)[0] == 2
    hours_later(data)
    run(reader.main, "--steps", 4, *options)
    step, seconds = spent(data)
    assert step == 4
    assert seconds > 9000
    assert list(parse(log(data)).held_out) == ["F1", "EM"]
    assert "held-out score" in (data / "out" / "curve.svg").read_text()
    assert AutoModelForQuestionAnswering.from_pretrained(data / "out" / "model").num_labels == 2


class TestLoss:
    """What a step of the reader goes down: hand-worked, in nats."""

    def test_towards_the_right_tokens_it_is_their_surprise(self) -> None:
        start, end = torch.tensor([[0.9, 0.1]]).log(), torch.tensor([[0.5, 0.5]]).log()
        lost = loss.of((start, end), (torch.tensor([1]), torch.tensor([0])))
        assert lost.item() == pytest.approx((math.log(10) + math.log(2)) / 2)

    def test_towards_a_teacher_it_is_the_divergence_of_what_it_tells(self) -> None:
        own, taught = torch.tensor([[0.9, 0.1]]).log(), torch.tensor([[0.5, 0.5]]).log() + 7
        lost = loss.of((own, taught), (taught, taught))
        assert lost.item() == pytest.approx(0.5 * math.log(0.5 / 0.9 * 0.5 / 0.1) / 2)


def test_the_reader_begins_from_nothing_where_a_folder_holds_no_weights(
    data: Path, run: Callable[..., None]
) -> None:
    blank = data / "blank"
    kept = ("config.json", "tokenizer.json", "tokenizer_config.json")
    shutil.copytree(READER, blank, ignore=lambda _, names: [n for n in names if n not in kept])
    run(reader.main, "--steps", 2, "--start", blank, "--held-out", 5, "--bf16")
    shipped = AutoModelForQuestionAnswering.from_pretrained(READER).qa_outputs.weight
    made = AutoModelForQuestionAnswering.from_pretrained(data / "out" / "model").qa_outputs.weight
    assert spent(data)[0] == 2
    assert made.std() < shipped.std() / 2


def test_the_encoder_trains_two_steps_and_resumes(data: Path, run: Callable[..., None]) -> None:
    words(NEWS, 300).save(str(data / "tokenizer.json"))
    options = ("--tokenizer", data, "--width", 16, "--batch", 4)
    run(encoder.main, "--steps", 2, *options)
    assert spent(data)[0] == 2
    hours_later(data)
    run(encoder.main, "--steps", 4, *options)
    first, last = map(json.loads, log(data).splitlines())
    assert (first["step"], last["step"]) == (2, 4)
    assert last["minutes"] >= 150 > first["minutes"]
    assert "recall@5 law" in (data / "out" / "curve.svg").read_text()
    model = SentenceTransformer(str(data / "out" / "model"), device="cpu")
    assert model.encode("公园有多少棵树").shape == (16,)


@pytest.mark.parametrize(("shares", "above"), [((), 1.5), (("--shares", "0.75", "0.25"), 0.75)])
def test_the_mean_of_two_readers_lies_between_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shares: tuple[str, ...], above: float
) -> None:
    other = AutoModelForQuestionAnswering.from_pretrained(READER).float()
    with torch.no_grad():
        other.qa_outputs.bias += 3
    other.save_pretrained(tmp_path / "other")
    out = tmp_path / "mean"
    monkeypatch.setattr(
        sys, "argv", ["script", str(READER), str(tmp_path / "other"), *shares, "--out", str(out)]
    )
    average.main()
    mean = AutoModelForQuestionAnswering.from_pretrained(out).float().qa_outputs.bias
    assert torch.allclose(mean, other.qa_outputs.bias - 3 + above, atol=1e-2)
    assert (out / "tokenizer.json").exists()


def test_what_a_reader_learned_since_a_start_is_added_to_another(tmp_path: Path) -> None:
    start = AutoModelForQuestionAnswering.from_pretrained(READER).float()
    before = start.qa_outputs.bias.clone()
    for name, learned in (("one", 3.0), ("other", 1.0)):
        start.qa_outputs.bias.data = before + learned
        start.save_pretrained(tmp_path / name)
    both = average.averaged([tmp_path / "one", tmp_path / "other", READER], [1.0, 1.0, -1.0])
    assert torch.allclose(both.qa_outputs.bias, before + 4, atol=1e-4)


class TestOwnQuestions:
    """Questions kept without the documents that they ask about."""

    TEXT = "东城区新建公园6座，西城区新建公园9座。东城区还修了6座桥。"

    def rows(self, folder: Path, *asked: dict[str, Any]) -> list[dict[str, Any]]:
        (folder / "news").mkdir()
        with lzma.open(folder / "news" / "crud_news.jsonl.xz", "wt") as out:
            out.write(json.dumps({"id": "one", "text": self.TEXT}) + "\n")
        questions = folder / "asked.jsonl"
        questions.write_text("\n".join(map(json.dumps, asked)), "utf-8")
        return asked_rows(questions, folder)

    def test_a_snippet_tells_which_place_is_meant(self, tmp_path: Path) -> None:
        asked = {
            "document": "one",
            "question": "修了几座桥？",
            "answer": "6座",
            "snippet": "修了6座",
        }
        (row,) = self.rows(tmp_path, asked)
        assert row["context"][row["start"] :].startswith("6座桥")

    def test_the_first_clause_stands_for_the_title(self, tmp_path: Path) -> None:
        (row,) = self.rows(
            tmp_path, {"document": "one", "question": "花了多少钱？", "answer": None}
        )
        assert row["head"] == "东城区新建公园6座。"

    def test_what_the_document_does_not_say_has_no_answer(self, tmp_path: Path) -> None:
        (row,) = self.rows(
            tmp_path, {"document": "one", "question": "花了多少钱？", "answer": None}
        )
        assert row["answers"] == []

    def test_a_question_is_paired_with_the_chunk_that_answers_among_its_documents(
        self, tmp_path: Path
    ) -> None:
        asked = {"document": "one", "question": "西边多了几个园子？", "answer": "9座"}
        tokenizer = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
        rows = self.rows(tmp_path, asked, {**asked, "question": "多了什么？", "answer": None})
        pairs = asked_pairs(rows, tokenizer, random.Random(1), size=20)
        first, second = chunked(self.TEXT, 20)
        assert self.TEXT[first:second].endswith("西城区新建公园9座。")
        assert (len(pairs.left), pairs.right, pairs.beside) == (1, [[0]], [range(2)])
        assert pairs.seen([0], [0]) == [0, 1]

    def test_an_answer_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="one does not hold 7座"):
            self.rows(tmp_path, {"document": "one", "question": "修了几座桥？", "answer": "7座"})
