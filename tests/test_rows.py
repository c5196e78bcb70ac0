"""A table's rows are read out with the heads of their columns, and quoted as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.articles import split_articles
from rag.chunks import chunk_article
from rag.pages import read_page
from rag.types import Answer, Article, Page
from tests import embedded

PAGE = """# 南京市公布2023年新增学位计划

本报讯（记者 顾明）5月8日，南京市教育局公布了新增学位计划。

| 区 | 小学学位（个） | 新建学校（所） | 总投资（亿元） |
|---|---:|---|---|
| 江宁区 | 11,200 | 4 | 12.5 |
| 浦口区 | 9600 | 3 | 约8亿元 |
| 溧水区 |  | 2 | — |

报名时间为6月20日至22日。
"""


def told(page: str) -> Article:
    (article,) = split_articles(Page("表.md", page, ""))
    return article


def test_a_row_is_read_out_with_heads_and_units() -> None:
    lines = told(PAGE).text.split("\n")
    assert lines[3:6] == [
        "江宁区小学学位11,200个，新建学校4所，总投资12.5亿元。",
        "浦口区小学学位9600个，新建学校3所，总投资约8亿元。",
        "溧水区新建学校2所，总投资：—。",
    ]


def test_a_label_may_tell_the_unit_and_the_columns_the_years() -> None:
    page = "指标\n\n| 指标 | 2021年 | 2022年 |\n|--|--|--|\n| 总产值（亿元） | 95.1 | 103 |\n"
    assert told(page).text.endswith("总产值（亿元）2021年95.1亿元，2022年103亿元。")


@pytest.mark.parametrize("said", ["9600", "浦口区小学", "新建学校3所"])
def test_a_figure_is_quoted_with_its_row_and_the_head(said: str) -> None:
    article = told(PAGE)
    at = article.text.index(said)
    quotes = [PAGE[span.start : span.end] for span in article.locate(at, at + len(said))]
    assert quotes == [
        "区 | 小学学位（个） | 新建学校（所） | 总投资（亿元）",
        "浦口区 | 9600 | 3 | 约8亿元",
    ]


def test_every_cell_is_in_one_piece_and_pieces_tell_the_truth() -> None:
    article = told(PAGE)
    used = [at for piece in article.pieces for at in range(piece.start, piece.end)]
    assert len(used) == len(set(used))
    rest = "".join(PAGE[at] for at in range(len(PAGE)) if at not in set(used))
    assert not rest.strip("|-: \n")
    for piece in article.pieces:
        end = piece.at + piece.end - piece.start
        assert article.text[piece.at : end] == PAGE[piece.start : piece.end]


def test_rows_are_chunks_of_their_own_and_the_article_is_about_the_city() -> None:
    article = told(PAGE)
    assert article.regions[0] == "南京市"
    chunks = [chunk.text for chunk in chunk_article(article)]
    rows = [text for text in chunks if "浦口区" in text]
    assert len(rows) == 1
    assert rows[0].startswith("区 小学学位（个）")
    assert rows[0].endswith("浦口区小学学位9600个，新建学校3所，总投资约8亿元。")
    assert chunks[-1] == "报名时间为6月20日至22日。"


def test_an_article_may_end_with_its_table() -> None:
    page = PAGE.removesuffix("报名时间为6月20日至22日。\n") + "# 苏州市公布学位计划\n\n计划已定。\n"
    articles = split_articles(Page("表.md", page, ""))
    assert [each.title for each in articles] == [
        "南京市公布2023年新增学位计划",
        "苏州市公布学位计划",
    ]


def test_bars_without_a_line_below_their_head_are_no_table() -> None:
    text = "首页 | 要闻 | 教育\n浦口区 | 江宁区\n"
    assert told(text).text == text.strip()


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("浦口区新增小学学位多少个？", ("9600个",)),
        ("江宁区总投资多少亿元？", ("12.5亿元",)),
        ("江宁区和溧水区新建学校哪个多？多几所？", ("4所", "2所", "2所")),
        ("溧水区小学学位多少个？", ()),
    ],
)
def test_what_a_row_tells_is_answered(question: str, short: tuple[str, ...]) -> None:
    answer = embedded.models().over([Page("表.md", PAGE, "表")]).answer(question)
    assert answer.short == short
    for quote in answer.citations:
        assert PAGE[quote.start : quote.end] == quote.quote


HTML = """<h1>南京市公布新增学位计划</h1><p>5月8日，南京市教育局公布了计划。</p>
<table><tr><th>区</th><th>小学学位（个）</th></tr>
<tr><td>江宁区</td><td> 11200 </td></tr><tr><td><p>浦口区</p></td><td>9600</td></tr></table>"""


def test_a_table_of_html_is_read_as_one_of_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML, "utf-8")
    page = read_page(tmp_path / "a.html", tmp_path)
    assert "\n| 区 | 小学学位（个） |\n|---|---|\n| 江宁区 | 11200 |\n" in page.text
    assert "浦口区小学学位9600个。" in told(page.text).text


def test_a_table_that_only_lays_out_a_page_is_none(tmp_path: Path) -> None:
    cells = f"<td>要闻</td><td>{'江宁区今年新增学位1.1万个。' * 4}</td>"
    (tmp_path / "a.html").write_text(f"<table><tr>{cells}</tr><tr>{cells}</tr></table>", "utf-8")
    assert "|" not in read_page(tmp_path / "a.html", tmp_path).text


PARKS = """云州各园区2024年主要指标

| 园区 | 工业总产值（亿元） | 固定资产投资（亿元） | 新引进项目（个） |
|---|---|---|---|
| 沙溪经济开发区 | 412.6 | 58.3 | 31 |
| 北岭经济开发区 | 386.2 | 49.7 | 27 |
| 松口工业园区 | 97.4 | 12.9 | — |
| 合计 | 896.2 | 120.9 | 58 |
"""


def asked(question: str) -> Answer:
    return embedded.models().answer_over(question, {"a": PARKS})


def test_the_cell_of_another_row_is_no_answer_where_the_row_named_has_none() -> None:
    assert asked("沙溪经济开发区新引进项目多少个？").short == ("31个",)
    assert asked("松口工业园区新引进项目多少个？").verdict == "unanswerable"


def test_what_is_asked_of_each_row_is_told_of_each_and_not_of_their_sum() -> None:
    answer = asked("三个园区的固定资产投资分别是多少？")
    assert answer.short == ("58.3亿元", "49.7亿元", "12.9亿元")
    answer = asked("各园区新引进项目多少个？")
    assert (answer.verdict, answer.missing) == ("partial", ("松口工业园区",))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("沙溪经济开发区和北岭经济开发区哪个产值高？", "沙溪经济开发区"),
        ("固定资产投资最少的是哪个园区？", "松口工业园区"),
    ],
)
def test_rows_are_ranked_by_the_column_asked_about(question: str, first: str) -> None:
    answer = asked(question)
    assert answer.verdict == "answered"
    assert answer.short[-1] == first


TOWNS = """# 临安区公布新建学校计划

本报讯（记者 周岚）3月4日，临安区教育局公布新建学校计划。

| 镇街 | 新建学校（所） |
|---|---|
| 锦城街道 | 4 |
| 於潜镇 | 3 |
"""


def test_a_towns_row_tells_nothing_of_its_district() -> None:
    models = embedded.models()
    assert models.answer_over("临安区新建学校几所？", {"a": TOWNS}).verdict == "unanswerable"
    assert models.answer_over("锦城街道新建学校几所？", {"a": TOWNS}).short == ("4所",)


def test_a_cell_of_the_answers_table_cites_the_row_and_not_its_head() -> None:
    answer = embedded.models().answer_over("锦城街道和於潜镇新建学校各几所？", {"a": TOWNS})
    assert answer.table is not None
    cited = {citation.id: citation.quote for citation in answer.citations}
    cells = [row.cells[0] for row in answer.table.rows]
    assert [cited[cell.citation] for cell in cells if cell.citation] == [
        "锦城街道 | 4",
        "於潜镇 | 3",
    ]
