"""What is wrong with gold questions, found without asking any: for the people who write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rag.gold import Gold, fold, says


def gold_findings(golds: Sequence[Gold], texts: Mapping[str, str]) -> list[str]:
    """Return a sentence for each fault of ``golds`` against the pages' ``texts`` by source.

    Evidence that its page does not have (white space apart), answers without evidence, a group
    none of whose forms the evidence says, one form in two groups, an answer that stands in its
    question, one question asked twice with the same history.
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
    yield from _evidence_faults(gold, pages)
    yield from _answer_faults(gold)


def _evidence_faults(gold: Gold, pages: Mapping[str, str]) -> Iterator[str]:
    for one in gold.evidence:
        if one.source not in pages:
            yield f"there is no page {one.source}."
        elif fold(one.text) not in pages[one.source]:
            yield f"{one.source} does not have 「{one.text}」."
    if gold.answerable and not gold.evidence:
        yield "it has answers and no evidence."


def _answer_faults(gold: Gold) -> Iterator[str]:
    evidence = "\n".join(one.text for one in gold.evidence)
    before: set[str] = set()
    for group in gold.answers:
        forms = {fold(form) for form in group}
        if evidence and not any(says(evidence, form) for form in group):
            yield f"no evidence says 「{' / '.join(group)}」."
        if all(says(gold.question, form) for form in group):
            yield f"the question says 「{' / '.join(group)}」 itself."
        for form in sorted(forms & before):
            yield f"「{form}」 stands in two groups."
        before |= forms
