"""The reader finds spans whose offsets hold, the same in eight bits as in single precision."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForMaskedLM,
    BertForQuestionAnswering,
    BertTokenizer,
    DistilBertConfig,
    DistilBertForQuestionAnswering,
)

from embeddings.static import shipped
from rag.errors import ModelMissing
from rag.onnx_model import FILE, OnnxModel, digest
from rag.overlap import KINDS, Overlap
from rag.reader import EMBEDDED, LONGEST_INPUT, SENTENCES, Reader, Reading
from rag.torch_model import TorchModel
from rag.types import Span

ROOT = Path(__file__).parent.parent
ODD = (
    "济南市2023年GDP达1.2757万亿元，同比增长6.1%。",
    "ＡＢＣ１２３（全角）与ABC123混排",
    "🎉开业啦👨‍👩‍👧！　全角空格\t制表\n换行",
    "臺灣的「繁體」與日本のひらがな、한국어",
    "café naïve Ⅳ ㎡ ℃ ½ ﬁ ﷺ",
    "半个代理\ud83c字符",
)
LONG = "新增学位一万个。" * 200
JOINER = "\u200d"  # between the emoji of a family: nothing to the tokenizer
NEWS = (
    ("历下区新增中小学学位多少个？", "今年，历下区新增中小学学位1.2万个，新建公园5处。", "1.2万"),
    ("工程什么时候完工？", "天桥区三条河道治理工程预计10月底完工，惠及沿线居民5.4万人。", "10月底"),
    ("投资多少亿元？", "项目总投资3.6亿元，占地约120亩，建成后可容纳企业80家。", "3.6亿"),
    ("记者是谁？", "本报记者李明从市教育局获悉，全市秋季学期9月1日开学。", "李明"),
)


class Recorder:
    """A model that keeps what it is given and finds every token as good as any other."""

    def __init__(self, kinds: int = KINDS) -> None:
        self.kinds = kinds
        self.tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
        self.rows: list[tuple[list[int], list[int]]] = []

    def logits(self, rows: Iterable[tuple[np.ndarray, np.ndarray]], count: int) -> list[np.ndarray]:
        given = [(ids.tolist(), types.tolist()) for ids, types in rows]
        assert len(given) == count
        self.rows += given
        return [np.zeros((len(ids), 2), np.float32) for ids, _ in given]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(shipped)


@pytest.fixture(scope="module")
def precise() -> Reader:
    return Reader(TorchModel.load(str(EMBEDDED), local=True), "reader-zh", "fp32", shipped)


def quoted(reading: Reading, passage: str) -> str:
    found = reading.best(0, len(passage))
    assert found is not None
    return passage[found[0].start : found[0].end]


def seed_passages() -> list[str]:
    pages = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return [page[start : start + 280] for page in pages for start in (0, 1000)]


class TestEmbedded:
    def test_points_at_most_answers(self, reader: Reader) -> None:
        right = [
            answer in quoted(reader.read(question, [passage])[0], passage)
            for question, passage, answer in NEWS
        ]
        assert sum(right) >= len(NEWS) - 1

    @pytest.mark.parametrize("folder", [EMBEDDED, EMBEDDED / SENTENCES])
    def test_has_an_export_of_the_weights_beside_it(self, folder: Path) -> None:
        assert OnnxModel.load(folder, digest(folder)) is not None, (
            f"run python -m training.export {folder}"
        )

    def test_needs_no_torch(self) -> None:
        code = (
            "import sys; from embeddings.static import shipped; from rag.reader import Reader;"
            "Reader.load(shipped).read('谁？', ['李明。']);"
            "sys.exit(any(name in sys.modules for name in ('torch', 'transformers')))"
        )
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")

    def test_is_named_by_folder_and_weights(self, reader: Reader) -> None:
        assert reader.name == "reader-zh"
        assert reader.revision == digest(EMBEDDED)[:12]

    def test_threads_change_nothing(self) -> None:
        question, passages = NEWS[0][0], [passage for _, passage, _ in NEWS]
        one, three = (
            Reader.load(shipped, threads=threads).read(question, passages) for threads in (1, 3)
        )
        for alone, beside in zip(one, three, strict=True):
            np.testing.assert_array_equal(alone.starts, beside.starts)


class TestEightBits:
    def test_find_the_spans_of_single_precision(self, reader: Reader, precise: Reader) -> None:
        passages = seed_passages()
        for question in ("今年的目标是多少？", "什么时候开工？", "局长是谁？"):
            pairs = zip(
                passages,
                reader.read(question, passages),
                precise.read(question, passages),
                strict=True,
            )
            same = [quoted(small, p) == quoted(full, p) for p, small, full in pairs]
            assert np.mean(same) >= 0.9

    def test_score_as_single_precision(self, reader: Reader, precise: Reader) -> None:
        passages = seed_passages()
        question = "新增学位多少个？"
        for small, full in zip(
            reader.read(question, passages), precise.read(question, passages), strict=True
        ):
            np.testing.assert_allclose(small.starts, full.starts, atol=0.3)
            np.testing.assert_allclose(small.ends, full.ends, atol=0.3)

    def test_made_from_other_weights_are_left_aside(self, tmp_path: Path) -> None:
        folder = shutil.copytree(EMBEDDED, tmp_path / "mine")
        path = folder / "model.safetensors"
        path.chmod(0o644)
        weights = bytearray(path.read_bytes())
        weights[-2:] = b"\0\0"
        path.write_bytes(weights)
        assert (folder / FILE).is_file()
        assert OnnxModel.load(folder, digest(folder)) is None
        question, passage, answer = NEWS[0]
        assert answer in quoted(
            Reader.load(shipped, str(folder)).read(question, [passage])[0], passage
        )


@pytest.mark.parametrize("passages", range(1, 6))
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_reads_alike_with_any_number_of_threads(
    reader: Reader, passages: int, threads: int
) -> None:
    question, texts = NEWS[0][0], [text for _, text, _ in NEWS * 2][:passages]
    found = Reader.load(shipped, threads=threads).read(question, texts)
    for one, text in zip(found, texts, strict=True):
        alone = reader.read(question, [text])[0]
        np.testing.assert_allclose(one.starts, alone.starts, atol=0.05)


class TestInput:
    @pytest.mark.parametrize("passage", ODD[:-1])
    def test_is_what_training_feeds(self, passage: str) -> None:
        model = Recorder()
        question = "济南市2023年GDP多少？"
        Reader(model, "recorder", "1", shipped).read(question, [passage])
        tokenizer = AutoTokenizer.from_pretrained(EMBEDDED, local_files_only=True)
        asked, read = (
            tokenizer(text, add_special_tokens=False)["input_ids"] for text in (question, passage)
        )
        overlap = Overlap.of(tokenizer.backend_tokenizer, shipped())
        ids, types = overlap.sequence(asked, read)
        assert model.rows == [(ids.tolist(), types.tolist())]

    def test_of_a_model_with_two_token_types_tells_question_and_passage_alone(self) -> None:
        model = Recorder(kinds=2)
        Reader(model, "recorder", "1", shipped).read("学位", ["新增学位"])
        [(_, types)] = model.rows
        assert types == [0, 0, 0, 0, 1, 1, 1, 1, 1]

    def test_is_cut_where_the_passage_is_too_long(self) -> None:
        model = Recorder()
        [reading] = Reader(model, "recorder", "1", shipped).read(
            "学位？", ["新增学位一万个。" * 200]
        )
        [(ids, _)] = model.rows
        assert len(ids) == LONGEST_INPUT
        assert len(reading.starts) == len(reading.offsets) == LONGEST_INPUT - 3 - len("学位？")

    def test_leaves_room_for_the_passage_beside_a_question_of_long_characters(self) -> None:
        model = Recorder()
        [reading] = Reader(model, "recorder", "1", shipped).read(
            "ﷺ" * 80, ["新增学位一万个。" * 200]
        )
        assert len(model.rows[0][0]) == LONGEST_INPUT
        assert len(reading.starts) >= LONGEST_INPUT - 3 - 80


class TestOffsets:
    @pytest.mark.parametrize("passage", ODD)
    def test_hold_in_odd_text(self, reader: Reader, passage: str) -> None:
        [reading] = reader.read("多少？", [passage])
        starts = reading.offsets[:, 0].tolist()
        assert starts == sorted(starts)
        assert all(0 <= start < end <= len(passage) for start, end in reading.offsets)
        assert len(starts) == len(reading.starts) == len(reading.ends)
        covered = {at for start, end in reading.offsets for at in range(start, end)}
        left = {passage[at] for at in range(len(passage)) if at not in covered}
        assert all(character.isspace() or character == JOINER for character in left)

    def test_of_tokens_are_their_characters(self, reader: Reader) -> None:
        passage = "济南市2023年GDP达１.5万亿"
        [reading] = reader.read("多少？", [passage])
        texts = [passage[start:end] for start, end in reading.offsets]
        assert texts[:3] == ["济", "南", "市"]
        assert "".join(texts) == passage
        assert all(a[1] <= b[0] for a, b in pairwise(reading.offsets.tolist()))


class TestRead:
    def test_without_passages_gives_nothing(self, reader: Reader) -> None:
        assert reader.read("多少？", []) == []

    @pytest.mark.parametrize("passage", ["", " \n"])
    def test_of_an_empty_passage_has_no_span(self, reader: Reader, passage: str) -> None:
        [reading] = reader.read("多少？", [passage])
        assert reading.best(0, len(passage)) is None

    def test_of_several_passages_is_that_of_each_alone(self, reader: Reader) -> None:
        passages = [passage for _, passage, _ in NEWS]
        together = reader.read("多少？", passages)
        for passage, one in zip(passages, together, strict=True):
            np.testing.assert_array_equal(one.starts, reader.read("多少？", [passage])[0].starts)


class TestBest:
    reading = Reading(
        np.array([[0, 1], [1, 2], [2, 4], [4, 5]]),
        np.array([0, 5, 1, 0], np.float32),
        np.array([9, 0, 2, 3], np.float32),
    )

    def test_is_the_highest_sum_that_does_not_run_backwards(self) -> None:
        assert self.reading.best(0, 5) == (Span(0, 1), 9.0)
        assert self.reading.best(1, 5) == (Span(1, 5), 8.0)

    def test_stays_within_the_range(self) -> None:
        assert self.reading.best(1, 4) == (Span(1, 4), 7.0)
        assert self.reading.best(1, 3) == (Span(1, 2), 5.0)

    def test_of_no_token_is_none(self) -> None:
        assert self.reading.best(5, 5) is None


class TestOwnModel:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"新增学位一万个多少？。"]
        (tmp_path / "vocab.txt").write_text("\n".join(words), "utf-8")
        BertTokenizer(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
        return tmp_path

    def test_of_two_token_types_reads(self, folder: Path) -> None:
        BertForQuestionAnswering(BertConfig(**SMALL)).save_pretrained(folder)
        passage = "新增学位一万个。"
        [reading] = Reader.load(shipped, str(folder)).read("多少？", [passage])
        assert quoted(reading, passage) in passage

    def test_without_token_types_reads(self, folder: Path) -> None:
        config = DistilBertConfig(vocab_size=16, dim=8, hidden_dim=8, n_layers=1, n_heads=1)
        DistilBertForQuestionAnswering(config).save_pretrained(folder)
        [reading] = Reader.load(shipped, str(folder), threads=torch.get_num_threads()).read(
            "多少？", ["新"]
        )
        assert reading.offsets.tolist() == [[0, 1]]

    def test_that_was_not_made_to_answer_is_refused(self, folder: Path) -> None:
        BertForMaskedLM(BertConfig(**SMALL)).save_pretrained(folder)
        with pytest.raises(ModelMissing, match="does not load"):
            Reader.load(shipped, str(folder))

    def test_that_is_damaged_is_refused(self, folder: Path) -> None:
        BertForQuestionAnswering(BertConfig(**SMALL)).save_pretrained(folder)
        (folder / "model.safetensors").write_bytes(b"no weights")
        with pytest.raises(ModelMissing, match=folder.name):
            Reader.load(shipped, str(folder))

    def test_that_is_nowhere_is_named_with_the_way_out(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing, match=r"nowhere.*leave it out for the embedded one"):
            Reader.load(shipped, str(tmp_path / "nowhere"))


SMALL = {
    "vocab_size": 16,
    "hidden_size": 8,
    "num_hidden_layers": 1,
    "num_attention_heads": 1,
    "intermediate_size": 8,
}
