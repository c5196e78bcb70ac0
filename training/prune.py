r"""Takes the heads and inner features out of a reader that it misses least, to make it quicker.

    python -m training.prune --model rag/reader-zh --data DATA --inner 256 --out OUT/pruned

A head's worth is what the loss rises by without it (Michel et al. 2019), once the other heads of
its layer have taken over what they can; an inner feature's the size of what it adds to its layer.
Every layer loses as many inner features; the weights of a head become zero, stay so in training,
whose gradients vanish there, and ``graph`` leaves them out. Train on afterwards, best with the
whole reader as ``--teacher``, to make up for them. A reader that was trained on from the first,
named after ``--also``, loses the same inner features: the two can still be averaged.
"""

from __future__ import annotations

import argparse
import copy
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from training.examples import Example
from training.measure import Model
from training.reader import save
from training.temperature import scored, surprise, unlearned

RIDGE = 1e-4  # of the mean second moment


def moments(model: Model, windows: list[Example]) -> list[Tensor]:
    """Return of each layer the second moments of what its heads give, and of 1, in one matrix."""
    dense = [layer.attention.output.dense for layer in model.roformer.encoder.layer]
    sums: dict[Model, Tensor] = {}

    def count(own: Model, given: tuple[Tensor]) -> None:
        rows = functional.pad(given[0].flatten(0, -2), (0, 1), value=1.0).double()
        sums[own] = sums.get(own, torch.zeros(())) + rows.T @ rows

    hooks = [own.register_forward_pre_hook(count) for own in dense]
    scored(model, windows)
    for hook in hooks:
        hook.remove()
    return [sums[own] for own in dense]


def take_heads(model: Model, layer: int, heads: Sequence[int], moments: Tensor) -> None:
    """Make the weights into and out of heads zero.

    What they gave is rebuilt from the layer's other heads, by least squares.
    """
    width = model.config.hidden_size // model.config.num_attention_heads
    attention = model.roformer.encoder.layer[layer].attention
    gone = torch.cat([torch.arange(head * width, (head + 1) * width) for head in heads])
    kept = torch.ones(len(moments), dtype=torch.bool)
    kept[gone] = False
    among = moments[kept][:, kept]
    ridge = RIDGE * among.diagonal().mean() * torch.eye(len(among), dtype=torch.double)
    rebuilt = torch.linalg.solve(among + ridge, moments[kept][:, gone])
    outward = attention.output.dense
    added = (outward.weight.data[:, gone].double() @ rebuilt.T).float()
    outward.weight.data[:, kept[:-1]] += added[:, :-1]
    outward.bias.data += added[:, -1]
    outward.weight.data[:, gone] = 0
    for part in (attention.self.query, attention.self.key, attention.self.value):
        part.weight.data[gone] = 0
        part.bias.data[gone] = 0


def heads_by_worth(
    model: Model, windows: list[Example], given: list[Tensor]
) -> list[tuple[int, int]]:
    """Return (layer, head) of every head, the one that is missed least first."""
    worth: dict[tuple[int, int], float] = {}
    kept = {name: own.clone() for name, own in model.state_dict().items()}
    for layer in range(model.config.num_hidden_layers):
        for head in range(model.config.num_attention_heads):
            take_heads(model, layer, [head], given[layer])
            worth[layer, head] = surprise(scored(model, windows), 1.0)
            model.load_state_dict(kept)
    return sorted(worth, key=lambda one: worth[one])


def inner_by_worth(model: Model, windows: list[Example]) -> list[Tensor]:
    """Return the inner features of each layer, the one that adds least first."""
    dense = [layer.output.dense for layer in model.roformer.encoder.layer]
    sizes: dict[Model, list[Tensor]] = {own: [] for own in dense}
    hooks = [
        own.register_forward_pre_hook(
            lambda own, given: sizes[own].append(given[0].square().mean(dim=(0, 1)))
        )
        for own in dense
    ]
    scored(model, windows)
    for hook in hooks:
        hook.remove()
    roots = [torch.stack(sizes[own]).mean(0).sqrt() for own in dense]
    return [
        (root * own.weight.norm(dim=0)).argsort() for root, own in zip(roots, dense, strict=True)
    ]


def narrowed(model: Model, idle: list[Tensor]) -> Model:
    """Return the model without the inner features named for each layer, as many for all."""
    config = copy.deepcopy(model.config)
    config.intermediate_size -= len(idle[0])
    weights = model.state_dict()
    for layer, own in enumerate(idle):
        kept = torch.ones(model.config.intermediate_size, dtype=torch.bool)
        kept[own] = False
        prefix = f"roformer.encoder.layer.{layer}"
        for name in (f"{prefix}.intermediate.dense.weight", f"{prefix}.intermediate.dense.bias"):
            weights[name] = weights[name][kept]
        name = f"{prefix}.output.dense.weight"
        weights[name] = weights[name][:, kept]
    slim = AutoModelForQuestionAnswering.from_config(config).float().eval()
    slim.load_state_dict(weights)
    return slim


def main() -> None:
    """Write the model without what it misses least."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--heads", type=int, default=0, help="of all layers")
    parser.add_argument("--inner", type=int, default=0, help="inner features of each layer")
    parser.add_argument("--also", type=Path, help="a folder whose model loses the same features")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForQuestionAnswering.from_pretrained(args.model).float().eval()
    windows = unlearned(tokenizer, args.data, args.rows, seed=1)
    before = surprise(scored(model, windows), 1.0)
    given = moments(model, unlearned(tokenizer, args.data, args.rows, seed=3))
    gone = heads_by_worth(model, windows, given)[: args.heads] if args.heads else []
    for layer in {layer for layer, _ in gone}:
        take_heads(model, layer, [head for own, head in gone if own == layer], given[layer])
    idle = [order[: args.inner] for order in inner_by_worth(model, windows)]
    model = narrowed(model, idle)
    after = surprise(scored(model, windows), 1.0)
    print(f"without heads {gone}: loss {before:.3f} to {after:.3f}")
    save(model, tokenizer, args.out)
    if args.also:
        other = AutoModelForQuestionAnswering.from_pretrained(args.also).float()
        save(narrowed(other, idle), tokenizer, args.out / args.also.name)


if __name__ == "__main__":
    main()
