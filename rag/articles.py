"""A page becomes its articles: blocks gathered under their titles and put into reading order.

``layout`` tells what the blocks are and ``runs`` which make an article, in which order; here they
become its text, title, byline, date and regions. Does not: correct a character, or drop one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from rag.datelines import published, this_year
from rag.gazetteer import city_of, is_local, parents
from rag.layout import Block, is_masthead, is_signature, read_blocks, separator
from rag.lines import is_dateline, is_label, undated
from rag.links import main_region
from rag.places import Weights, weigh_regions
from rag.regions import RegionMention, find_regions
from rag.rows import is_table_mark
from rag.runs import Order, reading_orders
from rag.types import Article, Page, Piece, Span

_LONGEST_CLAUSE = 30
_REPORTER = re.compile(
    r"[（(]\s*((?:本报|见习|实习|首席|全媒体)*(?:记者|通讯员|实习生)[^（）()]{2,40})[）)]"
)
_ORIGINAL = re.compile(r"^\s*原标题\s*[：:]\s*")
_DATELINE_HEAD = re.compile(r"^[^。，,]{0,30}?(?:讯|电|消息)\s*(?:[（(][^（）()]{0,40}[）)])?\s*")


def split_articles(page: Page) -> list[Article]:
    """Return the articles of a page in the order in which they begin.

    Every character of the page that is not white space is in exactly one piece of one article.
    """
    blocks = read_blocks(page.text)
    places = [_places(block) for block in blocks]
    orders = reading_orders(blocks, places)
    dates = [published(blocks[at] for at in order.blocks) for order in orders]
    printed = published(filter(is_masthead, blocks)) or page.published
    year = _page_year(page.text, printed)
    city = _page_city(places)
    articles = [
        _of_city(
            _article(
                page, [blocks[at] for at in order.blocks], _breaks(blocks, order), day or printed
            ),
            city,
        )
        for order, day in zip(orders, dates, strict=True)
    ]
    return _distinct([replace(article, year=_year(article) or year) for article in articles])


def _page_city(places: Sequence[Weights]) -> str | None:
    """Return the city that a page speaks of most, by name or by its districts: its 全市.

    A city within another one (诸暨市) is that of a page that speaks of nothing else in the larger.
    """
    named = [name for own in places for name in own]
    counts = Counter(city for own in places for city in {city_of(name) for name in own} if city)
    city = next((name for name, _ in counts.most_common(1)), None)
    inside = {name for name in named if city_of(name) == city is not None}
    return inside.pop() if len(inside) == 1 and all(n.endswith("市") for n in inside) else city


def _of_city(article: Article, city: str | None) -> Article:
    """Return an article with the city of its districts, or its page's, where it speaks of 全市."""
    if not re.search("[全我]市", article.text):
        return article
    if any(name.endswith("市") and not is_local(name) for name in article.regions):
        return article
    districts = (name for name in article.regions if not name.endswith("市"))
    meant = next(filter(None, map(city_of, districts)), city)
    if meant is None or meant in article.regions:
        return article
    return replace(article, regions=(*article.regions, meant))


def _year(article: Article) -> int | None:
    return int(article.published[:4]) if article.published else None


def _page_year(text: str, printed: str | None) -> int | None:
    return int(printed[:4]) if printed else this_year(text)


def _distinct(articles: Sequence[Article]) -> list[Article]:
    """Number the articles of one page that share a title, so that no two share an id."""
    seen: Counter[str] = Counter()
    out = []
    for article in articles:
        seen[article.article_id] += 1
        number = seen[article.article_id]
        suffix = f"-{number}" if number > 1 else ""
        out.append(replace(article, article_id=article.article_id + suffix))
    return out


def _breaks(blocks: Sequence[Block], order: Order) -> list[str]:
    """Return what stands before each block of an article: nothing within a sentence."""
    breaks = [""]
    for above, at in pairwise(order.blocks):
        goes_on = at in order.joins
        breaks.append(separator(blocks[above].text, blocks[at].text) if goes_on else "\n")
    return breaks


def _article(
    page: Page, blocks: Sequence[Block], breaks: Sequence[str], printed: str | None
) -> Article:
    pieces, text = _pieces(page.text, blocks, breaks)
    title = _title(blocks)
    key = f"{page.source}\n{''.join(unicodedata.normalize('NFKC', title).split())}"
    return Article(
        article_id=hashlib.sha256(key.encode()).hexdigest()[:12],
        source=page.source,
        title=title,
        byline=_byline(blocks),
        published=printed,
        year=None,
        regions=_regions(blocks, text),
        pieces=pieces,
        text=text,
    )


def _pieces(
    page: str, blocks: Sequence[Block], breaks: Sequence[str]
) -> tuple[tuple[Piece, ...], str]:
    """Return the lines of the blocks as pieces, and the article's text that they make up."""
    pieces: list[Piece] = []
    text = ""
    for block, before in zip(blocks, breaks, strict=True):
        text += before
        for number, line in enumerate(block.lines):
            words = page[line.start : line.end]
            if block.row is not None:
                text += block.row.before[number]
            elif number:
                text += separator(text, words)
            adjacent = bool(pieces) and _touches(page, pieces[-1], line)
            pieces.append(Piece(line.start, line.end, len(text), block.role, adjacent))
            text += words
        text += block.row.after if block.row is not None else ""
    return tuple(pieces), text


def _touches(page: str, piece: Piece, line: Span) -> bool:
    """Say whether nothing but white space, or the drawing of a table, lies between two pieces."""
    between = page[piece.end : line.start]
    drawn = piece.role in ("head", "row") and is_table_mark(between)
    return piece.end <= line.start and (drawn or not between.strip())


def _title(blocks: Sequence[Block]) -> str:
    """Return the title's lines joined, or the first clause of an article that has none.

    A label above other lines (【简讯】) is the page's, no part of a title; nor is 原标题： before.
    """
    lines: list[str] = []
    for block in blocks:
        if block.role == "title":
            lines.append(block.plain)
        elif lines or block.role == "body":
            break
    lines = [line for line in lines if not is_label(line)] or lines
    return _ORIGINAL.sub("", " ".join(filter(None, lines))) or _first_clause(blocks)


def _first_clause(blocks: Sequence[Block]) -> str:
    """Return as many clauses as 30 characters hold, without the dateline before them."""
    text = next((block.plain for block in blocks if block.role == "body"), blocks[0].text)
    text = _ORIGINAL.sub("", _DATELINE_HEAD.sub("", text) if is_dateline(text) else text)
    clause = re.match(rf"[^。！？!?\n]{{1,{_LONGEST_CLAUSE}}}(?=[，。！？；,!?;：]|$)", text)
    return clause[0] if clause else text[:_LONGEST_CLAUSE]


def _byline(blocks: Sequence[Block]) -> str | None:
    """Return the names as printed, from their own lines or from the dateline's brackets."""
    groups = groupby(blocks, key=lambda block: block.role == "byline" and not is_masthead(block))
    for names, group in groups:
        lines = list(group)
        if names and any(is_signature(line) for line in lines):
            return " ".join(undated(line.plain) for line in lines)
    first = next((block.text for block in blocks if block.role == "body"), "")
    named = _REPORTER.search(first[:80]) if is_dateline(first) else None
    return named[1].strip() if named else None


def _regions(blocks: Sequence[Block], text: str) -> tuple[str, ...]:
    """Return the regions that an article's text names, the one that it is about first."""
    mentions = find_regions(text)
    counts = Counter(mention.name for mention in mentions)
    doubtful = _doubtful(mentions)
    places = [
        {name: weight for name, weight in _places(block).items() if name not in doubtful}
        for block in blocks
    ]
    main = main_region(places, range(len(blocks)))
    return tuple(sorted(counts, key=lambda n: (n != main, n in doubtful, -counts[n])))


def _doubtful(mentions: Sequence[RegionMention]) -> set[str]:
    """Return the districts that a text of other places never names in full, nor what holds them.

    吴兴 is a road of 上海市 where neither 吴兴区 nor 湖州市 is named.
    """
    full = {m.name for m in mentions if m.end - m.start == len(m.name)}
    around = {m.name for m in mentions if not is_local(m.name)}
    short = {m.name for m in mentions if is_local(m.name)} - full
    return {n for n in short if (full | around) - {n} and not any(p in around for p in parents(n))}


def _places(block: Block) -> Weights:
    """Return the regions that a block speaks of; in a title they count four times.

    The rows of a table list them: an article is about none of these.
    """
    if block.row is not None:
        return {}
    times = 4 if block.role == "title" else 1
    return {name: times * weight for name, weight in weigh_regions(block.text).items()}
