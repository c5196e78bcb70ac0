"""Time of the embedded encoder: chunks a second and milliseconds a question, beside two peers.

    python -m bench.encoder [--pages seeds] [--chunks 3000] [--threads 2] [--rounds 5]

The peers are scikit-learn's hashed character bigrams, which learn nothing, and the same model
folder in sentence-transformers (torch). All encode the chunks that indexing cuts out of the pages,
repeated until there are enough, and run in turns, so that what else the machine does weighs on all;
the least wall and processor time of each counts. The floor is 3,000 chunks a second on two threads
and 2 ms a question.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import TypeAlias

from rag.pages import read_page, walk
from rag.sections import Section

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTION = "历下区年内新增城镇就业目标是多少？"
QUESTIONS = 50  # asked one by one, a round

Encode: TypeAlias = Callable[[list[str]], object]
Taken: TypeAlias = tuple[float, float, float]  # indexing: wall and processor seconds; a question


def texts(folder: Path, count: int) -> list[str]:
    """Return what indexing encodes of a folder's pages, repeated to ``count`` chunks.

    Raises:
        ValueError: the folder holds no page.
    """
    sections = (Section.cut(read_page(path, folder)) for path in walk(folder))
    cut = [text for section in sections for text in section.texts()]
    if not cut:
        raise ValueError(f"{folder} holds no page: name a folder of pages.")
    return list(islice(cycle(cut), count))


def encoders(threads: int) -> dict[str, tuple[Encode, Encode]]:
    """Return each way to encode, passages and questions, by name."""
    os.environ["RAYON_NUM_THREADS"] = str(threads)  # tokenizers reads it once, when it first runs
    import torch  # noqa: PLC0415 - after the number of threads is set
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]  # noqa: PLC0415
        HashingVectorizer,
    )

    from embeddings.encoder import EMBEDDED, Encoder  # noqa: PLC0415

    torch.set_num_threads(threads)
    own = Encoder.load()
    bigrams = HashingVectorizer(analyzer="char", ngram_range=(2, 2), n_features=2**18)
    torch_model = SentenceTransformer(str(EMBEDDED), local_files_only=True, device="cpu").float()

    def in_torch(batch: list[str]) -> object:
        return torch_model.encode(batch, normalize_embeddings=True, show_progress_bar=False)

    return {
        "encoder-zh": (own.encode_passages, own.encode_queries),
        "hashed bigrams": (bigrams.transform, bigrams.transform),
        "encoder-zh in torch": (in_torch, in_torch),
    }


def taken(passages: Encode, questions: Encode, chunks: list[str]) -> Taken:
    """Return the seconds of indexing the chunks, on the clock and of processor, and a question's.

    A question's is the least of ``QUESTIONS``.
    """
    wall, spent = time.perf_counter(), time.process_time()
    passages(chunks)
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    asked = []
    for number in range(QUESTIONS):
        began = time.perf_counter()
        questions([f"{QUESTION}{number}"])
        asked.append(time.perf_counter() - began)
    return wall, spent, min(asked)


def fastest(runs: Sequence[Taken]) -> Taken:
    """Return the least of each time."""
    wall, spent, asked = (min(times) for times in zip(*runs, strict=True))
    return wall, spent, asked


def table(least: Mapping[str, Taken], count: int) -> str:
    """Return a line a way to encode, its chunks a second also as a multiple of the first's."""
    first, *_ = least.values()
    heads = ("chunks/s", "/s of processor", "ms a question", "of the first")
    lines = [f"{'':<20}" + "".join(f"{head:>17}" for head in heads)]
    for name, (wall, spent, asked) in least.items():
        rates = f"{count / wall:>17,.0f}{count / spent:>17,.0f}"
        lines.append(f"{name:<20}{rates}{1000 * asked:>17.2f}{first[0] / wall:>17.2f}")
    return "\n".join(lines)


def main() -> None:
    """Print how fast each encodes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, default=SEEDS)
    parser.add_argument("--chunks", type=int, default=3000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    try:
        chunks = texts(args.pages, args.chunks)
    except ValueError as error:
        parser.error(str(error))
    ways = encoders(args.threads)
    runs: dict[str, list[Taken]] = {name: [] for name in ways}
    for way in ways.values():
        taken(*way, chunks[:50])  # the first time is slower
    for _ in range(args.rounds):
        for name, way in ways.items():
            runs[name].append(taken(*way, chunks))
    least = {name: fastest(each) for name, each in runs.items()}
    length = sum(map(len, chunks)) / len(chunks)
    print(f"{len(chunks)} chunks of {length:.0f} characters, {args.threads} threads")
    print(table(least, len(chunks)))


if __name__ == "__main__":
    main()
