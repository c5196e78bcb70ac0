"""What can be measured of a window that may answer: a handful of readable numbers.

Every one is a pure function of the question's part, the window and its article, but for the
reader's score and the cosine, which come in with the window.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jieba import posseg

from rag.asked import Asked, fits
from rag.figures import Figure
from rag.keywords import SURNAME, Term
from rag.periods import Period
from rag.questions import Part
from rag.synonyms import synonyms
from rag.types import Article, Passage, Span
from rag.verify import figures_of, periods_of, sentence_at

FEATURES = (
    "read",  # the reader's score of its span in the window, over 10
    "lead",  # how far that lies below the best span of all passages, over 10
    "near",  # share of the question's words within a few characters of the bare answer
    "window",  # the same in the window
    "sentence",  # the same in its sentence
    "context",  # the same in the passage and its article's title
    "absent",  # weight of the rarest word of the question that the context lacks
    "foreign",  # weight of the rarest word of the question that the whole article lacks
    "fits",  # 1 a figure of the kind asked, 0 none, 0.5 no figure asked
    "unit",  # 1 a figure of the very unit asked, 0 only of another, 0.5 no unit asked
    "kind",  # 1 a name for 谁, a cause for 为什么, “…”即 for 指什么; 0 none; 0.5 other
    "fused",  # the passage's retrieval score
    "dense",  # cosine of question and window
    "echo",  # 1 when the span only repeats the question
    "headline",  # 1 when the window is a title itself
    "told",  # share of the question's words in the window's sentence and the one before it
    "focus",  # share of the words next to the question word in the window
    "quoted",  # 1 when what the question quotes stands in the context, 0 not, 0.5 nothing quoted
    "mass",  # how much the question says: the weight of its words, at most 1
    "lists",  # 1 when a list is asked for and as many items are listed, 0 none, 0.5 no list asked
)
NEAR = 16  # characters on each side of a bare answer
SYNONYM = 0.85  # what a synonym counts for, of 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A window with what the models made of it, in article offsets.

    ``read`` is the reader's score of the bare answer, ``best`` its best of all passages, ``dense``
    the cosine of question and window.
    """

    passage: Passage
    window: Span
    answer: Span
    read: float
    best: float
    dense: float


def features_of(part: Part, seen: Seen) -> tuple[float, ...]:
    """Return the values of ``FEATURES`` for one window."""
    article, window = seen.passage.article, article_text(seen)
    sentence = sentence_at(article.text, seen.window.start)
    context, whole = _context(seen.passage), _whole(article)
    around = article.text[max(0, seen.answer.start - NEAR) : seen.answer.end + NEAR]
    return (
        seen.read / 10,
        (seen.read - seen.best) / 10,
        coverage(part.terms, around),
        coverage(part.terms, window),
        coverage(part.terms, article.text[sentence.start : sentence.end]),
        coverage(part.terms, context),
        _absent(part.terms, context),
        _absent(part.terms, whole),
        0.5 if part.asked is None else float(bool(fitting(window, part.asked))),
        _same_unit(part, window),
        _kind_fits(part, window),
        seen.passage.score,
        seen.dense,
        float(article.text[seen.answer.start : seen.answer.end] in part.text),
        _headline(article, seen.window),
        coverage(part.terms, article.text[_told_from(article, sentence) : sentence.end]),
        coverage(part.focus, window),
        _quoted(part, context),
        min(1.0, sum(term.weight for term in part.terms) / 3),
        _lists(part, window),
    )


def article_text(seen: Seen) -> str:
    """Return the window's characters."""
    return seen.passage.article.text[seen.window.start : seen.window.end]


def _told_from(article: Article, sentence: Span) -> int:
    """Return where the sentence before begins: Chinese names its subject once and goes on."""
    return sentence_at(article.text, sentence.start - 1).start if sentence.start else 0


def _headline(article: Article, window: Span) -> float:
    return float(
        any(
            piece.role == "title" and piece.at <= window.start < piece.at + piece.end - piece.start
            for piece in article.pieces
        )
    )


def _absent(terms: Sequence[Term], text: str) -> float:
    """Return the weight of the rarest term that a text lacks, 0 if it lacks none."""
    return max((term.weight for term in terms if match(term.word, text) < 0.5), default=0.0)


def fitting(text: str, asked: Asked) -> list[Figure | Period]:
    """Return the figures, or dates and periods, of a text that are of the kind asked for."""
    told: list[Figure | Period] = [*figures_of(text), *periods_of(text)]
    ordinal = "ordinal" in asked.families  # 第三批 in a name is a label to a parser
    return [f for f in told if fits(f, asked) or (ordinal and f.text.startswith("第"))]


def _same_unit(part: Part, text: str) -> float:
    if part.asked is None or part.asked.unit is None:
        return 0.5
    return float(any(figure.unit == part.asked.unit for figure in figures_of(text)))


_PERSON = re.compile(
    rf"(?:书记|[局区市县部厅省处科院校所会行队站]长|主任|主席|经理|董事长|总裁|院士|教授|记者|通讯员|摄影|作者|代表|员)"
    rf"[：:\s]*{SURNAME}[\u4e00-\u9fff]{{1,2}}"
    rf"|{SURNAME}[\u4e00-\u9fff]{{1,2}}(?:说|表示|介绍|认为|指出|提出|告诉|坦言|摄)"
)
_DEFINES = re.compile(r"指|是什么|是啥|什么意思|说的是|意味|含义|是哪[一座个条家]")
_CAUSE = re.compile(r"因|由于|为了|以便|导致|得益|缘于|源于|受[^，。]{1,12}影响|目的|旨在|从而")
_PLACE = re.compile(r"[路街道楼厦园馆站城村镇乡区县市省场山河湖桥院校]")


def _kind_fits(part: Part, text: str) -> float:
    """Return 1 when a text holds the kind of thing asked for, 0 when not, 0.5 if any will do."""
    if part.kind == "person":
        return float(bool(_PERSON.search(text)) or any(f == "nr" for _, f in posseg.lcut(text)))
    if part.quoted and _DEFINES.search(part.text):
        name = re.escape(part.quoted[-1])
        return float(
            re.search(rf"{name}[”」》’]?[^，。]{{0,4}}[，,]?(即|就是|是|指|为|：)", text)
            is not None
        )
    if part.kind == "reason":
        return float(_CAUSE.search(text) is not None)
    if part.kind == "place":
        return float(_PLACE.search(text) is not None)
    return 0.5


def _quoted(part: Part, context: str) -> float:
    if not part.quoted:
        return 0.5
    return float(all(_bare(quote) in _bare(context) for quote in part.quoted))


def _bare(text: str) -> str:
    return re.sub(r"[\s“”「」‘’《》]", "", text.lower())


_HOW_MANY = re.compile(r"[哪“「]([两二三四五六七八九十])|([两二三四五六七八九十\d]+)[大个项类条种]")


def _lists(part: Part, text: str) -> float:
    """Return how well a text holds the list that is asked for, 0.5 if none is."""
    if part.kind != "list":
        return 0.5
    items = max(len(re.split("[、；]|和(?=[^、]{1,12}$)", run)) for run in re.split("[。：]", text))
    asked = re.search(
        r"[哪“「]([两二三四五六七八九十])|([两二三四五六七八九十\d]+)[大个项类条种]", part.text
    )
    if items < 2:
        return 0.0
    if asked is None:
        return 0.8
    number = (asked[1] or asked[2]).replace("两", "二")
    wanted = int(number) if number.isdigit() else "〇一二三四五六七八九十".find(number)
    return 1.0 if items >= wanted > 0 else 0.4


def _context(passage: Passage) -> str:
    return f"{passage.article.title}\n{passage.article.byline or ''}\n{passage.chunk.text}".lower()


@lru_cache(maxsize=512)
def _whole(article: Article) -> str:
    return f"{article.title}\n{article.text}".lower()


def coverage(terms: Sequence[Term], text: str) -> float:
    """Return the weighted share, 0 to 1, of the terms that a text holds; 0 for no terms."""
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    lowered = text.lower()
    return sum(term.weight * match(term.word, lowered) for term in terms) / total


@lru_cache(maxsize=65536)
def match(word: str, text: str) -> float:
    """Return 1 when a text holds a word, ``SYNONYM`` when one that may stand for it.

    Else the share of its end that stands there (a compound means what it ends with: 停车费 is
    a 费), and less for the beginning alone.

    >>> match("重点项目", "推进54个项目")
    0.4
    """
    at = text.find(word)
    while at > 0 and text[at - 1] == "副":  # a deputy holds another office
        at = text.find(word, at + 1)
    if at >= 0:
        return 1.0
    if any(len(other) > 1 and other in text for other in synonyms(word)):
        return SYNONYM
    if word.startswith("副"):
        return 0.0
    return max((_run(word[i:], text, len(word)) for i in range(1, len(word) - 1)), default=0.0) or (
        0.4 * _run(word[:-1], text, len(word))
    )


def _run(piece: str, text: str, whole: int) -> float:
    return 0.8 * len(piece) / whole if len(piece) > 1 and piece in text else 0.0
