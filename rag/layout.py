"""A page's text as blocks: paragraphs, titles, bylines and captions in the order of the page.

A line is a block of its own, but for pages with hard line breaks, where full lines run on into the
next. Does not: say which article a block belongs to (``articles``), drop a character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from rag.joins import begins_inside, ends_open, join_score, unbalanced
from rag.lines import asked_in, is_byline, is_caption, is_dateline, is_outlet, is_sheet_line
from rag.rows import Row, is_rule, read_row
from rag.types import Role, Span

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_BLANK = " \t\u3000\xa0\ufeff\u200b"
_MARKUP = re.compile(r"^(?:#{1,6}\s+|[-*+]\s+|>\s*|\*\*)")
LONGEST_TITLE = 36  # characters; the widest headline of a broadsheet's page is hardly longer
_ONE_SENTENCE = 1.0  # a short line that joins the next so well is no title
_WITH_COMMA = -0.5  # the same for a line with a comma, which is seldom a title
_TITLES_IN_A_ROW = 6  # more short lines than that are a list, a poem or a table


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; ``gap`` blank lines stand before the first one.

    ``lines`` are stripped ranges of the page, ``text`` is all of them joined without a break. Of a
    table's row they are the cells, and ``row`` holds what is read out between them.
    """

    lines: tuple[Span, ...]
    text: str
    gap: int
    role: Role
    row: Row | None = None

    @property
    def plain(self) -> str:
        """Return the text without a Markdown mark at its head."""
        return _MARKUP.sub("", self.text).rstrip("*# ")


def read_blocks(text: str) -> list[Block]:
    """Return the blocks of a page's text; every character but white space is in one of them."""
    blocks = _paragraphs(text)
    blocks = [block if block.row else replace(block, role=_own_role(block)) for block in blocks]
    for settle in (_outlets, _kickers, _fragments, _lists, _isolated, _closing_lines):
        blocks = settle(blocks)
    return blocks


def is_masthead(block: Block) -> bool:
    """Say whether a block is the page's own line: its paper, date, page number."""
    return block.role == "byline" and is_sheet_line(block.plain)


def is_signature(block: Block) -> bool:
    """Say whether a block names who wrote, not only the paper."""
    return block.role == "byline" and is_byline(block.plain)


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    text: str
    gap: int
    indented: bool


def _read_lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    last = 0
    for match in _LINE.finditer(text):
        bare = match[0].strip()
        if not bare:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        gap = max(0, len(re.findall(r"\r\n|[\n\r\f\v\u2028\u2029]", text[last:start])) - 1)
        indented = match[0][:2].strip(_BLANK) == "" and len(match[0]) > 2
        lines.append(_Line(Span(start, start + len(bare)), bare, gap, indented))
        last = start + len(bare)
    return lines


def _paragraphs(text: str) -> list[Block]:
    """Group lines: one a block, or more where the page breaks lines at a fixed width."""
    lines = _read_lines(text)
    rows = _rows(text, lines)
    lines = [line for line in lines if not is_rule(line.text) or line.span not in rows]
    fulls = [(measure, _full_width(lines, measure)) for measure in (_width, _count)]
    blocks: list[list[_Line]] = []
    for line in lines:
        above = blocks[-1][-1] if blocks else None
        runs_on = (
            above is not None
            and line.span not in rows
            and above.span not in rows
            and line.gap == 0
            and not line.indented
            and any(full and abs(measure(above) - full) <= 2 for measure, full in fulls)
            and not is_byline(above.text)
        )
        if runs_on:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return [_block(text, of, rows.get(of[0].span)) for of in blocks]


def _block(page: str, lines: Sequence[_Line], row: Row | None) -> Block:
    if row is None:
        spans = tuple(line.span for line in lines)
        return Block(spans, _joined([line.text for line in lines]), lines[0].gap, "body")
    told = zip(row.before, row.cells, strict=True)
    text = "".join(words + page[cell.start : cell.end] for words, cell in told) + row.after
    return Block(row.cells, text, lines[0].gap, "head" if row.head else "row", row)


def _rows(page: str, lines: Sequence[_Line]) -> dict[Span, Row | None]:
    """Return the lines of the page's tables, each read out; the line under a head says nothing."""
    rows: dict[Span, Row | None] = {}
    for above, rule, at in zip(lines, lines[1:], range(2, len(lines) + 1), strict=False):
        if not is_rule(rule.text) or "|" not in above.text or above.span in rows:
            continue
        rows |= {above.span: read_row(page, above.span, None), rule.span: None}
        for line in takewhile(lambda one: "|" in one.text and not one.gap, lines[at:]):
            rows[line.span] = read_row(page, line.span, above.span)
    return rows


def _full_width(lines: Sequence[_Line], measure: Callable[[_Line], float]) -> float | None:
    """Return the width at which the page breaks its lines, or None where it does not."""
    widths = [measure(above) for above, line in pairwise(lines) if not line.gap]
    if len(widths) < 6:
        return None
    full = sorted(widths)[int(len(widths) * 0.9)]
    filled = sum(abs(width - full) <= 2 for width in widths)
    return full if full >= 8 and filled >= max(4, 0.4 * len(widths)) else None


def _width(line: _Line) -> float:
    """Return how wide a line is in Han characters, its indent counted."""
    return 2.0 * line.indented + sum(0.5 if char.isascii() else 1.0 for char in line.text)


def _count(line: _Line) -> float:
    """Return how many characters a line has: some pages are broken by count, digits and all."""
    return 2.0 * line.indented + len(line.text)


def _joined(texts: Sequence[str]) -> str:
    out = texts[0]
    for text in texts[1:]:
        out += separator(out, text) + text
    return out


def separator(left: str, right: str) -> str:
    """Return what stands between two parts of one sentence: a space between Latin words only."""
    return " " if left[-1:].isascii() and right[:1].isascii() and right[:1].isalnum() else ""


def _own_role(block: Block) -> Role:
    """Say what a block looks like by itself; a short open line looks like a title."""
    text = block.plain
    if is_sheet_line(text) or is_byline(text):
        return "byline"
    if is_caption(text):
        return "caption"
    if block.text.startswith("#") or (_looks_like_title(text) and not asked_in(text)):
        return "title"
    return "body"


def _looks_like_title(text: str) -> bool:
    return (
        len(text) <= LONGEST_TITLE
        and ends_open(text.rstrip("！？!?…"))
        and not re.search(r"[。；;]|[，、,：:]$", text)
        and not unbalanced(text)
        and not is_dateline(text)
        and not _opens_sentence(text)
    )


def _opens_sentence(text: str) -> bool:
    """Say whether a short line is the beginning of a sentence: 该网友表示，乘警还要求."""
    return _has_comma(text) and "：" not in text and begins_inside(text) <= -1


def _outlets(blocks: list[Block]) -> list[Block]:
    """Make the name of a newspaper beside a byline or the page's date a part of it."""

    def settled(at: int, block: Block) -> Role:
        beside = blocks[max(0, at - 1) : at] + blocks[at + 1 : at + 2]
        near = any(one.role == "byline" and one.gap <= 1 for one in beside)
        return "byline" if near and is_outlet(block.plain) else block.role

    return _with_roles(blocks, settled)


def _kickers(blocks: list[Block]) -> list[Block]:
    """Make a short line that ends in a colon a title where a title follows: 诸暨市山下湖镇：."""

    def settled(at: int, block: Block) -> Role:
        below = blocks[at + 1].role if at + 1 < len(blocks) else "body"
        kicker = len(block.plain) <= 20 and block.plain.endswith(("：", ":"))
        return "title" if kicker and below == "title" else block.role

    return _with_roles(blocks, settled)


def _fragments(blocks: list[Block]) -> list[Block]:
    """Make a short line body where its sentence goes on in the next block, or came from above."""

    def settled(at: int, block: Block) -> Role:
        if block.role != "title" or block.text.startswith("#"):
            return block.role
        below = next((one for one in blocks[at + 1 :] if one.role != "caption"), None)
        if below and below.role == "byline":
            return "title"
        bar = _WITH_COMMA if _has_comma(block.text) else _ONE_SENTENCE
        if below and below.role == "body" and join_score(block.text, below.text) >= bar:
            return "body"
        above = blocks[at - 1] if at else None
        if above and above.role == "body" and join_score(above.text, block.text) >= _ONE_SENTENCE:
            return "body"
        return "title"

    return _with_roles(blocks, settled)


def _has_comma(text: str) -> bool:
    """Say whether a line has a comma outside quotation marks, where headlines have a space."""
    return bool(re.search(r"，(?!\s)", re.sub("“[^”]*”|《[^》]*》", "", text)))


def _lists(blocks: list[Block]) -> list[Block]:
    """Make many short lines in a row body: a list, a poem, a table."""
    runs: list[list[int]] = []
    for at, block in enumerate(blocks):
        if block.role == "title" and not block.text.startswith("#"):
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
    listed = {at for run in runs if len(run) > _TITLES_IN_A_ROW for at in run[2:-2]}
    return _with_roles(blocks, lambda at, block: "body" if at in listed else block.role)


def _isolated(blocks: list[Block]) -> list[Block]:
    """Make a short sentence that stands apart on both sides a caption."""
    usual = Counter(block.gap for block in blocks[1:]).most_common(1)
    if not usual:
        return blocks
    wide = max(2, usual[0][0] + 1)

    out = list(blocks)
    for at, block in enumerate(blocks[1:], start=1):
        gap_below = blocks[at + 1].gap if at + 1 < len(blocks) else wide
        apart = block.gap >= wide and (gap_below >= wide or out[at - 1].role == "caption")
        broken = out[at - 1].role == "body" and ends_open(out[at - 1].text)
        sentence = block.role == "body" and len(block.text) <= 40 and not ends_open(block.text)
        if apart and sentence and not broken and not is_dateline(block.text):
            out[at] = replace(block, role="caption")
    return out


def _closing_lines(blocks: list[Block]) -> list[Block]:
    """Make title-like lines that end the page, with nothing under them, captions."""
    last = len(blocks)
    while last and blocks[last - 1].role in ("title", "caption"):
        last -= 1
    if not last:
        return blocks
    return _with_roles(blocks, lambda at, block: "caption" if at >= last else block.role)


def _with_roles(blocks: list[Block], role: Callable[[int, Block], Role]) -> list[Block]:
    return [replace(block, role=role(at, block)) for at, block in enumerate(blocks)]
