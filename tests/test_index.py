from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rag import draft
from rag.errors import IndexMissing, IndexUnusable, PageError, UsageError
from rag.home import Home
from rag.index import Index, load_articles
from rag.pages import read_page
from rag.types import Page
from tests.conftest import PAGE, LetterEncoder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def current(home: Path) -> Path:
    folder = Home(home).current()
    assert folder is not None
    return folder


def indexes(home: Path) -> list[Path]:
    return sorted(home.glob("index-*"))


def test_pages_in_memory_are_searched_by_words_and_by_vectors(encoder: LetterEncoder) -> None:
    index = Index.from_pages([Page("doc-1", PAGE, "0")], encoder)
    (found,) = index.lexical.search("治理河道投入多少亿元？", 1)
    chunk = index.chunks[found.number]
    assert "3.6亿元" in chunk.text
    assert index.articles[chunk.article_id].title == "天桥区：三条河道年内完成治理"
    nearest = index.vectors.search(encoder.encode_queries(["天桥"])[0], 1)[0]
    assert index.chunks[nearest.number].article_id == chunk.article_id


def test_the_numbers_of_an_article_are_those_of_its_chunks(encoder: LetterEncoder) -> None:
    index = Index.from_pages([Page("a", PAGE, "0"), Page("b", PAGE, "0")], encoder)
    assert len(index.articles) == 4
    numbers = [index.numbers_of(article_id) for article_id in index.articles]
    assert np.concatenate(numbers).tolist() == list(range(len(index.chunks)))
    for article_id, own in zip(index.articles, numbers, strict=True):
        assert {index.chunks[number].article_id for number in own} == {article_id}
    assert index.numbers_of("unheard of").size == 0


def test_a_page_without_text_is_indexed_as_nothing(encoder: LetterEncoder) -> None:
    index = Index.from_pages([Page("a", "\n \n", "0")], encoder)
    assert list(index.pages) == ["a"]
    assert index.lexical.search("天桥", 5) == []
    assert index.vectors.search(encoder.encode_queries(["天桥"])[0], 5) == []


def test_what_is_built_is_loaded(folder: Path, home: Path, encoder: LetterEncoder) -> None:
    report = Index.build(folder, home, encoder)
    loaded = Index.load(home, encoder)
    fresh = Index.from_pages(
        [read_page(folder / name, folder) for name in ("a.txt", "b.txt")], encoder
    )
    assert loaded.pages == fresh.pages
    assert loaded.articles == fresh.articles
    assert loaded.chunks == fresh.chunks
    assert np.array_equal(loaded.vectors.matrix, fresh.vectors.matrix)
    assert loaded.lexical.search("公园", 3) == fresh.lexical.search("公园", 3)
    assert loaded.digest == fresh.digest
    assert (report.pages, report.articles, report.chunks) == (2, 3, len(loaded.chunks))
    assert (report.failed, report.unchanged) == ((), 0)
    assert load_articles(home) == list(fresh.articles.values())


def test_progress_counts_pages(folder: Path, home: Path, encoder: LetterEncoder) -> None:
    told: list[tuple[int, int]] = []
    Index.build(folder, home, encoder, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_nothing_is_done_again_when_nothing_changed(
    folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    Index.build(folder, home, encoder)
    before = current(home)
    encoder.encoded.clear()
    report = Index.build(folder, home, encoder)
    assert (report.pages, report.unchanged) == (2, 2)
    assert encoder.encoded == []
    assert indexes(home) == [before]


def test_only_what_changed_is_read_and_encoded_again(
    folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    Index.build(folder, home, encoder)
    digest = Index.load(home, encoder).digest
    encoder.encoded.clear()
    text = (folder / "a.txt").read_text("utf-8")
    (folder / "a.txt").write_text(text.replace("3.6亿元", "4.2亿元"), "utf-8")
    report = Index.build(folder, home, encoder)
    assert report.unchanged == 1
    assert len(encoder.encoded) == 1
    assert "4.2亿元" in encoder.encoded[0]
    index = Index.load(home, encoder)
    assert index.digest != digest
    rebuilt = Index.from_pages(list(index.pages.values()), encoder)
    assert np.array_equal(index.vectors.matrix, rebuilt.vectors.matrix)
    assert index.chunks == rebuilt.chunks
    assert index.lexical.search("4.2亿元", 1) == rebuilt.lexical.search("4.2亿元", 1) != []


def test_a_vanished_file_leaves(folder: Path, home: Path, encoder: LetterEncoder) -> None:
    Index.build(folder, home, encoder)
    (folder / "b.txt").unlink()
    assert Index.build(folder, home, encoder).pages == 1
    index = Index.load(home, encoder)
    assert list(index.pages) == ["a.txt"]
    assert index.lexical.search("槐荫", 1) == []
    assert len(indexes(home)) == 1


def test_one_bad_file_never_stops_the_others(
    folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    (folder / "aa.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "empty.txt").write_text("", "utf-8")
    report = Index.build(folder, home, encoder)
    assert report.pages == 2
    assert [source for source, _ in report.failed] == ["aa.txt", "empty.txt"]
    assert list(Index.load(home, encoder).pages) == ["a.txt", "b.txt"]


def test_when_every_file_is_bad_the_old_index_stays(
    folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    Index.build(folder, home, encoder)
    for path in folder.iterdir():
        path.write_text("", "utf-8")
    with pytest.raises(PageError, match=r"a\.txt"):
        Index.build(folder, home, encoder)
    assert len(Index.load(home, encoder).pages) == 2


def test_pages_cut_by_an_older_program_are_cut_again_but_not_encoded_again(
    folder: Path, home: Path, encoder: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    Index.build(folder, home, encoder)
    encoder.encoded.clear()
    monkeypatch.setattr(draft, "program_hash", lambda: "newer")
    report = Index.build(folder, home, encoder)
    assert report.unchanged == 0
    assert encoder.encoded == []
    assert Index.load(home, encoder).manifest.program == "newer"


def test_another_encoder_makes_the_index_anew(folder: Path, home: Path) -> None:
    Index.build(folder, home, LetterEncoder())
    other = LetterEncoder("公园河道")
    with pytest.raises(
        IndexUnusable, match=r"letters@历下天桥槐荫.*letters@公园河道.*run `quanwen"
    ):
        Index.load(home, other)
    assert Index.build(folder, home, other).unchanged == 0
    assert Index.load(home, other).vectors.matrix.shape[1] == 4


def test_a_folder_that_is_missing_or_empty_is_named(tmp_path: Path, encoder: LetterEncoder) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        Index.build(tmp_path / "nowhere", tmp_path / "home", encoder)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "picture.jpg").write_bytes(b"")
    with pytest.raises(UsageError, match="empty"):
        Index.build(tmp_path / "empty", tmp_path / "home", encoder)


@pytest.mark.parametrize("made", ["nothing", "an empty folder", "a file"])
def test_without_an_index_loading_says_how_to_make_one(
    made: str, home: Path, encoder: LetterEncoder
) -> None:
    if made == "an empty folder":
        home.mkdir()
    if made == "a file":
        home.write_text("", "utf-8")
    with pytest.raises(IndexMissing, match="run `quanwen index"):
        Index.load(home, encoder)
    with pytest.raises(IndexMissing):
        load_articles(home)


def test_another_format_is_refused(folder: Path, home: Path, encoder: LetterEncoder) -> None:
    Index.build(folder, home, encoder)
    path = current(home) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"format": 99, "new": 1}))
    with pytest.raises(IndexUnusable, match=r"format 99.*run `quanwen index` again"):
        Index.load(home, encoder)


@pytest.mark.parametrize("fault", ["cut", "emptied", "removed", "changed"])
def test_any_damaged_file_is_found_and_mended(
    fault: str, folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    Index.build(folder, home, encoder)
    whole = current(home)
    names = [path.relative_to(whole) for path in whole.rglob("*") if path.is_file()]
    for name in (name for name in names if not name.name.startswith(".")):
        shutil.rmtree(home / "index-copy", ignore_errors=True)
        shutil.copytree(whole, home / "index-copy")
        (home / "current").write_text("index-copy\n", "utf-8")
        _spoil(home / "index-copy" / name, fault)
        with pytest.raises(IndexUnusable, match="run `quanwen index` again"):
            Index.load(home, encoder)
    Index.build(folder, home, encoder)
    assert len(Index.load(home, encoder).pages) == 2


def _spoil(path: Path, fault: str) -> None:
    data = path.read_bytes()
    if fault == "removed":
        path.unlink()
    else:
        middle = len(data) // 2
        path.write_bytes(
            {
                "cut": data[:middle],
                "emptied": b"",
                "changed": data[:middle] + b"\x01\x02" + data[middle + 2 :],
            }[fault]
        )


@pytest.mark.parametrize("pointer", ["", "index-gone", "../../etc", "\ufffd\x00"])
def test_a_pointer_to_nowhere_is_a_damaged_index(
    pointer: str, folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    Index.build(folder, home, encoder)
    (home / "current").write_text(pointer, "utf-8")
    with pytest.raises(IndexUnusable, match="run `quanwen index` again"):
        Index.load(home, encoder)


def test_a_build_that_fails_leaves_the_old_index(
    folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    Index.build(folder, home, encoder)
    before = current(home)
    (folder / "c.txt").write_text(PAGE.replace("天桥", "市中"), "utf-8")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Index.build(folder, home, encoder, stop)
    assert indexes(home) == [before]
    assert len(Index.load(home, encoder).pages) == 2


def test_a_killed_build_leaves_the_old_index_and_no_lock(
    folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    Index.build(folder, home, encoder)
    before = current(home)
    (folder / "c.txt").write_text(PAGE, "utf-8")
    script = (
        "import os, signal; from pathlib import Path\n"
        "from rag.index import Index; from rag.manifest import Manifest\n"
        "from tests.conftest import LetterEncoder\n"
        "Manifest.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"Index.build(Path({str(folder)!r}), Path({str(home)!r}), LetterEncoder())\n"
    )
    root = Path(__file__).parent.parent
    killed = subprocess.run(
        [sys.executable, "-c", script], cwd=root, check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(indexes(home)) == 2  # what it left half written
    assert current(home) == before
    assert len(Index.load(home, encoder).pages) == 2
    assert Index.build(folder, home, encoder).pages == 3
    assert len(indexes(home)) == 1
    assert len(Index.load(home, encoder).pages) == 3


def test_two_builds_at_once_are_not_mixed(folder: Path, home: Path, encoder: LetterEncoder) -> None:
    def build_too(done: int, total: int) -> None:
        with pytest.raises(IndexUnusable, match="Another process"):
            Index.build(folder, home, encoder)

    Index.build(folder, home, encoder, build_too)
    assert len(Index.load(home, encoder).pages) == 2


def test_an_index_in_use_goes_on_while_it_is_replaced(
    folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    Index.build(folder, home, encoder)
    in_use = Index.load(home, encoder)
    hits = in_use.lexical.search("公园", 3)
    (folder / "b.txt").unlink()
    Index.build(folder, home, encoder)
    assert in_use.lexical.search("公园", 3) == hits != []


def test_a_home_that_cannot_be_written_is_named(
    folder: Path, home: Path, encoder: LetterEncoder
) -> None:
    home.write_text("", "utf-8")
    with pytest.raises(UsageError, match="--home"):
        Index.build(folder, home, encoder)
