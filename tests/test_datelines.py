"""The day of printing and the year of 「今年」: said by the page, or unknown."""

from __future__ import annotations

import pytest

from rag.datelines import published, this_year
from rag.layout import read_blocks


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("今年是决胜全面小康和“十三五”规划收官之年。", 2020),
        ("今年是“十四五”规划开局之年。", 2021),
        ("今年是“十四五”规划的最后一年。", 2025),
        ("今年是“一五”规划第一年。", 1953),
        ("今年是“十二五”规划收官之年。", 2015),
        ("2021年截至目前，共办理业务110868件。", 2021),
        ("今年（2019年）共办理业务。", 2019),
        ("2020年2月3日，历城区建成帮办中心。", None),
        ("“十四五”期间，研发经费年均增长10%。", None),
        ("到2025年，基本建成新城区。", None),
        ("2019年以来成绩明显，2021年以来更好。", None),
    ],
)
def test_the_year_is_said_and_never_guessed(sentence: str, year: int | None) -> None:
    assert this_year(sentence) == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("越州日报\n2022年3月5日 星期六 第2版\n\n3月3日，停车楼投入使用。", "2022-03-05"),
        ("二〇二三年六月十八日 星期日", "2023-06-18"),
        ("发布时间：2021-08-26 10:30\n\n济南市举行发布会。", "2021-08-26"),
        ("新华社北京2023年7月1日电（记者 李明）制造业指数为49%。", "2023-07-01"),
        ("江城网 2023-07-26 记者 吴越 实习生 Lucy Zhang\n\n地铁开通。", "2023-07-26"),
        ("镇江晚报  2023年5月18日  星期四  A03版 要闻·简讯\n\n地铁开通。", "2023-05-18"),
        ("本报讯 3月3日，停车楼投入使用。", None),
        ("2020年2月3日，历城区建成帮办中心。", None),
        ("本报济南讯 12月17日，省文旅厅印发2020年3月1日的通知。", None),
        ("2022年13月45日 星期六", None),
    ],
)
def test_the_day_of_printing(text: str, day: str | None) -> None:
    assert published(read_blocks(text)) == day
