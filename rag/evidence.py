"""What in the passages answers a part of a question, and how sure one can be of it.

A candidate is a window: the clause that the reader points at, grown to the neighbours that hold the
rest of what was asked. Windows of another region, year or period never become candidates. The rest
are weighed by what ``features`` measures of them, as ``calibration`` has learned to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.alike import nearness
from rag.calibration import Calibration
from rag.candidates import Candidate, candidates
from rag.facts import fact_at
from rag.features import Seen, features_of, in_title, told_at
from rag.heading import alone
from rag.kinds import asks_for_all, kind_fits
from rag.models import Models
from rag.questions import Part
from rag.reader import Reading
from rag.rounding import agree_in_value
from rag.types import Passage, Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A window of an article that may answer, in article offsets; ``answer`` is the bare answer."""

    passage: Passage
    window: Span
    answer: Span
    features: tuple[float, ...]
    confidence: float

    @property
    def text(self) -> str:
        """Return the window's characters."""
        return self.passage.article.text[self.window.start : self.window.end]

    @property
    def short(self) -> str:
        """Return the bare answer's characters."""
        return self.passage.article.text[self.answer.start : self.answer.end]


def weigh(
    part: Part,
    passages: Sequence[Passage],
    readings: Sequence[Reading],
    models: Models,
) -> list[Evidence]:
    """Return every window that may answer, best first."""
    found = [
        candidate
        for passage, reading in zip(passages, readings, strict=True)
        for candidate in candidates(part, passage, reading)
    ]
    if not found:
        return []
    calibration = models.calibration
    weighed = [_weighed(part, one, calibration) for one in _seen(part, found, models)]
    told = [one for one in weighed if not any(_rounds(one, other) for other in weighed)]
    whole = [one for one in told if asks_for_all(part) and kind_fits(part, one.text) == 1]
    return sorted(whole or told, key=lambda evidence: -calibration.merit(evidence.features))


def _seen(part: Part, found: Sequence[Candidate], models: Models) -> list[Seen]:
    """Return what the readers and the encoder make of each candidate."""
    best = max(one.score for one in found)
    encoder, windows = models.encoder, [(one.passage, one.window) for one in found]
    vectors = encoder.encode_passages([one.text for one in found])
    dense = vectors @ encoder.encode_queries([part.text])[0]
    texts = [told_at(one.passage, one.window) for one in found]
    again = alone(models.sentences, part.text, windows)
    meant = nearness([term.word for term in part.focus], texts, encoder).T
    return [
        Seen(
            one.passage,
            one.window,
            one.answer,
            read=one.score,
            best=best,
            alone=score,
            dense=float(near),
            meant=tuple(map(float, own)),
        )
        for one, score, near, own in zip(found, again, dense, meant, strict=True)
    ]


def _rounds(one: Evidence, other: Evidence) -> bool:
    """Return whether a title rounds what its article tells exactly: 一万余个 and 1.2万个."""
    article = one.passage.article
    if other.passage.article is not article or not in_title(article, one.window):
        return False
    rough, exact = fact_at(article, one.answer), fact_at(article, other.answer)
    return (
        rough is not None
        and exact is not None
        and rough.figure.approx is not None
        and exact.figure.approx is None
        and agree_in_value(rough.figure, exact.figure)
    )


def _weighed(part: Part, seen: Seen, calibration: Calibration) -> Evidence:
    features = features_of(part, seen)
    confidence = calibration.confidence(features)
    return Evidence(seen.passage, seen.window, seen.answer, features, confidence)
