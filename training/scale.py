r"""Measures retrieval at scale: questions on the seed pages, whose chunks hide among other news.

    python -m training.scale --data DATA --seeds seeds --out OUT --chunks 56000

The questions are those of the tuning half with one part and an answer. A chunk is right if it holds
a question's evidence, or the larger part of it. ``--out`` keeps the pages and the index, so that a
second run only asks; ``--encoder`` names another model folder.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from embeddings.encoder import Encoder
from rag.chunks import SIZE
from rag.evaluate import Listed, evidence_ranks
from rag.gold import Gold, load_gold
from rag.index import Index
from rag.lexical import Lexical, Row
from rag.promise import choose
from rag.questions import Part, understand
from rag.retrieve import POOL, retrieve
from rag.terms import bigrams, normalise
from training.news import documents
from training.recall import DEPTHS

NAIVE = 300  # characters of a chunk that knows no sentence
Search = Callable[[Gold, Part], list[Listed]]


@dataclass(frozen=True, slots=True)
class Plain:
    """What a page cut every so many characters gives, found by BM25 over bigrams and no more."""

    chunks: list[Listed]
    index: tantivy.Index

    @classmethod
    def of(cls, chunks: list[Listed]) -> Plain:
        """Index chunks in memory."""
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", tokenizer_name="whitespace")
        schema.add_unsigned_field("number", fast=True)
        index = tantivy.Index(schema.build())
        writer = index.writer(num_threads=1)
        for number, chunk in enumerate(chunks):
            document = tantivy.Document(text=" ".join(bigrams(normalise(chunk.text))))
            document.add_unsigned("number", number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(chunks, index)

    def search(self, text: str, k: int = POOL) -> list[Listed]:
        """Return the best chunks."""
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self.index.schema, "text", term))
            for term in dict.fromkeys(bigrams(normalise(text)))
        ]
        searcher = self.index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(terms), k, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in found])
        return [self.chunks[int(number or 0)] for number in numbers]


def naive(texts: Mapping[str, str]) -> list[Listed]:
    """Return pages cut every ``NAIVE`` characters."""
    return [
        Listed(source, text[at : at + NAIVE])
        for source, text in texts.items()
        for at in range(0, len(text), NAIVE)
    ]


def lay_out(data: Path, seeds: Path, folder: Path, chunks: int) -> None:
    """Write the seed pages and as much news as fills the chunks, a file a document."""
    folder.mkdir(parents=True)
    for path in seeds.glob("*.txt"):
        (folder / path.name).write_bytes(path.read_bytes())
    texts = documents(data)
    random.Random(0).shuffle(texts)
    left = chunks * SIZE * 0.8  # chunks of whole sentences are not full
    for number, text in enumerate(texts):
        left -= len(text)
        if left < 0:
            return
        (folder / f"news-{number:05}.txt").write_text(text, encoding="utf-8")


def asked(seeds: Path) -> list[tuple[Gold, Part]]:
    """Return the answerable questions of the tuning half that have one part and no history."""
    golds = (one for one in load_gold(seeds / "gold.jsonl") if one.answerable and not one.history)
    understood = ((gold, understand(gold.question).parts) for gold in golds)
    return [(gold, parts[0]) for gold, parts in understood if len(parts) == 1]


def ways(index: Index, plain: Plain) -> Iterator[tuple[str, Search]]:
    """Yield each way to search with its name, best hits first."""
    chunks = [Listed(index.articles[c.article_id].source, c.text) for c in index.chunks]
    alone = Lexical.build([Row(chunk.text, "") for chunk in chunks])

    def encoded(gold: Gold, part: Part) -> list[Listed]:
        vector = index.encoder.encode_queries([gold.question])[0]
        return [chunks[number] for number, _ in index.vectors.search(vector, POOL)]

    def found(part: Part, regions: Sequence[str], *, chosen: bool = False) -> list[Listed]:
        passages = retrieve(part.text, index, POOL, regions)
        passages = choose(part, passages).passages if chosen else passages
        return [Listed(one.article.source, one.chunk.text) for one in passages]

    yield f"BM25, {NAIVE} characters", lambda gold, _: plain.search(gold.question)
    yield (
        "keywords, own chunks",
        lambda gold, _: [chunks[n] for n, _ in alone.search(gold.question, POOL)],
    )
    yield (
        "keywords, articles known",
        lambda gold, _: [chunks[n] for n, _ in index.lexical.search(gold.question, POOL)],
    )
    yield "encoder", encoded
    yield "both", lambda _, part: found(part, ())
    yield "both, region", lambda _, part: found(part, part.regions)
    yield "both, region, as read", lambda _, part: found(part, part.regions, chosen=True)


def scored(questions: Sequence[tuple[Gold, Part]], search: Search) -> tuple[list[float], float]:
    """Return recall at 1, 5, 10, mean reciprocal rank, and the median milliseconds of a query."""
    sums, taken = [0.0] * (len(DEPTHS) + 1), []
    for gold, part in questions:
        began = time.perf_counter()
        listed = search(gold, part)
        taken.append(1000 * (time.perf_counter() - began))
        ranks = [rank or POOL + 1 for rank in evidence_ranks(gold, listed)]
        held = [sum(r <= k for r in ranks) / min(k, len(ranks)) for k in DEPTHS]
        best = min(ranks)
        for place, value in enumerate([*held, 1 / best if best <= POOL else 0.0]):
            sums[place] += min(1.0, value)
    return [value / len(questions) for value in sums], statistics.median(taken)


def main() -> None:
    """Build what is not there yet, then print what each way finds and how long it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--chunks", type=int, default=56_000)
    parser.add_argument("--encoder", help="model folder; the embedded encoder unless given")
    args = parser.parse_args()
    encoder = Encoder.load(args.encoder)
    folder, home = args.out / f"pages-{args.chunks}", args.out / f"home-{args.chunks}"
    if not folder.exists():
        lay_out(args.data, args.seeds, folder, args.chunks)
    report = Index.build(folder, home, encoder)
    print(f"{report.chunks} chunks, {report.pages} pages in {report.seconds:.1f} s", flush=True)
    began = time.perf_counter()
    index = Index.load(home, encoder)
    print(f"loaded in {time.perf_counter() - began:.1f} s", flush=True)
    questions = asked(args.seeds)
    plain = Plain.of(naive({source: page.text for source, page in index.pages.items()}))
    print(f"{len(questions)} questions, {len(plain.chunks)} chunks of {NAIVE}")
    for name, search in ways(index, plain):
        scored(questions[:5], search)
        scores, median = scored(questions, search)
        row = {"way": name, "recall": [round(x, 3) for x in scores], "ms": round(median, 2)}
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
