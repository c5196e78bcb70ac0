"""What is told of one person is told neither of another nor of a relative."""

from __future__ import annotations

import pytest

from rag.persons import of_another_surname, of_no_relative


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("赵明的妻子毕业于哪所大学？", "赵明2007年从望海大学毕业。", True),
        ("赵明的妻子毕业于哪所大学？", "夫妻俩都从望海大学毕业。", False),
        ("赵明的儿子赵小海哪年结婚？", "2019年，赵小海结婚。", False),
        ("她的母亲在厂里干了几年？", "她的父亲说，自己在厂里干了十三年。", True),
        ("她的母亲在厂里干了几年？", "父母在厂里干了十三年。", False),
        ("孙某的同伙在哪里被抓？", "民警在云溪抓获孙某。", True),
        ("那个老太太在路上晒什么？", "一老人在路上晒谷子。", False),
    ],
)
def test_a_text_without_the_relative_asked_about_is_no_answer(
    question: str, text: str, another: bool
) -> None:
    assert of_no_relative(question, text) is another


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("李女士被索赔多少？", "公司起诉张女士，索赔500万元。", True),
        ("何姓男子犯了什么罪？", "检方起诉罗姓男子。", True),
        ("张某赔了多少？", "张某某赔偿3万元。", False),
        ("张某赔了多少？", "他赔偿3万元。", False),
        ("某公司赔了多少？", "王某赔偿3万元。", False),
    ],
)
def test_another_surname_alone_is_told(question: str, sentence: str, another: bool) -> None:
    assert of_another_surname(question, sentence) is another
