"""Which blocks of a page are one article, and in which order they are read.

Blocks follow the page until an article starts (``starts``). Then what goes on with a sentence that
is broken off elsewhere (``links``) is brought to it: an article's tail may be printed before its
head, columns may be interleaved, captions and boxes may stand within a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.layout import Block, is_masthead, is_signature
from rag.lines import is_dateline
from rag.links import far_links, main_region, natural_links
from rag.places import Weights
from rag.starts import split_runs


@dataclass(frozen=True, slots=True)
class Order:
    """One article's blocks as they are read; ``joins`` holds those that go on with a sentence."""

    blocks: tuple[int, ...]
    joins: frozenset[int]


def reading_orders(blocks: Sequence[Block], places: Sequence[Weights]) -> list[Order]:
    """Return the articles of a page; each block is in exactly one.

    ``places`` holds the regions that each block speaks of.
    """
    runs = split_runs(blocks, places)
    links = natural_links(blocks, runs)
    far = far_links(blocks, runs, places, links)
    for left, right in far.items():
        runs = _mended(blocks, places, runs, left, right)
    runs = [_captions_last(blocks, run) for run in _gathered(blocks, places, runs)]
    links |= far
    return [
        Order(tuple(run), frozenset(two for one, two in pairwise(run) if links.get(one) == two))
        for run in sorted(runs, key=min)
    ]


def _mended(
    blocks: Sequence[Block],
    places: Sequence[Weights],
    runs: list[list[int]],
    left: int,
    right: int,
) -> list[list[int]]:
    """Return the runs with ``right`` read straight after ``left``."""
    home = {one: run for run in runs for one in run}
    head, tail = home[left], home[right]
    others = [run for run in runs if run is not head and run is not tail]
    at, start = head.index(left) + 1, tail.index(right)
    if head is tail:
        return [*others, _reordered(blocks, head, at, start)]
    before, rest = tail[:start], tail[start:]
    if before and at == len(head) and _one_article(blocks, places, before, head):
        return [*others, before + head + rest]
    return [*others, *filter(None, [before]), head[:at] + rest + head[at:]]


def _one_article(
    blocks: Sequence[Block], places: Sequence[Weights], head: Sequence[int], inset: Sequence[int]
) -> bool:
    """Say whether ``inset`` is the middle of the article that ``head`` begins."""
    signed = [any(is_signature(blocks[one]) for one in run) for run in (head, inset)]
    about = [main_region(places, run) for run in (head, inset)]
    return not all(signed) and about[0] is not None and about[0] == about[1]


def _reordered(blocks: Sequence[Block], run: list[int], at: int, start: int) -> list[int]:
    """Move what begins at ``run[start]`` up or down to follow ``run[:at]``, to the next heading."""
    end = next((n for n in range(start, len(run)) if blocks[run[n]].role == "title"), len(run))
    tail = run[start:end]
    if start < at:
        end = min(end, at)
        return run[:start] + run[end:at] + run[start:end] + run[at:]
    between, rest = run[at:start], run[end:]
    opening = next((n for n, one in enumerate(run) if blocks[one].role == "body"), 0)
    lacks_lead = (
        opening > 0
        and blocks[run[opening - 1]].role == "title"
        and any(is_signature(blocks[one]) for one in run[:opening])
    )
    if lacks_lead and all(blocks[one].role in ("body", "caption") for one in between):
        last = max(n for n in range(opening) if is_signature(blocks[run[n]])) + 1
        return run[:last] + between + run[last:at] + tail + rest
    return run[:at] + tail + between + rest


def _gathered(
    blocks: Sequence[Block], places: Sequence[Weights], runs: list[list[int]]
) -> list[list[int]]:
    """Give a run that nothing introduces to the other run about its place, where one is."""
    out = [list(run) for run in runs]
    for run in runs:
        headless = all(
            blocks[one].role in ("body", "caption") or is_masthead(blocks[one]) for one in run
        )
        place = main_region(places, run)
        body = [one for one in run if blocks[one].role == "body"]
        if not headless or place is None or not body or is_dateline(blocks[body[0]].text):
            continue
        same = [of for of in out if of != run and main_region(places, of) == place]
        if len(same) == 1:
            out.remove(run)
            same[0].extend(run)
    return out


def _captions_last(blocks: Sequence[Block], run: Sequence[int]) -> list[int]:
    return sorted(run, key=lambda one: blocks[one].role == "caption")
