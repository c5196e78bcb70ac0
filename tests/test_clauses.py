"""A question that asks several things at once: one plain question for each of them."""

from __future__ import annotations

import pytest

from rag.clauses import clauses
from rag.foreword import without_foreword
from rag.listed import listed
from rag.questions import understand


def asked(question: str) -> list[str]:
    return [part.text.rstrip("？?") for part in understand(question).parts]


# clauses


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "余杭区落地项目多少个？过亿元的有多少个？",
            ["余杭区落地项目多少个", "余杭区落地项目过亿元的有多少个"],
        ),
        (
            "望海地铁2号线起步价多少钱？能坐几公里？",
            ["望海地铁2号线起步价多少钱", "望海地铁2号线起步价，能坐几公里"],
        ),
        (
            "明湖产业园总投资是多少，占地多大？",
            ["明湖产业园总投资是多少", "明湖产业园，占地多大"],
        ),
        ("之江大桥总投资多少？长度呢？", ["之江大桥总投资多少", "之江大桥长度是多少"]),
        (
            "余杭区上半年生产总值增速多少？规上工业增加值增速呢？",
            ["余杭区上半年生产总值增速多少", "余杭区上半年规上工业增加值增速是多少"],
        ),
        (
            "余杭区上半年财政收入多还是税收收入多？",
            ["余杭区上半年财政收入是多少", "余杭区上半年税收收入是多少"],
        ),
        (
            "余杭区规上工业实现利润多少？营业收入多少？",
            ["余杭区规上工业实现利润多少", "余杭区规上工业，营业收入多少"],
        ),
        (
            "余杭区举办讲座累计多少次？参加群众多少人次？",
            ["余杭区举办讲座累计多少次", "余杭区举办讲座，参加群众多少人次"],
        ),
        (
            "余杭区建成公厕几座，投用车位几个，共投入多少万元？",
            [
                "余杭区建成公厕几座",
                "余杭区建成公厕，投用车位几个",
                "余杭区建成公厕，共投入多少万元",
            ],
        ),
        (
            "3号线最高日客流是多少？哪一天？",
            ["3号线最高日客流是多少", "3号线最高日客流是哪一天"],
        ),
        (
            "余杭区要打造几个高地？分别是什么？",
            ["余杭区要打造几个高地", "余杭区要打造高地分别是什么"],
        ),
        (
            "余杭区新增学位多少个，另外萧山区新建学校几所？",
            ["余杭区新增学位多少个", "萧山区新建学校几所"],
        ),
    ],
)
def test_each_asking_clause_is_a_question_of_its_own(question: str, parts: list[str]) -> None:
    assert asked(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "余杭区新增学位多少个，你知道吗？",
        "余杭区那几千亩荒地，整治花了多久？",
        "办证啥都不用带，余杭区管这种做法叫什么？",
        "余杭区新增学位多少个？把数报一下。",
    ],
)
def test_a_clause_that_asks_for_nothing_is_no_question_of_its_own(question: str) -> None:
    assert len(clauses(question)) == 1


def test_what_is_counted_is_no_measure_word() -> None:
    assert asked("余杭区新增多少学位？投入多少？")[1] == "余杭区新增学位，投入多少"
    assert asked("余杭区新增多少座位？投入多少？")[1] == "余杭区新增座位，投入多少"
    assert asked("余杭区新增多少家规上企业？投入多少？")[1] == "余杭区新增规上企业，投入多少"


def test_two_clauses_about_two_districts_are_four_questions() -> None:
    parts = understand("余杭区和萧山区新增学位各多少？新建学校各多少？").parts
    assert [part.regions[0] for part in parts] == ["余杭区", "萧山区"] * 2
    assert len({part.label for part in parts}) == 4


def test_another_district_shares_the_question_before() -> None:
    parts = understand("余杭区新增学位多少个？萧山区呢？").parts
    assert [part.label for part in parts] == ["余杭区", "萧山区"]


# things side by side


@pytest.mark.parametrize(
    ("clause", "questions"),
    [
        ("全线要建多少座隧道和桥梁", ["全线要建多少座隧道", "全线要建多少座桥梁"]),
        ("余杭区新建了多少学校和幼儿园？", ["余杭区新建了多少学校", "余杭区新建了多少幼儿园"]),
        (
            "余杭区上半年工业产值、工业投资、税收分别增长多少",
            [
                "余杭区上半年工业产值增长多少",
                "余杭区上半年工业投资增长多少",
                "余杭区上半年税收增长多少",
            ],
        ),
        (
            "余杭区省级和市级重点项目各多少个",
            ["余杭区省级重点项目多少个", "余杭区市级重点项目多少个"],
        ),
        ("滨湖公园面积和投资各多少", ["滨湖公园面积多少", "滨湖公园投资多少"]),
    ],
)
def test_each_thing_of_a_list_is_asked_for(clause: str, questions: list[str]) -> None:
    assert listed(clause) == questions


@pytest.mark.parametrize(
    "clause",
    [
        "余杭区对几条特色街道进行保护与整治",
        "余杭区把多少个社区、村居划成了多少个网格",
        "余杭区有多少科研院所和高校的专家",
    ],
)
def test_what_is_no_list_of_things_is_left_whole(clause: str) -> None:
    assert listed(clause) == [clause]


def test_two_attributes_of_two_things_are_four_questions() -> None:
    assert asked("余杭区省级项目和市级项目分别多少个，年度计划投资分别多少？") == [
        "余杭区省级项目多少个",
        "余杭区市级项目多少个",
        "余杭区省级项目年度计划投资多少",
        "余杭区市级项目年度计划投资多少",
    ]


def test_how_many_there_are_and_which_they_are_is_asked_of_both() -> None:
    assert asked("余杭区打造多少条花漾街区和花卉大道？分别是什么？") == [
        "余杭区打造多少条花漾街区",
        "余杭区打造多少条花卉大道",
        "余杭区打造花漾街区有哪些",
        "余杭区花卉大道有哪些",
    ]


# what is told before the question


def test_what_the_asker_tells_of_himself_is_not_asked() -> None:
    parts = asked(
        "请问一下，我是刚搬到杭州来的外地人，家里有两个孩子，听说余杭区和萧山区新建了不少学校，"
        "想知道这两个区分别新增了多少学位，另外余杭区今年要建成几所学校？"
    )
    assert parts == [
        "余杭区新增了多少学位",
        "萧山区新增了多少学位",
        "余杭区今年要建成几所学校",
    ]


@pytest.mark.parametrize(
    ("told", "question"),
    [
        ("请问余杭区新增学位多少个?", "余杭区新增学位多少个?"),
        ("我家住在余杭区,想问今年新建几所学校?", "余杭区今年新建几所学校?"),
        ("之江二桥正在建设,请问什么时候通车?", "之江二桥什么时候通车?"),
        ("余杭区新增学位多少个?请问萧山区呢?", "余杭区新增学位多少个?请问萧山区呢?"),
    ],
)
def test_the_region_or_thing_told_before_is_kept(told: str, question: str) -> None:
    assert without_foreword(told) == question
