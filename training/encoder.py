r"""Trains the static encoder: word vectors from the news first, then pairs that belong together.

    python -m training.encoder --data DATA --pseudo OUT/pseudo.jsonl \
        --tokenizer embeddings/encoder-zh --out OUT/encoder --minutes 12 --seed 1

A text's vector is the mean of its pieces' rows. The rows begin as a factorisation of which pieces
stand near each other (so that words of like use lie close), shortened where a piece is frequent.
Training draws a question to its passage and away from the others of the batch; lay questions about
law see every article of the statutes at once. Questions lose pieces and change some for neighbours.
What is printed is kept in ``--out`` as ``log.txt`` and, when the run ends, drawn as ``curve.svg``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from scipy import sparse  # type: ignore[import-untyped]
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from sklearn.utils.extmath import randomized_svd  # type: ignore[import-untyped]
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training import curve, log
from training.asked import asked_rows
from training.measure import read_rows
from training.news import documents
from training.pairs import (
    Ids,
    Pairs,
    asked_pairs,
    ids_of,
    law_pairs,
    news_pairs,
    question_pairs,
)
from training.recall import Searched, law, paragraphs, recalls

QA = ("cmrc2018_train", "cmrc2018_trial", "drcd_train_partial", "drcd_dev")
SCALE = 20.0
Table: TypeAlias = np.ndarray[Any, Any]  # a row for each piece


def near_each_other(texts: list[Ids], size: int, reach: int = 5) -> sparse.csr_matrix:
    """Return how often two pieces stand within ``reach`` of each other, nearer counting more."""
    counts = sparse.csr_matrix((size, size), dtype=np.float32)
    for begin in range(0, len(texts), 4000):
        row = np.concatenate(
            [np.array([*ids, -1], np.int64) for ids in texts[begin : begin + 4000]]
        )
        for apart in range(1, reach + 1):
            a, b = row[:-apart], row[apart:]
            kept = (a >= 0) & (b >= 0)
            weight = np.full(int(kept.sum()), 1 / apart, np.float32)
            counts = counts + sparse.coo_matrix((weight, (a[kept], b[kept])), (size, size)).tocsr()
    counts.data[counts.data < 1.5] = 0  # seen together about once: chance
    counts.eliminate_zeros()
    return counts + counts.T


def word_vectors(counts: sparse.csr_matrix, width: int, seed: int) -> Table:
    """Return [pieces, width]: the positive pointwise mutual information, factorised."""
    often = np.asarray(counts.sum(axis=1)).ravel() + 1
    context = often**0.75
    pairs = counts.tocoo()
    info = np.log(pairs.data * context.sum() / (often[pairs.row] * context[pairs.col]))
    kept = info > 0
    table = sparse.csr_matrix((info[kept], (pairs.row[kept], pairs.col[kept])), counts.shape)
    left, strength, _ = randomized_svd(table, width, n_iter=2, random_state=seed)
    vectors = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    rare = 1e-3 / (1e-3 + often / often.sum())
    weighted: Table = (vectors * rare[:, None]).astype(np.float32)
    return weighted


def changed(ids: Ids, near: Table, rng: random.Random) -> Ids:
    """Return a question without some pieces and with others changed for near neighbours."""
    drop = rng.choice((0.0, 0.2, 0.4))
    kept = [i for i in ids if rng.random() >= drop] or ids
    return [int(rng.choice(near[i])) if rng.random() < 0.12 else i for i in kept]


def neighbours(vectors: Table, count: int = 4) -> Table:
    """Return the nearest pieces of every piece, [pieces, count]."""
    unit = torch.from_numpy(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9))
    blocks = (unit[at : at + 2000] for at in range(0, len(unit), 2000))
    found = [(block @ unit.T).topk(count + 1).indices[:, 1:] for block in blocks]
    nearest: Table = torch.cat(found).numpy()
    return nearest


def pooled(table: torch.nn.EmbeddingBag, texts: list[Ids]) -> Tensor:
    """Return one unit vector a text."""
    flat = torch.tensor([i for ids in texts for i in ids])
    starts = torch.tensor([0, *np.cumsum([len(ids) for ids in texts[:-1]]).tolist()])
    return functional.normalize(table(flat.to(table.weight.device), starts.to(table.weight.device)))


def loss_of(
    table: torch.nn.EmbeddingBag,
    pairs: Pairs,
    batch: list[int],
    near: Table,
    rng: random.Random,
) -> Tensor:
    """Return how badly the batch's questions tell their passages from the others."""
    left = pooled(table, [changed(pairs.left[i], near, rng) for i in batch])
    wanted = [rng.choice(pairs.right[i]) for i in batch]
    seen = pairs.seen(batch, wanted)
    column = {passage: at for at, passage in enumerate(seen)}
    scores = SCALE * left @ pooled(table, [pairs.passages[i] for i in seen]).T
    others = torch.zeros_like(scores, dtype=torch.bool)
    for row, i in enumerate(batch):
        others[row, [column[j] for j in pairs.right[i] if j != wanted[row] and j in column]] = True
    target = torch.tensor([column[i] for i in wanted], device=left.device)
    return functional.cross_entropy(scores.masked_fill(others, -1e4), target)


def train(
    table: torch.nn.EmbeddingBag,
    sources: list[tuple[float, Pairs]],
    near: Table,
    args: argparse.Namespace,
) -> Iterator[tuple[int, float, float]]:
    """Yield step, minutes and mean loss at each checkpoint: every 200 steps and at the end."""
    rng, state = random.Random(args.seed), args.out / "state.pt"
    optimizer, step, spent = torch.optim.Adam(table.parameters(), args.rate, fused=True), 0, 0.0
    if state.exists():
        saved = torch.load(state, weights_only=True)
        table.load_state_dict(saved["table"])
        optimizer.load_state_dict(saved["optimizer"])
        step, spent = saved["step"], saved["spent"]
    began = time.perf_counter() - spent
    done, losses = 0.0, []
    while done < 1:
        share, pairs = zip(*sources, strict=True)
        chosen = rng.choices(pairs, share)[0]
        batch = chosen.batch(128 if chosen.whole else args.batch, rng)
        loss = loss_of(table, chosen, batch, near, rng)
        for group in optimizer.param_groups:
            group["lr"] = args.rate * max(1 - done, 0.01)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        step, spent = step + 1, time.perf_counter() - began
        done = step / args.steps if args.steps else spent / (60 * args.minutes)
        losses.append(loss.item())
        if step % 200 == 0 or done >= 1:
            parts = {"table": table.state_dict(), "optimizer": optimizer.state_dict()}
            torch.save({**parts, "step": step, "spent": spent}, state)
            yield step, spent / 60, float(np.mean(losses))
            losses.clear()


def save(table: torch.nn.EmbeddingBag, tokenizer: Tokenizer, folder: Path) -> None:
    """Write a sentence-transformers folder in half precision."""
    weights = table.weight.detach().cpu()
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu"
    )
    model.half().save_pretrained(str(folder), create_model_card=False)


def begin(args: argparse.Namespace, tokenizer: Tokenizer, texts: list[Ids]) -> Table:
    """Return the word vectors, made once and kept in ``--out``."""
    kept = args.out / "words.npy"
    if not kept.exists():
        size = tokenizer.get_vocab_size()
        np.save(kept, word_vectors(near_each_other(texts, size), args.width, args.seed))
    words: Table = np.load(kept)
    return words


def arguments() -> argparse.Namespace:
    """Return the command line's values."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pseudo", type=Path, required=True)
    parser.add_argument("--asked", type=Path, help="our own questions on the news (asked.jsonl.xz)")
    parser.add_argument("--asked-share", type=float, default=0.4)
    parser.add_argument("--tokenizer", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=30_000)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--batch", type=int, default=768)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    """Train, and score on held-out questions every 200 steps."""
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.tokenizer / "tokenizer.json"))
    texts = [e.ids for e in tokenizer.encode_batch_fast(documents(args.data)[: args.documents])]
    words = begin(args, tokenizer, texts)
    rng = random.Random(args.seed)
    real = [r for name in QA for r in read_rows(args.data / "qa" / f"{name}.jsonl.xz")]
    sources = [
        (0.3, law_pairs(args.data, tokenizer)),
        (0.4, question_pairs(real, tokenizer)),
        (0.15, question_pairs(read_rows(args.pseudo), tokenizer)),
        (0.15, news_pairs(texts, rng)),
    ]
    if args.asked:
        rows = asked_rows(args.asked, args.data)
        share = args.asked_share / (1 - args.asked_share)
        sources.append((0.5 * share, asked_pairs(rows, tokenizer, rng)))
        sources.append((0.5 * share, question_pairs(rows, tokenizer, reach=50)))
    table = torch.nn.EmbeddingBag.from_pretrained(
        torch.from_numpy(words), freeze=False, mode="mean"
    )
    near = neighbours(words)
    held = [law(args.data, "dev"), paragraphs(args.data)]
    for step, minutes, loss in train(table, sources, near, args):
        scores = [_held_out(table, tokenizer, searched) for searched in held]
        told = {"step": step, "minutes": round(minutes, 1), "loss": round(loss, 3)}
        told |= {"recall@5 law": scores[0], "recall@1 paragraphs": scores[1]}
        log.tell(json.dumps(told), args.out)
    save(table, tokenizer, args.out / "model")
    curve.draw(args.out / log.FILE, args.out / "curve.svg")


@torch.inference_mode()
def _held_out(table: torch.nn.EmbeddingBag, tokenizer: Tokenizer, searched: Searched) -> float:
    left, right = (
        pooled(table, ids_of(t, tokenizer)) for t in (searched.queries, searched.passages)
    )
    at = recalls((left @ right.T).cpu().numpy(), searched.relevant)
    return round(at[1] if len(searched.passages) > 1000 else at[0], 3)


if __name__ == "__main__":
    main()
