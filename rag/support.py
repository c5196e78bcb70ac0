"""Whether quotes prove a statement, decided without a model, and the measures built on it.

The definitions are ALCE's (Gao et al. 2023), its entailment model replaced by a test that anybody
can follow: every figure of the statement stands in the evidence with its value and unit, so does
every word in Latin letters, a statement that denies rests on evidence that denies, and most of
the statement's character pairs occur in the evidence or around it. Does not: understand; a
statement that twists what the quote says in the quote's own words passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import permutations

from rag.figures import Figure, comparable, find_figures, same_value
from rag.gold import fold
from rag.resample import Tally

OVERLAP = 0.6
"""The share of a statement's character pairs that its evidence must have."""

_SLACK = Decimal("1e-9")  # 亩 in 平方米 has no last digit

DENIALS = re.compile("不(?![仅但断少])|没有|未(?!来)|无(?!人机|线)|并非")
COMPUTED = "计算"
"""How a statement begins that says it is computed: what follows from quoted figures holds."""

LATIN = re.compile(r"[a-z]{2,}")
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Proof:
    """A quote, and the title and text around it that say what it speaks of."""

    quote: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement with what each of its citations brings."""

    statement: str
    proofs: tuple[Proof, ...]


def supports(proofs: Sequence[Proof], statement: str) -> bool:
    """Return whether the quotes of ``proofs`` together prove ``statement``.

    Figures, Latin words and denials must be the quotes' own; the other words may come from their
    context. ``supports([Proof("新增学位2.1万个")], "新增学位21000个")`` holds, 2.2万个 does not.
    """
    if not proofs or not fold(statement):
        return False
    if statement.startswith(COMPUTED):
        return not unsupported_figures(proofs, statement)
    quotes = fold("\n".join(proof.quote for proof in proofs))
    context = fold("\n".join(f"{proof.context}\n{proof.quote}" for proof in proofs))
    return (
        not unsupported_figures(proofs, statement)
        and set(LATIN.findall(fold(statement))) <= set(LATIN.findall(context))
        and (not DENIALS.search(statement) or DENIALS.search(quotes) is not None)
        and _overlap(statement, context) >= OVERLAP
    )


def unsupported_figures(proofs: Sequence[Proof], statement: str) -> int:
    """Return how many figures of ``statement`` have no equal in value and unit in the quotes.

    In a statement that says it is computed, a figure is supported too that follows from them: the
    difference, share, growth or multiple of two, or the sum of all that the statement names.
    """
    given = [figure for proof in proofs for figure in _figures(proof.quote)]
    quotes = fold("\n".join(proof.quote for proof in proofs))
    own = [
        any(same_value(figure, other) or _is_in_column(figure, other, quotes) for other in given)
        for figure in _figures(statement)
    ]
    if not statement.startswith(COMPUTED):
        return own.count(False)
    named = [figure for figure, quoted in zip(_figures(statement), own, strict=True) if quoted]
    return sum(
        not quoted and not _follows(figure, named)
        for figure, quoted in zip(_figures(statement), own, strict=True)
    )


def _is_in_column(figure: Figure, other: Figure, quotes: str) -> bool:
    """Return whether a bare number of a table has its unit in a column's head: 学位（个）."""
    number, written = fold(other.text), fold(figure.text)
    unit = written.removeprefix(number)
    return not other.unit and unit != written and bool(re.search(rf"\((?:单位:)?{unit}\)", quotes))


@lru_cache(maxsize=4096)
def _figures(text: str) -> tuple[Figure, ...]:
    return tuple(find_figures(text))


def _follows(figure: Figure, named: Sequence[Figure]) -> bool:
    """Return whether a figure is worked out from others rightly, to the digits it is written in."""
    alike = {one.start: one.value for one in named if comparable(one, figure)}
    if alike and abs(sum(alike.values()) - figure.value) <= _SLACK * figure.value:
        return True
    return any(
        abs(value - figure.value) <= slack
        for one, other in permutations(named, 2)
        for value, slack in _worked_out(figure, one, other)
    )


def _worked_out(figure: Figure, one: Figure, other: Figure) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield what two figures come to in the dimension of a third, and how far it may be rounded."""
    if not comparable(one, other):
        return
    points = figure.family == "percentage-point" and one.family == "percent"
    if points or comparable(one, figure):
        yield one.value - other.value, _SLACK * abs(one.value)
    if other.value and figure.family in ("percent", "multiple"):
        ratio, size = one.value / other.value, 100 if figure.family == "percent" else 1
        for value in (ratio, abs(ratio - 1)):
            yield value * size, _half_a_digit(figure)


def _half_a_digit(figure: Figure) -> Decimal:
    digits = re.search(r"\.(\d+)", fold(figure.text))
    return Decimal("0.5").scaleb(-len(digits[1]) if digits else 0)


def _overlap(statement: str, evidence: str) -> float:
    asked = _pairs(statement)
    return len(asked & _pairs(evidence)) / len(asked) if asked else 1.0


def _pairs(text: str) -> set[str]:
    runs = LETTERS.findall(fold(text))
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def citation_recall(cited: Sequence[Cited]) -> Tally:
    """Return how many statements their citations together prove (ALCE 2023, section 4.3)."""
    return Tally(sum(supports(one.proofs, one.statement) for one in cited), len(cited))


def citation_precision(cited: Sequence[Cited]) -> Tally:
    """Return how many citations their statement needs or is proved by (ALCE 2023, section 4.3).

    A citation counts when the statement's citations together prove it, and this one either proves
    it alone or the others do not without it. ALCE's script looks at a statement's first three
    citations; here all count.
    """
    needed = sum(_needed(one, at) for one in cited for at in range(len(one.proofs)))
    return Tally(needed, sum(len(one.proofs) for one in cited))


def _needed(one: Cited, at: int) -> bool:
    others = one.proofs[:at] + one.proofs[at + 1 :]
    return supports(one.proofs, one.statement) and (
        supports(one.proofs[at : at + 1], one.statement) or not supports(others, one.statement)
    )
