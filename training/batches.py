"""Batches of windows of like length, so that little is padded, as the tensors of a step."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

from rag.overlap import Overlap
from training.examples import Example, Question, example

STEP_TOKENS = 2560

Mix: TypeAlias = list[tuple[float, list[Question]]]  # shares and what they are shares of


@dataclass(frozen=True)
class Source:
    """What windows are drawn from; single sentences of them where tokens ``ends`` end one."""

    mix: Mix
    overlap: Overlap
    ends: frozenset[int] = frozenset()

    def batches(self, rng: random.Random) -> Iterator[list[Example]]:
        """Yield batches of like length, ``STEP_TOKENS`` tokens each, without end."""
        weights, sets = [w for w, _ in self.mix], [s for _, s in self.mix]
        orders: list[list[int]] = [[] for _ in sets]
        waiting: dict[int, list[Example]] = {}
        while True:
            which = rng.choices(range(len(sets)), weights)[0]
            if not orders[which]:
                orders[which] = rng.sample(range(len(sets[which])), len(sets[which]))
            own = sets[which][orders[which].pop()]
            made = example(own, sets[which], self.overlap, rng, self.ends)
            size = -(-len(made.ids) // 32) * 32
            waiting.setdefault(size, []).append(made)
            if len(waiting[size]) * size >= STEP_TOKENS:
                yield waiting.pop(size)


def padded(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Return ids, types, mask [batch, length] and first, last [batch]."""
    length = -(-max(len(e.ids) for e in batch) // 32) * 32
    ids, types = (
        torch.zeros(len(batch), length, dtype=torch.long),
        torch.ones(len(batch), length, dtype=torch.long),
    )
    mask = torch.zeros(len(batch), length, dtype=torch.bool)
    for row, e in enumerate(batch):
        ids[row, : len(e.ids)], types[row, : len(e.ids)] = (
            torch.from_numpy(e.ids),
            torch.from_numpy(e.types),
        )
        mask[row, : len(e.ids)] = True
    return (
        ids,
        types,
        mask,
        torch.tensor([e.first for e in batch]),
        torch.tensor([e.last for e in batch]),
    )
