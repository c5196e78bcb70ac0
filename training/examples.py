"""Turns questions over paragraphs into the windows that the reader is trained on.

A window holds 112 to 256 tokens, question included, as the chunks of an index do; most of those
from the middle of a document begin with its head, as a chunk is read below its title. About three
real questions in ten are put over a window without their answer: another stretch of the paragraph,
the paragraph without the sentence that answers, another paragraph that shares its words, or the
same one with a word of the question swapped (``swaps``).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from rag.overlap import Ids, Overlap, features
from training import sentences
from training.measure import Record, Tokeniser
from training.swaps import swapped

MAX_QUESTION = 80
LENGTHS = (112, 128, 160, 192, 224, 256)  # tokens of a window, question included
HEADED = 0.75  # share of windows that begin with the head of their document
LONGEST = 384
ELSEWHERE, APART, WITHOUT, SWAPPED = (
    0.1,
    0.08,
    0.12,
    0.12,
)  # shares of questions put where they are not answered
LIKEST = 0.6  # share of unanswered questions put over what shares most words with them
ROWS = 512  # questions compared with all paragraphs at once
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")

Tokens: TypeAlias = NDArray[np.int32]  # ids; a list of them takes nine times the memory


@dataclass(frozen=True, slots=True)
class Question:
    """One question over a passage; the answer's tokens are ``first`` to ``last``, or -1.

    ``sentence`` is the token range of the sentence that answers, empty where others do too;
    ``head`` stands for the title of the passage.
    """

    asked: Tokens
    passage: Tokens
    first: int
    last: int
    sentence: tuple[int, int] = (0, 0)
    elsewhere: tuple[int, ...] = ()  # questions whose passages lack the answer though words agree
    swapped: tuple[Tokens, ...] = ()  # questions like it that the passage does not answer
    head: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Window:
    """A question over a piece of a passage; the answer's tokens in the piece, or -1.

    The piece begins with ``head`` tokens of a title.
    """

    asked: Tokens
    passage: Tokens
    first: int
    last: int
    head: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """One window as the model sees it; the span counts in the whole sequence, 0 for no answer."""

    ids: Ids
    types: Ids
    first: int
    last: int


def tokenised(rows: list[Record], tokenizer: Tokeniser) -> tuple[list[Record], list[Question]]:
    """Return rows and the same as token ids, without those whose answer cuts a token."""
    asked = _asked([r["question"] for r in rows], tokenizer)
    heads = _heads(rows, tokenizer)
    contexts = list(dict.fromkeys(r["context"] for r in rows))
    passages = tokenizer(contexts, add_special_tokens=False, return_offsets_mapping=True)
    tokens = [np.array(ids, np.int32) for ids in passages["input_ids"]]
    place = {context: at for at, context in enumerate(contexts)}
    kept, found = [], []
    for row, ids in zip(rows, asked, strict=True):
        at = place[row["context"]]
        first, last = _span(row, passages["offset_mapping"][at])
        if first is not None and last is not None:
            kept.append(row)
            around = _sentence(row, passages["offset_mapping"][at], first)
            head = heads[row.get("head", "")]
            found.append(Question(ids, tokens[at], first, last, around, head=head))
    return kept, found


def _asked(questions: list[str], tokenizer: Tokeniser) -> list[Tokens]:
    ids = tokenizer(questions or [""], add_special_tokens=False)["input_ids"]
    return [np.array(own[:MAX_QUESTION], np.int32) for own in ids]


def _heads(rows: list[Record], tokenizer: Tokeniser) -> dict[str, tuple[int, ...]]:
    """Return the tokens of every head; rows of a public set have none."""
    heads = list(dict.fromkeys(row.get("head", "") for row in rows)) or [""]
    ids = tokenizer(heads, add_special_tokens=False)["input_ids"]
    return {head: tuple(own) for head, own in zip(heads, ids, strict=True)}


def _span(row: Record, offsets: list[tuple[int, int]]) -> tuple[int | None, int | None]:
    answer = row["answer"] if "answer" in row else (row["answers"] or [""])[0]
    if not answer:
        return -1, -1
    start = row.get("start", -1)
    start = start if start >= 0 else likely_start(row["question"], row["context"], answer)
    end = start + len(answer)
    first = next((i for i, (a, b) in enumerate(offsets) if a <= start < b), None)
    last = next((i for i, (a, b) in enumerate(offsets) if a < end <= b), None)
    return first, last


def _sentence(row: Record, offsets: list[tuple[int, int]], first: int) -> tuple[int, int]:
    """Return the tokens of the only sentence that holds the answer; (0, 0) where several do."""
    answer = (row.get("answers") or [""])[0]
    holding = [m for m in SENTENCE.finditer(row["context"]) if answer and answer in m[0]]
    if len(holding) != 1 or not holding[0].start() <= offsets[first][0] < holding[0].end():
        return 0, 0
    begin, end = holding[0].span()
    inside = [i for i, (a, b) in enumerate(offsets) if begin <= a and b <= end]
    return inside[0], inside[-1] + 1


def likely_start(question: str, context: str, answer: str) -> int:
    """Return where the answer stands nearest to the question's words."""
    pairs = {question[i : i + 2] for i in range(len(question) - 1)}
    best, at, found = -1, -1, context.find(answer)
    while found >= 0:
        near = context[max(0, found - 50) : found + len(answer) + 50]
        agreeing = sum(pair in near for pair in pairs)
        if agreeing > best:
            best, at = agreeing, found
        found = context.find(answer, found + 1)
    return at


def with_elsewhere(questions: list[Question], rows: list[Record]) -> list[Question]:
    """Return the questions with other paragraphs that share their words but lack the answer.

    Those without an answer stay as they are.
    """
    contexts = list(dict.fromkeys(r["context"] for r in rows))
    first_of = {r["context"]: i for i, r in reversed(list(enumerate(rows)))}
    words = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True)
    table = words.fit_transform(contexts).T
    done = []
    for begin in range(0, len(rows), ROWS):
        asked = words.transform([row["question"] for row in rows[begin : begin + ROWS]])
        nearest = np.argsort(-(asked @ table).toarray())[:, :6]
        for at, near in enumerate(nearest.tolist(), begin):
            if not rows[at]["answers"]:
                done.append(questions[at])
                continue
            lacking = [contexts[i] for i in near if rows[at]["answers"][0] not in contexts[i]]
            far = tuple(first_of[context] for context in lacking[:3])
            done.append(replace(questions[at], elsewhere=far))
    return done


def with_swapped(
    questions: list[Question], rows: list[Record], tokenizer: Tokeniser
) -> list[Question]:
    """Return the questions with others like them that their passages do not answer."""
    made = swapped(rows)
    ids = iter(_asked([q for own in made for q in own], tokenizer))
    return [
        replace(question, swapped=tuple(next(ids) for _ in own))
        for question, own in zip(questions, made, strict=True)
    ]


def example(
    question: Question,
    among: list[Question],
    overlap: Overlap,
    rng: random.Random,
    ends: frozenset[int] = frozenset(),
) -> Example:
    """Return a window of the question's passage, or of one that does not answer it.

    Where tokens ``ends`` of sentences are given, it is a sentence of the window, below its head.
    """
    window = _drawn(question, among, rng)
    return _seen(_sentence_of(window, ends, rng) if ends else window, overlap)


def _sentence_of(window: _Window, ends: frozenset[int], rng: random.Random) -> _Window:
    head, told = window.passage[: window.head], window.passage[window.head :]
    first, last = window.first - window.head, window.last - window.head
    answer = (first, last + 1) if first >= 0 else None
    begin, end = sentences.drawn(window.asked, told, answer, ends, rng)
    piece = np.concatenate((head, told[begin:end]))
    if answer is None or not begin <= first <= last < end:
        return replace(window, passage=piece, first=-1, last=-1)
    return replace(window, passage=piece, first=window.first - begin, last=window.last - begin)


def _drawn(question: Question, among: list[Question], rng: random.Random) -> _Window:
    if rng.random() > HEADED:
        question = replace(question, head=())
    room = rng.choice(LENGTHS) - len(question.asked) - len(question.head) - 3
    chance = rng.random()
    if question.elsewhere and chance < ELSEWHERE:
        other = among[rng.choice(question.elsewhere)]
        head = other.head if question.head else ()
        question = replace(question, passage=other.passage, head=head, first=-1)
        return _window(question, *_likest(question, other.passage, room))
    if ELSEWHERE < chance < ELSEWHERE + WITHOUT and question.sentence[1]:
        return _without(question, room, rng)
    if question.first < 0 and chance < LIKEST:
        return _window(question, *_likest(question, question.passage, room))
    if question.first < 0 or (chance > 1 - APART and len(question.passage) > 2 * room):
        begin = _apart(question, room, rng)
        return _window(question, begin, begin + room)
    if question.swapped and ELSEWHERE + WITHOUT < chance < ELSEWHERE + WITHOUT + SWAPPED:
        swapped = _around(question, room, rng, rng.choice(question.swapped))
        return replace(swapped, first=-1)
    return _around(question, room, rng)


def _around(
    question: Question, room: int, rng: random.Random, asked: Tokens | None = None
) -> _Window:
    """Return a window around the answer, with another question where one is given."""
    length = question.last - question.first + 1
    begin = question.last + 1 - rng.randint(min(room, length), room)
    begin = min(max(0, min(begin, len(question.passage) - room)), question.first)
    question = question if asked is None else replace(question, asked=asked)
    return _window(question, begin, max(begin + room, question.last + 1))


def _without(question: Question, room: int, rng: random.Random) -> _Window:
    """Return a window around the place where the answering sentence was taken out."""
    begin, end = question.sentence
    passage = np.concatenate((question.passage[:begin], question.passage[end:]))
    start = max(0, min(begin - rng.randint(0, room), len(passage) - room))
    return _window(replace(question, passage=passage, first=-1), start, start + room)


def _window(question: Question, begin: int, end: int) -> _Window:
    """Return a piece of the passage below its head; one that begins the passage goes without."""
    head = np.array(question.head if begin > 0 else (), np.int32)
    shift = len(head) - begin
    inside = begin <= question.first and question.last < end
    first, last = (question.first + shift, question.last + shift) if inside else (-1, -1)
    passage = np.concatenate((head, question.passage[begin:end]))
    return _Window(question.asked, passage, first, last, len(head))


def _seen(window: _Window, overlap: Overlap) -> Example:
    """Return a window as the model sees it."""
    ids, types = overlap.sequence(window.asked, window.passage)
    shift = len(window.asked) + 2
    inside = window.first >= 0 and len(ids) <= LONGEST
    first, last = (window.first + shift, window.last + shift) if inside else (0, 0)
    return Example(ids[:LONGEST], types[:LONGEST], first, last)


def _likest(question: Question, passage: Tokens, room: int) -> tuple[int, int]:
    """Return the window of another passage that shares most with the question."""
    if len(passage) <= room:
        return 0, len(passage)
    shared = features(question.asked, passage) - 1
    agreeing = np.cumsum(np.concatenate(([0], shared)))
    begin = int(np.argmax(agreeing[room:] - agreeing[:-room]))
    return begin, begin + room


def _apart(question: Question, room: int, rng: random.Random) -> int:
    """Return where a window without the answer begins; any window where there is no answer."""
    first, last = question.first, question.last
    starts = range(0, max(1, len(question.passage) - room + 1), 16)
    free = [s for s in starts if first < 0 or s > last or s + room <= first]
    return rng.choice(free) if free else 0
