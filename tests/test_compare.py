"""Which figure is higher and by how much, worked by hand."""

from __future__ import annotations

import pytest

from rag.compare import Cell, comparison, difference
from rag.figures import Figure, find_figures


def figure(text: str) -> Figure:
    (found,) = find_figures(text)
    return found


def cells(**texts: str) -> list[Cell]:
    return [Cell(name, figure(text)) for name, text in texts.items()]


MORE = "姑苏区和吴江区新增学位哪个更多？"
LESS = "姑苏区和吴江区新增学位哪个更少？"
GAP = "姑苏区和吴江区新增学位相差多少？"


def test_the_higher_one_is_named_with_both_operands() -> None:
    assert comparison(MORE, cells(姑苏区="1.2万个", 吴江区="8600个")) == (
        "计算：姑苏区1.2万个＞吴江区8600个，姑苏区更多。",
        "姑苏区",
    )


def test_the_lower_one_where_less_is_asked_for() -> None:
    assert comparison(LESS, cells(姑苏区="1.2万个", 吴江区="8600个")) == (
        "计算：吴江区8600个＜姑苏区1.2万个，吴江区更少。",
        "吴江区",
    )


def test_how_much_they_differ_by() -> None:
    """1.2 ten thousands less 8600 are 3400, or 0.34 ten thousands."""
    assert comparison(GAP, cells(姑苏区="1.2万个", 吴江区="8600个")) == (
        "计算：姑苏区1.2万个－吴江区8600个＝0.34万个，姑苏区更多，相差0.34万个。",
        "0.34万个",
    )


def test_three_stand_in_order() -> None:
    told = comparison("哪个区最多？", cells(甲区="9所", 乙区="12所", 丙区="7所"))
    assert told == ("计算：乙区12所＞甲区9所＞丙区7所，乙区最多。", "乙区")


def test_equal_ones_are_said_to_be_equal() -> None:
    told = comparison(MORE, cells(姑苏区="1.2万个", 吴江区="12000个"))
    assert told is not None
    assert told[1] == "相同"


@pytest.mark.parametrize(
    ("one", "other"), [("86.5万人", "90万人次"), ("12所", "3.6亿元"), ("6.5%", "2个百分点")]
)
def test_figures_of_two_kinds_are_not_compared(one: str, other: str) -> None:
    assert comparison(MORE, cells(姑苏区=one, 吴江区=other)) is None


def test_nothing_is_computed_unless_it_is_asked() -> None:
    both = cells(姑苏区="1.2万个", 吴江区="8600个")
    assert comparison("姑苏区和吴江区各新增学位多少个？", both) is None
    assert comparison(MORE, both[:1]) is None


@pytest.mark.parametrize(
    ("one", "other", "gap"),
    [
        ("2.1万个", "1.6万个", "0.5万个"),
        ("3.6亿元", "2.8亿元", "0.8亿元"),
        ("2.8亿元", "3.6亿元", "0.8亿元"),
        ("1亿元", "9000万元", "0.1亿元"),
        ("12所", "9所", "3所"),
        ("6.5%", "4.2%", "2.3个百分点"),
        ("100所", "20所", "80所"),
    ],
)
def test_a_difference_is_exact_and_in_the_first_ones_unit(one: str, other: str, gap: str) -> None:
    """A difference of shares is told in percentage points, as statistics offices do."""
    assert difference(figure(one), figure(other)) == gap


def test_rates_have_no_share() -> None:
    assert comparison("东城区占全市的比重是多少？", cells(东城区="95%", 全市="95%")) is None


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("甲大桥和乙大桥哪个长？", "更长"),
        ("甲大桥和乙大桥哪个宽？", "更宽"),
        ("甲大厦和乙大厦哪座高？", "更高"),
    ],
)
def test_a_length_is_more_in_the_word_that_was_asked(question: str, word: str) -> None:
    told = comparison(question, cells(甲="120米", 乙="90米"))
    assert told is not None
    assert told[0].endswith(f"甲{word}。")
