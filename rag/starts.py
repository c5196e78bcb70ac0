"""Where a new article starts on a page: under which titles, at which bylines and datelines.

A heading inside an article looks like a title; what tells them apart is added up in ``_evidence``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.layout import Block, is_signature
from rag.lines import is_box, is_dateline, is_label
from rag.places import Weights

_SIGNED = re.compile(
    r"[（(](?:[^（）()。]{0,8}(?:记者|通讯员|实习生)[^（）()]{2,30}|据[^（）()]{2,20}"
    r"|[\u4e00-\u9fff]{2,3}(?:[ 　、][\u4e00-\u9fff]{2,3})*)[）)]$"
)
_NEWS_LEAD = re.compile(
    r"[^。，]{0,12}?(?:近日|日前|昨[日天]|今[日天]|\d+月\d+日|\d+日)|[^。]{0,30}记者[^。]{0,20}(?:获悉|了解到)"
)
_TELLING = ("body", "row")
_DECK = re.compile("[—–-]{1,2}[^—]|——")


def split_runs(blocks: Sequence[Block], places: Sequence[Weights]) -> list[list[int]]:
    """Return the blocks cut where an article starts, in the order of the page.

    ``places`` holds the regions that each block speaks of.
    """
    usual_gap = Counter(block.gap for block in blocks).most_common(1)[0][0] if blocks else 0
    runs: list[list[int]] = [[]]
    for at in range(len(blocks)):
        run = runs[-1]
        if any(blocks[one].role in _TELLING for one in run) and (
            _title_starts(blocks, places, run, at, usual_gap)
            or _byline_starts(blocks, run, at)
            or _dateline_starts(blocks, run, at)
        ):
            runs.append([])
        runs[-1].append(at)
    return [run for run in runs if run]


def _byline_starts(blocks: Sequence[Block], run: Sequence[int], at: int) -> bool:
    """Say whether a byline without a title begins an article: the one before has its own."""
    block = blocks[at]
    if not is_signature(block) or blocks[run[-1]].role in ("byline", "title"):
        return False
    if _SIGNED.search(block.text):
        return False
    return _is_signed(blocks, run) or _dateline_at(blocks, at + 1)


def _dateline_starts(blocks: Sequence[Block], run: Sequence[int], at: int) -> bool:
    """Say whether a report without title and byline begins, behind one that had either."""
    if not _dateline_at(blocks, at) or blocks[run[-1]].role not in (*_TELLING, "caption"):
        return False
    return _is_signed(blocks, run) or any(_dateline_at(blocks, one) for one in run)


def _title_starts(
    blocks: Sequence[Block],
    places: Sequence[Weights],
    run: Sequence[int],
    at: int,
    usual_gap: int,
) -> bool:
    """Say whether a title begins an article and is not a heading inside the one before."""
    if blocks[at].role != "title" or blocks[run[-1]].role == "title" or is_box(blocks[at].plain):
        return False
    end = next((n for n in range(at, len(blocks)) if blocks[n].role != "title"), len(blocks))
    named = {place for one in range(at, end) for place in places[one]}
    known = {place for one in run for place in places[one]}
    evidence = _evidence(blocks, run, at, end)
    evidence += (
        (1, blocks[at].gap > max(1, usual_gap)),
        (1, bool(named) and not named & known),
    )
    return sum(weight for weight, holds in evidence if holds) >= 2


def _evidence(
    blocks: Sequence[Block], run: Sequence[int], at: int, end: int
) -> tuple[tuple[int, bool], ...]:
    """Return what speaks for (or, below 0, against) an article at the titles ``[at, end)``."""
    before, below = blocks[run[-1]], blocks[end] if end < len(blocks) else None
    first = next(blocks[one].text for one in run if blocks[one].role in _TELLING)
    leads = below is not None and bool(_NEWS_LEAD.match(below.text))
    return (
        (3, below is not None and is_signature(below) and not _SIGNED.search(below.text)),
        (3, _dateline_at(blocks, end)),
        (3, bool(_SIGNED.search(before.text))),
        (3, blocks[at].text.startswith("# ") and blocks[run[0]].text.startswith("# ")),
        (2, is_label(blocks[at].plain)),
        (2, any(_DECK.match(block.plain) for block in blocks[at + 1 : end])),
        (1, leads),
        (1, leads and bool(_NEWS_LEAD.match(first))),
        (-3, before.role == "byline" and not _SIGNED.search(before.text)),
    )


def _is_signed(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    return any(is_signature(blocks[one]) for one in run)


def _dateline_at(blocks: Sequence[Block], at: int) -> bool:
    return at < len(blocks) and blocks[at].role == "body" and is_dateline(blocks[at].text)
