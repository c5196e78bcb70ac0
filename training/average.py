"""Averages the weights of readers that were trained one from the other.

    python -m training.average OUT/stage4/model OUT/stage5/model --out OUT/mean
    python -m training.average OUT/pruned OUT/reader/model --shares 0.3 0.7 --out OUT/mean
    python -m training.average OUT/sentences OUT/mean OUT/start --shares 1 1 -1 --out OUT/both

The mean of two stages scored higher than the later one alone, as Wortsman et al. 2022 ("Model
soups") found of fine-tuned models. With the shares 1, 1 and -1 the first gets what the second
learned since a start that both had (Ilharco et al. 2023, "task arithmetic").
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from training.measure import Model
from training.reader import save


def averaged(folders: Sequence[Path], shares: Sequence[float]) -> Model:
    """Return a model whose every weight is the mean of the folders', each of its share.

    Raises:
        RuntimeError: the models are not of one shape.
    """
    models = [AutoModelForQuestionAnswering.from_pretrained(f).float() for f in folders]
    weights = [model.state_dict() for model in models]
    first = models[0]
    parts = list(zip(weights, shares, strict=True))
    mean = {name: sum(share * own[name] for own, share in parts) for name in weights[0]}
    first.load_state_dict({name: torch.as_tensor(value) for name, value in mean.items()})
    return first


def main() -> None:
    """Write the mean of the named models, with the first one's tokenizer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--shares", type=float, nargs="+", help="of each; alike when left out")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    shares = args.shares or [1 / len(args.models)] * len(args.models)
    if len(shares) != len(args.models) or abs(sum(shares) - 1) > 1e-6:
        parser.error(f"--shares {shares}: give one for each of {len(args.models)} models, 1 in all")
    save(averaged(args.models, shares), AutoTokenizer.from_pretrained(args.models[0]), args.out)


if __name__ == "__main__":
    main()
