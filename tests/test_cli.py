"""Every command from its arguments to what it prints, and each failure in one sentence."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from rag.cli import main
from tests import gazette

GUSU, WUJIANG = "姑苏区今年新增学位多少个？", "吴江区今年新增学位多少个？"
ANSWER = ["id", "question", "verdict", "text", "statements", "short", "citations", "nearest",
          "missing", "conflicts", "model", "timings_ms", "notes", "table"]  # fmt: skip


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def told(self) -> str:
        """The one sentence on standard error, which is all there is."""
        assert (self.code, self.out) == (1, "")
        assert self.err.startswith("quanwen: ")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.removeprefix("quanwen: ").strip()


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; ``stdin`` is what it reads."""
    monkeypatch.delenv("QUANWEN_HOME", raising=False)

    def run(*arguments: object, stdin: str | bytes = "") -> Ran:
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data), encoding="utf-8"))
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the gazette's index."""
    folder = tmp_path_factory.mktemp("gazette")
    assert (
        main(["index", str(gazette.write(folder / "pages")), "--home", str(folder / "home")]) == 0
    )
    return folder / "home"


# index


def test_index_tells_what_it_holds(run: Run, tmp_path: Path) -> None:
    ran = run("index", gazette.write(tmp_path / "pages"), "--home", tmp_path / "home")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("3 pages, 4 articles, ")
    assert ran.out.endswith(" s\n")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("binary.txt", bytes(range(256)) * 40, "is not text in UTF-8 or GB18030"),
        ("empty.txt", b"", "holds no text"),
        ("blank.md", b" \n\n\t", "holds no text"),
        ("broken.pdf", b"%PDF-1.7\nnot one", "is not a PDF that can be opened"),
    ],
)
def test_a_page_that_cannot_be_read_is_named_and_the_others_are_indexed(
    run: Run, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    pages = gazette.write(tmp_path / "pages")
    (pages / name).write_bytes(content)
    ran = run("index", pages, "--home", tmp_path / "home")
    assert ran.code == 1
    assert ran.out.startswith("3 pages, 4 articles, ")
    assert ran.err.startswith(f"quanwen: left out {name}: {name} {reason}")
    assert ran.err.count("\n") == 1
    assert len(run("articles", "--home", tmp_path / "home").out.splitlines()) == 4


def test_a_file_without_leave_to_read_is_named(run: Run, tmp_path: Path) -> None:
    pages = gazette.write(tmp_path / "pages")
    locked = pages / "locked.txt"
    locked.write_text("新增学位9个。", encoding="utf-8")
    locked.chmod(0)
    try:
        locked.read_bytes()
    except PermissionError:
        ran = run("index", pages, "--home", tmp_path / "home")
        assert ran.code == 1
        assert "left out locked.txt" in ran.err
    else:
        pytest.skip("this user may read every file")


def test_a_folder_named_like_a_page_is_no_page(run: Run, tmp_path: Path) -> None:
    pages = gazette.write(tmp_path / "pages")
    (pages / "folder.txt").mkdir()
    ran = run("index", pages, "--home", tmp_path / "home")
    assert (ran.code, ran.out[:8]) == (0, "3 pages,")


def test_a_page_of_one_line_is_indexed_and_answers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("吴江区今年新增学位8600个。", encoding="utf-8")
    assert run("index", tmp_path, "--home", tmp_path / "home").out.startswith("1 pages, 1 articles")
    answer = run("ask", WUJIANG, "--json", "--home", tmp_path / "home").records[0]
    assert answer["short"] == ["8600个"]


def test_a_folder_without_a_page_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"x")
    assert "holds no page (.txt .md" in run("index", tmp_path, "--home", tmp_path / "home").told


def test_a_folder_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    told = run("index", tmp_path / "nowhere", "--home", tmp_path / "home").told
    assert told == f"There is no folder {tmp_path / 'nowhere'}: name one that holds pages."


def test_a_folder_with_nothing_that_can_be_read_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert "None of the 1 files" in run("index", tmp_path, "--home", tmp_path / "home").told


def test_a_home_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = run("index", gazette.write(tmp_path / "pages"), "--home", tmp_path / "file").told
    assert "name another with --home" in told


# articles and search


def test_articles_lists_them_a_line_each(run: Run, home: Path) -> None:
    ran = run("articles", "--home", home)
    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.splitlines()) == 4
    assert "suzhou.txt  2022-03-08  吴江区：民生投入再加码  吴江区" in ran.out


def test_articles_as_json_hold_the_fields_of_the_contract(run: Run, home: Path) -> None:
    for record in run("articles", "--json", "--home", home).records:
        assert list(record) == [
            *("article_id", "source", "title", "byline"),
            *("published", "regions", "spans", "text"),
        ]
        page = gazette.PAGES[record["source"]]
        pieces = "".join(page[start:end] for start, end in record["spans"])
        assert "".join(pieces.split()) == "".join(record["text"].split())


def test_search_shows_passages_with_the_scores_of_each_retriever(run: Run, home: Path) -> None:
    ran = run("search", WUJIANG, "-k", 2, "--home", home)
    assert (ran.code, ran.err) == (0, "")
    first, scores, text = ran.out.splitlines()[:3]
    assert first == "1. 吴江区：民生投入再加码  (suzhou.txt)"
    assert "lexical" in scores
    assert "dense" in scores
    assert "新增学位8600个" in text


def test_search_as_json_gives_as_many_as_asked_for(run: Run, home: Path) -> None:
    records = run("search", GUSU, "-k", "2", "--json", "--home", home).records
    assert [record["rank"] for record in records] == [1, 2]
    for record in records:
        page = gazette.PAGES[record["source"]]
        assert "".join(page[s:e] for s, e in record["spans"]).split() == record["text"].split()


# ask


def test_ask_prints_an_answer_with_its_proof(run: Run, home: Path) -> None:
    ran = run("ask", WUJIANG, "--home", home)
    assert (ran.code, ran.err) == (0, "")
    text, blank, place, quote = ran.out.splitlines()
    assert "8600个" in text
    assert text.endswith("[1]")
    assert blank == ""
    assert place.startswith("[1] 《吴江区：民生投入再加码》 2022-03-08  suzhou.txt ")
    start, end = place.split()[-1].split("–")
    assert quote.strip() == f"「{gazette.SUZHOU[int(start) : int(end)]}」"


def test_ask_prints_a_refusal_with_what_is_near(run: Run, home: Path) -> None:
    ran = run("ask", "虎丘区今年新增学位多少个？", "--home", home)
    assert ran.code == 0
    assert ran.out.startswith("已收录的文章没有关于虎丘区的报道。\n\n最接近的段落：\n  · 《")


def test_ask_names_what_is_missing(run: Run, home: Path) -> None:
    ran = run("ask", "姑苏区和虎丘区今年各新增学位多少个？", "--home", home)
    assert "文章未说明：虎丘区" in ran.out


def test_ask_as_json_holds_the_fields_of_the_contract(run: Run, home: Path) -> None:
    (record,) = run("ask", GUSU, "--json", "--home", home).records
    assert list(record) == ANSWER
    assert (record["id"], record["question"], record["verdict"]) == (None, GUSU, "answered")
    (citation,) = record["citations"]
    assert gazette.SUZHOU[citation["start"] : citation["end"]] == citation["quote"]


def test_the_home_folder_may_come_from_the_environment(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANWEN_HOME", str(home))
    assert len(run("articles").out.splitlines()) == 4


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "The question is empty"),
        ("  ", "The question is empty"),
        ("😀🎉", "has no word in it"),
        ("学" * 10_000, "has 10000 characters: ask in at most"),
        ("\udcff学位", "character 1 of the text is no character"),  # how Python gives a stray byte
    ],
)
def test_a_question_that_cannot_be_asked_is_told(
    run: Run, home: Path, question: str, told: str
) -> None:
    for command in ("ask", "search"):
        assert told in run(command, question, "--home", home).told


# ask -


def test_questions_come_a_line_each_and_are_answered_in_order(run: Run, home: Path) -> None:
    lines = [GUSU, "", json.dumps({"id": "7", "question": WUJIANG}), "谁写的？"]
    ran = run("ask", "-", "--home", home, stdin="\n".join(lines))
    assert (ran.code, ran.err) == (0, "")
    assert [list(record) for record in ran.records] == [ANSWER] * 3
    assert [record["id"] for record in ran.records] == [None, "7", None]
    assert [record["short"] for record in ran.records[:2]] == [["1.2万个"], ["8600个"]]


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


DOCUMENTS = [{"id": "doc-1", "text": "虎丘区今年新增学位4300个。"}, {"id": 2, "text": "无关。"}]


def test_documents_on_a_line_need_no_index(run: Run, tmp_path: Path) -> None:
    asked = line(question="虎丘区今年新增学位多少个？", documents=DOCUMENTS)
    (record,) = run("ask", "-", "--json", "--home", tmp_path, stdin=asked).records
    (citation,) = record["citations"]
    assert (record["short"], citation["source"]) == (["4300个"], "doc-1")
    assert DOCUMENTS[0]["text"][citation["start"] : citation["end"]] == citation["quote"]  # type: ignore[index]


def test_lines_with_and_without_documents_may_be_mixed(run: Run, home: Path) -> None:
    asked = line(question="虎丘区今年新增学位多少个？", documents=DOCUMENTS)
    ran = run("ask", "-", "--home", home, stdin=asked + GUSU + "\n" + asked)
    assert [record["short"] for record in ran.records] == [["4300个"], ["1.2万个"], ["4300个"]]


def test_history_on_a_line_completes_the_question(run: Run, home: Path) -> None:
    history = [{"role": "user", "content": GUSU}, {"role": "assistant", "content": "1.2万个。"}]
    asked = line(question="那吴江区呢？", history=history)
    (record,) = run("ask", "-", "--home", home, stdin=asked).records
    assert (record["question"], record["short"]) == ("那吴江区呢？", ["8600个"])


BAD: tuple[tuple[str | bytes, str], ...] = (
    ('{"question": ', "is not JSON"),
    ('{"question": ' + "[" * 100_000, "is not JSON"),
    ('{"id": 1}', 'has no "question"'),
    ('{"question": 5}', 'has no "question"'),
    ('{"question": ""}', "The question is empty"),
    ("😀", "has no word in it"),
    ("学" * 10_000, "has 10000 characters"),
    (line(question="学位？", history=5), '"history" is not a list'),
    (line(question="学位？", history=[{"role": "system"}]), '"history" is not a list'),
    (line(question="学位？", documents={}), '"documents" is not a list'),
    (line(question="学位？", documents=[]), "documents hold no text"),
    (line(question="学位？", documents=[{"id": "a"}]), '"documents" is not a list'),
    (line(question="学位？", documents=[{"id": "a", "text": None}]), '"documents" is not a list'),
    (line(question="学位？", documents=[*DOCUMENTS, *DOCUMENTS]), 'the same "id"'),
    ('{"question": "\\ud800学位"}', "no character"),
    (b"\xff\xfe", "no character"),
)


def test_a_bad_line_is_told_with_its_number_and_the_others_are_answered(
    run: Run, home: Path
) -> None:
    rows = [bad.strip().encode() if isinstance(bad, str) else bad for bad, _ in BAD]
    ran = run("ask", "-", "--home", home, stdin=b"\n".join([*rows, GUSU.encode()]))
    *errors, answer = ran.records
    assert ran.code == 1
    assert [error["line"] for error in errors] == [*range(1, len(BAD) + 1)]
    for error, (_, told) in zip(errors, BAD, strict=True):
        assert told in error["error"]
    assert ran.err == "".join(f"quanwen: line {e['line']}: {e['error']}\n" for e in errors)
    assert answer["short"] == ["1.2万个"]


# eval


GOLD: tuple[Mapping[str, object], ...] = (
    {
        "id": "gusu", "kind": "fact", "question": GUSU, "answers": [["1.2万个", "12000个"]],
        "evidence": [{"source": "suzhou.txt", "text": "新增学位1.2万个"}],
    },
    {"id": "huqiu", "kind": "unanswerable", "question": "虎丘区新增学位多少个？", "answers": []},
)  # fmt: skip


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(line(**record) for record in GOLD), encoding="utf-8")
    return path


def test_eval_prints_the_table_and_writes_the_report(
    run: Run, home: Path, gold: Path, tmp_path: Path
) -> None:
    ran = run("eval", gold, "--home", home, "--report", tmp_path / "report")
    assert (ran.code, ran.err) == (0, "")
    assert ["right", "1.000"] in [row.split()[:2] for row in ran.out.splitlines()]
    assert (tmp_path / "report" / "report.html").is_file()
    again = run("eval", gold, "--home", home, "--compare", tmp_path / "report" / "run.jsonl")
    assert "became wrong (0)" in again.out


@pytest.mark.parametrize(("least", "code"), [(1.0, 0), (1.5, 1)])
def test_eval_fails_when_a_gate_is_missed(
    run: Run, home: Path, gold: Path, least: float, code: int
) -> None:
    gate = gold.with_name("gate.toml")
    gate.write_text(f"[right]\nmin = {least}\n", encoding="utf-8")
    ran = run("eval", gold, "--home", home, "--gate", gate)
    assert ran.code == code
    assert ("below the gate" in ran.out) == bool(code)


def test_eval_tells_of_a_gold_file_that_is_not_there(run: Run, home: Path, tmp_path: Path) -> None:
    assert "cannot be read" in run("eval", tmp_path / "none.jsonl", "--home", home).told


# an index that cannot be used


COMMANDS = (("ask", GUSU), ("ask", "-"), ("search", GUSU), ("articles",))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_index_yet_is_told(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    told = run(*command, "--home", tmp_path / "none", stdin=GUSU).told
    assert told == f"There is no index in {tmp_path / 'none'}: run `quanwen index FOLDER` first."


@pytest.fixture
def damaged(run: Run, tmp_path: Path) -> Path:
    """A home folder of its own, to be damaged."""
    run("index", gazette.write(tmp_path / "pages"), "--home", tmp_path / "home")
    return tmp_path / "home"


def current(home: Path) -> Path:
    return home / (home / "current").read_text("utf-8").strip()


@pytest.mark.parametrize("command", [("ask", GUSU), ("articles",)], ids=" ".join)
def test_an_index_of_another_format_is_told(
    run: Run, damaged: Path, command: tuple[str, ...]
) -> None:
    path = current(damaged) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"format": 99}), "utf-8")
    told = run(*command, "--home", damaged).told
    assert "is of format 99" in told
    assert "run `quanwen index` again" in told


@pytest.mark.parametrize("name", ["manifest.json", "vectors.npy", "sections.jsonl", "lexical"])
def test_a_truncated_index_file_is_told_and_indexing_again_mends_it(
    run: Run, damaged: Path, name: str
) -> None:
    path = current(damaged) / name
    if path.is_dir():
        path = max(path.iterdir(), key=lambda file: file.stat().st_size)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    told = run("articles", "--home", damaged).told
    assert "is damaged" in told
    assert "run `quanwen index` again" in told
    assert run("index", damaged.parent / "pages", "--home", damaged).code == 0
    assert len(run("articles", "--home", damaged).out.splitlines()) == 4


def test_an_index_of_another_model_is_told(run: Run, damaged: Path) -> None:
    path = current(damaged) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"encoder": "bge"}), "utf-8")
    assert "was made with the encoder bge@" in run("ask", GUSU, "--home", damaged).told


# serve


def test_a_port_in_use_is_told(run: Run, home: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        told = run("serve", "--port", port, "--home", home).told
    assert told.startswith(f"Port {port} on 127.0.0.1 is taken")


def test_serve_without_an_index_ends_and_tells(run: Run, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    ran = run("serve", "--port", port, "--home", tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"quanwen: http://127.0.0.1:{port} (stop with Ctrl-C)\n")
    assert "There is no index" in ran.err.splitlines()[-1]


# usage


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["answer"],
        ["ask"],
        ["search", GUSU, "-k", "0"],
        ["search", GUSU, "-k", "²"],
        ["serve", "--port", "70000"],
        ["eval"],
        ["ask", GUSU, "--loud"],
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    said = capsys.readouterr()
    assert (caught.value.code, said.out) == (2, "")
    assert said.err.startswith("usage: quanwen")


def test_a_bad_variable_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANWEN_THREADS", "many")
    assert "QUANWEN_THREADS is 'many'" in run("articles").told


def test_debug_shows_the_traceback(run: Run, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="There is no index"):
        run("articles", "--debug", "--home", tmp_path)


# as a process


def process(*arguments: str, home: Path, encoding: str = "utf-8") -> subprocess.Popen[bytes]:
    program = "import sys; from rag.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments, "--home", str(home)],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONIOENCODING": encoding},
    )


def test_a_terminal_without_chinese_letters_gets_json_that_reads_back(home: Path) -> None:
    with process("articles", "--json", home=home, encoding="ascii") as command:
        out, err = command.communicate(timeout=60)
    assert (command.returncode, err) == (0, b"")
    records = [json.loads(row) for row in out.decode("ascii").splitlines()]
    assert "岳麓区文旅市场升温" in {record["title"] for record in records}


def test_a_reader_that_goes_away_is_no_failure(home: Path) -> None:
    with process("articles", "--json", home=home) as command:
        assert command.stdout is not None
        command.stdout.close()
        assert command.stderr is not None
        err = command.stderr.read()
    assert (command.returncode, err) == (0, b"")
