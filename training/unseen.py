"""Writes news documents as pages, with the questions on them as gold: pages nobody tuned on.

    python -m training.unseen --data DATA --out PAGES
    quanwen index PAGES --home HOME
    quanwen eval PAGES/gold.jsonl --home HOME

``unseen.jsonl`` holds one question a line, ``{document, question, answer, snippet?}`` as
``asked.jsonl.xz`` does; neither models nor trust were fitted on them or their documents.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from training.measure import Record, read_rows


def gold_of(number: int, asked: Record) -> Record:
    """Return a question in the gold form; its document is the page ``<document>.txt``."""
    answer = asked["answer"]
    proof = {"source": f"{asked['document']}.txt", "text": asked.get("snippet", answer)}
    return {
        "id": f"news-{number:03d}",
        "kind": "unanswerable" if answer is None else "fact",
        "question": asked["question"],
        "answers": [] if answer is None else [[answer]],
        "evidence": [] if answer is None else [proof],
    }


def main() -> None:
    """Write the pages and their gold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=Path("training/unseen.jsonl"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    questions = read_rows(args.questions)
    wanted = {asked["document"] for asked in questions}
    for row in read_rows(args.data / "news" / "crud_news.jsonl.xz"):
        if row["id"] in wanted:
            (args.out / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")
    lines = (json.dumps(gold_of(n, one), ensure_ascii=False) for n, one in enumerate(questions, 1))
    (args.out / "gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
