r"""Writes a reader's weights in eight bits beside them, as ``rag.reader`` runs them by default.

    python -m training.export rag/reader-zh [--data DATA] [--rows 300]

With ``--data`` the new file is compared with the weights in single precision: answers to questions
of the CMRC 2018 development set, over 300 characters of the text around the answer.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from embeddings.static import shipped
from rag.onnx_model import FILE, MADE_FROM, OnnxModel, digest
from rag.reader import Reader, Reading
from rag.torch_model import TorchModel
from training.graph import graph
from training.measure import Record, exact, f1, read_rows

WINDOW = 300  # characters of a passage, as chunks have


@dataclass(frozen=True, slots=True)
class Agreement:
    """What eight bits change: ``f1`` pairs are (single precision, eight bits), in percent."""

    questions: int
    largest: float  # difference of a logit
    same_spans: float  # share of questions
    f1: tuple[float, float]
    exact: tuple[float, float]


def export(folder: Path) -> Path:
    """Write a folder's ``model.int8.onnx`` and return its path."""
    weights = load_file(folder / "model.safetensors")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    model = graph(weights, config)
    onnx.checker.check_model(model)
    onnx.helper.set_model_props(model, {MADE_FROM: digest(folder)})
    path = folder / FILE
    fresh = path.with_suffix(".new")
    onnx.save_model(model, fresh)
    return fresh.replace(path)


def compare(folder: Path, rows: list[Record]) -> Agreement:
    """Return how the file agrees with the weights it was made from on some questions."""
    made_from = digest(folder)
    small = OnnxModel.load(folder, made_from)
    if small is None:
        raise SystemExit(f"{folder / FILE} was not made from the weights beside it.")
    readers = [
        Reader(model, folder.name, made_from, shipped)
        for model in (TorchModel.load(str(folder), local=True), small)
    ]
    passages = [_window(row) for row in rows]
    pairs = [
        [reader.read(row["question"], [passage])[0] for reader in readers]
        for row, passage in zip(rows, passages, strict=True)
    ]
    spans = [
        [_answer(one, passage) for one in pair]
        for pair, passage in zip(pairs, passages, strict=True)
    ]
    scores = [
        [
            (max(f1(span, t) for t in row["answers"]), any(exact(span, t) for t in row["answers"]))
            for span in pair
        ]
        for pair, row in zip(spans, rows, strict=True)
    ]
    means = 100 * np.array(scores, dtype=np.float64).mean(axis=0)  # (model, measure)
    return Agreement(
        questions=len(rows),
        largest=max(_difference(*pair) for pair in pairs),
        same_spans=float(np.mean([one == other for one, other in spans])),
        f1=(float(means[0, 0]), float(means[1, 0])),
        exact=(float(means[0, 1]), float(means[1, 1])),
    )


def _window(row: Record) -> str:
    """Return 300 characters around the first answer, not always at the same place."""
    at = max(row["context"].find(row["answers"][0]), 0)
    before = random.Random(row["id"]).randrange(WINDOW - 100)
    start = max(0, at - before)
    return str(row["context"][start : start + WINDOW])


def _answer(reading: Reading, passage: str) -> str:
    found = reading.best(0, len(passage))
    return "" if found is None else passage[found[0].start : found[0].end]


def _difference(one: Reading, other: Reading) -> float:
    return float(max(np.abs(one.starts - other.starts).max(), np.abs(one.ends - other.ends).max()))


def main() -> None:
    """Export one folder, and measure when there is something to measure on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rows", type=int, default=300)
    args = parser.parse_args()
    path = export(args.folder)
    print(f"{path}: {path.stat().st_size / 2**20:.1f} MB")
    if args.data:
        rows = read_rows(args.data / "qa" / "cmrc2018_dev.jsonl.xz")
        rows = random.Random(0).sample(rows, min(args.rows, len(rows)))
        print(compare(args.folder, rows))


if __name__ == "__main__":
    main()
