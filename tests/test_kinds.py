"""Whether a text holds the kind of thing that is asked for."""

from __future__ import annotations

import pytest

from rag.kinds import items_asked, items_in, lists_fit
from rag.placekind import names_its_kind
from rag.questions import understand
from tests import embedded


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("聚焦金融集聚区和古城文化片区“两大主战场”，坚持双核引领", 1.0),
        ("聚焦金融集聚区、古城文化片区“两大主战场”", 1.0),
        ("“两大主战场”：金融集聚区，古城文化片区。", 1.0),
        ("推进“两大主战场”建设", 0.0),
        ("聚焦金融集聚区和古城文化片区，坚持双核引领", 0.0),
    ],
)
def test_a_name_that_counts_is_told_whole_by_as_many_things(text: str, fits: float) -> None:
    (part,) = understand("甘泉区的“两大主战场”是哪两个？").parts
    assert lists_fit(part, text) == fits


@pytest.mark.parametrize(
    ("question", "many"),
    [
        ("向哪两个城市看齐？", 2),
        ("是哪3家公司？", 3),
        ("窍门在哪两个字上？", 0),
        ("是哪些城市？", 0),
    ],
)
def test_how_many_things_are_to_be_listed(question: str, many: int) -> None:
    (part,) = understand(question).parts
    assert items_asked(part) == many


def test_how_many_things_an_answer_lists() -> None:
    assert items_in("绿城、花城、泉城") == 3
    assert items_in("东京和深圳") == 2
    assert items_in("东京") == 1


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("养殖基地建在哪个街道？", "在兴福街道建设养殖基地", True),
        ("养殖基地建在哪个街道？", "建设鲟鱼养殖基地和冷水鱼园", False),
        ("养殖基地建在哪个镇？", "养殖基地设在云溪镇，带动周边", True),
        ("养殖基地建在哪个镇？", "完成乡镇财政评价，城镇化加快，乡村振兴", False),
        ("哪个村最先通了气？", "云溪社区最先通气", True),
        ("哪个村最先通了气？", "农村最先通气，村民得实惠", False),
        ("镇长去了哪个镇？", "镇长去了云溪乡", True),
        ("以哪条路为主轴？", "坚持这一发展思路", False),
        ("以哪条路为主轴？", "以山大路为主轴", True),
        ("先奔哪条路走？", "宜优先恢复利用条件", True),
        ("动刀子的是哪路医生？", "眼科专家团队来做手术", True),
        ("为什么桥墩越来越险？", "船舶越来越大", True),
        ("养殖基地建了多少个？", "建成养殖基地3个", True),
    ],
)
def test_a_place_of_the_kind_asked_for_is_named(question: str, text: str, named: bool) -> None:
    (part,) = understand(question).parts
    assert names_its_kind(part, text) == named


@pytest.mark.parametrize(
    ("question", "text", "verdict"),
    [
        (
            "获奖的优秀组织单位有哪些？",
            "会上发布了年度优秀组织单位、优秀志愿团队和优秀党课名单。",
            "unanswerable",
        ),
        (
            "获奖的优秀组织单位有哪些？",
            "会上发布了获奖的优秀组织单位：云溪街道、望海街道和东山街道。",
            "answered",
        ),
        (
            "“12100”工程里的12代表什么？",
            "甘泉区实施“12100”工程，全面提升城市品质。",
            "unanswerable",
        ),
    ],
)
def test_the_name_of_a_list_or_of_a_whole_is_no_item(
    question: str, text: str, verdict: str
) -> None:
    assert embedded.models().answer_over(question, {"a": text}).verdict == verdict
