"""How well the end of one block goes on at the start of another."""

from __future__ import annotations

import pytest

from rag.joins import begins_inside, ends_open, join_score, unbalanced


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("力争全年新签外贸订", "单80亿元以上。"),
        ("总投资约510亿", "元，总建设量约500万平方米。"),
        ("牢固树立“支持企业就是", "支持发展”的理念，加快流程再造。"),
        ("推进垃圾分类，打造样", "板城区，让天更蓝。"),
        ("全年吞吐量突破100", "万标箱，同比增长9.8%。"),
    ],
)
def test_one_sentence_scores_above_two_sentences(left: str, right: str) -> None:
    others = ["近日，济南市举行发布会。", "王健表示，今年将新建学校。", "历下区坚持项目为王。"]

    assert join_score(left, right) >= 1.5
    assert all(join_score(left, right) > join_score(left, other) for other in others)


def test_a_finished_sentence_goes_on_nowhere() -> None:
    assert join_score("建成两所学校。", "元，总建设量约500万平方米。") < 0
    assert join_score("他说：“建成了。”", "单80亿元以上。") < 0


@pytest.mark.parametrize("text", ["近日，省里发文。", "王健表示，已开工。", "历城区推出新举措。"])
def test_a_sentence_that_begins_looks_so(text: str) -> None:
    assert begins_inside(text) < 0


@pytest.mark.parametrize("text", ["，并且建成。", "”的理念。", "元，建设500万平方米。", "的城市。"])
def test_a_start_that_no_sentence_has_looks_so(text: str) -> None:
    assert begins_inside(text) > 1


@pytest.mark.parametrize("text", ["完成。", "吗？”", "（记者 王健）", "如下：", "好！）"])
def test_ended(text: str) -> None:
    assert not ends_open(text)


@pytest.mark.parametrize("text", ["完成", "加快推进成果转化，", "支持企业就是", "（见图）"])
def test_open(text: str) -> None:
    assert ends_open(text)


def test_unbalanced_quotation_marks() -> None:
    assert unbalanced("打造“鲁中会客厅")
    assert unbalanced("会客厅”建设")
    assert not unbalanced("打造“鲁中《会客厅》”（一期）")
