"""Of words that exclude each other, a text that has only the others is no answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rag import alternatives
from rag.alternatives import excluded

TABLE = Path(alternatives.__file__).with_name("alternatives.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


def test_every_row_has_several_words_that_are_patterns_and_stands_once() -> None:
    assert all(len(row) > 1 and all(map(re.compile, row)) for row in ROWS)
    assert len({tuple(row) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("望海杯的冠军是谁？", "望海杯亚军王宁说，明年再来。"),
        ("二审判了几年？", "一审判决被告人有期徒刑十年。"),
        ("查获超载的车多少辆？", "共查获超员客车72辆。"),
        ("收了多少亩春小麦？", "已收获冬小麦3.2亿亩。"),
        ("石堰以北哪天开海？", "16日12时起，石堰以南海域开海。"),
        ("多少个村恢复供水？", "96个村恢复供电。"),
        ("实用新型专利有几项？", "获得发明专利3项。"),
        ("总经理是谁？", "董事长赵宁介绍。"),
        ("博览会由哪家协办？", "博览会由市商务局主办。"),
        ("工商银行放了多少贷款？", "农业银行发放贷款12亿元。"),
        ("联通修好几个基站？", "移动公司修复基站36个。"),
        ("天猫卖了多少？", "拼多多当天卖出12万单。"),
        ("儿童票多少钱？", "成人票120元。"),
        ("汉剧的音乐怎么样？", "楚剧的音乐刚柔并济。"),
        ("大暑时平均多少度？", "立秋时常年平均气温28.9℃。"),
        ("马里总统卫队哪天宣布的？", "尼日尔总统卫队26日宣布。"),
        ("水库占地多少亩？", "管理楼总建筑面积1200平方米。"),
    ],
)
def test_another_word_of_a_row_alone_is_told(question: str, text: str) -> None:
    assert excluded(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("望海杯的冠军是谁？", "冠军李静和亚军王宁上台领奖。"),
        ("收了多少亩小麦？", "已收获冬小麦3.2亿亩。"),
        ("汽油每吨涨了多少？", "汽、柴油每吨分别涨240元和230元。"),
        ("用地多少亩？", "总用地面积83亩，总建筑面积16.8万平方米。"),
        ("参加失业保险的有多少人？", "养老、失业、工伤保险参保人数分别为10亿、2亿和3亿人。"),
        ("收盘价多少？", "开盘报80元，盘中最低72元，收报73元。"),
        ("", "冠军李静。"),
    ],
)
def test_a_text_with_the_very_word_or_none_of_a_row_may_answer(question: str, text: str) -> None:
    assert not excluded(question, text)


def test_the_first_text_that_names_any_word_of_a_row_decides() -> None:
    assert not excluded("霍乱死了几人？", "其中霍乱", "麻疹和霍乱")
    assert excluded("亚军奖多少钱？", "冠军", "冠军和亚军")
