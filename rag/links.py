"""Which block goes on with a sentence that another one breaks off.

Nearly always the next paragraph does (``natural_links``); where it cannot, the best fitting start
elsewhere on the page (``far_links``): by the words at the break, the place both speak of, and the
rarer words they share.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.gazetteer import is_local, within
from rag.joins import ends_open, join_score
from rag.layout import Block
from rag.places import Weights
from rag.types import Role

_SHORT = 40  # characters that a caption seldom exceeds
_FITS = 1.5  # below it a sentence stays broken
_LIKE, _LIKE_RUN, _HEADLESS = 4.0, 17.0, 2.5
_CONTEXT = 4  # blocks on each side that tell what is spoken of
_MOST_CANDIDATES = 60  # the nearest ones, so that a long page takes no longer by the character


def natural_links(blocks: Sequence[Block], runs: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return ``{block: next}`` where a sentence goes on in the next paragraph of its run."""
    usual_gap = Counter(block.gap for block in blocks).most_common(1)[0][0] if blocks else 0
    links = {}
    for run in runs:
        solid = [one for one in run if blocks[one].role != "caption"]
        for left, right, beyond in zip(solid, solid[1:], [*solid[2:], None], strict=False):
            if blocks[left].role == blocks[right].role == "body" and ends_open(blocks[left].text):
                near = right == left + 1 and blocks[right].gap <= max(1, usual_gap)
                score = join_score(blocks[left].text, blocks[right].text)
                if score + (2.0 if near else 1.0) < 0.5:
                    continue
                if beyond is None or not _steps_over(blocks, left, right, beyond):
                    links[left] = right
    return links


def _steps_over(blocks: Sequence[Block], left: int, right: int, beyond: int) -> bool:
    """Say whether a short sentence stands in the middle of another: a caption without a mark."""
    short = len(blocks[right].text) <= _SHORT and not ends_open(blocks[right].text)
    if not short or blocks[beyond].role != "body":
        return False
    there, here = (join_score(blocks[left].text, blocks[one].text) for one in (beyond, right))
    return there >= max(_FITS, here + 1.5)


def far_links(
    blocks: Sequence[Block],
    runs: Sequence[Sequence[int]],
    places: Sequence[Weights],
    links: dict[int, int],
) -> dict[int, int]:
    """Return ``{block: goes on at}`` for sentences that do not go on where they stand."""
    home = {one: run for run in runs for one in run}
    broken = [
        one
        for one, block in enumerate(blocks)
        if block.role == "body" and one not in links and ends_open(block.text)
    ]
    starts = _open_starts(blocks, runs, links)
    likeness = _Likeness.of(blocks) if broken and starts else _Likeness([])
    scored = []
    for left in broken:
        place = main_region(places, home[left])
        for right in _nearest(starts, left):
            score = join_score(blocks[left].text, blocks[right].text)
            score += _LIKE * likeness.between([left], [right])
            if home[left] is not home[right]:
                score += _belonging(home[left], home[right], right, likeness)
                at = home[right].index(right)
                score += _agreement(place, main_region(places, home[right][at:]))
            if score >= _FITS:
                scored.append((score, left, right))
    return _best(scored, links)


def _belonging(head: Sequence[int], run: Sequence[int], right: int, likeness: _Likeness) -> float:
    """Return how much what begins at ``right`` belongs to ``head`` and not to its own run."""
    at = run.index(right)
    before, rest = run[:at], run[at : at + _CONTEXT]
    if not before:
        return _HEADLESS + _LIKE_RUN * likeness.between(head[-_CONTEXT:], rest)
    own = likeness.between(before[-_CONTEXT:], rest)
    return _LIKE_RUN * (likeness.between(head[-_CONTEXT:], rest) - own)


def _best(scored: Iterable[tuple[float, int, int]], links: dict[int, int]) -> dict[int, int]:
    """Return the best pairs of which no two share an end, and none goes round in a circle."""
    far: dict[int, int] = {}
    for _, left, right in sorted(scored, reverse=True):
        free = left not in far and right not in far.values()
        if free and not _leads_to(links | far, right, left):
            far[left] = right
    return far


def main_region(places: Sequence[Weights], run: Iterable[int]) -> str | None:
    """Return the region that some blocks are about, the one with most weight."""
    total: dict[str, float] = defaultdict(float)
    for one in run:
        for name, weight in places[one].items():
            total[name] += weight
    return max(total, key=lambda name: total[name], default=None)


def _open_starts(
    blocks: Sequence[Block], runs: Sequence[Sequence[int]], links: dict[int, int]
) -> list[int]:
    """Return the paragraphs that no broken sentence, title or byline introduces."""
    starts, taken = [], set(links.values())
    for run in runs:
        before: Role = "body"
        for one in run:
            if blocks[one].role == "body" and before == "body" and one not in taken:
                starts.append(one)
            before = before if blocks[one].role == "caption" else blocks[one].role
    return sorted(starts)


def _nearest(starts: Sequence[int], left: int) -> Sequence[int]:
    place = bisect(starts, left)
    return starts[max(0, place - _MOST_CANDIDATES // 2) : place + _MOST_CANDIDATES // 2]


def _leads_to(links: dict[int, int], start: int, end: int) -> bool:
    """Say whether the sentence that starts in one block ends in the other."""
    while start != end and start in links:
        start = links[start]
    return start == end


def _agreement(one: str | None, two: str | None) -> float:
    """Return 1 for two runs about one district, -1 for two places, 0 where nothing follows."""
    if one is None or two is None:
        return 0.0
    if one == two:
        return 1.0 if is_local(one) else 0.0
    return 0.0 if within(one, two) or within(two, one) else -1.0


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much two blocks share of their rarer character pairs."""

    weights: list[dict[str, float]]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Likeness:
        pairs = [{block.text[at : at + 2] for at in range(len(block.text) - 1)} for block in blocks]
        seen = Counter(pair for of in pairs for pair in of)
        return cls([{pair: math.log(len(pairs) / seen[pair]) for pair in of} for of in pairs])

    def between(self, some: Sequence[int], others: Sequence[int]) -> float:
        """Return the cosine of the rarity weights of two groups of blocks, from 0 to 1."""
        left, right = self._union(some), self._union(others)
        shared = sum(weight * weight for pair, weight in left.items() if pair in right)
        return shared / (_length(left) * _length(right) or 1.0)

    def _union(self, group: Sequence[int]) -> dict[str, float]:
        return {pair: weight for one in group for pair, weight in self.weights[one].items()}


def _length(weights: dict[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))
