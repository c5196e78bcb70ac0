"""What the reader is told of words that agree: the same, alike, or lacking."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from tokenizers import Tokenizer

from embeddings.static import shipped
from rag.overlap import Ids, Overlap, Rows, features
from rag.reader import EMBEDDED

CHARACTERS = "学校年竣工盖好啥时候了的三楼"
SURFACES = [""] * 5 + list(CHARACTERS)
VECTORS = {  # cosines: 竣工 and 盖好 .30, 竣工 and 三楼 .1
    "竣工": (1.0, 0.0),
    "盖好": (0.30, 0.954),
    "三楼": (0.10, -0.995),
    "学校": (0.0, 1.0),
    "的": (0.02, 0.0),
}


class Table:
    """Knows a few words; a character of none is a word of its own, with a slight vector."""

    def words(self, texts: Sequence[str]) -> list[tuple[Ids, Rows]]:
        return [self._words(text) for text in texts]

    def _words(self, text: str) -> tuple[Ids, Rows]:
        spans, rows, at = [], [], 0
        while at < len(text):
            word = text[at : at + 2] if text[at : at + 2] in VECTORS else text[at]
            spans.append((at, at + len(word)))
            rows.append(VECTORS.get(word, (-0.1, 0.0)))
            at += len(word)
        return np.array(spans, np.int64).reshape(-1, 2), np.array(rows, np.float32).reshape(-1, 2)


def tokens(text: str) -> list[int]:
    return [SURFACES.index(character) for character in text]


def types(question: str, passage: str, blind: float = 0.0) -> tuple[str, str]:
    """Return the types of every character, as digits."""
    told = Overlap(SURFACES, Table(), blind).types(tokens(question), tokens(passage))
    asked, passed = ("".join(map(str, part.tolist())) for part in told)
    return asked, passed


def test_a_word_that_both_have_is_the_same() -> None:
    assert types("学校竣工", "学校竣工了") == ("0000", "33331")


def test_a_word_near_in_meaning_is_marked_on_both_sides() -> None:
    assert types("学校盖好", "学校竣工了") == ("0066", "33441")


def test_a_word_that_the_passage_has_nothing_near_to_is_lacking() -> None:
    assert types("学校三楼", "学校竣工了") == ("0077", "33111")


def test_slight_words_are_not_missed() -> None:
    assert types("竣工的", "学校竣工") == ("000", "1133")


def test_passages_seen_together_are_seen_as_each_alone() -> None:
    overlap, question = Overlap(SURFACES, Table()), tokens("盖好")
    passages = [tokens(text) for text in ("竣工了", "盖好了", "", "了")]
    for (asked, told), passage in zip(overlap.each(question, passages), passages, strict=True):
        alone = overlap.types(question, passage)
        assert (asked.tolist(), told.tolist()) == tuple(types.tolist() for types in alone)


def test_the_blind_see_no_near_words() -> None:
    assert types("学校盖好", "学校竣工了", blind=1.0) == ("0077", "33111")


def test_a_passage_of_unknown_characters_has_no_words() -> None:
    asked, told = Overlap(SURFACES, Table()).types(tokens("盖好"), [1, 1])
    assert (asked.tolist(), told.tolist()) == ([0, 0], [1, 1])


@pytest.mark.parametrize(("question", "passage"), [("", ""), ("竣工", ""), ("", "竣工")])
def test_nothing_agrees_with_nothing(question: str, passage: str) -> None:
    asked, told = types(question, passage)
    assert (len(asked), told) == (len(question), "1" * len(passage))


def test_a_sequence_puts_the_frame_around_both() -> None:
    ids, kinds = Overlap(SURFACES, Table()).sequence(tokens("盖好"), tokens("竣工了"))
    assert ids.tolist() == [2, *tokens("盖好"), 3, *tokens("竣工了"), 3]
    assert kinds.tolist() == [0, 6, 6, 0, 4, 4, 1, 1]


def test_special_tokens_never_agree() -> None:
    assert features([1, 10], [1, 10]).tolist() == [1, 2]


def test_the_shipped_vectors_know_words_that_share_no_character() -> None:
    tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
    overlap = Overlap.of(tokenizer, shipped())
    asked, told = (
        tokenizer.encode(text, add_special_tokens=False) for text in ("营收减少", "全年收入下降")
    )
    mine, theirs = overlap.types(asked.ids, told.ids)
    assert mine.tolist() == [6, 6, 6, 6]
    assert theirs.tolist()[2:6] == [2, 5, 5, 5]
