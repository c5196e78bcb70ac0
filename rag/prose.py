"""A model's prose, as it comes in pieces → sentences with the passages that they point at.

A sentence is given as soon as what follows shows that it is over. What was thought aloud, list
marks and markers are taken out. Does not: judge whether a sentence is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_THOUGHT = re.compile(r"<think>.*?</think>\s*", re.DOTALL)
_OPEN = "<think>"
_NUMBERS = r"\^?\d{1,3}(?:\s*[,，、]\s*\^?\d{1,3})*"
_MARKER = re.compile(rf"\s*[\[［【]\s*({_NUMBERS})\s*[\]］】]")
_END = re.compile(rf"(?:[。！？!?]+[”’」』）)]*(?:{_MARKER.pattern})*|[ \t]*\n)")
_MAY_GO_ON = re.compile(r"\s*(?:[\[［【][^\]］】]{0,12})?\Z|[”’」』）)。！？!?]")
_LIST = re.compile(r"^\s*(?:[-*•·#>]+\s*|\d{1,2}[.、)）](?!\d)\s*)+")
_BOLD = re.compile(r"\*\*|__|`")
_STOP = re.compile(r"[。！？!?][”’」』）)]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a model said in one breath; ``markers`` are the numbers it gave for its proof."""

    text: str
    markers: tuple[int, ...]


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """Yield the sentences of a text that comes in pieces, each once it is whole.

    >>> [s.markers for s in sentences(["新增学位2.1", "万个[1]。总投", "资3亿元。[2][3]", "共"])]
    [(1,), (2, 3)]

    What breaks off without a mark at its end or a marker is no sentence.
    """
    held = ""
    for piece in pieces:
        held = _THOUGHT.sub("", held + piece)
        if _OPEN in held:
            continue
        while (end := _whole(held)) is not None:
            yield from _read(held[:end])
            held = held[end:]
    rest = held.partition(_OPEN)[0]
    if re.search(rf"(?:{_STOP.pattern}|{_MARKER.pattern}\s*\Z)", rest.strip()):
        yield from _read(rest)


def _whole(text: str) -> int | None:
    """Return where the first sentence of a text ends, None while more may belong to it."""
    for end in _END.finditer(text):
        if text[: end.end()].strip() == "":
            continue
        if end.group().endswith("\n"):
            return end.end()
        return None if _MAY_GO_ON.match(text, end.end()) else end.end()
    return None


def _read(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a stretch of text; one, but for a text that broke off."""
    at = 0
    for end in [*(m.end() for m in _END.finditer(text)), len(text)]:
        said = _sentence(text[at:end])
        at = end
        if said is not None:
            yield said


def _sentence(text: str) -> Sentence | None:
    numbers = [
        int(number) for marker in _MARKER.finditer(text) for number in re.findall(r"\d+", marker[1])
    ]
    bare = _BOLD.sub("", _MARKER.sub("", text))
    bare = " ".join(_LIST.sub("", bare).split()).rstrip("，,；;、：: ")
    if not any(character.isalnum() for character in bare):
        return None
    bare = re.sub(r"。[。！？!?]+$", "。", bare)
    return Sentence(bare if _STOP.search(bare) else f"{bare}。", tuple(dict.fromkeys(numbers)))
