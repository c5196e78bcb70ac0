"""A server notices that another index has taken the place of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from api import workers
from api.renewal import Renewal
from api.workers import Workers
from rag.assemble import load_encoder
from rag.index import Index, current_index
from rag.settings import Settings
from tests.fake_answerer import FakeAnswerer
from tests.test_api_workers import eventually

FIRST = "天桥区三条河道年内完成治理\n\n天桥区水务局介绍，今年将投入3.6亿元治理三条河道。\n"
SECOND = "历下区新增学位一万余个\n\n记者从历下区教体局获悉，今年历下区新增学位1.2万个。\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "一版.txt").write_text(FIRST, "utf-8")
    settings = Settings(home=tmp_path / "home")
    Index.build(tmp_path / "pages", settings.home, load_encoder(settings))
    return settings


def test_another_index_answers_once_it_is_built(settings: Settings, tmp_path: Path) -> None:
    kept = Renewal(settings)
    asked = "历下区今年新增学位多少个？"
    assert kept.load().answer(asked).verdict == "unanswerable"
    assert kept.renewed() is None
    (tmp_path / "pages" / "二版.txt").write_text(SECOND, "utf-8")
    Index.build(tmp_path / "pages", settings.home, load_encoder(settings))
    renewed = kept.renewed()
    assert renewed is not None
    assert renewed.answer(asked).short == ("1.2万个",)
    assert kept.renewed() is None


def test_an_index_that_does_not_load_leaves_the_one_before_in_use(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Renewal(settings)
    kept.load()
    (tmp_path / "pages" / "二版.txt").write_text(SECOND, "utf-8")
    Index.build(tmp_path / "pages", settings.home, load_encoder(settings))
    (current_index(settings.home) / "vectors.npy").write_bytes(b"torn")
    assert kept.renewed() is None
    assert "stays in use" in caplog.text


def test_the_workers_take_the_renewed_answerer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "RENEWED", 0.01)
    later = FakeAnswerer()

    async def run() -> None:
        pool = Workers(FakeAnswerer, workers=1, waiting=0, renew=lambda: later)
        pool.start()
        try:
            await eventually(lambda: pool.ready and pool.answerer is later)
        finally:
            await pool.stop()

    asyncio.run(run())
