"""A chunk is read below its article's title; what is found counts in the chunk alone."""

from collections.abc import Sequence
from functools import cache

from embeddings.static import shipped
from rag.features import FEATURES
from rag.heading import LONGEST, alone, headed, heading, name_at, subject
from rag.reader import Reader, Reading
from rag.types import Page, Passage, Span
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
    reader, last = Reader.load(shipped), passages()[-1]
    (reading,) = headed(reader, "云河市第三中学新校区占地多少亩？", [last])
    text = last.chunk.text
    found = reading.best(0, len(text))
    assert found is not None
    assert text[found[0].start : found[0].end] == "86亩"
    assert len(reading.offsets) == len(reader.read("几亩？", [text])[0].offsets)
    assert reading.offsets.min() == 0


class Recorder:
    """A reader that keeps what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.given += passages
        return Reader.load(shipped).read(question, passages)


def test_the_reader_is_given_the_title_and_says_nothing_of_it() -> None:
    recorder, last = Recorder(), passages()[-1]
    (reading,) = headed(recorder, "哪所学校的新校区启用了？", [last])
    assert recorder.given == [f"{TITLE}。{last.chunk.text}"]
    (whole,) = Reader.load(shipped).read("哪所学校的新校区启用了？", recorder.given)
    found = whole.best(0, len(recorder.given[0]))
    assert found is not None
    assert found[0].end <= len(TITLE)
    assert reading.offsets.max() == len(last.chunk.text.rstrip())


def test_a_window_is_read_alone_with_its_sentences_and_the_title() -> None:
    recorder, last = Recorder(), passages()[-1]
    text = last.article.text
    start = text.index("占地86亩")
    windows = [(last, Span(start, start + 5)), (last, Span(start + 6, start + 11))]
    one, other = alone(recorder, "新校区占地多少亩？", windows)
    assert recorder.given == [f"{TITLE}。新校区占地86亩，设36个班。"]
    assert one == other > 0


PROJECTS = (
    "云河市城建纪事\n"
    + "云河市今年城建工作全面铺开，各单位克服困难，抓住晴好天气，把工期往前赶。" * 6
    + "\n望湖片区位于城市西部，是老城的延伸，居民盼望多年。"
    + "片区内的厂房、仓库和旧居民楼已经全部腾空，拆除的建筑垃圾正在外运，场地平整同步进行。" * 4
    + "\n项目占地约5平方公里，总投资约510亿元，两年内全部供地。\n"
)


@cache
def projects() -> list[Passage]:
    over = embedded.models().over([Page("城建", PROJECTS, "城建")])
    return sorted(over.search("望湖片区总投资多少？"), key=lambda passage: passage.chunk.start)


def test_a_chunk_is_read_below_the_clause_that_names_what_is_asked_about() -> None:
    last = projects()[-1]
    assert "望湖" not in last.chunk.text
    assert subject("望湖片区总投资多少？", last) == "望湖片区位于城市西部。"
    assert subject("柳溪片区总投资多少？", last) == ""
    answer = embedded.models().answer_over("望湖片区总投资多少？", {"城建": PROJECTS})
    assert answer.short == ("约510亿元",)
    ((_, found),) = (
        embedded.models().over([Page("城建", PROJECTS, "城建")]).candidates("望湖片区总投资多少？")
    )
    lacking = found[0].features[FEATURES.index("absent")]
    assert lacking == 0  # what the clause before it names


def test_a_statement_names_its_subject_and_quotes_where_it_is_named() -> None:
    answer = embedded.models().answer_over("望湖片区总投资多少？", {"城建": PROJECTS})
    assert answer.text.startswith("望湖片区：项目占地约5平方公里，总投资约510亿元")
    named, told = answer.citations
    assert "望湖片区位于城市西部" in named.quote and "510亿元" in told.quote
    assert answer.statements[0].citations == (1, 2)


def test_a_subject_is_named_as_far_as_question_and_clause_agree() -> None:
    last = projects()[-1]
    for question, name in (("望湖片区总投资多少？", "望湖片区"), ("望湖的片区投资多少？", "望湖")):
        where = name_at(question, last)
        assert where is not None and PROJECTS[where.start : where.end] == name
    assert name_at("柳溪片区总投资多少？", last) is None
