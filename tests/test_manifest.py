from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import IndexUnusable
from rag.manifest import Manifest, file_hash

FACTS = Manifest(
    encoder="letters",
    revision="r1",
    dim=6,
    chunk_size=220,
    overlap=40,
    program="p1",
    sources={"a.txt": "11"},
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("abc")
    FACTS.write(tmp_path)
    read = Manifest.read(tmp_path)
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2
    assert read == replace(FACTS, files={"file": abc})
    assert file_hash(tmp_path / "file") == abc
    read.check(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', "\xff"])
def test_what_is_no_manifest_is_damage(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text, "latin-1")
    with pytest.raises(IndexUnusable, match=r"damaged.*run `quanwen index` again"):
        Manifest.read(tmp_path)


def test_the_digest_tells_states_apart_but_not_builds() -> None:
    assert FACTS.digest == replace(FACTS, files={"segment": "22"}).digest
    for other in ({"revision": "r2"}, {"program": "p2"}, {"sources": {"a.txt": "12"}}):
        assert FACTS.digest != replace(FACTS, **other).digest


def test_other_pages_fit_and_other_settings_do_not() -> None:
    more = replace(FACTS, sources={"b.txt": "33"})
    assert FACTS.fits(more)
    assert FACTS.differs(more)
    assert not FACTS.fits(replace(FACTS, chunk_size=300))
