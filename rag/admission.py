"""Whether a window may answer: what it tells is of the region, time, person and kind asked for.

Windows that are of another never become candidates, however well their words fit.
"""

from __future__ import annotations

from rag.binding import stated
from rag.days import is_denied, of_another_day, of_another_month
from rag.features import fitting, in_title
from rag.kinds import (
    explains,
    has_counted,
    kind_fits,
    lists,
    office_of,
    said_by_another,
    speaks_of,
    tells_time,
)
from rag.limits import sets_limit
from rag.locality import mentions_of, places_hold, region_holds, whole_holds
from rag.offices import of_another_office, of_another_rank, of_former
from rag.opposites import contrary, never_told, of_another
from rag.persons import of_another_surname, of_no_relative
from rag.placekind import names_its_kind
from rag.prizes import only_announced
from rag.questions import Part
from rag.rows import is_row_asked
from rag.signs import of_another_sign
from rag.types import Article, Span
from rag.verify import period_holds, sentence_at, year_holds


def admits(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window is of the region, time and kind of thing that a part asks for."""
    return (
        (_bound(part, article, window) or stated(part, article, window))
        and is_row_asked(article, window.start, part.text)
        and _answers_in_kind(part, article, window)
    )


def _bound(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window speaks of the region, years and period that the part asks about."""
    return (
        _regions_hold(part, article, window)
        and places_hold(part.places, article, window)
        and whole_holds(part.text, article, window)
        and all(year_holds(year, article, window) for year in part.years)
        and period_holds(part.text, article, window)
    )


def _regions_hold(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window speaks of a region asked about, in an article that has them all.

    Of several that one question names, 甲区的代表团在乙县, a sentence need name one.
    """
    held = [
        region_holds(region, article, window)
        or (part.asked is None and _is_named(region, article, window))
        for region in part.regions
    ]
    several = len(held) > 1 and any(held)
    return all(held) or (several and set(part.regions) <= set(article.regions))


def _is_named(region: str, article: Article, window: Span) -> bool:
    """Return whether a sentence names a city, be it before a district of it.

    A figure of the district is none of the city, but who or where is told of both.
    """
    sentence = sentence_at(article.text, window.start)
    said = article.text[sentence.start : sentence.end]
    return any(mention.name == region for mention in mentions_of(said))


def _answers_in_kind(part: Part, article: Article, window: Span) -> bool:
    """Return whether a window holds a figure of the kind asked for, or who holds the office."""
    text, office = article.text[window.start : window.end], office_of(part)
    if contrary(part.text, text) or (office and not speaks_of(office, text)):
        return False
    sentence = sentence_at(article.text, window.start)
    if _is_of_others(part, article, sentence):
        return False
    if (
        not explains(part, text)
        or not lists(part, text)
        or not names_its_kind(part, text)
        or only_announced(part.text, text)
        or (part.asked is not None and of_another(part.text, text))
    ):
        return False
    if part.kind == "person" and in_title(article, window) and not kind_fits(part, text):
        return False  # a title that says the question again
    if part.asked is None or ("date" in part.asked.families and tells_time(text)):
        return True
    return bool(fitting(text, part.asked))


def _is_of_others(part: Part, article: Article, sentence: Span) -> bool:
    """Return whether a sentence is of another day, person, office or batch than is asked about."""
    told = article.text[sentence.start : sentence.end]
    asks_day = part.asked is not None and "date" in part.asked.families
    return (
        said_by_another(part, told)
        or of_another_office(part.text, told)
        or of_another_rank(part.text, told)
        or of_former(part.text, told)
        or is_denied(part.text, told)
        or of_another_sign(part.text, told)
        or not sets_limit(part.text, told)
        or of_another_surname(part.text, told)
        or of_no_relative(part.text, _led(article, sentence))
        or (not asks_day and _is_of_another_time(part.text, told))
        or not has_counted(part.text, _led(article, sentence))
        or never_told(part.text, article.title, article.text)
    )


def _is_of_another_time(question: str, sentence: str) -> bool:
    return of_another_day(question, sentence) or of_another_month(question, sentence)


def _led(article: Article, sentence: Span) -> str:
    """Return a sentence with its article's title and the sentence before it."""
    begin = sentence_at(article.text, sentence.start - 1).start if sentence.start else 0
    return f"{article.title}\n{article.text[begin : sentence.end]}"
