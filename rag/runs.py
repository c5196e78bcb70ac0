"""Which blocks of a page are one article, and in which order they are read.

Blocks follow the page until an article starts (``_runs``). Then each sentence that is broken off is
given the block that goes on with it, wherever on the page that stands (``_links``): an article's
tail may be printed before its head, and columns may be interleaved.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from rag.joins import ends_open, join_score
from rag.layout import Block, is_dateline, is_masthead
from rag.regions import RegionMention, find_regions, is_local, within
from rag.types import Role

_SIGNED = re.compile(
    r"[（(](?:[^（）()。]{0,8}(?:记者|通讯员)[^（）()]{2,30}|据[^（）()]{2,20}"
    r"|[\u4e00-\u9fff]{2,3}(?:[ 　、][\u4e00-\u9fff]{2,3})*)[）)]$"
)
_NEWS_LEAD = re.compile(
    r"[^。，]{0,12}?(?:近日|日前|昨[日天]|今[日天]|\d+月\d+日|\d+日)|[^。]{0,30}记者[^。]{0,20}(?:获悉|了解到)"
)
_DECK = re.compile("^[—–-]{1,2}[^—]|^——")
_MOST_CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Order:
    """One article's blocks as they are read; ``joins`` holds those that go on with a sentence."""

    blocks: tuple[int, ...]
    joins: frozenset[int]


def reading_orders(blocks: Sequence[Block]) -> list[Order]:
    """Return the articles of a page; each block is in exactly one."""
    runs = _runs(blocks)
    links = _natural_links(blocks, runs)
    far = _far_links(blocks, runs, links)
    for left, right in far.items():
        runs = _mended(blocks, runs, left, right)
    runs = [_captions_last(blocks, run) for run in _gathered(blocks, runs)]
    links |= far
    return [
        Order(tuple(run), frozenset(two for one, two in pairwise(run) if links.get(one) == two))
        for run in sorted(runs, key=min)
    ]


# Where an article starts


def _runs(blocks: Sequence[Block]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for at in range(len(blocks)):
        if _starts_article(blocks, runs[-1], at):
            runs.append([])
        runs[-1].append(at)
    return [run for run in runs if run]


def _starts_article(blocks: Sequence[Block], run: Sequence[int], at: int) -> bool:
    """Say whether a new article starts at a block, ``run`` being the article so far."""
    if not any(blocks[one].role == "body" for one in run):
        return False
    block, before = blocks[at], blocks[run[-1]]
    if block.role == "title":
        return before.role != "title" and _title_score(blocks, run, at) >= 2
    signed = any(blocks[one].role == "byline" and not is_masthead(blocks[one]) for one in run)
    if block.role == "byline":
        if before.role in ("byline", "title") or _SIGNED.search(block.text):
            return False
        return signed or _dateline_at(blocks, at + 1)
    if block.role == "body" and before.role in ("body", "caption"):
        reported = any(is_dateline(blocks[one].text) for one in run if blocks[one].role == "body")
        return is_dateline(block.text) and (signed or reported)
    return False


def _title_score(blocks: Sequence[Block], run: Sequence[int], at: int) -> int:
    """Add up what tells an article's title from a heading inside one."""
    end = at
    while end < len(blocks) and blocks[end].role == "title":
        end += 1
    group, below = blocks[at:end], blocks[end] if end < len(blocks) else None
    body = [blocks[one].text for one in run if blocks[one].role == "body"]
    before = blocks[run[-1]]
    leads = below is not None and bool(_NEWS_LEAD.match(below.text))
    evidence = (
        (3, below is not None and below.role == "byline" and not _SIGNED.search(below.text)),
        (3, _dateline_at(blocks, end)),
        (3, bool(_SIGNED.search(before.text))),
        (3, group[0].text.startswith("# ") and blocks[run[0]].text.startswith("# ")),
        (2, any(_DECK.match(block.plain) for block in group[1:])),
        (1, leads),
        (1, leads and bool(_NEWS_LEAD.match(body[0]))),
        (1, group[0].gap >= 2 and group[0].gap > _usual_gap(blocks)),
        (1, _other_region(blocks, run, group)),
        (-3, before.role == "byline"),
    )
    return sum(weight for weight, holds in evidence if holds)


def _dateline_at(blocks: Sequence[Block], at: int) -> bool:
    return at < len(blocks) and blocks[at].role == "body" and is_dateline(blocks[at].text)


def _usual_gap(blocks: Sequence[Block]) -> int:
    return Counter(block.gap for block in blocks).most_common(1)[0][0]


def _other_region(blocks: Sequence[Block], run: Sequence[int], group: Sequence[Block]) -> bool:
    """Say whether a title names a place that the article so far does not speak of."""
    own = {mention.name for block in group for mention in find_regions(block.text)}
    known = {mention.name for one in run for mention in find_regions(blocks[one].text)}
    return bool(own) and not own & known


# Where a broken sentence goes on


def _natural_links(blocks: Sequence[Block], runs: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return ``{block: next block}`` where a sentence goes on in the next paragraph of its run."""
    links = {}
    for run in runs:
        solid = [one for one in run if blocks[one].role != "caption"]
        for left, right in pairwise(solid):
            if blocks[left].role == blocks[right].role == "body" and ends_open(blocks[left].text):
                near = right == left + 1 and blocks[right].gap <= max(1, _usual_gap(blocks))
                score = join_score(blocks[left].text, blocks[right].text)
                if score + (2.0 if near else 1.0) >= 0.5:
                    links[left] = right
    return links


def _far_links(
    blocks: Sequence[Block], runs: Sequence[Sequence[int]], links: dict[int, int]
) -> dict[int, int]:
    """Return the best block elsewhere for each sentence that does not go on where it stands."""
    home = {one: number for number, run in enumerate(runs) for one in run}
    broken = [
        one
        for one, block in enumerate(blocks)
        if block.role == "body" and one not in links and ends_open(block.text)
    ]
    starts = _open_starts(blocks, runs, links)
    if not broken or not starts:
        return {}
    about = [main_region([blocks[one] for one in run]) for run in runs]
    likeness = _Likeness.of(blocks)
    scored = []
    for left in broken:
        for right in sorted(starts, key=lambda start: abs(start - left))[:_MOST_CANDIDATES]:
            score = join_score(blocks[left].text, blocks[right].text)
            score += 4 * likeness.between(left, right)
            if home[left] != home[right]:
                score += _agreement(about[home[left]], about[home[right]])
            if score >= 1.5 and not _leads_to(links, right, left):
                scored.append((score, left, right))
    far: dict[int, int] = {}
    for _, left, right in sorted(scored, reverse=True):
        if left not in far and right not in far.values() and not _leads_to(far, right, left):
            far[left] = right
    return far


def _open_starts(
    blocks: Sequence[Block], runs: Sequence[Sequence[int]], links: dict[int, int]
) -> list[int]:
    """Return the paragraphs that nothing goes on with and that no title or byline introduces."""
    starts = []
    for run in runs:
        before: Role = "body"
        for one in run:
            if blocks[one].role == "body" and before == "body" and one not in links.values():
                starts.append(one)
            before = before if blocks[one].role == "caption" else blocks[one].role
    return starts


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


def main_region(blocks: Sequence[Block]) -> str | None:
    """Return the region that some blocks are about, the one named most; titles count four times.

    A district counts twice as much as its city, whose name stands in many other names (济南大学), and
    a street or town, which lies in a district, half as much.
    """
    counts: dict[str, float] = defaultdict(float)
    for block in blocks:
        weight = 4 if block.role == "title" else 1
        for mention in innermost(find_regions(block.text)):
            counts[mention.name] += weight * _nearness(mention.name)
    return max(counts, key=lambda name: counts[name], default=None)


def _nearness(name: str) -> float:
    return 0.5 if name.endswith(("街道", "镇", "乡")) else 2.0 if is_local(name) else 1.0


def innermost(mentions: Sequence[RegionMention]) -> list[RegionMention]:
    """Return the mentions without those that only lead to the next: 济南市 in 济南市历下区."""
    return [
        one
        for one, two in zip_longest(mentions, mentions[1:])
        if two is None or two.start != one.end or not within(two.name, one.name)
    ]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much two blocks share of their rarer character pairs."""

    weights: list[dict[str, float]]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Likeness:
        pairs = [{block.text[at : at + 2] for at in range(len(block.text) - 1)} for block in blocks]
        seen = Counter(pair for of in pairs for pair in of)
        return cls([{pair: math.log(len(blocks) / seen[pair]) for pair in of} for of in pairs])

    def between(self, one: int, two: int) -> float:
        """Return the cosine of the two blocks' rarity weights, from 0 to 1."""
        left, right = self.weights[one], self.weights[two]
        shared = sum(weight * right[pair] for pair, weight in left.items() if pair in right)
        return shared / (self._length(one) * self._length(two) or 1.0)

    def _length(self, at: int) -> float:
        return math.sqrt(sum(weight * weight for weight in self.weights[at].values()))


# Putting runs together


def _mended(
    blocks: Sequence[Block], runs: list[list[int]], left: int, right: int
) -> list[list[int]]:
    """Return the runs with ``right`` read straight after ``left``."""
    home = {one: run for run in runs for one in run}
    head, tail = home[left], home[right]
    others = [run for run in runs if run is not head and run is not tail]
    at, start = head.index(left) + 1, tail.index(right)
    if head is tail:
        return [*others, _reordered(blocks, head, at, start)]
    before, rest = tail[:start], tail[start:]
    if before and at == len(head) and _one_article(blocks, before, head):
        return [*others, before + head + rest]
    return [*others, *filter(None, [before]), head[:at] + rest + head[at:]]


def _one_article(blocks: Sequence[Block], head: Sequence[int], inset: Sequence[int]) -> bool:
    """Say whether ``inset`` is the middle of the article that ``head`` begins."""
    signed = [any(_is_name_line(blocks[one]) for one in run) for run in (head, inset)]
    about = [main_region([blocks[one] for one in run]) for run in (head, inset)]
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
        and any(_is_name_line(blocks[one]) for one in run[:opening])
    )
    if lacks_lead and all(blocks[one].role in ("body", "caption") for one in between):
        last = max(n for n in range(opening) if _is_name_line(blocks[run[n]])) + 1
        return run[:last] + between + run[last:at] + tail + rest
    return run[:at] + tail + between + rest


def _is_name_line(block: Block) -> bool:
    return block.role == "byline" and not is_masthead(block)


def _gathered(blocks: Sequence[Block], runs: list[list[int]]) -> list[list[int]]:
    """Give a run that nothing introduces to the other run about its place, where one is."""
    out = [list(run) for run in runs]
    for run in runs:
        headless = all(
            blocks[one].role in ("body", "caption") or is_masthead(blocks[one]) for one in run
        )
        place = main_region([blocks[one] for one in run])
        body = [one for one in run if blocks[one].role == "body"]
        if not headless or place is None or not body or is_dateline(blocks[body[0]].text):
            continue
        same = [of for of in out if of != run and main_region([blocks[one] for one in of]) == place]
        if len(same) == 1:
            out.remove(run)
            same[0].extend(run)
    return out


def _captions_last(blocks: Sequence[Block], run: Sequence[int]) -> list[int]:
    return sorted(run, key=lambda one: blocks[one].role == "caption")
