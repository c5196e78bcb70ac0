"""Which figure of a sentence is meant: the reader tells, how near the words come only helps."""

from __future__ import annotations

import pytest

from tests import embedded

FLOOD = "受持续强降雨影响，全省有17条河流发生超警戒洪水，3条河流发生有实测记录以来的最大洪水。"
GALE = "台风“海燕”今天16时中心最大风力13级（40米/秒），正以每小时15—20公里的速度向西北方向移动。"
SALES = "公司二季度实现营业收入5813.25万元，可供分配金额为3779.11万元。"
CENTRE = "全市共有公共图书馆12座，藏书480万册，其中市图书馆藏书210万册。"


@pytest.mark.parametrize(
    ("question", "text", "short"),
    [
        ("有几条河的大水破了有测量以来的纪录？", FLOOD, "3条"),
        ("有多少条河流超过警戒水位？", FLOOD, "17条"),
        ("海燕往西北挪得有多快，一个小时走多少公里？", GALE, "15—20公里"),
        ("二季度能拿来分的钱有多少？", SALES, "3779.11万元"),
        ("二季度营业收入是多少？", SALES, "5813.25万元"),
        ("全市图书馆有多少册书？", CENTRE, "480万册"),
        ("市图书馆有多少册书？", CENTRE, "210万册"),
    ],
)
def test_the_figure_meant_is_told(question: str, text: str, short: str) -> None:
    page = embedded.page("news.txt", f"本省要闻\n\n{text}\n")
    answer = embedded.models().over([page]).answer(question)
    assert [one for one in answer.short if short in one], answer.text
