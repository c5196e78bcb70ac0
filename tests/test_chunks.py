from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.chunks import chunk_article, head_text, search_text, split_clauses, split_sentences
from rag.types import Article, Piece, Role

LONG = "这是一句不长不短的话用来把段落撑到需要断开的长度。"


def article(*parts: tuple[Role, str], title: str = "标题", **facts: object) -> Article:
    """An article whose text is the parts, a line break between them."""
    pieces: list[Piece] = []
    text = ""
    for role, part in parts:
        text += "\n" if text else ""
        pieces.append(Piece(len(text), len(text) + len(part), len(text), role, bool(pieces)))
        text += part
    known = {"byline": None, "published": None, "year": None, "regions": ()} | facts
    return Article("a-1", "a.txt", title, pieces=tuple(pieces), text=text, **known)  # type: ignore[arg-type]


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def clauses(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_clauses(text)]


def chunks(*parts: tuple[Role, str], size: int = 60, overlap: int = 0) -> list[str]:
    return [chunk.text for chunk in chunk_article(article(*parts), size, overlap)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增学位1.2万个。投入3.6亿元！", ["新增学位1.2万个。", "投入3.6亿元！"]),
        ("他问：“钱从哪来？”大家沉默。", ["他问：“钱从哪来？”", "大家沉默。"]),
        ("占有率超过60%……公司做到了。", ["占有率超过60%……公司做到了。"]),
        ("《谁是最可爱的人？》发表了。", ["《谁是最可爱的人？》发表了。"]),
        ("聚焦“钱从哪来？”的问题，他说。", ["聚焦“钱从哪来？”的问题，他说。"]),
        ("（全长22.6公里。）工程开工。", ["（全长22.6公里。）", "工程开工。"]),
        ("小标题\n正文一句。\n  又一段", ["小标题", "正文一句。", "又一段"]),
        ("增长1.5%.到年底完成.", ["增长1.5%.到年底完成."]),
        ("只有更好，没有最好；只有进行时。", ["只有更好，没有最好；只有进行时。"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_says(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_quotation_and_its_speaker_are_one_sentence() -> None:
    text = "“打造先导区。”区委书记邹颂提出，首先是产业强。“要快。”大家鼓掌。"
    assert sentences(text) == [
        "“打造先导区。”区委书记邹颂提出，首先是产业强。",
        "“要快。”",
        "大家鼓掌。",
    ]


def test_clauses_keep_numbers_and_marks_whole() -> None:
    assert clauses("达到1,200亿元,增长22.6%；“要快，”他说。") == [
        *("达到1,200亿元,", "增长22.6%；", "“要快，”", "他说。")
    ]


TEXT = st.text(alphabet="历下区新增1.,，。！？；：“”（）《》\n …的说", max_size=80)


@given(TEXT)
def test_nothing_but_white_space_is_lost(text: str) -> None:
    for split in (split_sentences, split_clauses):
        spans = split(text)
        assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(
            text.split()
        )
        assert all(before.end <= after.start for before, after in pairwise(spans))


def test_sentences_are_packed_whole() -> None:
    found = chunks(("body", LONG * 5))
    assert found == [LONG * 2, LONG * 2, LONG]


def test_paragraphs_are_kept_apart_unless_they_are_short() -> None:
    assert chunks(("body", LONG), ("body", LONG)) == [LONG, LONG]
    assert chunks(("body", "短句。"), ("body", LONG)) == [f"短句。\n{LONG}"]


def test_a_heading_goes_with_what_it_heads() -> None:
    found = chunks(("body", LONG), ("body", "打造会客厅"), ("body", LONG))
    assert found == [LONG, f"打造会客厅\n{LONG}"]


def test_an_enumeration_that_fits_stays_together() -> None:
    listed = "一是抓招商引资。二是抓项目建设。三是抓城市更新。"
    assert chunks(("body", f"{LONG * 2}{listed}")) == [LONG * 2, listed]


def test_a_sentence_that_is_too_long_is_cut_at_semicolons_first() -> None:
    parts = ["一是抓招商引资，力争全年到位资金超百亿元；", "二是抓项目建设，确保全部开工；"]
    found = chunks(("body", "".join(parts)), size=30)
    assert found == parts


def test_a_sentence_without_any_mark_is_cut_to_size() -> None:
    assert [len(chunk) for chunk in chunks(("body", "长" * 130))] == [60, 60, 10]


def test_a_chunk_may_begin_with_the_sentence_before_it() -> None:
    first, second, third = f"甲{LONG}", f"乙{LONG}", f"丙{LONG}"
    assert chunks(("body", first + second + third), size=55, overlap=30) == [
        first + second,
        second + third,
    ]


def test_title_and_byline_are_a_chunk_before_the_body() -> None:
    parts: list[tuple[Role, str]] = [("title", "十件实事"), ("byline", "记者 李明"), ("body", LONG)]
    assert chunks(*parts) == ["十件实事\n记者 李明", LONG]


def test_a_title_within_the_body_is_a_heading() -> None:
    parts: list[tuple[Role, str]] = [("title", "十件实事"), ("body", LONG), ("title", "兜底线")]
    assert chunks(*parts, ("body", LONG)) == ["十件实事", LONG, f"兜底线\n{LONG}"]


def test_captions_are_chunks_of_their_own() -> None:
    found = chunks(("body", "短句。"), ("caption", "图为现场。"), ("body", "又一句。"))
    assert found == ["短句。", "图为现场。", "又一句。"]


PARTS = st.lists(
    st.tuples(st.sampled_from(["title", "byline", "body", "caption"]), TEXT.filter(str.strip)),
    max_size=6,
)


@given(PARTS, st.integers(8, 60), st.integers(0, 30))
def test_every_sentence_is_in_a_chunk_and_every_offset_holds(
    parts: list[tuple[Role, str]], size: int, overlap: int
) -> None:
    made = article(*parts)
    covered: set[int] = set()
    for chunk in chunk_article(made, size, overlap):
        assert made.text[chunk.start : chunk.end] == chunk.text
        assert 0 < len(chunk.text) <= size
        covered |= set(range(chunk.start, chunk.end))
    assert all(place in covered for place, mark in enumerate(made.text) if not mark.isspace())


def test_ids_are_told_apart_and_the_same_again() -> None:
    made = article(("body", LONG * 5))
    ids = [chunk.chunk_id for chunk in chunk_article(made, 60)]
    assert len(set(ids)) == len(ids) == 3
    assert ids == [chunk.chunk_id for chunk in chunk_article(made, 60)]


def test_a_chunk_is_searched_with_its_title_region_and_date() -> None:
    made = article(
        ("body", "新增学位1.2万个。"),
        title="今年要办\n十件实事",
        published="2021-03-05",
        regions=("历下区", "济南市"),
    )
    (chunk,) = chunk_article(made)
    assert search_text(chunk, made) == "今年要办 十件实事 历下区 2021年3月5日 新增学位1.2万个。"
    untitled = article(("body", "新增学位。"), title="", year=2020)
    assert head_text(chunk_article(untitled)[0], untitled) == "2020年"


def test_a_chunk_that_holds_the_title_is_not_found_by_it_twice() -> None:
    made = article(
        ("title", "今年要办"), ("title", "十件实事"), title="今年要办\n十件实事", year=2020
    )
    (chunk,) = chunk_article(made)
    assert head_text(chunk, made) == ""
    assert search_text(chunk, made) == "今年要办\n十件实事"
