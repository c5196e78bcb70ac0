"""Which of the passages found are given to the reader: those that may answer, and no others."""

from __future__ import annotations

import pytest

from rag.promise import READ, Pool, choose
from rag.questions import understand
from tests import embedded

PAGES = {
    "体检": "云河市65岁以上老年人体检开始\n今年，云河市为65岁以上老年人免费体检，预计惠及3.2万人。",
    "食堂": "云河市新建老年食堂\n今年，云河市新建老年食堂46家，每天供餐8000份。",
    "马拉松": "云河马拉松开跑\n昨天，云河马拉松鸣枪开跑，1.2万名跑友参加。",
    "图书馆": "云河市图书馆延长开放\n今年起，云河市图书馆每天开放到21点。",
}


def pool(question: str, pages: dict[str, str]) -> Pool:
    (part,) = understand(question).parts
    over = embedded.models().over([embedded.page(name, text) for name, text in pages.items()])
    return choose(part, over.search(question, 20))


def sources(found: Pool) -> list[str]:
    return [passage.article.source for passage in found.read()]


def test_where_one_passage_holds_what_is_asked_it_alone_is_read() -> None:
    found = pool("云河市今年新建老年食堂多少家？", PAGES)
    assert sources(found) == ["食堂"]
    assert len(found.passages) > 1


def test_where_none_holds_much_several_are_read() -> None:
    assert len(sources(pool("云河市民能在哪里吃饭？", PAGES))) > 1


@pytest.mark.parametrize("most", [1, READ])
def test_no_more_are_read_than_the_most(most: int) -> None:
    pages = {f"{n}馆": f"云河{n}号书店开张\n云河{n}号书店今天开张。" for n in range(1, 10)}
    assert len(pool("云河开了哪些书店？", pages).read(most)) == most


def test_what_is_read_next_follows_what_was_read() -> None:
    found = pool("云河市今年新建老年食堂多少家？", PAGES)
    assert found.further()
    assert (*found.read(), *found.further()) == found.passages[:READ]


def test_of_articles_without_the_thing_asked_for_none_is_read() -> None:
    assert sources(pool("云河市绿道三期投资多少？", PAGES)) == []


def test_the_passage_with_a_figure_of_what_is_asked_comes_before_one_with_its_words() -> None:
    pages = {
        "话": "云河市新建老年食堂受欢迎\n云河市新建老年食堂，老人们家家说好。",
        "数": "云河民生\n云河市各区老年食堂新建了46家。",
    }
    assert sources(pool("云河市新建老年食堂多少家？", pages))[0] == "数"


def test_where_the_most_promising_holds_no_answer_the_next_is_read() -> None:
    pages = {
        "话": "望海书画馆毛笔字课开课\n望海书画馆的毛笔字课昨天开课，毛笔字课很受欢迎。",
        "数": "书画馆招生\n本次课程共分为三期，每期十天。",
    }
    question = "望海书画馆的毛笔字课一共开几期？"
    assert sources(pool(question, pages)) == ["话"]
    over = embedded.models().over([embedded.page(name, text) for name, text in pages.items()])
    assert over.answer(question).short == ("三期",)
