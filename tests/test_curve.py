"""A training log becomes a drawing whose lines, read off against its axes, are its numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from training.curve import main, parse, svg

READER = """\
Loading weights:   0%|          | 0/103 [00:00<?, ?it/s]
questions, real, made up and our own: 18588 (65%), 116713 (35%)
step 50 0.7 min loss 1.326
step 750 12.8 min loss 1.368
step 800 13.5 min loss 1.345
held-out F1 67.8 EM 43.3 on 300
Writing model shards: 100%|██████████| 1/1 [00:00<00:00, 33.30it/s]
step 1400 27.3 min loss 1.291
held-out F1 68.3 EM 42.3 on 300
step 2800 93.3 min loss 0.971
held-out F1 69.0 EM 42.0 on 300
"""
ENCODER = """\
{"step": 200, "loss": 1.213, "recall@5 law": 0.599, "recall@1 paragraphs": 0.701}
{"step": 400, "loss": 1.094, "recall@5 law": 0.606, "recall@1 paragraphs": 0.726}
{"step": 600, "loss": 0.987, "recall@5 law": 0.593, "recall@1 paragraphs": 0.737}
"""
SPACE = "{http://www.w3.org/2000/svg}"
Drawn = dict[str, list[tuple[float, float]]]


def drawn(picture: str) -> Drawn:
    """Return the lines of a drawing by name, their pixels read off against the ticks."""
    lines: Drawn = {}
    for panel in ElementTree.fromstring(picture).iter(f"{SPACE}g"):
        across, up = reading(panel, "x"), reading(panel, "y")
        for line in panel.iter(f"{SPACE}polyline"):
            pixels = [tuple(map(float, each.split(","))) for each in line.attrib["points"].split()]
            lines[line.attrib["aria-label"]] = [(across(x), up(y)) for x, y in pixels]
    return lines


def reading(panel: ElementTree.Element, axis: str) -> Callable[[float], float]:
    """Return what leads from a pixel to a value: the straight line through an axis's ticks."""
    ticks = [e for e in panel.iter(f"{SPACE}text") if e.get("class") == axis]
    (a, low), *_, (b, high) = [(float(e.attrib[axis]), float(e.text or "")) for e in ticks]
    return lambda pixel: low + (pixel - a) * (high - low) / (b - a)


def points(*pairs: tuple[float, float]) -> list[object]:
    return [pytest.approx(pair, abs=0.01) for pair in pairs]


def test_the_lines_of_a_readers_log_are_its_numbers() -> None:
    assert drawn(svg(parse(READER))) == {
        "loss": points((0.7, 1.326), (12.8, 1.368), (13.5, 1.345), (27.3, 1.291), (93.3, 0.971)),
        "F1": points((13.5, 67.8), (27.3, 68.3), (93.3, 69.0)),
        "EM": points((13.5, 43.3), (27.3, 42.3), (93.3, 42.0)),
    }


def test_an_encoders_log_without_minutes_is_drawn_over_its_steps() -> None:
    picture = svg(parse(ENCODER))
    lines = drawn(picture)
    assert [round(step) for step, _ in lines["loss"]] == [200, 400, 600]
    assert [round(value, 3) for _, value in lines["recall@5 law"]] == [0.599, 0.606, 0.593]
    assert [round(value, 3) for _, value in lines["recall@1 paragraphs"]] == [0.701, 0.726, 0.737]
    assert "steps" in picture
    assert "minutes" not in picture


def test_an_encoders_log_with_minutes_is_drawn_over_them() -> None:
    rows = [json.loads(line) | {"minutes": n / 2} for n, line in enumerate(ENCODER.splitlines(), 1)]
    lines = drawn(svg(parse("\n".join(json.dumps(row) for row in rows))))
    assert [minute for minute, _ in lines["loss"]] == pytest.approx([0.5, 1, 1.5], abs=0.01)


def test_a_resumed_run_takes_the_place_of_what_came_after_the_checkpoint() -> None:
    resumed = READER + "step 1450 28.0 min loss 1.250\nheld-out F1 68.9 EM 44.0 on 300\n"
    lines = drawn(svg(parse(resumed)))
    assert lines["loss"][-2:] == points((27.3, 1.291), (28.0, 1.250))
    assert lines["F1"] == points((13.5, 67.8), (27.3, 68.3), (28.0, 68.9))


def test_one_score_alone_can_be_drawn() -> None:
    picture = svg(parse("held-out F1 12.0 EM 0.0 on 5\n"))
    assert drawn(picture) == {"F1": points((0, 12)), "EM": points((0, 0))}
    assert "loss" not in picture


def test_the_command_writes_a_file_that_needs_no_other(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text(READER, "utf-8")
    main([str(tmp_path / "log.txt"), "--out", str(tmp_path / "curve.svg")])
    picture = (tmp_path / "curve.svg").read_text("utf-8")
    assert drawn(picture) == drawn(svg(parse(READER)))
    assert not any(word in picture for word in ("href", "url(", "<script", "@import"))


@pytest.mark.parametrize("text", ["", "Loading weights: 100%\nno step here\n"])
def test_a_log_of_no_run_is_refused_by_name(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.txt").write_text(text)
    with pytest.raises(SystemExit):
        main([str(tmp_path / "other.txt"), "--out", str(tmp_path / "curve.svg")])
    assert "other.txt: no loss and no held-out score" in capsys.readouterr().err
    assert not (tmp_path / "curve.svg").exists()
