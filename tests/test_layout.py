"""What the lines of a page are: titles, bylines, captions, paragraphs."""

from __future__ import annotations

import time

import pytest

from rag.layout import is_masthead, is_signature, read_blocks
from rag.types import Role


def _role(line: str) -> Role:
    """Return the role of a line that stands between a finished paragraph and another one."""
    return read_blocks(f"建成两所学校。\n\n{line}\n\n近日，济南市举行发布会，公布了全年的目标。")[
        1
    ].role


@pytest.mark.parametrize(
    "line",
    [
        "□记者 王健 报道",
        "本报记者 沈知遥 通讯员 鲁一鸣",
        "新华社记者 李明 王芳",
        "□ 刘飞跃 李丛丛 刘青 报道",
        "文/图 林小雨",
        "作者：张晓明",
        "（记者 周舟 王珏）",
        "记者 阿依古丽·买买提",
        "编辑：李雪 校对：王芳",
        "江城网 2023-07-26 记者 吴越 实习生 Lucy Zhang",
        "本报记者 沈知遥 2023年7月26日",
        "实习生 陈可",
    ],
)
def test_bylines(line: str) -> None:
    assert _role(line) == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "新春走基层记者手记",
        "思路清 措施实 动作快",
        "打造“鲁中会客厅”",
        "记者调查",
        "文化惠民进社区",
        "明年见！",
    ],
)
def test_titles(line: str) -> None:
    assert _role(line) == "title"


@pytest.mark.parametrize(
    "line",
    [
        "▲工人在检查面料。",
        "①品质市中夜景 摄影 匡松",
        "图为发布会现场。",
        "茶园里的笑声。（资料图）",
        "图①：新校区",
    ],
)
def test_captions(line: str) -> None:
    assert _role(line) == "caption"


def test_mastheads_and_signatures() -> None:
    date, name = read_blocks("2022年3月5日 星期六 第2版 要闻\n\n本报记者 王健\n\n建成了。")[:2]

    assert is_masthead(date)
    assert not is_signature(date)
    assert is_signature(name)
    assert not is_masthead(name)


@pytest.mark.parametrize(
    "line",
    [
        "镇江晚报  2023年5月18日  星期四  A03版 要闻·简讯",
        "2023年5月18日 星期四 癸卯年三月廿九 第2版要闻",
        "江城日报 2023年5月18日 总第8123期 今日8版",
    ],
)
def test_the_pages_own_line_is_no_signature(line: str) -> None:
    first = read_blocks(f"{line}\n\n建成了两所学校。")[0]
    assert is_masthead(first)
    assert not is_signature(first)


def test_names_beside_a_date_are_a_signature_and_no_masthead() -> None:
    first = read_blocks("江城网 2023-07-26 记者 吴越\n\n建成了两所学校。")[0]
    assert is_signature(first)
    assert not is_masthead(first)


def test_a_short_line_that_goes_on_below_is_no_title() -> None:
    blocks = read_blocks("建成学校。\n\n占地5平方公里，总投资约510亿\n\n元，建设500万平方米。")

    assert [block.role for block in blocks] == ["body", "body", "body"]


@pytest.mark.parametrize(
    "line", ["记者" * 30, "文/" + "图片" * 28, "□" + "王健 " * 18 + "很好", "2022年" * 12]
)
def test_no_line_takes_long_to_tell(line: str) -> None:
    start = time.perf_counter()
    read_blocks(line)

    assert time.perf_counter() - start < 5  # milliseconds, but for the loading of the dictionary


def test_a_line_that_opens_as_a_report_does_is_no_title() -> None:
    text = "地铁建设提速\n\n本报讯 地铁4号线今年计划完成投资\n32亿元，两台盾构机同时掘进。"
    assert [block.role for block in read_blocks(text)] == ["title", "body", "body"]
