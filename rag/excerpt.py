"""What of a window is said: the clauses that hold the answer and all it needs, and its period.

A window is what answers a question best; it may run over semicolons, begin with nine other figures
or end on a clause that another figure once needed. Nothing here is ranked: what is sure stays so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jieba import posseg

from rag.asked import fits
from rag.binding import closeness, named_terms
from rag.chunks import split_clauses
from rag.evidence import Evidence
from rag.facts import fact_at, facts_in
from rag.features import coverage
from rag.keywords import Term, content_terms
from rag.naming import names_something
from rag.questions import Part
from rag.rates import is_change
from rag.sentence import Fact
from rag.types import Article, Span
from rag.verify import sentence_at
from rag.when import whens
from rag.window import asks_for_all, trimmed

LONGEST_QUOTE = 300  # characters; a period further away is left out
WHOLE = 45  # characters: a window up to here is said whole
UNSURE = 0.3  # how near to them a figure is hardly known to be the one, of whatever kind
AS_NEAR = 0.15  # how much less near to the question's words a figure may be and still be the one

_MARKS = ("；", ";", "……")
_SEVERAL = re.compile("(?:多少|几).*[，,；;？?].*(?:多少|几|还是)")
_CHANGE = re.compile("增长|下降|提高|上升|增加|减少|回落|变化|还是")
_LEADS_ON = re.compile(  # a clause that only says when or beside what the next one holds
    r"(?:至今|以来|基础上|的?同时|之际|之后|以后|期间|过程中|情况下|前提下|背景下)$"
)
_REFERS_BACK = re.compile("即|也就是|分别|同比|环比|增长|下降|[比较占](?![例重])|其(?!中)")
_EXPLAINS = re.compile("即(?![将使便日时可])|也就是")
_BODY = re.compile(  # the park whose 产值 it is, and not the city's
    "(?:园区?|公司|集团|[医学]院|院区|学校|大学|中心|基地|[社景小]区|平台)$"
)
_BRACKETS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"), ("「", "」"))
_OF_PERIOD = re.compile(
    r"(?:[12]\d{3}年|截至|截止到?|[从自到至]|起|开始|为止|以来|目前|期间|内|里|[“”])*"
)
_BOUNDED = re.compile(r"[从自到至][“\"]?$")  # 从五一小长假开始免费开放: that is of another deed
_MONTH = re.compile(r"(?<![-—–~～至到\d])\d{1,2}月份?$")
_ADVERBIAL = re.compile("在|面对|随着|围绕|按照|根据|通过|针对|依托|坚持|克服|顶住")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A run of clauses of an article and, where they leave it out, what tells their period."""

    article: Article
    core: Span
    period: Span | None = None

    @property
    def text(self) -> str:
        """Return the characters of the clauses."""
        return self.article.text[self.core.start : self.core.end]

    @property
    def opening(self) -> str:
        """Return the period that is said before them, "" where they tell it."""
        return self.article.text[self.period.start : self.period.end] if self.period else ""

    @property
    def quoted(self) -> Span:
        """Return the stretch that is quoted for it."""
        return Span((self.period or self.core).start, self.core.end)

    @property
    def source(self) -> str:
        """Return the characters of that stretch, of a table's row with what is read out of it."""
        return self.article.text[self.quoted.start : self.quoted.end]


def excerpt_of(part: Part, evidence: Evidence) -> Excerpt:
    """Return what is said of a piece of evidence: no more than proves its answer."""
    article = evidence.passage.article
    fact = fact_at(article, evidence.answer)
    core = _core(part, evidence, fact)
    return Excerpt(article, core, _period(article, core, fact) if fact else None)


def _core(part: Part, evidence: Evidence, fact: Fact | None) -> Span:
    """Return the shortest run of clauses that tells what the window tells of the answer."""
    article, answer = evidence.passage.article, evidence.answer
    text = article.text
    window = _with_what_it_explains(text, evidence.window)
    kept = [answer, *_rivals(part, article, window, fact)]
    runs = [
        run
        for run in _runs(text, window)
        if all(run.start <= one.start and one.end <= run.end for one in kept)
        and _is_whole(text, run, window)
        and not _only_names(text[run.start : run.end], answer.start == run.start)
    ]
    if _is_said_whole(part, evidence):  # but for an end that leads on to nothing
        runs = [run for run in runs if run.start == window.start]
        return min(runs, key=lambda run: abs(run.end - window.end), default=window)
    needed: tuple[tuple[Term, ...], ...] = (part.terms,)
    end = window.end
    if part.asked is None or fact is None:
        runs = [run for run in runs if _is_set_apart(text, run, window)]
    else:
        needed = _needed(part, fact, text)
        end = _next_told(article, window, fact)
    told = [coverage(terms, text[window.start : end]) for terms in needed]
    fitting = [
        run
        for run in runs
        if all(
            coverage(terms, text[run.start : run.end]) >= held
            for terms, held in zip(needed, told, strict=True)
        )
    ]
    return min(fitting, key=lambda run: run.end - run.start, default=window)


def _with_what_it_explains(text: str, window: Span) -> Span:
    """Return a window that begins with 即 from the clause that this explains: “一城”，即….

    Nothing else needs what stands before its window.
    """
    sentence = sentence_at(text, window.start)
    if not _EXPLAINS.match(text, window.start) or window.start == sentence.start:
        return window
    before = split_clauses(text[sentence.start : window.start])[-1:]
    return Span(sentence.start + before[0].start, window.end) if before else window


def _rivals(part: Part, article: Article, window: Span, fact: Fact | None) -> list[Span]:
    """Return the figures of a window that may be the one asked for as well as the one chosen."""
    if part.asked is None or fact is None:
        return []
    near = closeness(part, fact)
    loose = near < UNSURE
    return [
        Span(other.start, other.end)
        for other in facts_in(article, window)
        if fits(other.figure, part.asked)
        and (loose or other.figure.family == fact.figure.family)
        and not is_change(other)
        and closeness(part, other) >= near - AS_NEAR
    ]


def _is_said_whole(part: Part, evidence: Evidence) -> bool:
    """Return whether nothing of a window is to be left out: it is short, or all of it is asked."""
    text = evidence.text
    short = len(text) <= WHOLE and not any(mark in text for mark in _MARKS)
    return short or asks_for_all(part) or _SEVERAL.search(part.text) is not None


def _needed(part: Part, fact: Fact, text: str) -> tuple[tuple[Term, ...], ...]:
    """Return what must not be left out: words asked for, those of the figure, and whose it is."""
    asked = tuple(term for term in named_terms(part, fact) if not _CHANGE.fullmatch(term.word))
    segment = max(text.rfind(mark, 0, fact.start) for mark in "；;\n") + 1
    body = _BODY.search(fact.topic) and fact.topic in text[segment : fact.start]
    about = content_terms(f"{fact.counted} {fact.about}")
    return asked, about, content_terms(fact.topic if body else "")


def _next_told(article: Article, window: Span, fact: Fact) -> int:
    """Return where the window goes over, behind a figure, to another that names its own thing."""
    for clause in _clauses(article.text, window):
        if clause.start >= fact.end and any(
            names_something(other.own) for other in facts_in(article, clause)
        ):
            return clause.start
    return window.end


def _clauses(text: str, window: Span) -> list[Span]:
    spans = split_clauses(text[window.start : window.end])
    return [trimmed(text, Span(window.start + s.start, window.start + s.end)) for s in spans]


def _runs(text: str, window: Span) -> Iterator[Span]:
    """Yield the runs of clauses that begin in a window and end in its last sentence."""
    end = sentence_at(text, max(window.start, window.end - 1)).end
    clauses = _clauses(text, Span(window.start, end))
    for number, first in enumerate(clauses):
        if first.start < window.end:
            yield from (Span(first.start, last.end) for last in clauses[number:])


def _is_whole(text: str, run: Span, window: Span) -> bool:
    """Return whether a run needs no clause before or behind it, nor breaks a bracket open."""
    said, all_said = text[run.start : run.end], text[window.start : window.end]
    if run.start > window.start and _REFERS_BACK.match(said):
        return False
    return not _LEADS_ON.search(said) and all(
        said.count(left) == said.count(right) or all_said.count(left) != all_said.count(right)
        for left, right in _BRACKETS
    )


def _only_names(said: str, figure_first: bool) -> bool:
    """Return whether a run names something and tells nothing of it: 6个省级重点项目."""
    return figure_first and not any(flag.startswith("v") for _, flag in posseg.lcut(said))


def _is_set_apart(text: str, run: Span, window: Span) -> bool:
    """Return whether a run begins and ends where its window does or at a semicolon or dots."""
    before, after = text[window.start : run.start], text[run.end : window.end]
    return (not before or before.rstrip().endswith(_MARKS)) and (
        not after or after.lstrip().startswith(_MARKS)
    )


def _period(article: Article, core: Span, fact: Fact) -> Span | None:
    """Return where the period of a figure is told that its clauses leave out, None if nowhere.

    In its own sentence; for a rate, which tells little without one, also in the sentence before.
    """
    text, when = article.text, fact.when
    if when is None or not fact.told or when.sort == "day":
        return None
    if any(one.sort != "day" for one in whens(text[core.start : core.end], None)):
        return None
    start = sentence_at(text, core.start).start
    if is_change(fact) and start and text[start - 1] != "\n":
        start = sentence_at(text, start - 1).start
    at = text.rfind(when.text, start, core.start)
    period = Span(at, at + len(when.text))
    brief = _MONTH.search(when.text)  # a longer stretch holds for a whole report
    if at < 0 or (brief and not is_change(fact) and not _leads_to(article, period, core)):
        return None
    return _with_the_rest(text, period, core)


def _leads_to(article: Article, period: Span, core: Span) -> bool:
    """Return whether a period holds on behind what it opens: no deed of its own is told between.

    今年5月，甲地块供地，67万平方米的项目开工 tells not when they began.
    """
    between = _clauses(article.text, Span(period.end, core.start))
    said = ((article.text[one.start : one.end].strip("，, "), one) for one in between)
    return all(
        not text or facts_in(article, one) or _OF_PERIOD.fullmatch(text) or _ADVERBIAL.match(text)
        for text, one in said
    )


def _with_the_rest(text: str, period: Span, core: Span) -> Span | None:
    """Return a period with what its clause says of it alone, 2021年截至目前; None if far away."""
    start = max(text.rfind(mark, 0, period.start) + 1 for mark in "，,。；;：:\n \u3000")
    end = next((at for at in range(period.end, core.start) if text[at] in "，,。；;：:\n"), -1)
    rest = text[start : period.start] + text[period.end : max(end, period.end)]
    if end > 0 and _OF_PERIOD.fullmatch(rest):
        period = Span(start, end)
    elif _BOUNDED.search(rest[: period.start - start]):
        return None
    return period if core.end - period.start <= LONGEST_QUOTE else None
