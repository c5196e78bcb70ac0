"""A model of transformers that writes: a tiny Qwen3 that was taught to copy what it cites."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM

from rag.assemble import Answerer
from rag.errors import GeneratorFailed, ModelMissing
from rag.generator import load_generator
from rag.prompt import messages_of
from rag.settings import Generation, Settings
from rag.types import Answer, Said, Timings
from tests import embedded, tiny_lm

PAGE = tiny_lm.page("吴江区", 8600, 31)
ASKED = tiny_lm.question("吴江区")
Writing = Callable[..., Answerer]


@pytest.fixture(scope="module")
def writing(tiny_lm_folder: Path) -> Iterator[Writing]:
    """An answerer over no index that the tiny model writes for, with these settings."""
    before = torch.get_num_threads()

    def load(**settings: object) -> Answerer:
        generation = replace(Generation(str(tiny_lm_folder), timeout=60.0), **settings)  # type: ignore[arg-type]
        return embedded.models().writing_with(load_generator(generation, threads=1))

    yield load
    torch.set_num_threads(before)


def babble(taught: Path, below: Path) -> Path:
    """The tiny model with random weights: no end, no sense, markers at most by guidance."""
    folder = shutil.copytree(taught, below / "babble")
    model = AutoModelForCausalLM.from_pretrained(folder)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        for weights in model.parameters():
            torch.nn.init.normal_(weights, std=0.1)
    model.save_pretrained(folder)
    return folder


def timeless(answer: Answer) -> Answer:
    return replace(answer, timings_ms=Timings(0, 0, 0, 0))


@pytest.mark.parametrize(
    ("district", "places", "yards"),
    [("吴江区", 8600, 31), ("虎丘区", 4375, 62), ("相城区", 1209, 18)],
)
def test_the_model_words_the_answer_and_the_page_proves_it(
    writing: Writing, district: str, places: int, yards: int
) -> None:
    text = tiny_lm.page(district, places, yards)
    answer = writing().answer_over(tiny_lm.question(district), {"a": text})
    assert answer.text == f"{text}[1]"
    assert [statement.path for statement in answer.statements] == ["generated"]
    assert (answer.short, answer.notes) == ((f"{places}个",), ())
    (citation,) = answer.citations
    assert text[citation.start : citation.end] == citation.quote == text
    name, revision = (answer.model.generator or "").split("@")
    assert name == "tiny"
    assert len(revision) == 12


def test_the_same_question_gets_the_same_words_streamed_or_not(writing: Writing) -> None:
    for heat in (0.0, 0.7):
        answerer = writing(temperature=heat, seed=3)
        *events, last = answerer.stream_over(ASKED, {"a": PAGE})
        assert isinstance(last, Answer)
        assert timeless(last) == timeless(answerer.answer_over(ASKED, {"a": PAGE}))
        said = tuple(event.statement for event in events if isinstance(event, Said))
        assert said == last.statements


def test_the_model_comes_in_pieces(writing: Writing) -> None:
    generator = writing().generator
    assert generator is not None
    passages = embedded.answerer().search(ASKED, 1)
    pieces = [*generator.write(messages_of(ASKED, passages), 1)]
    assert len(pieces) > 3


def test_an_answer_cut_by_its_budget_is_not_said_half(writing: Writing) -> None:
    answer = writing(tokens=12).answer_over(ASKED, {"a": PAGE})
    assert [statement.path for statement in answer.statements] == ["extractive"]
    assert answer.model.generator is None
    assert len(answer.notes) == 1


def test_a_window_too_small_for_the_passages_is_told(writing: Writing) -> None:
    answer = writing(window=256).answer_over(ASKED, {"a": PAGE})
    assert [statement.path for statement in answer.statements] == ["extractive"]
    assert "放不下" in answer.notes[0]


def test_a_model_that_takes_too_long_is_stopped(writing: Writing) -> None:
    answer = writing(timeout=0.02).answer_over(ASKED, {"a": PAGE})
    assert answer.short == ("8600个",)
    assert "0.02 s" in answer.notes[0]


def test_a_model_that_knows_nothing_never_stops_and_changes_nothing(
    tiny_lm_folder: Path, tmp_path: Path
) -> None:
    folder = babble(tiny_lm_folder, tmp_path)
    plain = embedded.models().answer_over(ASKED, {"a": PAGE})
    for guide in ("on", "off"):
        generation = Generation(str(folder), tokens=120, guide=guide)
        generator = load_generator(generation, threads=1)
        answer = embedded.models().writing_with(generator).answer_over(ASKED, {"a": PAGE})
        assert answer.text == plain.text
        assert answer.model.generator is None


def test_guided_decoding_lets_no_sentence_end_without_a_marker(
    tiny_lm_folder: Path, tmp_path: Path
) -> None:
    folder = babble(tiny_lm_folder, tmp_path)
    generation = Generation(str(folder), tokens=300, temperature=2.0, seed=4)
    generator = load_generator(generation, threads=1)
    passages = embedded.answerer().search(ASKED, 2)
    written = "".join(generator.write(messages_of(ASKED, passages), 2))
    *ended, _ = written.replace("！", "。").replace("？", "。").replace("?", "。").split("。")
    assert all("[1]" in sentence or "[2]" in sentence for sentence in ended if sentence.strip())
    assert not any(f"[{n}" in written for n in "03456789")


def test_leaving_a_stream_stops_the_model(writing: Writing) -> None:
    answerer = writing()
    events = answerer.stream_over(ASKED, {"a": PAGE})
    next(event for event in events if isinstance(event, Said))
    events.close()  # type: ignore[attr-defined]
    assert answerer.answer_over(ASKED, {"a": PAGE}).model.generator is not None


def test_one_answer_is_written_at_a_time_and_the_next_is_not_kept_waiting(
    writing: Writing,
) -> None:
    generator = writing(timeout=0.3).generator
    assert generator is not None
    messages = messages_of(ASKED, embedded.answerer().search(ASKED, 1))
    first = generator.write(messages, 1)
    next(first)
    with pytest.raises(GeneratorFailed, match="busy"):
        next(generator.write(messages, 1))
    first.close()


# loading


def test_a_generator_that_does_not_load_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="generator '/nowhere/model' does not load"):
        load_generator(Generation("/nowhere/model"))
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "qwen3"}))
    with pytest.raises(ModelMissing, match="does not load"):
        Answerer.without_index(Settings(generation=Generation(str(tmp_path))))


def test_a_model_without_a_chat_template_is_told(tiny_lm_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_lm_folder, tmp_path / "bare")
    for template in folder.glob("*.jinja"):
        template.unlink()
    settings = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    settings.pop("chat_template", None)
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
    with pytest.raises(ModelMissing, match="no chat template"):
        load_generator(Generation(str(folder)))


@pytest.mark.skipif(find_spec("bitsandbytes") is not None, reason="bitsandbytes is installed")
def test_four_bits_need_their_package(tiny_lm_folder: Path) -> None:
    with pytest.raises(ModelMissing, match="bitsandbytes"):
        load_generator(Generation(str(tiny_lm_folder), bits=4))


def test_other_weights_have_another_revision(tiny_lm_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_lm_folder, tmp_path / "tiny")
    one, same = (load_generator(Generation(str(f))) for f in (tiny_lm_folder, folder))
    assert one.revision == same.revision
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(bytes(data))
    assert load_generator(Generation(str(folder))).revision != one.revision
