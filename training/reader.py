r"""Trains the span reader on real and made-up questions, from a checkpoint or from nothing.

    python -m training.reader --data DATA --pseudo OUT/pseudo.jsonl --start rag/reader-zh \
        --out OUT/reader --minutes 80 --seed 1

With ``--teacher`` it learns what another reader makes of the same windows (``loss``).
Checkpoints are written to ``--out`` every few minutes; the same command resumes from them. What is
printed is kept there as ``log.txt`` and, when the run ends, drawn as ``curve.svg``.
"""

from __future__ import annotations

import argparse
import copy
import math
import os
import pickle
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoTokenizer

from embeddings.static import shipped
from rag.overlap import Overlap
from training import curve, log, loss
from training.asked import asked_rows
from training.batches import Mix, Source, padded
from training.examples import Example, tokenised, with_elsewhere, with_swapped
from training.measure import Model, Tokeniser, held_out_score, read_rows
from training.sentences import ENDS

BLIND = (
    0.25  # the encoder knows words of questions that it learned from a third better than of others
)
REAL = ("cmrc2018_train", "cmrc2018_trial", "drcd_train_partial", "drcd_dev", "cmrc2017_user")


def logits(
    model: Model, ids: Tensor, types: Tensor, mask: Tensor, dropout: float = 0.0
) -> tuple[Tensor, Tensor]:
    """Return the start and end logits of a RoFormer reader, as its own ``forward`` but quicker.

    Dropout drops a feature of a whole sequence at once: drawing a random number for every
    activation took more than half of a step on a CPU. Attention is written out: on windows this
    short the fused one goes back through its gradient at half the speed.
    """
    body = model.roformer
    hidden = body.embeddings.word_embeddings(ids) + body.embeddings.token_type_embeddings(types)
    hidden = _dropped(body.embeddings.LayerNorm(hidden), dropout)
    rows, length, width = hidden.shape
    sine, cosine = body.encoder.embed_positions.weight[:length].chunk(2, -1)
    heads = (rows, length, model.config.num_attention_heads, -1)
    seen = mask[:, None, None, :]
    for layer in body.encoder.layer:
        own = layer.attention.self
        query, key, value = (
            part(hidden).view(heads).transpose(1, 2) for part in (own.query, own.key, own.value)
        )
        query, key = _rotated(query, sine, cosine), _rotated(key, sine, cosine)
        near = (query @ key.transpose(-1, -2)) / math.sqrt(query.shape[-1])
        mixed = near.masked_fill(~seen, -1e4).softmax(-1) @ value
        mixed = layer.attention.output.dense(mixed.transpose(1, 2).reshape(rows, length, width))
        hidden = layer.attention.output.LayerNorm(_dropped(mixed, dropout) + hidden)
        inner = layer.output.dense(functional.gelu(layer.intermediate.dense(hidden)))
        hidden = layer.output.LayerNorm(_dropped(inner, dropout) + hidden)
    start, end = model.qa_outputs(hidden).unbind(-1)
    return start.masked_fill(~mask, -1e4), end.masked_fill(~mask, -1e4)


def _dropped(hidden: Tensor, dropout: float) -> Tensor:
    if not dropout:
        return hidden
    kept = torch.ones(hidden.shape[0], 1, hidden.shape[2], device=hidden.device)
    return hidden * functional.dropout(kept, dropout)


def _rotated(x: Tensor, sine: Tensor, cosine: Tensor) -> Tensor:
    even, odd = x[..., ::2], x[..., 1::2]
    return torch.stack((even * cosine - odd * sine, odd * cosine + even * sine), -1).flatten(-2)


def rate(done: float, peak: float) -> float:
    """Return the learning rate when a share of the budget is spent: up for 3 %, a cosine to 0."""
    return peak * min(done / 0.03 + 0.01, 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


@dataclass(slots=True)
class Run:
    """A model being trained: ``average`` follows its weights, ``spent`` counts seconds."""

    model: Model
    average: Model
    optimizer: torch.optim.AdamW
    spent: float = 0.0
    step: int = 0

    @classmethod
    def of(cls, model: Model, peak: float) -> Run:
        """Return the run at its beginning."""
        ema = torch.optim.swa_utils.get_ema_multi_avg_fn(0.98)  # type: ignore[no-untyped-call]
        average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=ema)
        optimizer = torch.optim.AdamW(
            model.parameters(), peak, (0.9, 0.98), weight_decay=0.01, fused=True
        )
        return cls(model, average, optimizer)

    def save(self, path: Path) -> None:
        """Write all that resuming needs."""
        parts = {
            name: getattr(self, name).state_dict() for name in ("model", "average", "optimizer")
        }
        torch.save({**parts, "spent": self.spent, "step": self.step}, path)

    def resume(self, path: Path) -> None:
        """Take up what ``save`` wrote."""
        saved = torch.load(path, weights_only=True)
        for name in ("model", "average", "optimizer"):
            getattr(self, name).load_state_dict(saved[name])
        self.spent, self.step = saved["spent"], saved["step"]


def descend(
    run: Run, batches: Iterator[list[Example]], args: argparse.Namespace
) -> Iterator[float]:
    """Yield each step's loss until the minutes or steps are spent."""
    began, device = time.perf_counter() - run.spent, next(run.model.parameters()).device
    scored = torch.compile(logits, dynamic=True) if args.compile else logits
    teacher = begin(args.teacher, 0).to(device).eval() if args.teacher else None
    while True:
        run.spent = time.perf_counter() - began
        done = run.step / args.steps if args.steps else run.spent / (60 * args.minutes)
        if done >= 1:
            return
        for group in run.optimizer.param_groups:
            group["lr"] = rate(done, args.rate)
        ids, types, mask, first, last = (t.to(device) for t in padded(next(batches)))
        with torch.autocast(device.type, torch.bfloat16, enabled=args.bf16):
            start, end = scored(run.model, ids, types, mask, args.dropout)
            with torch.no_grad():
                taught = scored(teacher, ids, types, mask) if teacher else None
        lost = loss.of((start, end), taught or (first, last))
        run.optimizer.zero_grad()
        lost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
        run.optimizer.step()
        run.step += 1
        yield lost.item()


def assist(run: Run, source: Source, args: argparse.Namespace, worker: int) -> None:
    """Train the shared weights from another process, without waiting for the first."""
    os.setsid()  # schedulers that share a processor among sessions then count it apart
    torch.manual_seed(args.seed + worker)
    run = Run(run.model, None, Run.of(run.model, args.rate).optimizer, run.spent, run.step)
    batches = source.batches(random.Random(args.seed + 1000 * worker + run.step))
    first = os.getppid()
    for _ in descend(run, batches, args):
        if os.getppid() != first:
            return  # the first process was killed


def train(run: Run, source: Source, args: argparse.Namespace) -> Iterator[Model]:
    """Yield the averaged model every ``--every`` minutes and when the budget is spent."""
    run.model.share_memory()
    helpers = [
        torch.multiprocessing.get_context("fork").Process(
            target=assist, args=(run, source, args, worker), daemon=True
        )
        for worker in range(1, args.workers)
    ]
    for helper in helpers:
        helper.start()
    batches = source.batches(random.Random(args.seed + run.step))
    losses: list[float] = []
    shown = run.spent
    for lost in descend(run, batches, args):
        losses.append(lost)
        if run.step % 5 == 0:
            run.average.update_parameters(run.model)
        if run.step % 50 == 0:
            lost = float(np.mean(losses[-100:]))
            log.tell(f"step {run.step} {run.spent / 60:.1f} min loss {lost:.3f}", args.out)
        if run.spent - shown > 60 * args.every:
            shown = run.spent
            run.save(args.out / "state.pt")
            yield run.average.module
    for helper in helpers:
        helper.join()
    run.save(args.out / "state.pt")
    yield run.average.module


def begin(folder: Path, words: int) -> Model:
    """Return the model of a folder; one with a ``config.json`` alone gets random weights.

    Those have a vector for each of as many ``words`` as the tokenizer knows.
    """
    if any(folder.glob("*.safetensors")):
        return AutoModelForQuestionAnswering.from_pretrained(folder).float()
    config = AutoConfig.from_pretrained(folder, vocab_size=words, dtype=torch.float32)
    return AutoModelForQuestionAnswering.from_config(config)


def save(model: Model, tokenizer: Tokeniser, folder: Path) -> None:
    """Write the model in half precision with its tokenizer."""
    copy.deepcopy(model).half().save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def arguments() -> argparse.Namespace:
    """Return the command line's values."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pseudo", type=Path, required=True)
    parser.add_argument(
        "--start", type=Path, required=True, help="model folder; without weights, from nothing"
    )
    parser.add_argument("--teacher", type=Path, help="folder of a reader to learn from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--every", type=float, default=10, help="minutes between held-out scores")
    parser.add_argument("--held-out", type=int, default=500)
    parser.add_argument("--rate", type=float, default=3.5e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--real", type=float, default=0.65, help="share of real questions")
    parser.add_argument("--asked", type=Path, help="our own questions on the news (asked.jsonl.xz)")
    parser.add_argument("--asked-share", type=float, default=0.25)
    parser.add_argument("--sentences", action="store_true", help="train on single sentences")
    parser.add_argument("--workers", type=int, default=1, help="processes on the same weights")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--bf16", action="store_true", help="products of matrices in bfloat16")
    parser.add_argument("--compile", action="store_true", help="with a C++ compiler: quicker steps")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def prepared(args: argparse.Namespace, tokenizer: Tokeniser) -> Mix:
    """Return the real and the made-up questions, kept in ``--out`` for resuming."""
    mix: Mix
    kept = args.out / "examples.pickle"
    if kept.exists():
        mix = pickle.loads(kept.read_bytes())
        return mix
    rows = [
        r for name in REAL for r in read_rows(args.data / "qa" / f"{name}.jsonl.xz") if r["answers"]
    ]
    rows, real = tokenised(rows, tokenizer)
    _, pseudo = tokenised(read_rows(args.pseudo), tokenizer)
    real = with_swapped(with_elsewhere(real, rows), rows, tokenizer)
    mix = [(args.real, real), (1 - args.real, pseudo)]
    if args.asked:
        rows, own = tokenised(asked_rows(args.asked, args.data), tokenizer)
        own = with_elsewhere(own, rows)
        rest = 1 - args.asked_share
        mix = [(rest * share, source) for share, source in mix] + [(args.asked_share, own)]
    kept.write_bytes(pickle.dumps(mix))
    return mix


def main() -> None:
    """Train, scoring on held-out questions as it goes."""
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    tokenizer = AutoTokenizer.from_pretrained(args.start)
    model = begin(args.start, len(tokenizer))
    mix = prepared(args, tokenizer)
    counts = ", ".join(f"{len(source)} ({share:.0%})" for share, source in mix)
    print(f"questions, real, made up and our own: {counts}", flush=True)
    dev = read_rows(args.data / "qa" / "cmrc2018_dev.jsonl.xz")
    held = random.Random(0).sample(dev, min(args.held_out, len(dev)))
    run = Run.of(model.to("cuda" if torch.cuda.is_available() else "cpu"), args.rate)
    if (args.out / "state.pt").exists():
        run.resume(args.out / "state.pt")
    overlap = Overlap.of(tokenizer.backend_tokenizer, shipped(), BLIND)
    ends = tokenizer.convert_tokens_to_ids(list(ENDS)) if args.sentences else []
    source = Source(mix, overlap, frozenset(ends) - {tokenizer.unk_token_id})
    for averaged in train(run, source, args):
        f1, exact = held_out_score(averaged, tokenizer, held)
        log.tell(f"held-out F1 {f1:.1f} EM {exact:.1f} on {len(held)}", args.out)
        save(averaged, tokenizer, args.out / "model")
    curve.draw(args.out / log.FILE, args.out / "curve.svg")


if __name__ == "__main__":
    main()
