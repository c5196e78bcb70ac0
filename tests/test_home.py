from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import IndexUnusable, UsageError
from rag.home import Home


def test_a_home_has_no_index_until_one_is_written(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "home")
    assert home.current() is None
    with home.next_index() as fresh:
        (fresh / "file").write_text("one")
        assert home.current() is None
    assert home.current() == fresh
    assert (fresh / "file").read_text() == "one"


def test_the_next_index_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.next_index() as first:
        (first / "file").write_text("one")
    with home.next_index() as second:
        (second / "file").write_text("two")
        assert home.current() == first
    assert home.current() == second
    assert not first.exists()


def test_what_is_left_empty_changes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.next_index() as first:
        (first / "file").write_text("one")
    with home.next_index() as second:
        pass
    assert home.current() == first
    assert not second.exists()


def test_a_failure_leaves_the_one_before(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.next_index() as first:
        (first / "file").write_text("one")
    with pytest.raises(RuntimeError), home.next_index() as second:
        (second / "file").write_text("half")
        raise RuntimeError
    assert home.current() == first
    assert not second.exists()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with (
        home.next_index(),
        pytest.raises(IndexUnusable, match="Another process"),
        Home(tmp_path).next_index(),
    ):
        pass
    with home.next_index():
        pass  # free again


def test_other_files_of_the_home_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "feedback.jsonl").write_text("kept")
    with Home(tmp_path).next_index() as fresh:
        (fresh / "file").write_text("one")
    assert (tmp_path / "feedback.jsonl").read_text() == "kept"


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(UsageError, match="--home"), Home(tmp_path / "home").next_index():
        pass
