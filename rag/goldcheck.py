"""What is wrong with gold questions, found without asking any: for the people who write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

from rag.gold import Gold, fold, says


def gold_findings(golds: Sequence[Gold], texts: Mapping[str, str]) -> list[str]:
    """Return a sentence for each fault of ``golds`` against the pages' ``texts`` by source.

    Evidence that its page does not have (white space apart), answers without evidence and the
    other way round, a group none of whose forms the evidence says, groups in conflict (one form
    stands in two, or saying one group's says another's too), an answer that stands in its question
    or in the turns before it, one question asked twice with the same history. The winner of a
    comparison, its first group, is worked out: it may be named by the question and need not stand
    in the evidence.
    """
    pages = {source: fold(text) for source, text in texts.items()}
    findings = [f"{gold.id}: {fault}" for gold in golds for fault in _faults(gold, pages)]
    first: dict[tuple[str, str], str] = {}
    for gold in golds:
        key = (fold(gold.question), fold("\n".join(turn.content for turn in gold.history)))
        if key in first:
            findings.append(f"{gold.id}: asks the same as {first[key]}.")
        first.setdefault(key, gold.id)
    return findings


def _faults(gold: Gold, pages: Mapping[str, str]) -> Iterator[str]:
    given = {document.id: fold(document.text) for document in gold.documents}
    yield from _evidence_faults(gold, given or pages)
    yield from _answer_faults(gold)
    yield from _conflicts(gold)


def _evidence_faults(gold: Gold, pages: Mapping[str, str]) -> Iterator[str]:
    for one in gold.evidence:
        if one.source not in pages:
            yield f"there is no page {one.source}."
        elif fold(one.text) not in pages[one.source]:
            yield f"{one.source} does not have 「{one.text}」."
    if gold.answerable and not gold.evidence:
        yield "it has answers and no evidence."
    if not gold.answerable and gold.asks_answer and gold.evidence:
        yield "it has evidence and no answers."


def _answer_faults(gold: Gold) -> Iterator[str]:
    evidence = "\n".join(one.text for one in gold.evidence)
    asked = "\n".join([gold.question, *(turn.content for turn in gold.history)])
    for group in gold.answers[1:] if _has_winner(gold) else gold.answers:
        if evidence and not any(says(evidence, form) for form in group):
            yield f"no evidence says 「{' / '.join(group)}」."
        if any(says(asked, form) for form in group):
            yield f"the question says 「{' / '.join(group)}」 itself."


def _has_winner(gold: Gold) -> bool:
    """Return whether the first group is the winner of a comparison that the question names."""
    return (
        gold.kind == "comparison"
        and len(gold.answers) > 2
        and any(says(gold.question, form) for form in gold.answers[0])
    )


def _conflicts(gold: Gold) -> Iterator[str]:
    for first, second in combinations(gold.answers, 2):
        for form, other in product(first, second):
            if fold(form) == fold(other):
                yield f"「{form}」 stands in two groups."
            elif says(form, other):
                yield f"who says 「{form}」 of one group says 「{other}」 of another too."
            elif says(other, form):
                yield f"who says 「{other}」 of one group says 「{form}」 of another too."
