"""The support test on newspaper sentences, and ALCE's measures on small cases worked by hand."""

from __future__ import annotations

import pytest

from rag.resample import Tally
from rag.support import (
    Cited,
    Proof,
    citation_precision,
    citation_recall,
    supports,
    unsupported_figures,
)

SCHOOLS = Proof("今年新建、改扩建学校12所，新增学位2.1万个", "历下区教育工作会召开")
JOBS = Proof("年内新增城镇就业3.9万人")


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        ("新增学位2.1万个", True),
        ("新增学位21000个", True),
        ("历下区今年新增学位2.1万个", True),
        ("新增学位2.2万个", False),
        ("新增学位2.1万人", False),
        ("没有新增学位2.1万个", False),
        ("CBD新增学位2.1万个", False),
        ("槐荫区计划引进外资项目2.1万个", False),
        ("", False),
    ],
)
def test_a_statement_holds_by_its_figures_words_and_denials(statement: str, holds: bool) -> None:
    assert supports([SCHOOLS], statement) is holds


def test_without_a_quote_nothing_holds() -> None:
    assert not supports([], "新增学位2.1万个")


def test_a_figure_must_be_the_quotes_own_not_its_surroundings() -> None:
    assert not supports([Proof("新增学位", "全年新增学位2.1万个")], "新增学位2.1万个")


def test_figures_without_an_equal_are_counted() -> None:
    assert unsupported_figures([SCHOOLS], "学校12所，学位2.2万个，就业3.9万人") == 2
    assert unsupported_figures([SCHOOLS, JOBS], "学校12所，学位2.2万个，就业3.9万人") == 1


def test_a_number_of_a_table_has_the_unit_of_its_column() -> None:
    proofs = [Proof("区 | 小学学位（个）"), Proof("浦口区 | 9600")]
    assert supports(proofs, "浦口区小学学位9600个")
    assert not supports(proofs, "浦口区小学学位9600人")
    assert not supports(proofs[1:], "浦口区小学学位9600个")


def test_a_computed_statement_may_say_a_difference() -> None:
    quotes = [Proof("历下区新增2.1万个"), Proof("市中区新增1.6万个")]
    assert supports(quotes, "计算：历下区2.1万个＞市中区1.6万个，相差0.5万个。")
    assert not supports(quotes, "计算：历下区2.1万个＞市中区1.6万个，相差0.6万个。")
    assert not supports(quotes, "历下区新增比市中区多0.5万个")


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        ("计算：历下区2.1万个＋市中区1.6万个＝3.7万个。", True),
        ("计算：历下区2.1万个＋市中区1.6万个＝3.8万个。", False),
        ("计算：（历下区2.1万个－市中区1.6万个）÷1.6万个≈31.3%，多31.3%。", True),
        ("计算：（历下区2.1万个－市中区1.6万个）÷1.6万个≈31.4%，多31.4%。", False),
        ("计算：市中区1.6万个÷历下区2.1万个≈76.2%。", True),
        ("计算：历下区2.1万个÷市中区1.6万个≈1.3倍。", True),
        ("计算：历下区2.1万个÷市中区1.6万个≈1.4倍。", False),
    ],
)
def test_a_computed_statement_is_worked_out_again(statement: str, holds: bool) -> None:
    quotes = [Proof("历下区新增2.1万个"), Proof("市中区新增1.6万个")]
    assert supports(quotes, statement) is holds


def test_rates_differ_by_points() -> None:
    quotes = [Proof("历下区增长5.5%"), Proof("市中区增长4.2%")]
    assert supports(quotes, "计算：历下区5.5%－市中区4.2%＝1.3个百分点。")
    assert not supports(quotes, "计算：历下区5.5%－市中区4.2%＝1.4个百分点。")


def test_recall_counts_statements_precision_counts_citations() -> None:
    cited = [
        Cited("新增学位2.1万个，新增城镇就业3.9万人", (SCHOOLS, JOBS)),  # both needed
        Cited("新增学位2.1万个", (SCHOOLS, JOBS)),  # the second is idle
        Cited("新增学位2.2万个", (SCHOOLS,)),  # not proved
        Cited("新增学位2.1万个", ()),  # nothing cited
    ]
    assert citation_recall(cited) == Tally(2, 4)
    assert citation_precision(cited) == Tally(3, 5)
