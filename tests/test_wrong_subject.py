"""A right figure of the wrong thing is not said: another district, year, part, plan or rate."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rag.gold import says
from rag.types import Answer
from tests import embedded

FILE = Path(__file__).parent / "made_up" / "wrong_subject.jsonl"
CASES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


@cache
def answer_to(number: str) -> Answer:
    case = next(case for case in CASES if case["id"] == number)
    texts = {document["id"]: document["text"] for document in case["documents"]}
    return embedded.models().answer_over(case["question"], texts)


def test_the_sixty_cases_are_of_every_sort() -> None:
    assert len(CASES) == 60
    assert min(Counter(case["sort"] for case in CASES).values()) >= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_figure_of_another_thing_is_not_given(case: dict[str, Any]) -> None:
    answer = answer_to(case["id"])
    assert [wrong for wrong in case["wrong"] if any(says(s, wrong) for s in answer.short)] == []


def test_where_the_right_figure_stands_beside_the_wrong_it_is_found() -> None:
    with_one = [case for case in CASES if case["right"]]
    found = [c for c in with_one if any(says(answer_to(c["id"]).text, f) for f in c["right"])]
    assert len(found) >= 0.75 * len(with_one)


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        (
            "6月末大连市本外币贷款余额是多少？",
            "6月末，大连市金融机构本外币贷款余额1.46万亿元，同比增长4.6%。",
            "1.46万亿元",
        ),
        (
            "北京市1—7月房屋新开工面积多少万平方米？",
            "1—7月，北京市房地产开发企业房屋新开工面积720.4万平方米，同比下降23.4%。",
            "720.4万平方米",
        ),
        (
            "青云汽车7月销售新车多少辆？",
            "青云汽车近日发布7月产销数据，当月销售新车109091辆；新能源车型销售28920辆。",
            "109091辆",
        ),
    ],
)
def test_the_figure_of_all_who_do_a_thing_is_no_part(question: str, text: str, short: str) -> None:
    assert embedded.models().answer_over(question, {"a": text}).short == (short,)


RATES = "1—9月，东湖区旅游收入47.4亿元，同比增长13%，对地区生产总值增长的贡献率达到30%。"


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("东湖区1—9月旅游收入是多少？", ("47.4亿元",)),
        ("东湖区1—9月旅游收入增长了多少？", ("13%",)),
        ("东湖区1—9月旅游收入是多少，增长了多少？", ("47.4亿元", "13%")),
        ("东湖区1—9月地区生产总值是多少？", ()),
    ],
)
def test_a_level_its_growth_and_a_rate_of_something_are_three(
    question: str, short: tuple[str, ...]
) -> None:
    assert embedded.models().answer_over(question, {"a": RATES}).short == short


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("东湖区每个网格有几名网格员？", ("1名",)),
        ("东湖区有多少名网格员？", ()),
        ("东湖区有多少个网格？", ("910个",)),
    ],
)
def test_what_each_has_is_not_what_all_have(question: str, short: tuple[str, ...]) -> None:
    text = "东湖区划分为910个基层治理网格，每个网格配备1名网格员。"
    assert embedded.models().answer_over(question, {"a": text}).short == short


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "南京市机动车保有量有多少辆？",
            "南京市公安局昨天介绍情况。目前，我国机动车保有量已达4.3亿辆。南京市将推广视频快处。",
        ),
        (
            "福建省什么时候启动防风应急响应？",
            "福建省部署台风防御工作。24日22时，广东省防汛防旱防风总指挥部启动防风Ⅳ级应急响应。",
        ),
        ("王国强认为油价会怎么走？", "李建军认为，油价会继续上涨。王国强也参加了会议。"),
        ("云溪集团现任总裁是谁？", "云溪集团原总裁孙小明案一审开庭。"),
        ("云溪集团前三季度要赚多少？", "云溪集团预计，前三季度亏损约3600万元。"),
        ("日照市税务局整治失信的会哪天开的？", "8月16日，日照市市场监管局召开失信行为治理会议。"),
        ("市台联哪天开的交流会？", "8月14日，市侨联召开基层工作交流会。"),
        ("云溪科技解除质押了多少股？", "云溪科技股东王平合计质押3180万股。"),
        ("云溪科技8月2日收在多少？", "8月3日，云溪科技（301265）报收于12.09元。"),
        ("易县检察院检察长是谁？", "易县检察院副检察长赵春宇对环保部门的支持表示感谢。"),
        ("江城市文化馆馆长是谁？", "江城市文化馆副馆长毕明涛介绍了演出安排，馆长办公会已作部署。"),
    ],
)
def test_what_is_of_the_nation_a_neighbour_or_a_deputy_is_not_given(
    question: str, text: str
) -> None:
    assert embedded.models().answer_over(question, {"a": text}).verdict == "unanswerable"


def test_whoever_holds_an_office_may_be_asked_of_someone_else() -> None:
    text = "副省长韩春林出席开幕式。受省长胡玉亭委托，韩春林在致辞中向各界客商表示欢迎。"
    answer = embedded.models().answer_over("副省长韩春林是受谁委托致辞的？", {"a": text})
    assert "胡玉亭" in answer.text


def test_the_holder_of_an_office_is_known_by_a_rare_surname_too() -> None:
    text = "江城市文化馆馆长缪京介绍了演出安排，演出将持续三天。"
    answer = embedded.models().answer_over("江城市文化馆馆长是谁？", {"a": text})
    assert "缪京" in answer.text


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("江城师范学院在校生有多少人？", ("1.8万人",)),
        ("江城师范学院今年招生多少人？", ("4600人",)),
        ("江城市现有停车位多少个？", ()),
        ("江城市新增停车位多少个？", ("3200个",)),
    ],
)
def test_what_came_in_is_not_what_there_is(question: str, short: tuple[str, ...]) -> None:
    came = "江城师范学院今年招生4600人，目前在校生达到1.8万人。"
    text = f"{came}今年江城市新增停车位3200个，缓解停车难。"
    assert embedded.models().answer_over(question, {"a": text}).short == short
