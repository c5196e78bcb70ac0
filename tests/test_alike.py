"""How near in meaning words are to texts: hand-made vectors, and the embedded encoder."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.encoder import Encoder
from rag.alike import nearness

AXES = {"装卸": (1.0, 0.0), "吞吐量": (0.8, 0.6), "天气": (0.0, 1.0)}


class Compass:
    """Words as directions in a plane, any other word across both."""

    name, revision, dim = "compass", "1", 3

    def encode_passages(self, texts: list[str]) -> np.ndarray:
        return np.array([(*AXES.get(t, (0.0, 0.0)), float(t not in AXES)) for t in texts])

    encode_queries = encode_passages


def test_the_nearest_word_of_a_text_counts() -> None:
    near = nearness(["装卸"], ["今天天气，吞吐量", "天气", ""], Compass())
    assert near.shape == (1, 3)
    assert near[0] == pytest.approx([1.0, 0.0, 0.0])  # a cosine of 0.8 is as good as the word


def test_no_words_ask_nothing() -> None:
    assert nearness([], ["天气"], Compass()).shape == (0, 1)


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [
        ("工资", "职工薪酬上涨", "机场货运繁忙"),
        ("地铁", "轨道交通开通", "小麦丰收"),
        ("老人", "为老年人服务", "道路施工"),
    ],
)
def test_the_embedded_encoder_knows_words_of_like_meaning(
    word: str, like: str, unlike: str
) -> None:
    [[near, far]] = nearness([word], [like, unlike], Encoder.load())
    assert near > far + 0.3
