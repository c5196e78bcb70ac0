"""Retrieval at scale is measured on questions whose evidence hides among news that is made up."""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.evaluate import Listed
from rag.gold import Evidence, Gold
from rag.questions import Part, understand
from training.recall import DEPTHS
from training.scale import NAIVE, Plain, asked, lay_out, main, naive, scored

PAGE = (
    "天桥区新建公园五处\n\n"
    "昨日，记者从天桥区园林部门获悉，今年全区将新建口袋公园五处，总面积1.2万平方米。\n"
    "市民出门步行十分钟就能走进公园。\n"
)
QUESTION = "天桥区今年新建口袋公园多少处？"
EVIDENCE = {"source": "000.txt", "text": "今年全区将新建口袋公园五处"}
NEWS = [
    f"{city}港上半年吞吐量增长{n}%，航线开到{n}个国家。" * 4
    for n, city in enumerate("青烟威日连厦", 2)
]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "000.txt").write_text(PAGE, "utf-8")
    rows = [
        {
            "id": "1",
            "kind": "fact",
            "question": QUESTION,
            "answers": [["五"]],
            "evidence": [EVIDENCE],
        },
        {
            "id": "2",
            "kind": "unanswerable",
            "question": "历下区呢？",
            "answers": [],
            "evidence": [],
        },
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "gold.jsonl").write_text(text, "utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data" / "news").mkdir(parents=True)
    with lzma.open(tmp_path / "data" / "news" / "crud_news.jsonl.xz", "wt") as out:
        out.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in NEWS)
    return tmp_path / "data"


def gold() -> Gold:
    return Gold("1", "fact", QUESTION, (("五",),), (Evidence(**EVIDENCE),))


def one() -> tuple[Gold, Part]:
    return gold(), understand(QUESTION).parts[0]


def finds(*passages: Listed) -> Callable[[Gold, Part], list[Listed]]:
    return lambda *_: list(passages)


WRONG, RIGHT = Listed("news-1.txt", NEWS[0]), Listed("000.txt", PAGE)


@pytest.mark.parametrize(
    ("found", "recall"),
    [
        (finds(RIGHT), [1, 1, 1, 1]),
        (finds(WRONG, RIGHT), [0, 1, 1, 0.5]),
        (finds(*[WRONG] * 6, RIGHT), [0, 0, 1, 1 / 7]),
        (finds(WRONG), [0, 0, 0, 0]),
        (finds(Listed("news-1.txt", PAGE)), [0, 0, 0, 0]),  # the words, but on another page
    ],
)
def test_recall_goes_by_the_rank_of_the_evidence(
    found: Callable[[Gold, Part], list[Listed]], recall: list[float]
) -> None:
    assert len(recall) == len(DEPTHS) + 1
    assert scored([one()], found)[0] == pytest.approx(recall)


def test_only_questions_with_an_answer_are_asked(seeds: Path) -> None:
    assert [asking.id for asking, _ in asked(seeds)] == ["1"]


def test_naive_chunks_cover_the_page() -> None:
    text = PAGE * 10
    chunks = naive({"000.txt": text})
    assert "".join(chunk.text for chunk in chunks) == text
    assert {len(chunk.text) for chunk in chunks[:-1]} == {NAIVE}


def test_plain_search_finds_shared_bigrams_first() -> None:
    chunks = [Listed("n", text) for text in NEWS] + [Listed("000.txt", PAGE)]
    assert Plain.of(chunks).search(QUESTION)[0] == chunks[-1]


def test_news_fills_what_the_seed_pages_leave(data: Path, seeds: Path, tmp_path: Path) -> None:
    lay_out(data, seeds, tmp_path / "few", 1)
    lay_out(data, seeds, tmp_path / "many", 1000)
    few, many = ({p.name for p in (tmp_path / name).iterdir()} for name in ("few", "many"))
    assert few < many
    assert len(many) == 1 + len(NEWS)
    assert (tmp_path / "many" / "000.txt").read_text("utf-8") == PAGE


def test_the_command_prints_what_each_way_finds(
    data: Path,
    seeds: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folders = ["--data", str(data), "--seeds", str(seeds), "--out", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", ["scale", *folders, "--chunks", "1000"])
    for _ in range(2):  # the second run finds pages and index there
        main()
        lines = capsys.readouterr().out.splitlines()
        rows = {row["way"]: row["recall"] for row in map(json.loads, lines[3:])}
        assert {"encoder", "both", "both, region"} < set(rows)
        assert rows["keywords, own chunks"] == rows["both, region"] == [1, 1, 1, 1]
