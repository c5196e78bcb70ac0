"""The command line: results on standard output, everything else on standard error."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import QuanwenError, UsageError
from rag.request import Request, sound
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.assemble import Answerer
    from rag.types import Answer, Article, Passage

SEEDS = Path("seeds")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after a failure told in one sentence (2 for wrong usage)."""
    _write_all_characters()
    options = parser().parse_args(arguments)
    try:
        code = int(options.run(options, Settings.from_environment().at(options.home)))
        sys.stdout.flush()
        return code
    except QuanwenError as error:
        if options.debug:
            raise
        print(f"quanwen: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output went away: `quanwen articles | head`
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        print("quanwen: stopped.", file=sys.stderr)
        return 130


def _write_all_characters() -> None:
    r"""Write what the terminal's encoding lacks as ``\u5386``, which JSON reads back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def parser() -> argparse.ArgumentParser:
    """Return what reads the arguments of all commands; ``run`` is the one to call."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", metavar="DIR", help="where the index lives (.quanwen)")
    common.add_argument("--debug", action="store_true", help="show the traceback of a failure")
    parser = argparse.ArgumentParser(
        prog="quanwen", description="Questions about newspaper pages, answered with proof."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., int], summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[common], help=summary, description=summary)
        added.set_defaults(run=run)
        return added

    index = command("index", _index, "read pages and build or update the index")
    index.add_argument("folder", nargs="?", type=Path, default=SEEDS, metavar="FOLDER")

    articles = command("articles", _articles, "list the articles of the index")
    articles.add_argument("--json", action="store_true", help="one object a line")

    search = command("search", _search, "show the passages nearest to a question")
    search.add_argument("question", metavar="QUESTION")
    search.add_argument("--json", action="store_true", help="one object a line")
    search.add_argument("-k", type=_count, default=5, metavar="N", help="how many (5)")

    ask = command("ask", _ask, "answer a question, or one a line from standard input with -")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="one Answer object a line")

    serve = command("serve", _serve, "serve the HTTP API and the chat page")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on (8000)")

    evaluate = command("eval", _eval, "run gold questions and print the scores")
    evaluate.add_argument("gold", type=Path, metavar="GOLD")
    evaluate.add_argument("--report", type=Path, metavar="DIR", help="write run and HTML report")
    evaluate.add_argument("--gate", type=Path, metavar="FILE", help="floors; exit 1 when missed")
    evaluate.add_argument("--compare", type=Path, metavar="RUN", help="a stored run.jsonl")
    return parser


def _count(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)


def _index(options: argparse.Namespace, settings: Settings) -> int:
    from tqdm import tqdm

    from rag.assemble import load_encoder
    from rag.index import Index

    encoder = load_encoder(settings)
    with tqdm(unit=" pages", file=sys.stderr, disable=None, leave=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        report = Index.build(options.folder, settings.home, encoder, progress)
    print(
        f"{report.pages} pages, {report.articles} articles, {report.chunks} chunks "
        f"in {report.seconds:.1f} s"
    )
    for source, reason in report.failed:
        print(f"quanwen: left out {source}: {reason}", file=sys.stderr)
    return 1 if report.failed else 0


def _articles(options: argparse.Namespace, settings: Settings) -> int:
    from rag.index import load_articles

    for article in load_articles(settings.home):
        if options.json:
            print(_line(article_json(article)))
        else:
            date = article.published or "日期未注明"
            regions = "、".join(article.regions[:3])
            print(f"{article.article_id}  {article.source}  {date}  {article.title}  {regions}")
    return 0


def article_json(article: Article) -> dict[str, Any]:
    """Return an article as the contract lists it."""
    return {
        "article_id": article.article_id,
        "source": article.source,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "regions": list(article.regions),
        "spans": [[span.start, span.end] for span in article.spans],
        "text": article.text,
    }


def _search(options: argparse.Namespace, settings: Settings) -> int:
    question = _question(options)
    for passage in _answerer(settings).search(question, options.k):
        if options.json:
            print(_line(passage_json(passage)))
        else:
            scores = "  ".join(f"{name} {value:.2f}" for name, value in passage.scores.items())
            print(f"{passage.rank}. {passage.article.title}  ({passage.article.source})")
            print(f"   {passage.score:.3f}  {scores}")
            print("   " + passage.chunk.text.replace("\n", " "))
    return 0


def passage_json(passage: Passage) -> dict[str, Any]:
    """Return a passage with its scores and where it stands in its page."""
    chunk = passage.chunk
    return {
        "rank": passage.rank,
        "score": round(passage.score, 6),
        "scores": {name: round(value, 6) for name, value in passage.scores.items()},
        "chunk_id": chunk.chunk_id,
        "article_id": chunk.article_id,
        "article": passage.article.title,
        "source": passage.article.source,
        "spans": [[s.start, s.end] for s in passage.article.locate(chunk.start, chunk.end)],
        "text": chunk.text,
    }


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    if options.question == "-":
        return _ask_lines(settings)
    question = _question(options)
    answer = _answerer(settings).answer(question)
    if options.json:
        print(_line(asdict(answer)))
    else:
        print_answer(answer)
    return 0


def _ask_lines(settings: Settings) -> int:
    """Answer one question a line; a line that is none is told, answered by an error, passed by."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    answerer, failed = None, False
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            request = Request.parse(line)
            if answerer is None or (request.documents is None and not answerer.has_index):
                answerer = _answerer(settings, index=request.documents is None)
            print(_line(asdict(_answered(answerer, request))), flush=True)
        except UsageError as error:
            failed = True
            print(f"quanwen: line {number}: {error}", file=sys.stderr)
            print(_line({"error": str(error), "line": number}), flush=True)
    return 1 if failed else 0


def _answered(answerer: Answerer, asked: Request) -> Answer:
    if asked.documents is None:
        return answerer.answer(asked.question, asked.history, None, asked.id)
    return answerer.answer_over(asked.question, asked.documents, asked.history, asked.id)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def print_answer(answer: Answer) -> None:
    """Print an answer for a person: text, citations with their places, what was near."""
    print(answer.text)
    if answer.missing:
        print(f"\n文章未说明：{'；'.join(answer.missing)}")
    if answer.citations:
        print()
    for citation in answer.citations:
        place = f"{citation.source} {citation.start}–{citation.end}"
        date = citation.published or "日期未注明"
        print(f"[{citation.id}] 《{citation.article}》 {date}  {place}")
        print(f"    「{' '.join(citation.quote.split())}」")
    if answer.nearest:
        print("\n最接近的段落：")
    for citation in answer.nearest:
        quote = " ".join(citation.quote.split())
        print(f"  · 《{citation.article}》 {quote[:80]}{'…' if len(quote) > 80 else ''}")


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from api.server import serve

    def announce(address: str) -> None:
        print(f"quanwen: {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)

    serve(settings, options.host, options.port, announce)
    return 0


def _eval(options: argparse.Namespace, settings: Settings) -> int:
    from tqdm import tqdm

    from rag.outcome import Wanted, run_eval

    wanted = Wanted(report_dir=options.report, gate=options.gate, against=options.compare)
    progress = partial(tqdm, unit=" questions", file=sys.stderr, disable=None, leave=False)
    outcome = run_eval(options.gold, _answerer(settings), wanted, progress)
    print(outcome.text)
    return 0 if outcome.passed else 1


def _question(options: argparse.Namespace) -> str:
    """Return the question, or say what is wrong with it before any model is loaded."""
    from rag.questions import checked

    return checked(sound(options.question))


def _answerer(settings: Settings, index: bool = True) -> Answerer:
    from rag.assemble import Answerer

    return Answerer.load(settings=settings) if index else Answerer.without_index(settings)


if __name__ == "__main__":
    sys.exit(main())
