"""``quanwen gold``: help for people who write gold questions. Does not: print."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import UsageError
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.gold import Gold
    from rag.types import Article, Page

Ask = Callable[[str], str]


def add_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add the three commands; ``job`` is the one to call."""
    jobs = parser.add_subparsers(required=True, metavar="JOB")

    check = jobs.add_parser("check", parents=[common], help="say what is wrong with gold questions")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument(
        "--pages", type=Path, metavar="FOLDER", help="where the pages are (the file's folder)"
    )
    check.set_defaults(job=checked)

    suggest = jobs.add_parser(
        "suggest", parents=[common], help="make questions of an article, to accept or reject"
    )
    suggest.add_argument("article", metavar="ARTICLE", help="an article's id, or a page file")
    suggest.add_argument("--all", action="store_true", help="accept all without asking")
    suggest.set_defaults(job=suggested)

    agree = jobs.add_parser(
        "agree", parents=[common], help="how far two annotators of the same questions agree"
    )
    agree.add_argument("first", type=Path, metavar="A")
    agree.add_argument("second", type=Path, metavar="B")
    agree.set_defaults(job=agreed)


def checked(options: argparse.Namespace, settings: Settings, ask: Ask) -> Iterator[str]:
    """Yield a sentence for each fault of a gold file; none when it is sound.

    Raises:
        UsageError: the file cannot be read, or a page of the folder.
    """
    from rag.gold import load_gold
    from rag.goldcheck import gold_findings
    from rag.pages import read_page, walk

    golds = load_gold(options.file)
    folder = options.pages or options.file.parent
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}: name one that holds the pages.")
    asked = {one.source for gold in golds for one in gold.evidence}
    pages = [read_page(path, folder) for path in walk(folder) if _source(path, folder) in asked]
    yield from gold_findings(golds, {page.source: page.text for page in pages})


def _source(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def suggested(options: argparse.Namespace, settings: Settings, ask: Ask) -> Iterator[str]:
    """Yield each accepted question as a line of a gold file.

    Raises:
        QuanwenError: there is no such article, or no index to look for it in.
    """
    from rag.suggest import reviewed

    answer: Ask = (lambda shown: "a") if options.all else ask
    for article, page in _articles(options.article, settings):
        for gold in reviewed(article, page, answer):
            yield gold_line(gold)


def gold_line(gold: Gold) -> str:
    """Return a question as a line of a gold file, empty fields left out."""
    record = {name: value for name, value in asdict(gold).items() if value or name == "answers"}
    return json.dumps(record, ensure_ascii=False)


def _articles(named: str, settings: Settings) -> list[tuple[Article, Page]]:
    """Return the article of that id, or all articles of a page file."""
    from rag.articles import split_articles
    from rag.index import load_articles, load_pages
    from rag.pages import read_page

    path = Path(named)
    if path.is_file():
        page = read_page(path, path.parent)
        return [(article, page) for article in split_articles(page)]
    pages = {page.source: page for page in load_pages(settings.home)}
    found = [(one, pages[one.source]) for one in load_articles(settings.home)]
    chosen = [(article, page) for article, page in found if article.article_id == named]
    if not chosen:
        raise UsageError(
            f"There is no article {named!r} in the index and no such file: "
            "`quanwen articles` lists the ids."
        )
    return chosen


def agreed(options: argparse.Namespace, settings: Settings, ask: Ask) -> Iterator[str]:
    """Yield the lines of how two annotators agree.

    Raises:
        UsageError: a file cannot be read, or they share no question.
    """
    from rag.agreement import agreement
    from rag.gold import load_gold
    from rag.tables import number

    found = agreement(load_gold(options.first), load_gold(options.second))
    yield f"questions of both       {found.common:>8}"
    yield f"of the first alone      {found.only_first:>8}"
    yield f"of the second alone     {found.only_second:>8}"
    yield f"kappa, articles say it  {number(found.said):>8}"
    yield f"kappa, kind             {number(found.kinds):>8}"
    yield f"F1, answers             {number(found.answers):>8}"
    yield f"F1, evidence            {number(found.evidence):>8}"
    yield f"answered otherwise ({len(found.apart)}): {', '.join(found.apart) or '–'}"
