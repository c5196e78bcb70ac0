"""Averages the weights of readers that were trained one from the other.

    python -m training.average OUT/stage4/model OUT/stage5/model --out OUT/mean

The mean of two stages scored higher than the later one alone, as Wortsman et al. 2022 ("Model
soups") found of fine-tuned models.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from training.measure import Model
from training.reader import save


def averaged(folders: Sequence[Path]) -> Model:
    """Return a model whose every weight is the mean of the folders'.

    Raises:
        RuntimeError: the models are not of one shape.
    """
    models = [AutoModelForQuestionAnswering.from_pretrained(f).float() for f in folders]
    weights = [model.state_dict() for model in models]
    first = models[0]
    first.load_state_dict(
        {name: torch.stack([own[name] for own in weights]).mean(0) for name in weights[0]}
    )
    return first


def main() -> None:
    """Write the mean of the named models, with the first one's tokenizer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    save(averaged(args.models), AutoTokenizer.from_pretrained(args.models[0]), args.out)


if __name__ == "__main__":
    main()
