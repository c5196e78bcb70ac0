"""What README.md and the Makefile tell a newcomer to type can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from rag.cli import parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?:sh|shell|bash|console)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def lines() -> list[str]:
    """The lines of the shell blocks, a line that ends in a backslash joined with the next."""
    blocks = "".join(BLOCK.findall(README)).replace("\\\n", " ")
    return [line.removeprefix("$ ").strip() for line in blocks.splitlines()]


def commands() -> list[str]:
    """What is given to ``quanwen``, wherever in a line: after a pipe, before a redirection."""
    found = []
    for line in lines():
        for command in re.split(r"\||&&|;(?![^'\"]*['\"])", line):
            words = re.split(r"\s(?:[<>]|#)", f"{command} ")[0]
            called = re.match(r"\s*(?:[A-Z_]+=\S+\s+)*(?:\S*/)?quanwen\s+(.*)", words)
            if called:
                found.append(called[1])
    return found


def test_the_readme_shows_how_to_index_and_ask() -> None:
    assert {"index", "ask"} <= {shlex.split(command)[0] for command in commands()}


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_readme_is_one_of_ours(command: str) -> None:
    assert callable(parser().parse_args(shlex.split(command)).run)


@pytest.mark.parametrize("target", ["install", "run", "test"])
def test_make_has_the_target(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_make_targets_of_the_readme_are_there() -> None:
    told = {word for line in lines() for word in re.findall(r"\bmake ([a-z-]+)", line)}
    assert told
    assert {target for target in told if not re.search(rf"^{target}:", MAKEFILE, re.M)} == set()


@pytest.mark.parametrize("command", re.findall(r"\$\(BIN\)/quanwen (.+)", MAKEFILE))
def test_a_command_of_the_makefile_is_one_of_ours(command: str) -> None:
    assert callable(parser().parse_args(shlex.split(command)).run)


def test_files_that_the_readme_links_to_are_there() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
