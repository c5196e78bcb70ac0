"""A model's prose cut into sentences while it comes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from rag.prose import Sentence, sentences


def cut(text: str, size: int = 1) -> list[tuple[str, tuple[int, ...]]]:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return [(sentence.text, sentence.markers) for sentence in sentences(pieces)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("新增学位2.1万个[1]。", [("新增学位2.1万个。", (1,))]),
        (
            "新增学位2.1万个。[1][2]改造3个[3]。",
            [("新增学位2.1万个。", (1, 2)), ("改造3个。", (3,))],
        ),
        ("甲区1所【1，2】。\n乙区2所［3］。", [("甲区1所。", (1, 2)), ("乙区2所。", (3,))]),
        (
            "- **甲区**新增1所[1]\n2. 乙区新增2所[2]\n",
            [("甲区新增1所。", (1,)), ("乙区新增2所。", (2,))],
        ),
        ("<think>先想。再答[1]。</think>\n\n共3所[2]。", [("共3所。", (2,))]),
        ("“学校近了。”他说[1]。", [("“学校近了。”", ()), ("他说。", (1,))]),
        ("面积2.1万平方米，投资3亿元", []),  # broke off
        ("面积2.1万平方米[1]", [("面积2.1万平方米。", (1,))]),
        ("新增2.1万个[1", []),
        ("好！！[1]真好？[2]", [("好！！", (1,)), ("真好？", (2,))]),
        ("<think>没有想完。", []),
        ("\n\n。\n[1]\n", []),
        ("", []),
    ],
)
def test_sentences_are_the_same_however_the_text_comes(
    text: str, read: list[tuple[str, tuple[int, ...]]], size: int
) -> None:
    assert cut(text, size) == read


def test_a_sentence_is_given_as_soon_as_it_is_over() -> None:
    came = count()

    def pieces() -> list[str]:
        return ["甲区新增1所", "[1]", "。", "乙", "区新增2所[2]。"]

    def counted() -> Iterator[str]:
        for piece in pieces():
            next(came)
            yield piece

    first = next(iter(sentences(counted())))
    assert first == Sentence("甲区新增1所。", (1,))
    assert next(came) == 4  # 乙 showed that no marker follows


def test_a_text_without_an_end_is_cut_as_it_comes() -> None:
    def forever() -> Iterator[str]:
        while True:
            yield "甲区新增1所[1]。"

    read = sentences(forever())
    assert [next(read).markers for _ in range(50)] == [(1,)] * 50
