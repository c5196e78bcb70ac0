"""Gold files: reading them, saying what is wrong with them, judging answers by them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.gold import Evidence, Gold, fold, is_right, load_gold, says
from rag.types import Answer, ModelNames, Timings, Turn, Verdict

LINE = {
    "id": "q-1",
    "kind": "fact",
    "question": "历下区新增学位多少个？",
    "answers": [["2.1万个", "21000个"]],
    "evidence": [{"source": "002.txt", "text": "新增学位2.1万个"}],
}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def said(text: str, verdict: Verdict = "answered") -> Answer:
    return Answer(
        id=None,
        question="历下区新增学位多少个？",
        verdict=verdict,
        text=text,
        statements=(),
        short=(),
        citations=(),
        nearest=(),
        missing=(),
        conflicts=(),
        model=ModelNames("e@1", "r@1"),
        timings_ms=Timings(0, 0, 0, 0),
    )


def gold(*groups: tuple[str, ...]) -> Gold:
    return Gold("q", "fact", "历下区新增学位多少个？", groups)


def test_a_line_becomes_a_question_with_its_evidence(tmp_path: Path) -> None:
    assert load_gold(written(tmp_path, LINE)) == [
        Gold(
            "q-1",
            "fact",
            "历下区新增学位多少个？",
            (("2.1万个", "21000个"),),
            (Evidence("002.txt", "新增学位2.1万个"),),
        )
    ]


def test_earlier_turns_and_questions_without_an_answer_are_read(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "历下区呢？"}]
    line = {"id": "q", "kind": "k", "question": "市中区呢？", "answers": [], "history": history}
    (read,) = load_gold(written(tmp_path, line, "", "  "))
    assert read.history == (Turn("user", "历下区呢？"),)
    assert not read.answerable


@pytest.mark.parametrize(
    ("line", "says_what"),
    [
        ("{", "line 2 is not JSON"),
        ("[1]", "line 2 is no JSON object"),
        ({**LINE, "id": 7}, "line 2: 'id', 'kind' and 'question' must be strings"),
        ({**LINE, "question": " "}, "line 2: 'id', 'kind' and 'question' must be strings"),
        ({**LINE, "answers": ["2.1万个"]}, r"line 2: 'answers' must be a list of groups.*2.1万个"),
        ({**LINE, "answers": [[]]}, "line 2: 'answers' must be a list of groups"),
        ({**LINE, "evidence": [{"source": "a"}]}, "line 2: 'evidence' must be a list of objects"),
        ({**LINE, "history": [{"role": "x", "content": "y"}]}, "line 2: role 'x' is neither"),
        (LINE, "line 2: id 'q-1' stands on line 1 already"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object, says_what: str) -> None:
    with pytest.raises(UsageError, match=says_what):
        load_gold(written(tmp_path, LINE, line))


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl cannot be read: No such file"):
        load_gold(tmp_path / "none.jsonl")
    (tmp_path / "gbk.jsonl").write_bytes("历下".encode("gbk"))
    with pytest.raises(UsageError, match="is not UTF-8"):
        load_gold(tmp_path / "gbk.jsonl")
    with pytest.raises(UsageError, match="holds no question"):
        load_gold(written(tmp_path, ""))


def test_folding_takes_white_space_width_and_case_and_leaves_punctuation() -> None:
    assert fold(" ＧＤＰ 增长\n６．５％，") == "gdp增长6.5%,"
    assert fold("“1364”工作思路。") == "“1364”工作思路。"


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("新增学位 2.1 万个", "2.1万个", True),
        ("共13.9万人", "3.9万人", False),
        ("共3.9万人", "3.9", True),
        ("共3.95万人", "3.9", False),
        ("共39个", "3", False),
        ("占比65.3%", "5.3%", False),
        ("占比65.3%", "3%", False),
        ("2020年39个", "39个", True),
        ("有3人落户", "人落户", True),
        ("ＣＢＤ片区", "cbd", True),
    ],
)
def test_a_form_is_found_but_not_inside_a_longer_number(text: str, form: str, found: bool) -> None:
    assert says(text, form) is found


def test_right_needs_a_form_of_every_group() -> None:
    both = gold(("2.1万个", "21000个"), ("市中区",))
    assert is_right(both, said("市中区新增学位21000个[1]。"))
    assert not is_right(both, said("新增学位21000个[1]。"))


def test_markers_are_no_part_of_the_answer() -> None:
    assert not is_right(gold(("12",)), said("新增学位若干[12]。"))
    assert is_right(gold(("一号、二号",)), said("一号[1]、二号[2]"))


def test_refusing_is_right_only_where_the_articles_do_not_say() -> None:
    refusal = said("文章没有提到2.1万个。", "unanswerable")
    assert is_right(gold(), refusal)
    assert not is_right(gold(), replace(refusal, verdict="answered"))
    assert not is_right(gold(("2.1万个",)), refusal)
