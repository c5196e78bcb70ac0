"""What a model says against the page: the right figure, of the right thing, or not at all."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from rag.attribution import attribute
from rag.prose import Sentence
from rag.sections import Section
from rag.types import Page, Passage
from tests import gazette

MADE_UP = Path(__file__).parent / "made_up"

CITY = """临江早报　2024年1月18日　星期四

去年全市城镇新增就业9.86万人

本报1月17日讯 2023年全市城镇新增就业9.86万人。分区看，东城区城镇新增就业2.31万人，同比增长5.0%；\
西城区城镇新增就业1.87万人，同比增长3.1%。柳溪区失业率没有上升。

2022年，东城区新增中小学学位4800个；2023年新增5600个，其中小学学位3100个。\
东城区把今年的目标定为2.2万人，西城区预计全年新增1.9万人。

临江二桥总投资38.6亿元，由临江市城建集团负责建设，截至5月底累计完成投资21.4亿元。\
近1000万元用于绿化，东城区和西城区分别栽树1200株和900株。

东城区人社局局长王敏、西城区人社局局长赵海出席，副局长孙立主持。东城区的增速比西城区快。
"""


def passages(texts: Sequence[tuple[str, str]]) -> list[Passage]:
    found = []
    for source, text in texts:
        section = Section.cut(Page(source, text, sha256(text.encode()).hexdigest()))
        articles = {article.article_id: article for article in section.articles}
        found += [Passage(c, articles[c.article_id], 1, 1.0) for c in section.chunks]
    return found


GAZETTE = passages([*gazette.PAGES.items(), ("city.txt", CITY)])


def quoted(said: str, markers: tuple[int, ...] = ()) -> str:
    """The page's words that prove a sentence, "" when none do."""
    return "".join(quote.text for quote in attribute(Sentence(said, markers), GAZETTE))


@pytest.mark.parametrize(
    ("said", "proof"),
    [
        ("今年姑苏区将新建学校12所，新增学位1.2万个。", "新增学位1.2万个"),
        ("姑苏区今年将新增学位12000个。", "新增学位1.2万个"),
        ("姑苏区计划投入3.6亿元改造老旧小区45个。", "投入3.6亿元"),
        ("姑苏区教育局局长是陈静。", "教育局局长陈静"),
        ("2019年，姑苏区新建学校7所，新增学位6400个。", "新增学位6400个"),
        ("2023年西城区城镇新增就业1.87万人，同比增长3.1%。", "西城区城镇新增就业1.87万人"),
        ("2022年东城区新增中小学学位4800个。", "学位4800个"),
        ("临江二桥总投资38.6亿元，由临江市城建集团负责建设。", "总投资38.6亿元"),
        ("截至5月底，临江二桥累计完成投资21.4亿元。", "累计完成投资21.4亿元"),
        ("西城区栽树900株。", "900株"),
        ("东城区人社局局长是王敏。", "局长王敏"),
        ("柳溪区失业率没有上升。", "没有上升"),
        ("东城区的增速比西城区快。", "增速比西城区快"),
    ],
)
def test_what_the_page_says_in_other_words_is_proved_by_its_sentence(said: str, proof: str) -> None:
    assert proof in quoted(said)


@pytest.mark.parametrize(
    "said",
    [
        "姑苏区今年将新增学位1.3万个。",  # no such figure
        "姑苏区今年将新增学位8600个。",  # another district's
        "姑苏区改造老旧小区12个。",  # another thing's, of the same sentence
        "姑苏区今年已新增学位1.2万个。",  # a plan told as a result
        "姑苏区2021年新增学位6400个。",  # another year
        "岳麓区国庆假期接待游客86.5万人次。",  # another holiday
        "长沙市五一假期接待游客86.5万人次。",  # a district's figure is not its city's
        "全区计划投入3.6亿元改造老旧小区45个。",  # whose?
        "西城区2022年新增中小学学位4800个。",
        "2023年东城区新增中小学学位3100个。",  # a part told as the whole
        "2023年东城区新增中小学学位4800个。",  # the year before, of the same sentence
        "西城区新增就业1.9万人。",  # expected, told as reached
        "临江二桥总投资21.4亿元。",  # so far, told as the whole
        "临江二桥完成投资38.6亿元。",
        "1000万元用于绿化。",  # nearly
        "西城区栽树1200株。",  # 分别, the other's
        "东城区人社局局长是赵海。",
        "西城区人社局局长是孙立。",
        "西城区的增速比东城区快。",
        "柳溪区失业率上升。",
        "东城区城镇新增就业2.31万人，同比下降5.0%。",
        "临江二桥由中铁大桥局负责建设。",
        "姑苏区教育局局长陈静说，明年还要新建学校12所。",
    ],
)
def test_what_twists_the_page_is_not_proved(said: str) -> None:
    assert quoted(said) == ""


def test_a_marker_is_looked_at_first_and_nowhere_else() -> None:
    said = "2019年，姑苏区新增学位6400个。"
    numbers = [n for n, p in enumerate(GAZETTE, 1) if "6400" in p.chunk.text]
    assert "6400" in quoted(said, (numbers[0],))
    assert "6400" in quoted(said)  # no marker: looked for
    assert quoted(said, (numbers[0] % len(GAZETTE) + 1,)) == ""
    assert quoted(said, (99,)) == ""


def test_two_sentences_prove_what_neither_proves_alone() -> None:
    said = "2019年，姑苏区新建学校7所，新增学位6400个，全区教师总数达到5800人。"
    quotes = attribute(Sentence(said, ()), GAZETTE)
    assert ["6400" in quote.text for quote in quotes] == [True, False]
    assert "5800" in quotes[1].text


WRONG = [
    json.loads(line) for line in (MADE_UP / "wrong_subject.jsonl").read_text("utf-8").splitlines()
]
ASKED = re.compile(r"(是|有|为|达到?)?(多少|几)[^，。？?]*[？?]?$")


def stated(case: dict[str, Any], form: str) -> str:
    """The question as a statement with a figure: what a model says that takes the wrong one."""
    return ASKED.sub("", case["question"]) + form + "。"


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["id"])
def test_a_planted_figure_on_the_wrong_subject_is_not_proved(case: dict[str, Any]) -> None:
    found = passages([(each["id"], each["text"]) for each in case["documents"]])
    for form in case["wrong"]:
        assert attribute(Sentence(stated(case, form), ()), found) == ()


def test_a_sentence_is_judged_in_milliseconds() -> None:
    said = [
        Sentence("2023年西城区城镇新增就业1.87万人，同比增长3.1%。", ()),
        Sentence("临江二桥总投资21.4亿元。", ()),
        Sentence("姑苏区教育局局长是陈静。", ()),
    ]
    quoted(said[0].text)  # the dictionaries are loaded once
    begun = time.perf_counter()
    for sentence in said:
        attribute(sentence, GAZETTE)
    assert (time.perf_counter() - begun) / len(said) < 0.05  # 2 ms on an idle core
