"""An article's text → sentences and clauses → chunks of whole sentences.

Does not: mix captions, or an article's front (title and byline), with its body. A chunk is for
finding and reading; what is said of it for searching alone stands in ``search_text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.lines import asked_in
from rag.types import Article, Chunk, Piece, Span

SIZE, OVERLAP = 220, 40  # characters

_CLOSERS = r"”’」』）)】\]"
_SENTENCE_END = re.compile(
    rf"\s*\n\s*|(?:[。！？!?]++|(?<=[A-Za-z\u4e00-\u9fff])\.(?=\s|$))[{_CLOSERS}]*+"
    r"(?![》〉，、；：,;:]|的(?!确)|等[，、的])[ \t\u3000]*"
)
_SPEAKER = re.compile(  # after a quotation: who said it
    r"[^。！？!?，,\n]{0,30}(?:说|表示|介绍|提出|指出|强调|认为|告诉|坦言|称|道|问|答|回忆|感慨|发出)"
)
_CLAUSE_END = re.compile(
    rf"(?:[；;：？！。!?，]|[:,](?!\d)|(?<!\d)[:,]|……|——)[{_CLOSERS}]*+(?![》〉])|\s*\n\s*"
)
_SOFT_ENDS = (re.compile(r"[；;]"), re.compile(r"，|,(?!\d)|……|——"), re.compile(r"[、：]"))
_GOES_ON = re.compile(  # a later member of an enumeration
    r"(?:[二三四五六七八九十]|十[一二三四五])(?:是|要|、|，)|第[二三四五六七八九十]+[，、：是]|其[二三四五六]"
    r"|[（(](?:[二三四五六七八九十]|[2-9])[）)]|[2-9][.、．]"
)
_SENTENCE_FINAL = re.compile(rf"[。！？!?；;：:…][{_CLOSERS}》]*\s*$")


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order; between them lies white space alone.

    A sentence ends at 。！？ with the quotation marks and brackets that close there, or at a line
    break. 「“……。”某某说，……。」 is one: who said a thing stays with it.
    """
    spans: list[Span] = []
    start = 0
    for end in [match.end() for match in _SENTENCE_END.finditer(text)] + [len(text)]:
        if not _quotation_goes_on(text, start, end):
            spans += _trimmed(text, start, end)
            start = end
    return spans


def split_clauses(text: str) -> list[Span]:
    """Return the clauses of a text in order, each with the mark that ends it (，；：。 …)."""
    ends = [0, *(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]
    return [span for start, end in pairwise(ends) for span in _trimmed(text, start, end)]


def chunk_article(article: Article, size: int = SIZE, overlap: int = OVERLAP) -> list[Chunk]:
    """Return an article's chunks in reading order, all its text covered; none exceeds ``size``.

    Sentences are kept whole where they fit, members of an enumeration (一是…。二是…。) together, a
    heading with what it heads, a question with its answer, paragraphs apart unless they are short.
    A chunk may begin with the last sentences of the one before, at most ``overlap`` characters of
    the same paragraph.
    """
    spans = [s for run in _runs(article) for s in _packed(article.text, run, size, overlap)]
    return [
        Chunk(
            chunk_id=f"{article.article_id}.{number}",
            article_id=article.article_id,
            start=span.start,
            end=span.end,
            text=article.text[span.start : span.end],
        )
        for number, span in enumerate(spans)
    ]


def head_text(chunk: Chunk, article: Article) -> str:
    """Return what a chunk is found by beside its text: title, main region, date or year.

    ``"历下:百尺竿头更进一步 历下区 2020年4月3日"``; what the page does not give is left out.
    Nothing for a chunk that holds the title: it would count twice and stand before what it heads.
    """
    title = " ".join(article.title.split())
    if title and title in " ".join(chunk.text.split()):
        return ""
    parts = (title, *article.regions[:1], _when(article))
    return " ".join(part for part in parts if part)


def search_text(chunk: Chunk, article: Article) -> str:
    """Return what is encoded for a chunk: what it is found by, then its own text."""
    return f"{head_text(chunk, article)} {chunk.text}".strip()


def _when(article: Article) -> str:
    if article.published is None:
        return "" if article.year is None else f"{article.year}年"
    year, month, day = (int(part) for part in article.published.split("-"))
    return f"{year}年{month}月{day}日"


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _quotation_goes_on(text: str, start: int, end: int) -> bool:
    piece = text[start:end].strip()
    return (
        piece.startswith(("“", "「"))
        and piece.endswith(("”", "」"))
        and "\n" not in text[start:end].strip(" \t\u3000")
        and _SPEAKER.match(text, end) is not None
    )


def _runs(article: Article) -> list[Span]:
    """Return the stretches of an article's text that are of one part: front, body or captions."""
    runs: list[Span] = []
    last = ""
    for piece in sorted(article.pieces, key=lambda piece: piece.at):
        part = _part(piece, last)
        span = Span(piece.at, piece.at + piece.end - piece.start)
        if part == "row":  # what is read out behind a cell stands in no piece
            line = article.text.find("\n", piece.at)
            span = Span(piece.at, line if line >= 0 else len(article.text))
        if part == last and not article.text[runs[-1].end : span.start].strip():
            runs[-1] = Span(runs[-1].start, span.end)
        else:
            runs.append(span)
        last = part
    return runs


def _part(piece: Piece, before: str) -> str:
    """Return the part a piece belongs to; a title within the body is a heading there."""
    if piece.role == "title":
        return "front" if before in ("", "front") else "body"
    if piece.role == "head":
        return "row"
    return "front" if piece.role == "byline" else piece.role


def _packed(text: str, run: Span, size: int, overlap: int) -> list[Span]:
    """Return chunks of a run: units are added while they fit and their paragraph goes on."""
    chunks: list[Span] = []
    units = list(_units(text, run, size))
    first = 0
    for last, unit in enumerate(units):
        following = units[last + 1] if last + 1 < len(units) else None
        if following is None or _closes(text, Span(units[first].start, unit.end), following, size):
            begin = _overlapped(text, units, first, unit.end - size, overlap) if chunks else first
            chunks.append(Span(units[begin].start, unit.end))
            first = last + 1
    return chunks


def _closes(text: str, chunk: Span, following: Span, size: int) -> bool:
    """Say whether a chunk ends before the following unit."""
    if following.end - chunk.start > size:
        return True
    if "\n" not in text[chunk.end : following.start]:
        return False
    if asked_in(text[following.start : following.end]):
        return True
    line = text[chunk.start : chunk.end].rpartition("\n")[2]
    heads = asked_in(line) or _SENTENCE_FINAL.search(line) is None
    heading = heads and chunk.end - chunk.start == len(line)
    return not heading and chunk.end - chunk.start >= size // 3


def _overlapped(text: str, units: Sequence[Span], first: int, earliest: int, overlap: int) -> int:
    """Return the unit from which a chunk repeats what the chunk before it ended with."""
    begin = first
    while begin > 0:
        before = units[begin - 1]
        same_paragraph = "\n" not in text[before.start : units[begin].start]
        near = units[first].start - before.start <= overlap
        if not (same_paragraph and near and before.start >= earliest):
            break
        begin -= 1
    return begin


def _units(text: str, run: Span, size: int) -> Iterator[Span]:
    """Yield what is not cut: enumerations that fit, else sentences that fit, else parts of them."""
    sentences = [
        Span(run.start + span.start, run.start + span.end)
        for span in split_sentences(text[run.start : run.end])
    ]
    held: Span | None = None
    for sentence in sentences:
        if held and _GOES_ON.match(text, sentence.start) and sentence.end - held.start <= size:
            held = Span(held.start, sentence.end)
            continue
        if held:
            yield from _fitting(text, held, size)
        held = sentence
    if held:
        yield from _fitting(text, held, size)


def _fitting(text: str, span: Span, size: int, ends: int = 0) -> Iterator[Span]:
    """Yield a span whole, or cut at ； where it is too long, then at ，, then anywhere."""
    if span.end - span.start <= size:
        yield span
        return
    if ends == len(_SOFT_ENDS):
        for start in range(span.start, span.end, size):
            yield from _trimmed(text, start, min(start + size, span.end))
        return
    cuts = [match.end() for match in _SOFT_ENDS[ends].finditer(text, span.start, span.end)]
    start = span.start
    for cut, following in pairwise([*cuts, span.end, span.end + size]):
        if following - start > size and cut > start:
            for part in _trimmed(text, start, cut):
                yield from _fitting(text, part, size, ends + 1)
            start = cut
