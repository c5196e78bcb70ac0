"""An article without the thing asked about is no source; one in other words than the asker's is."""

from __future__ import annotations

import pytest

from rag.questions import understand
from rag.relevance import tells_of
from tests import embedded


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        (
            "贵州上半年城里新增了多少人就业？",
            "贵州省上半年，全省城镇新增就业38.48万人，比上年同期增长2.5%。",
            "38.48万人",
        ),
        (
            "大兴上半年签下来的重点项目有几个？",
            "上半年，各区发布成绩单。\n大兴区：京港地铁等363家重点项目签约落地。",
            "363家",
        ),
        (
            "捐给涞水的矿泉水有几箱？",
            "涞水县收到捐赠物资：600箱矿泉水、200箱方便面。",
            "600箱",
        ),
    ],
)
def test_a_rare_deed_in_the_askers_words_need_not_stand_in_the_article(
    question: str, text: str, short: str
) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == (short,)


def test_an_article_without_the_thing_is_no_source_of_its_figure() -> None:
    text = "德清县2024年完成交通投资12亿元，新改建公路85公里。"
    answer = embedded.models().answer_over("德清县绿道三期投资多少？", {"a": text})
    assert answer.verdict == "unanswerable"


def test_where_one_article_names_the_thing_another_does_not_tell_of_it() -> None:
    pages = {
        "a": "甘泉区加快启动明湖细胞产业园建设，打造科技创新中心。",
        "b": "东山区产业园项目占地约5平方公里，总投资约510亿元。",
    }
    answer = embedded.models().answer_over("明湖细胞产业园总投资是多少，占地多大？", pages)
    assert answer.verdict == "unanswerable"
    told = pages | {"c": "明湖细胞产业园占地30亩，分两期建设。"}
    assert embedded.models().answer_over("明湖细胞产业园占地多大", told).short == ("30亩",)


def test_the_days_that_a_question_sets_its_scene_with_are_not_asked_for() -> None:
    question = "演唱会在沈阳开唱那几天，全市旅馆接待了多少过夜的国内客人？"
    text = "演唱会期间，沈阳市经营性住宿设施接待国内过夜游客28.14万人。"
    assert embedded.models().answer_over(question, {"a": text}).short == ("28.14万人",)


def test_what_a_share_has_come_to_is_not_of_the_year_before() -> None:
    text = "今年上半年，嘉定全区规上工业产值增长11.1%，其中战略性新兴产业占比从去年的27%提升到34%。"
    answer = embedded.models().answer_over("嘉定战略性新兴产业今年占比多少？", {"a": text})
    assert answer.short == ("34%",)


def test_a_running_total_is_one_of_all_that_are_listed_behind_it() -> None:
    text = "去年，随州市累计成功创建省级生态示范区3个，省级生态镇26个，省级生态村247个。"
    answer = embedded.models().answer_over("随州累计创建省级生态村多少个？", {"a": text})
    assert answer.short == ("247个",)


@pytest.mark.parametrize(("grade", "shorts"), [("4A级", ("18家",)), ("5A级", ())])
def test_a_sign_of_letters_and_digits_is_written_in_one_way(
    grade: str, shorts: tuple[str, ...]
) -> None:
    text = "甘泉区拥有18家4A级旅游景区，接待游客86万人次。"
    answer = embedded.models().answer_over(f"甘泉区有多少家{grade}旅游景区？", {"a": text})
    assert answer.short == shorts


@pytest.mark.parametrize(("number", "tells"), [("125110", True), ("1364", False)])
def test_a_quoted_number_stands_in_the_article_that_tells_of_it(number: str, tells: bool) -> None:
    page = embedded.page("a", "甘泉区全会召开\n12月17日，甘泉区坚持“125110”发展思路。")
    (article,) = embedded.models().over([page]).index.articles.values()
    (part,) = understand(f"甘泉区委是哪天开会定下“{number}”工作思路的？").parts
    assert tells_of(part, article) is tells
