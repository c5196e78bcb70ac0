"""Time of the embedded reader: five passages in eight bits (onnxruntime) and in torch.

    python -m bench.reader [--threads 2] [--rounds 10]

Both run in turns, so that what else the machine does weighs on both; the least wall and processor
time of each counts.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch

from embeddings.static import shipped
from rag.reader import EMBEDDED, Reader
from rag.torch_model import TorchModel

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTION = "历下区年内新增城镇就业目标是多少？"
PASSAGES, LENGTH = 5, 300  # characters


def seconds(reader: Reader, passages: list[str]) -> tuple[float, float]:
    """Return the wall and the processor time of one reading."""
    wall, spent = time.perf_counter(), time.process_time()
    reader.read(QUESTION, passages)
    return time.perf_counter() - wall, time.process_time() - spent


def main() -> None:
    """Print milliseconds of both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=10)
    args = parser.parse_args()
    page = "".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
    passages = [page[at * LENGTH : (at + 1) * LENGTH] for at in range(PASSAGES)]
    torch.set_num_threads(args.threads)
    readers = {
        "torch": Reader(TorchModel.load(str(EMBEDDED), local=True), "reader-zh", "fp32", shipped),
        "eight bits": Reader.load(shipped, threads=args.threads),
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in readers}
    for _ in range(args.rounds):
        for name, reader in readers.items():
            taken[name].append(seconds(reader, passages))
    least = {
        name: [1000 * min(part) for part in zip(*runs, strict=True)] for name, runs in taken.items()
    }
    for name, (wall, spent) in least.items():
        print(f"{name:>10}: {wall:.0f} ms, {spent:.0f} ms of processor, {args.threads} threads")
    ratios = [a / b for a, b in zip(least["torch"], least["eight bits"], strict=True)]
    print(f"torch takes {ratios[0]:.1f} times as long, {ratios[1]:.1f} times the processor time")


if __name__ == "__main__":
    main()
