"""Whether an article speaks of what a question is about at all."""

from __future__ import annotations

from collections.abc import Sequence

from rag.features import coverage, match, names
from rag.keywords import content_terms, without
from rag.naming import in_full
from rag.narrowing import MISSED
from rag.numerals import fold
from rag.questions import Part
from rag.regions import find_regions
from rag.signs import signs_of
from rag.tags import tag
from rag.things import named_thing
from rag.types import Article

SHORTEST = 5  # characters of a name that no two things share
HALF = 0.5
RARE = 0.9  # how rare a word is that names a thing of its own


def tells_of(part: Part, article: Article) -> bool:
    """Return whether an article has one of a question's words.

    Where a figure of a rare thing is asked for, one that names it: an article without a word of
    绿道三期 has no 投资 of it. A rare word that names no thing (签下来, 城里) is only the asker's.
    A sign of letters and digits (5A, G4216) is written in one way only.
    """
    whole = f"{article.title}\n{article.text}".lower()
    signs = signs_of(part.text)
    if signs and any(sign not in "".join(fold(whole).split()) for sign in signs):
        return False
    if part.asked is None:
        local = any(region in article.regions for region in part.regions)
        return local or not part.terms or coverage(part.terms, whole) > 0
    named = [term for term in part.terms if term not in part.focus]
    if not any(term.weight >= RARE and _names(term.word) for term in named):
        return True
    named += [term for term in part.focus if term.weight >= RARE]  # 陈婆婆多大
    return any(match(t.word, whole) >= MISSED or in_full(t.word, whole) for t in named)


def of_the_named(part: Part, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that have the name of the thing asked about, or half of its words.

    All where none has the name. Where one names 明湖细胞产业园, 项目占地5平方公里 of one that does
    not is another project's.
    """
    thing = named_thing(part.text) or ""
    name = without(thing, find_regions(thing)).lstrip("的").lower()
    terms = content_terms(name)
    proper = any(term.word in name for term in names(part))
    if part.asked is None or not proper or len(name) < SHORTEST:
        return list(articles)
    whole = [f"{article.title}\n{article.text}".lower() for article in articles]
    if not any(name in text for text in whole):
        return list(articles)
    told = zip(articles, whole, strict=True)
    return [one for one, text in told if name in text or coverage(terms, text) >= HALF]


def _names(word: str) -> bool:
    """Return whether a word is a noun."""
    return tag(word)[0] in "njl"
