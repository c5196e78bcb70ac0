"""Guided decoding in our own models: no sentence ends before a marker that means something.

A processor of the logits of one greedy or sampled sequence. Does not: choose which passage a
marker names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import LogitsProcessor

_LOOKS_BACK = 160  # tokens: a sentence longer than that is free
_END = re.compile(r"[。！？!?\n]")
_MARKED = re.compile(r"\[\d+\]")
_BEGUN = re.compile(r"\[(\d*)$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens that matter to markers, as ids of a tokenizer."""

    ends: torch.Tensor  # that end a sentence, or everything
    closes: torch.Tensor  # that begin with ]
    digits: dict[str, int]  # numbers to their token

    @classmethod
    def of(cls, tokenizer: Any, size: int, stops: Sequence[int]) -> Vocabulary:  # noqa: ANN401
        """Return those of a tokenizer whose model knows ``size`` tokens and stops at ``stops``."""
        known = min(size, len(tokenizer))
        words = tokenizer.batch_decode([[number] for number in range(known)])
        ends = [n for n, word in enumerate(words) if _END.search(word) and "]" not in word]
        return cls(
            torch.tensor(sorted({*ends, *stops}), dtype=torch.long),
            torch.tensor([n for n, w in enumerate(words) if w.startswith("]")], dtype=torch.long),
            {word: n for n, word in enumerate(words) if word.isascii() and word.isdigit()},
        )


class MarkerGuide(LogitsProcessor):  # type: ignore[misc]  # transformers is not typed
    """Keeps markers to 1…``passages`` and sentences from ending without one."""

    def __init__(
        self,
        tokenizer: Any,  # noqa: ANN401
        vocabulary: Vocabulary,
        prompt: int,
        passages: int,
    ) -> None:
        self._tokenizer = tokenizer
        self._vocabulary = vocabulary
        self._prompt = prompt
        self._passages = passages

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """Return the scores (1, vocabulary) with what may not follow at minus infinity."""
        begin = max(self._prompt, input_ids.shape[1] - _LOOKS_BACK)
        said = self._tokenizer.decode(input_ids[0, begin:], skip_special_tokens=True)
        sentence = _END.split(said)[-1]
        begun = _BEGUN.search(sentence)
        if begun is not None:
            return self._only(scores, self._may_follow(begun[1]))
        if sentence.strip() and not _MARKED.search(sentence):
            return scores.index_fill(1, self._vocabulary.ends.to(scores.device), -torch.inf)
        return scores

    def _may_follow(self, digits: str) -> torch.Tensor:
        """Return the tokens that may follow 「[」 and the digits after it."""
        numbers = {str(n) for n in range(1, self._passages + 1)}
        ids = [
            number
            for word, number in self._vocabulary.digits.items()
            if any(each.startswith(digits + word) for each in numbers)
        ]
        closing = self._vocabulary.closes.tolist() if digits in numbers else []
        return torch.tensor([*ids, *closing], dtype=torch.long)

    def _only(self, scores: torch.Tensor, allowed: torch.Tensor) -> torch.Tensor:
        if not allowed.numel():
            return scores
        allowed = allowed.to(scores.device)
        kept = torch.full_like(scores, -torch.inf)
        kept[:, allowed] = scores[:, allowed]
        return kept
