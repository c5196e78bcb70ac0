from __future__ import annotations

from pathlib import Path

from rag.sections import Section, read_sections, write_sections
from rag.types import Page
from tests.conftest import PAGE


def test_what_is_written_is_read(tmp_path: Path) -> None:
    sections = [Section.cut(Page("一.txt", PAGE, "0")), Section.cut(Page("b.txt", " \n", "1"))]
    write_sections(tmp_path / "sections.jsonl", sections)
    assert list(read_sections(tmp_path / "sections.jsonl")) == sections


def test_a_page_is_cut_into_articles_and_their_chunks() -> None:
    section = Section.cut(Page("a.txt", PAGE, "0"))
    assert [each.title for each in section.articles] == [
        "历下区今年新增学位一万个",
        "天桥区：三条河道年内完成治理",
    ]
    assert [row.text for row in section.rows()] == [chunk.text for chunk in section.chunks]
    assert [row.head for row in section.rows()] == [
        *("", "历下区今年新增学位一万个 历下区 2021年3月5日"),
        *("", "天桥区：三条河道年内完成治理 天桥区 2021年3月5日"),
    ]
    for text, row in zip(section.texts(), section.rows(), strict=True):
        assert text == f"{row.head} {row.text}".strip()
