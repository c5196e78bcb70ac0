"""How much a text speaks of each place that it names."""

from __future__ import annotations

from itertools import zip_longest
from typing import TypeAlias

from rag.gazetteer import TOWNS, is_local, within
from rag.regions import find_regions

Weights: TypeAlias = dict[str, float]  # region -> how much of it


def weigh_regions(text: str) -> Weights:
    """Return how much a text speaks of each region that it names.

    A district counts twice as much as its city, whose name stands in many other names (济南大学), a
    street or town, which lies in a district, half as much; 济南市 in 济南市历下区 does not count.
    """
    mentions = find_regions(text)
    weights: dict[str, float] = {}
    for one, two in zip_longest(mentions, mentions[1:]):
        if one and not (two and two.start == one.end and within(two.name, one.name)):
            weight = 0.5 if one.name.endswith(TOWNS) else 2.0 if is_local(one.name) else 1.0
            weights[one.name] = weights.get(one.name, 0.0) + weight
    return weights
