"""The command line: results on standard output, everything else on standard error."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag import ask_command, eval_command, gold_command
from rag.errors import QuanwenError
from rag.request import sound
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.assemble import Answerer
    from rag.types import Article, Passage

SEEDS = Path("seeds")
GENERATOR = "a language model that words the answers: a folder, a hub name or a server's address"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after a failure told in one sentence (2 for wrong usage)."""
    _write_all_characters()
    options = parser().parse_args(arguments)
    try:
        settings = Settings.from_environment().at(options.home)
        settings = settings.writing_with(getattr(options, "generator", None))
        code = int(options.run(options, settings))
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
    ask_command.add_arguments(ask)
    ask.add_argument("--generator", metavar="X", help=GENERATOR)

    serve = command("serve", _serve, "serve the HTTP API and the chat page")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on (8000)")
    serve.add_argument("--generator", metavar="X", help=GENERATOR)

    evaluate = command("eval", _eval, "run gold questions and print the scores")
    eval_command.add_arguments(evaluate)

    gold = command("gold", _gold, "help for people who write gold questions")
    gold_command.add_arguments(gold, common)
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
    def out(line: str) -> None:
        print(line, flush=True)

    def tell(sentence: str) -> None:
        print(f"quanwen: {sentence}", file=sys.stderr)

    return ask_command.run(options, settings, out, tell)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from api.server import serve

    def announce(address: str) -> None:
        print(f"quanwen: {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)

    serve(settings, options.host, options.port, announce)
    return 0


def _eval(options: argparse.Namespace, settings: Settings) -> int:
    outcome = eval_command.evaluated(options, settings)
    print(outcome.text)
    return 0 if outcome.passed else 1


def _gold(options: argparse.Namespace, settings: Settings) -> int:
    lines = 0
    for line in options.job(options, settings, _replied):
        print(line, flush=True)
        lines += 1
    return 1 if lines and options.job is gold_command.checked else 0


def _replied(shown: str) -> str:
    """Return what a person replies to a text; ``q`` when nobody is there."""
    print(shown, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline() or "q"


def _question(options: argparse.Namespace) -> str:
    """Return the question, or say what is wrong with it before any model is loaded."""
    from rag.questions import checked

    return checked(sound(options.question))


def _answerer(settings: Settings) -> Answerer:
    from rag.assemble import Answerer

    return Answerer.load(settings=settings)


if __name__ == "__main__":
    sys.exit(main())
