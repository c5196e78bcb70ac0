"""The sentences of numbered passages that prove what a model wrote, the fewest that do.

Does not: trust the model's markers further than to look there first and nowhere else; a sentence
without one is looked for in all passages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.addressed import readable
from rag.anchors import Quote, plain
from rag.chunks import split_sentences
from rag.claims import proves, share_of_pairs
from rag.prose import Sentence
from rag.types import Chunk, Passage, Span

MOST = 3  # sentences quoted for one that is said
TRIED = 8  # sentences looked at, the likest first
ALIKE = 0.2  # the share of a sentence's character pairs below which none is looked at

_ASKS = re.compile(r"[？?][”’」』）)]*\s*$")


def attribute(sentence: Sentence, passages: Sequence[Passage]) -> tuple[Quote, ...]:
    """Return the quotes that prove a sentence, in the passages' order; () when none do.

    Markers count from 1; one that points at no passage is passed over.
    """
    named = [passages[n - 1] for n in sentence.markers if 1 <= n <= len(passages)]
    if sentence.markers and not named:
        return ()
    said = plain(sentence.text)
    found = [quote for passage in named or passages for quote in _quotes(passage)]
    alike = [(share_of_pairs(said, plain(quote.text)), quote) for quote in found]
    alike.sort(key=lambda pair: -pair[0])
    likest = [quote for share, quote in alike[:TRIED] if share >= ALIKE]
    chosen: list[Quote] = []
    for _ in range(MOST):
        held = "\n".join(plain(quote.text) for quote in chosen)
        rest = [quote for quote in likest if quote not in chosen]
        if not rest:
            break
        more = [share_of_pairs(said, f"{held}\n{plain(quote.text)}") for quote in rest]
        best = max(range(len(rest)), key=more.__getitem__)
        if chosen and more[best] <= share_of_pairs(said, held):
            break
        chosen.append(rest[best])
        if proves(chosen, sentence.text):
            return tuple(sorted(_needed(chosen, sentence.text), key=found.index))
    return next(((quote,) for quote in likest if proves([quote], sentence.text)), ())


def _needed(chosen: Sequence[Quote], said: str) -> list[Quote]:
    """Return the quotes without those that the rest can do without."""
    kept = list(chosen)
    for quote in chosen:
        others = [other for other in kept if other != quote]
        if others and proves(others, said):
            kept = others
    return kept


def _quotes(passage: Passage) -> list[Quote]:
    return [
        Quote(passage.article, span) for span in _sentences(passage.article.text, passage.chunk)
    ]


@lru_cache(maxsize=4096)
def _sentences(text: str, chunk: Chunk) -> tuple[Span, ...]:
    """Return the sentences of a chunk that tell something, in the offsets of its article's text.

    A question tells nothing, nor do words to a machine; what stands around those does.
    """
    spans = [
        Span(chunk.start + span.start, chunk.start + span.end)
        for span in split_sentences(chunk.text)
        if not _ASKS.search(chunk.text[span.start : span.end])
    ]
    return tuple(rest for span in spans for rest in readable(text, span))
