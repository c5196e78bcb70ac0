"""The report page: whole, self-contained, escaped, and honest about what failed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from rag.evaluate import Row, Run, Seen
from rag.gold import Evidence, Gold
from rag.report import report, write_report
from rag.scores import compare, score
from rag.types import Answer, Citation, ModelNames, Statement, Timings, Turn

QUOTE = "新增学位2.1万个"
CITED = Citation(1, "a.txt", "a", "历下区教育工作会", "2020-03-20", 9, 17, QUOTE, 0.9)
ANSWER = Answer(
    id=None,
    question="历下区新增学位多少个？",
    verdict="answered",
    text=f"{QUOTE}[1]。",
    statements=(Statement(QUOTE, (1,)),),
    short=("2.1万个",),
    citations=(CITED,),
    nearest=(),
    missing=(),
    conflicts=(),
    model=ModelNames("e@1", "r@1"),
    timings_ms=Timings(1, 2, 3, 6),
)
REFUSAL = replace(
    ANSWER,
    verdict="unanswerable",
    text="文章没有说。",
    statements=(),
    short=(),
    citations=(),
    nearest=(replace(CITED, quote="年内新增城镇就业3.9万人"),),
)
RIGHT = Row(
    gold=Gold(
        "q-1", "fact", ANSWER.question, (("2.1万个", "21000个"),), (Evidence("a.txt", QUOTE),)
    ),
    answer=ANSWER,
    ranks=(2,),
    seen=(Seen("今年历下区将", QUOTE, "，新建学校12所。"),),
    wall_ms=12.0,
    right=True,
    failure=None,
)
REFUSED = replace(
    RIGHT,
    gold=replace(RIGHT.gold, id="q-2", kind="paraphrase", history=(Turn("user", "历下区呢？"),)),
    answer=REFUSAL,
    ranks=(None,),
    seen=(),
    wall_ms=30.0,
    right=False,
    failure="not retrieved",
)
INVENTED = replace(
    RIGHT,
    gold=Gold("u-1", "unanswerable", "历下区区长是谁？", ()),
    ranks=(),
    right=False,
    failure="should have refused",
)
RUN = Run({"encoder": "e@1"}, (RIGHT, REFUSED, INVENTED))


def page(run: Run = RUN, findings: tuple[str, ...] = ()) -> BeautifulSoup:
    return BeautifulSoup(report(run, score(run), findings), "lxml")


def question(soup: BeautifulSoup, identity: str) -> Tag:
    found = soup.find(id=f"q-{identity}")
    assert isinstance(found, Tag)
    return found


def test_each_question_opens_to_its_answer_and_what_was_expected() -> None:
    text = question(page(), "q-1").get_text()
    for part in (
        "历下区新增学位多少个？",
        f"{QUOTE}[1]。",
        "2.1万个 / 21000个",
        "passage 2",
        "✓ right",
    ):
        assert part in text


def test_a_citation_is_marked_in_its_source() -> None:
    quote = question(page(), "q-1").find_all("blockquote")[-1]
    assert quote.get_text() == f"…今年历下区将{QUOTE}，新建学校12所。…"
    assert quote.mark is not None
    assert quote.mark.get_text() == QUOTE


def test_a_citation_whose_offsets_do_not_hold_says_so() -> None:
    shifted = replace(RIGHT, seen=(Seen("历下区将新", "增学位2.1万个，", ""),))
    assert "The offsets do not hold" in question(page(Run({}, (shifted,))), "q-1").get_text()
    assert "The offsets do not hold" not in page().get_text()


def test_a_failure_is_explained_with_the_nearest_passages() -> None:
    text = question(page(), "q-2").get_text()
    for part in (
        "✗ not retrieved",
        "is not among the passages",
        "年内新增城镇就业3.9万人",
        "not said",
    ):
        assert part in text
    assert "The articles do not say." in question(page(), "u-1").get_text()


def test_filters_exist_for_each_failure_and_count_it() -> None:
    soup = page()
    shown = {button["data-show"]: button.get_text() for button in soup.find_all("button")}
    assert shown == {
        "": "all 3",
        "right": "right 1",
        "wrong": "wrong 2",
        "not retrieved": "not retrieved 1",
        "should have refused": "should have refused 1",
    }
    classes = [row["data-class"] for row in soup.select("details[data-class]")]
    assert classes == ["right|", "wrong|not retrieved", "wrong|should have refused"]


def test_headline_charts_and_confusion_are_there() -> None:
    soup = page()
    cells = [[cell.get_text() for cell in row.find_all("td")] for row in soup.find_all("tr")]
    right = next(row for row in cells if row and row[0] == "right")
    assert (right[3], right[5]) == ("0.333", "3")
    assert ["they say it", "1", "0", "1"] in cells
    assert ["they do not", "1", "0", "0"] in cells
    labels = {str(svg["aria-label"]) for svg in soup.find_all("svg")}
    assert {"answers right by kind", "risk by coverage", "share by milliseconds"} <= labels


def test_the_risk_curve_goes_where_the_errors_are() -> None:
    # two answers of one confidence, one wrong: risk 1/2 at coverages 1/3 and 2/3, top of the chart
    lines = [line["points"] for line in page().find_all("polyline")]
    assert lines[0] == "168.0,10.0 284.0,10.0"


def test_findings_and_a_comparison_are_shown_where_there_are_some() -> None:
    assert "Below the gate" not in page().get_text()
    assert "right is 0.3" in page(findings=("right is 0.3, 0.6 under 0.9.",)).get_text()
    before = Run({}, (replace(RIGHT, right=False), REFUSED, INVENTED))
    text = report(RUN, score(RUN), comparison=compare(before, RUN))
    assert "Became right: q-1" in text


def test_all_text_is_escaped() -> None:
    evil = "<script>alert(1)</script>\"'&"
    row = replace(
        REFUSED,
        gold=Gold("q\"'><i>", f"k{evil}", evil, ((evil,),), (Evidence(evil, evil),)),
        answer=replace(ANSWER, text=evil, citations=(replace(CITED, article=evil, quote=evil),)),
        seen=(Seen(evil, evil, evil),),
        ranks=(1,),
    )
    html = report(Run({"encoder": evil}, (row,)), score(Run({}, (row,))), (evil,))
    assert "alert(1)</script>" not in html
    soup = BeautifulSoup(html, "lxml")
    assert len(soup.find_all("script")) == 1
    assert soup.find("i") is None
    assert evil in soup.get_text()


def test_nothing_is_fetched() -> None:
    html = report(RUN, score(RUN))
    assert not re.search(r"(?:src|href|action)\s*=|https?:|@import|url\(|fetch\(", html)


@pytest.mark.parametrize("rows", [(), (INVENTED,), (REFUSED,)])
def test_runs_of_nothing_but_one_sort_have_a_report_too(rows: tuple[Row, ...]) -> None:
    assert f"Evaluation of {len(rows)} questions" in page(Run({}, rows)).get_text()


def test_the_page_is_written_into_a_folder_that_it_makes(tmp_path: Path) -> None:
    path = write_report(tmp_path / "runs" / "one", RUN, score(RUN))
    assert path.name == "report.html"
    assert path.read_text(encoding="utf-8") == report(RUN, score(RUN))
