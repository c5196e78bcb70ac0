"""``quanwen gold`` and the rest of ``quanwen eval``, from their arguments to what they print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from rag.cli import main
from tests import gazette

Ran = tuple[int, str, str]
Run = Callable[..., Ran]
LINE = {
    "id": "q-1",
    "kind": "fact",
    "question": "姑苏区今年新增学位多少个？",
    "answers": [["1.2万个"]],
    "evidence": [{"source": "suzhou.txt", "text": "新增学位1.2万个"}],
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*arguments: object, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode()), "utf-8"))
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return gazette.write(tmp_path / "pages")


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def test_check_says_nothing_of_sound_gold(run: Run, pages: Path) -> None:
    assert run("gold", "check", write(pages / "gold.jsonl", LINE)) == (0, "", "")


def test_check_names_each_fault_and_fails(run: Run, pages: Path, tmp_path: Path) -> None:
    wrong = {**LINE, "id": "q-2", "evidence": [{"source": "suzhou.txt", "text": "新增学位9个"}]}
    gold = write(tmp_path / "gold.jsonl", LINE, wrong)
    code, out, _ = run("gold", "check", gold, "--pages", pages)
    assert code == 1
    assert out.splitlines() == [
        "q-2: suzhou.txt does not have 「新增学位9个」.",
        "q-2: no evidence says 「1.2万个」.",
        "q-2: asks the same as q-1.",
    ]


def test_suggest_asks_on_standard_error_and_prints_what_is_accepted(
    run: Run, pages: Path, tmp_path: Path
) -> None:
    code, out, err = run("gold", "suggest", pages / "suzhou.txt", stdin="r\na\n")
    assert code == 0
    (line,) = out.splitlines()
    assert "[a]ccept" in err
    gold = write(tmp_path / "mine.jsonl", json.loads(line))
    assert run("gold", "check", gold, "--pages", pages)[0] == 0


def test_suggest_takes_an_article_of_the_index(run: Run, pages: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("index", pages, "--home", home)
    article = json.loads(run("articles", "--json", "--home", home)[1].splitlines()[0])
    code, out, _ = run("gold", "suggest", article["article_id"], "--all", "--home", home)
    assert code == 0
    assert {json.loads(line)["evidence"][0]["source"] for line in out.splitlines()} == {
        article["source"]
    }
    code, out, err = run("gold", "suggest", "nothing", "--home", home)
    assert (code, out) == (1, "")
    assert err.startswith("quanwen: There is no article 'nothing' in the index and no such file")


def test_agree_prints_kappa_and_what_was_answered_otherwise(run: Run, tmp_path: Path) -> None:
    unsaid = {**LINE, "id": "q-2", "question": "谁？", "answers": [], "evidence": []}
    first = write(tmp_path / "a.jsonl", LINE, unsaid)
    second = write(tmp_path / "b.jsonl", {**LINE, "answers": [["2万个"]]}, unsaid)
    code, out, _ = run("gold", "agree", first, second)
    assert code == 0
    assert "kappa, articles say it     1.000" in out
    assert "answered otherwise (1): q-1" in out


# eval


def test_two_runs_of_one_index_give_the_same_bytes(run: Run, pages: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("index", pages, "--home", home)
    other = {**LINE, "id": "q-2", "kind": "district", "question": "吴江区新增学位多少个？",
             "answers": [["8600个"]], "evidence": []}  # fmt: skip
    gold = write(tmp_path / "gold.jsonl", LINE, other, {**LINE, "id": "q-3", "answers": []})
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        assert run("eval", gold, "--home", home, "--report", folder)[0] == 0
    one, two = ((folder / "scores.json").read_bytes() for folder in folders)
    assert one == two
    assert json.loads(one)["headline"]["right"]["scored"] == 3


def test_a_stored_run_is_judged_again_without_an_index(
    run: Run, pages: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    run("index", pages, "--home", home)
    gold = write(tmp_path / "gold.jsonl", LINE)
    first = run("eval", gold, "--home", home, "--report", tmp_path / "one")[1]
    again = run("eval", tmp_path / "one" / "run.jsonl", "--home", tmp_path / "nowhere")[1]
    assert again.strip() == first.partition("\n\nreport:")[0].strip()


def test_a_public_set_needs_no_index(run: Run, tmp_path: Path) -> None:
    sample = Path(__file__).with_name("public_sets") / "cmrc2018_sample.json"
    code, out, _ = run("eval", sample, "--as", "squad", "--limit", 1, "--home", tmp_path)
    assert code == 0
    assert ["squad", "1.000", "1.000", "1.000", "1"] in [line.split() for line in out.splitlines()]


def test_another_command_is_asked_over_its_pipe(run: Run, pages: Path, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", {**LINE, "answers": []})
    script = tmp_path / "refuses.py"
    script.write_text(
        "import json, sys\nfor line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        "    print(json.dumps({'id': asked['id'], 'question': asked['question'], "
        "'verdict': 'unanswerable', 'text': '', 'statements': [], 'short': [], "
        "'citations': []}), flush=True)\n",
        encoding="utf-8",
    )
    code, out, _ = run(
        "eval", gold, "--system", f"{sys.executable} {script}", "--home", tmp_path / "none"
    )
    assert code == 0
    assert ["refusal_recall", "1.000", "1.000", "…", "1.000", "1"] in [
        line.split() for line in out.splitlines()
    ]


@pytest.mark.parametrize(
    "arguments", [["--limit", "0"], ["--timeout", "no"], ["--timeout", "-1"], ["--limit", "x"]]
)
def test_options_that_mean_nothing_are_wrong_usage(arguments: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as told:
        main(["eval", str(tmp_path), *arguments])
    assert told.value.code == 2
