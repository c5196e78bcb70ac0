from __future__ import annotations

import json
import shutil
import socket
import time
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import Encoder, EncoderMissing
from embeddings.static import EMBEDDED

TEXTS = ["历下区年内新增城镇就业目标是多少？", "天桥区治理三条河道，总长22.6公里。", "５Ｇ Park"]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def test_rows_are_unit_float32(encoder: Encoder) -> None:
    for encode in (encoder.encode_queries, encoder.encode_passages):
        rows = encode(TEXTS)
        assert rows.shape == (3, encoder.dim)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1], abs=1e-6)


def test_a_question_is_nearest_to_the_passage_that_answers_it(encoder: Encoder) -> None:
    passages = encoder.encode_passages(
        ["全区公园已有三十座，年内再建两座。", "今年新增城镇就业目标为3.9万人。"]
    )
    assert np.argmax(passages @ encoder.encode_queries(["就业目标是多少人？"])[0]) == 1


def test_the_embedded_model_is_what_sentence_transformers_makes_of_its_folder(
    encoder: Encoder,
) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds

    model = SentenceTransformer(str(EMBEDDED), local_files_only=True).float()
    theirs = model.encode_query(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert encoder.encode_queries(TEXTS) == pytest.approx(theirs, abs=1e-5)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_queries([]).shape == (0, encoder.dim)


def test_a_text_without_tokens_gives_zeros_not_nan(encoder: Encoder) -> None:
    assert not encoder.encode_passages([""]).any()


def test_half_a_surrogate_pair_is_taken(encoder: Encoder) -> None:
    assert encoder.encode_queries(["\ud83d历下区"]).shape == (1, encoder.dim)


def test_a_row_does_not_depend_on_its_batch(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS * 200)
    assert np.array_equal(together[:1], encoder.encode_passages(TEXTS[:1]))


def test_a_question_takes_under_two_milliseconds(encoder: Encoder) -> None:
    encoder.encode_queries(TEXTS[:1])
    taken = []
    for _ in range(30):
        begun = time.perf_counter()
        encoder.encode_queries(TEXTS[:1])
        taken.append(time.perf_counter() - begun)
    assert min(taken) < 0.002


def test_the_embedded_model_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
    assert Encoder.load().dim > 0


def test_the_revision_tells_weights_apart(encoder: Encoder, tmp_path: Path) -> None:
    copy = tmp_path / EMBEDDED.name
    shutil.copytree(EMBEDDED, copy)
    same = Encoder.load(str(copy))
    assert (same.name, same.revision) == (encoder.name, encoder.revision)
    weights = copy / "model.safetensors"
    weights.chmod(0o644)
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    assert Encoder.load(str(copy)).revision != encoder.revision


def test_the_prompts_of_a_model_are_put_before_its_texts(encoder: Encoder, tmp_path: Path) -> None:
    copy = tmp_path / "prompted"
    shutil.copytree(EMBEDDED, copy)
    settings = copy / "config_sentence_transformers.json"
    settings.chmod(0o644)
    facts = json.loads(settings.read_text("utf-8"))
    settings.write_text(json.dumps(facts | {"prompts": {"query": "问题：", "document": ""}}))
    prompted = Encoder.load(str(copy))
    assert np.array_equal(
        prompted.encode_queries(["历下区"]), encoder.encode_queries(["问题：历下区"])
    )
    assert np.array_equal(prompted.encode_passages(["历下区"]), encoder.encode_passages(["历下区"]))


def test_a_hub_model_fetched_before_is_read_without_the_network(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    model = tmp_path / "models--someone--encoder"
    shutil.copytree(EMBEDDED, model / "snapshots" / commit)
    (model / "refs").mkdir()
    (model / "refs" / "main").write_text(commit)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.file_download.HF_HUB_CACHE", str(tmp_path), raising=False)
    hub = Encoder.load("someone/encoder")
    assert (hub.name, hub.revision, hub.dim) == ("someone/encoder", commit[:12], encoder.dim)
    assert hub.encode_queries(TEXTS) == pytest.approx(encoder.encode_queries(TEXTS), abs=1e-2)


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("the network was asked for")


@pytest.mark.parametrize("kind", ["empty folder", "no folder", "broken weights"])
def test_what_does_not_load_is_named_in_one_sentence(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    if kind != "no folder":
        folder.mkdir()
    if kind == "broken weights":
        shutil.copytree(EMBEDDED, folder, dirs_exist_ok=True)
        (folder / "model.safetensors").chmod(0o644)
        (folder / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(EncoderMissing, match="does not load") as caught:
        Encoder.load(str(folder))
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)
