"""A chunk is read below its article's title; what is found counts in the chunk alone."""

from functools import cache

from rag.heading import LONGEST, headed, heading
from rag.reader import Reader
from rag.types import Page, Passage
from tests import embedded

TITLE = "云河市第三中学新校区启用"
BODY = "".join(
    f"\n{n}月，云河市教育部门到校察看，师生们参观了教学楼、实验楼和操场，对环境表示满意。" * 3
    for n in range(3, 9)
)
TEXT = f"{TITLE}\n本报云河讯 9月1日，新校区迎来第一批学生。{BODY}\n新校区占地86亩，设36个班。\n"


@cache
def passages() -> list[Passage]:
    found = embedded.models().over([Page("三中", TEXT, "三中")]).search("新校区占地多少亩？")
    return sorted(found, key=lambda passage: passage.chunk.start)


def test_a_chunk_that_holds_the_title_gets_none() -> None:
    assert heading(passages()[0]) == ""


def test_a_later_chunk_gets_the_title_as_a_sentence() -> None:
    assert heading(passages()[-1]) == f"{TITLE}。"
    assert len(heading(passages()[-1])) <= LONGEST + 1


def test_what_is_found_counts_in_the_chunk() -> None:
    reader, last = Reader.load(), passages()[-1]
    (reading,) = headed(reader, "云河市第三中学新校区占地多少亩？", [last])
    text = last.chunk.text
    found = reading.best(0, len(text))
    assert found is not None
    assert text[found[0].start : found[0].end] == "86亩"
    assert len(reading.offsets) == len(reader.read("几亩？", [text])[0].offsets)
    assert reading.offsets.min() == 0


def test_what_stands_in_the_title_alone_is_not_found_in_the_chunk() -> None:
    (reading,) = headed(Reader.load(), "哪所学校的新校区启用了？", [passages()[-1]])
    text = passages()[-1].chunk.text
    found = reading.best(0, len(text))
    assert found is not None
    assert 0 <= found[0].start < found[0].end <= len(text)
