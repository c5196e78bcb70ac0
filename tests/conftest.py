"""What several tests share: an encoder that can be followed by eye, and a made-up page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.vectors import Matrix


class LetterEncoder:
    """Counts the characters of its alphabet: "桥桥天" over 天桥 is (1, 2), made unit length."""

    name = "letters"

    def __init__(self, alphabet: str = "历下天桥槐荫") -> None:
        self.alphabet = alphabet
        self.encoded: list[str] = []  # every passage asked for, in order

    @property
    def revision(self) -> str:
        return self.alphabet

    @property
    def dim(self) -> int:
        return len(self.alphabet)

    def encode_queries(self, texts: list[str]) -> Matrix:
        counts = [[text.count(letter) for letter in self.alphabet] for text in texts]
        rows = np.array(counts, dtype=np.float32).reshape(len(texts), self.dim)
        unit: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit

    def encode_passages(self, texts: list[str]) -> Matrix:
        self.encoded += texts
        return self.encode_queries(texts)


PAGE = """历下区今年新增学位一万个

2021年3月5日 本报记者 李明

记者从历下区教体局获悉，今年历下区将新建、改扩建学校12所，新增学位1.2万个。
其中，小学学位八千个，初中学位四千个。“家门口就能上好学校。”历下区教体局局长王芳说。


天桥区：三条河道年内完成治理

2021年3月5日 本报记者 张伟

天桥区水务局介绍，今年将投入3.6亿元治理三条河道，总长22.6公里。
工程预计10月底完工，惠及沿线5.4万居民。
"""


@pytest.fixture(scope="session")
def tiny_lm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny Qwen3 that copies passages; made once a session, in half a minute."""
    from tests import tiny_lm  # noqa: PLC0415 - torch and transformers: seconds

    return tiny_lm.write(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def encoder() -> LetterEncoder:
    return LetterEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two page files."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, "utf-8")
    (folder / "b.txt").write_text(
        "槐荫区公园增加到三十座\n\n2021年4月1日 本报记者 赵雷\n\n"
        "槐荫区园林局表示，全区公园已有三十座，年内再建两座。\n",
        "utf-8",
    )
    return folder
