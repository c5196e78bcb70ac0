"""What is taken out of a reader to make it quicker: what it misses least, and for good."""

import copy
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from transformers import AutoTokenizer, RoFormerConfig, RoFormerForQuestionAnswering

from rag.reader import EMBEDDED
from training import prune
from training.examples import Example
from training.graph import graph
from training.prune import heads_by_worth, inner_by_worth, moments, narrowed, take_heads
from training.reader import logits, save

LAYERS, HEADS, WIDTH, INNER = 2, 4, 32, 24


@pytest.fixture
def model() -> RoFormerForQuestionAnswering:
    """A small reader whose layers all matter: random weights, far from zero."""
    torch.manual_seed(5)
    config = RoFormerConfig(
        vocab_size=50,
        embedding_size=WIDTH,
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        type_vocab_size=8,
        max_position_embeddings=64,
        initializer_range=0.5,
    )
    return RoFormerForQuestionAnswering(config).half().float().eval()


@pytest.fixture
def windows(model: RoFormerForQuestionAnswering) -> list[Example]:
    """Windows that the model is right about: whatever it misses makes it worse."""
    rng = np.random.default_rng(0)
    blank = [Example(rng.integers(5, 50, 20), rng.integers(0, 8, 20), 0, 0) for _ in range(12)]
    return [
        replace(one, first=first, last=last)
        for one in blank
        for first, last in [told(model, one).argmax(0).tolist()]
    ]


def told(model: RoFormerForQuestionAnswering, window: Example) -> torch.Tensor:
    """Return the start and end logits, (length, 2)."""
    ids, types = (torch.from_numpy(part)[None] for part in (window.ids, window.types))
    with torch.no_grad():
        return torch.stack(logits(model, ids, types, torch.ones_like(ids).bool()), -1)[0]


def test_a_head_that_adds_nothing_goes_first(
    model: RoFormerForQuestionAnswering, windows: list[Example]
) -> None:
    attention = model.roformer.encoder.layer[1].attention
    attention.output.dense.weight.data[:, 2 * 8 : 3 * 8] *= 1e-6
    before = copy.deepcopy(model.state_dict())
    best = heads_by_worth(model, windows, moments(model, windows))
    after = model.state_dict()
    assert best[0] == (1, 2)
    assert len(set(best)) == LAYERS * HEADS
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_what_a_head_gave_is_rebuilt_from_one_that_gives_the_same(
    model: RoFormerForQuestionAnswering, windows: list[Example]
) -> None:
    before = [told(model, window) for window in windows]
    own = model.roformer.encoder.layer[1].attention.self
    for part in (own.query, own.key, own.value):  # head 3 does what head 0 does
        part.weight.data[24:32], part.bias.data[24:32] = part.weight.data[:8], part.bias.data[:8]
    twins = [told(model, window) for window in windows]
    assert not torch.allclose(twins[0], before[0], atol=0.1)
    take_heads(model, 1, [3], moments(model, windows)[1])
    assert not model.roformer.encoder.layer[1].attention.output.dense.weight[:, 24:].any()
    for window, twin in zip(windows, twins, strict=True):
        assert torch.allclose(told(model, window), twin, atol=0.05)


def test_inner_features_that_add_nothing_are_left_out_without_a_trace(
    model: RoFormerForQuestionAnswering, windows: list[Example]
) -> None:
    idle = [[3, 7, 20], [0, 1, 23]]
    for layer, own in zip(model.roformer.encoder.layer, idle, strict=True):
        layer.output.dense.weight.data[:, own] = 0
    assert [sorted(order[:3].tolist()) for order in inner_by_worth(model, windows)] == idle
    slim = narrowed(model, [torch.tensor(own) for own in idle])
    assert slim.config.intermediate_size == INNER - 3
    assert model.config.intermediate_size == INNER
    assert torch.allclose(told(slim, windows[0]), told(model, windows[0]), atol=1e-4)


def test_a_reader_that_was_trained_on_from_it_loses_the_same_features(
    model: RoFormerForQuestionAnswering,
    windows: list[Example],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    idle, later = [[3, 7, 20], [0, 1, 23]], copy.deepcopy(model)  # the later one needs them
    for layer, own in zip(model.roformer.encoder.layer, idle, strict=True):
        layer.output.dense.weight.data[:, own] = 0
    for name, one in (("first", model), ("later", later)):
        save(one, AutoTokenizer.from_pretrained(EMBEDDED), tmp_path / name)
    monkeypatch.setattr(prune, "unlearned", lambda *_, seed: windows)
    given = f"--model first --also later --inner 3 --out out --data {tmp_path}".split()
    monkeypatch.setattr(sys, "argv", ["prune", *given])
    monkeypatch.chdir(tmp_path)
    prune.main()
    slim = RoFormerForQuestionAnswering.from_pretrained(tmp_path / "out" / "later").float()
    wanted = narrowed(later, [torch.tensor(own) for own in idle]).state_dict()
    assert all(torch.equal(own, wanted[name]) for name, own in slim.state_dict().items())


def test_training_leaves_a_head_that_was_taken_at_zero(
    model: RoFormerForQuestionAnswering, windows: list[Example]
) -> None:
    take_heads(model, 0, [1], moments(model, windows)[0])
    optimizer = torch.optim.AdamW(model.parameters(), 0.01, weight_decay=0.01)
    ids = torch.randint(5, 50, (4, 20), generator=torch.Generator().manual_seed(1))
    for _ in range(3):
        start, _ = logits(model, ids, ids % 8, torch.ones_like(ids).bool(), dropout=0.1)
        optimizer.zero_grad()
        start.logsumexp(1).mean().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    attention = model.roformer.encoder.layer[0].attention
    for part in (attention.self.query, attention.self.key, attention.self.value):
        assert not part.weight[8:16].any()
        assert part.weight[:8].any()
    assert not attention.output.dense.weight[:, 8:16].any()


def test_the_graph_leaves_such_heads_out_and_scores_the_same(
    model: RoFormerForQuestionAnswering, windows: list[Example]
) -> None:
    given = moments(model, windows)
    take_heads(model, 0, [1], given[0])
    take_heads(model, 1, [0, 3], given[1])
    weights = {name: own.numpy() for name, own in model.state_dict().items()}
    made = graph(weights, model.config.to_dict(), quantised=False)
    counts = [
        own.i
        for node in made.graph.node
        if node.op_type == "MultiHeadAttention"
        for own in node.attribute
        if own.name == "num_heads"
    ]
    assert counts == [3, 2]
    session = onnxruntime.InferenceSession(made.SerializeToString())
    inputs = {"input_ids": windows[0].ids[None], "token_type_ids": windows[0].types[None]}
    [scores] = session.run(["scores"], inputs)
    assert scores[0] == pytest.approx(told(model, windows[0]).numpy(), abs=1e-3)
