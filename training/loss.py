"""What a reader's start and end logits are trained towards: the right tokens, or a teacher's."""

from __future__ import annotations

from typing import TypeAlias

from torch import Tensor
from torch.nn import functional

Both: TypeAlias = tuple[Tensor, Tensor]  # of the start and of the end


def of(scores: Both, wanted: Both) -> Tensor:
    """Return the loss of a batch's logits, (rows, length) each, as the mean of start and end.

    ``wanted`` is the place of each right token, (rows,), or the logits of a teacher, whose
    distribution the model's is brought to (Hinton et al. 2015, at temperature 1).
    """
    start, end = (_one(own.float(), other) for own, other in zip(scores, wanted, strict=True))
    return (start + end) / 2


def _one(own: Tensor, wanted: Tensor) -> Tensor:
    if not wanted.is_floating_point():
        return functional.cross_entropy(own, wanted)
    told, taught = own.log_softmax(-1), wanted.float().log_softmax(-1)
    return functional.kl_div(told, taught, reduction="batchmean", log_target=True)
