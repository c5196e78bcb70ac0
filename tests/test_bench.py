"""The benchmark of the encoder times what indexing encodes, and compares rates of the same run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.encoder import fastest, main, table, texts

TWO = "天桥区新建公园五处。\n\n历下区新增学位一万个。\n"


def test_the_chunks_are_those_of_the_pages_repeated(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(TWO, "utf-8")
    once = texts(tmp_path, 1)
    found = texts(tmp_path, 7)
    assert len(found) == 7
    assert found[0] == once[0]
    assert set("天桥区新建公园五处") <= set("".join(found))
    assert len(set(found)) < 7


def test_each_time_is_the_least_of_its_runs() -> None:
    assert fastest([(2.0, 1.0, 0.4), (1.0, 3.0, 0.2)]) == (1.0, 1.0, 0.2)


def test_rates_are_of_the_clock_and_of_the_processor() -> None:
    _, own, other = table({"own": (2.0, 0.5, 0.0015), "other": (0.5, 0.5, 0.02)}, 1000).splitlines()
    assert own.split() == ["own", "500", "2,000", "1.50", "1.00"]
    assert other.split() == ["other", "2,000", "2,000", "20.00", "4.00"]


def test_the_command_prints_a_line_for_each_way_to_encode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import torch  # noqa: PLC0415 - seconds

    (tmp_path / "page.txt").write_text(TWO, "utf-8")
    threads = str(torch.get_num_threads())  # the setting outlives the command
    monkeypatch.setenv("RAYON_NUM_THREADS", threads)
    options = ["--pages", str(tmp_path), "--chunks", "20", "--rounds", "1", "--threads", threads]
    monkeypatch.setattr(sys, "argv", ["bench", *options])
    main()
    first, _, *ways = capsys.readouterr().out.splitlines()
    assert first.startswith("20 chunks of")
    names = ["encoder-zh", "hashed bigrams", "encoder-zh in torch"]
    assert [way[:20].strip() for way in ways] == names


def test_a_folder_without_pages_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "--pages", str(tmp_path)])
    with pytest.raises(SystemExit):
        main()
    assert f"{tmp_path} holds no page" in capsys.readouterr().err
