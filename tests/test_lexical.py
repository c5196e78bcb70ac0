from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

from rag.lexical import Lexical, Row

ROWS = [
    Row("今年新增城镇就业3.9万人", "历下区 2020年"),
    Row("今年新增城镇就业2.1万人", "槐荫区 2020年"),
    Row("绿化面积一百二十亩", "槐荫区 2020年"),
    Row("项目总投资12,000,000,000元，5G基站全覆盖", "天桥区 2019年"),
]


@pytest.fixture(scope="module")
def lexical() -> Lexical:
    return Lexical.build(ROWS)


def test_scores_are_those_of_bm25_worked_by_hand() -> None:
    """Four rows of 1, 1, 1 and 5 Latin words (no letters of their own); ``gdp`` stands in one:

    idf = ln(1 + (4 - 1 + 0.5) / (1 + 0.5)), mean length 2,
    score = idf * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / 2)).
    """
    rows = [Row("GDP", ""), Row("CPI", ""), Row("PMI", ""), Row("5G AI LED VR AR", "")]
    (hit,) = Lexical.build(rows).search("gdp", 10)
    assert hit.number == 0
    assert hit.score == pytest.approx(
        log(1 + 3.5 / 1.5) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / 2)), rel=1e-5
    )


def test_the_head_tells_equal_sentences_apart(lexical: Lexical) -> None:
    assert lexical.search("槐荫区新增就业多少人？", 1)[0].number == 1
    assert lexical.search("历下区新增就业多少人？", 1)[0].number == 0


def test_the_text_outweighs_the_head(lexical: Lexical) -> None:
    assert lexical.search("槐荫区绿化面积", 1)[0].number == 2
    rows = [Row("公园", "河道"), Row("河道", "公园")]
    assert [hit.number for hit in Lexical.build(rows).search("河道", 2)] == [1, 0]


@pytest.mark.parametrize("asked", ["投资一百二十亿", "投资120亿元", "投資１２０億"])
def test_a_number_is_found_however_it_is_written(lexical: Lexical, asked: str) -> None:
    assert lexical.search(asked, 1)[0].number == 3


def test_only_allowed_rows_are_found(lexical: Lexical) -> None:
    hits = lexical.search("新增城镇就业", 10, np.array([1, 2]))
    assert [hit.number for hit in hits] == [1]
    assert lexical.search("新增城镇就业", 10, np.array([], dtype=np.int64)) == []


def test_a_filter_keeps_scores_and_order(lexical: Lexical) -> None:
    everything = lexical.search("2020年槐荫区新增城镇就业", 10)
    kept = lexical.search("2020年槐荫区新增城镇就业", 2, np.array([0, 1, 2]))
    assert kept == [hit for hit in everything if hit.number != 3][:2]


@pytest.mark.parametrize("asked", ["", "？！", "😀", "外星", '"AND) OR:'])
def test_nothing_shared_finds_nothing(lexical: Lexical, asked: str) -> None:
    assert lexical.search(asked, 10) == []


def test_equal_rows_stand_in_their_order() -> None:
    hits = Lexical.build([Row("天桥区", "")] * 50).search("天桥区", 10)
    assert [hit.number for hit in hits] == list(range(10))


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Lexical.build([]).search("天桥区", 10) == []


def test_a_built_folder_is_opened_again(tmp_path: Path, lexical: Lexical) -> None:
    built = Lexical.build(ROWS, tmp_path)
    loaded = Lexical.load(tmp_path)
    assert len(loaded) == len(built) == 4
    asked = "槐荫区新增就业"
    assert loaded.search(asked, 3) == built.search(asked, 3) == lexical.search(asked, 3)


def test_a_folder_without_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        Lexical.load(tmp_path)
